"""A file on a record: its card, and the overlay that turns a page into a place to drop files on."""

from collections.abc import Sequence
from pathlib import PurePath

from PySide6.QtCore import QEvent, QMimeData, QObject, QRect, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from desktop import theme
from desktop.views.kit import paint
from desktop.views.kit.buttons import Button, IconButton
from desktop.views.kit.labels import IconLabel, label, set_tone
from desktop.views.kit.messages import TONE_ICONS
from desktop.views.kit.surfaces import Follower

KIND_ICONS = {
    "document": "file",
    "pdf": "file-pdf",
    "image": "file-image",
    "audio": "file-audio",
    "video": "file-video",
}


class ElidedLabel(QLabel):
    """One line that loses its middle, so that a file's suffix stays in sight; the tool tip has it all."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setProperty("role", "strong")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            shown = QFontMetrics(self.font()).elidedText(
                self.text(), Qt.TextElideMode.ElideMiddle, self.width()
            )
            painter.setPen(theme.color("text"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, shown)
            self.setToolTip(self.text() if shown != self.text() else "")


class _Thumbnail(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.kind, self.picture = "document", None
        theme.follow(self._fit)

    kind: str
    picture: QPixmap | None

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            rect, radius = self.rect(), theme.px(6)
            paint.rounded(painter, rect, radius, theme.color("accent_soft"))
            if self.picture is not None:
                size = self.picture.deviceIndependentSize().scaled(
                    QSizeF(rect.size()), Qt.AspectRatioMode.KeepAspectRatio
                )
                place = QRectF(0, 0, size.width(), size.height())
                place.moveCenter(QRectF(rect).center())
                painter.drawPixmap(place, self.picture, QRectF(self.picture.rect()))
                return
            side = theme.px(24)
            box = QRect(0, 0, side, side)
            box.moveCenter(rect.center())
            paint.icon(painter, box, KIND_ICONS[self.kind], "accent_text")

    def _fit(self) -> None:
        self.setFixedSize(theme.px(48), theme.px(48))


class FileCard(QFrame):
    """Thumbnail, name, size, what was checked, 預覽 and 移除; a bar while it travels."""

    opened = Signal()
    removed = Signal()

    def __init__(
        self,
        name: str,
        size_text: str = "",
        kind: str = "document",
        removable: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._thumbnail, self._name = _Thumbnail(), ElidedLabel()
        self._size = label("", "small")
        self._mark, self._check = IconLabel("success", "success", 16), label("", "small", wrap=True)
        self._bar = QProgressBar()
        self.preview_button = Button("預覽", "ghost", "eye")
        self.remove_button = IconButton("trash", "移除", "danger-ghost")
        self._lay_out()
        self.preview_button.clicked.connect(self.opened)
        self.remove_button.clicked.connect(self.removed)
        self.set_file(name, size_text, kind)
        self.set_check("")
        self.set_progress(None)
        self.set_removable(removable)

    @property
    def name(self) -> str:
        return self._name.text()

    def set_file(self, name: str, size_text: str, kind: str) -> None:
        self._name.setText(name)
        self._size.setText(size_text)
        self._thumbnail.kind = kind
        self._thumbnail.update()
        self.setAccessibleName(f"{name}，{size_text}" if size_text else name)
        self.preview_button.setAccessibleName(f"預覽 {name}")
        self.remove_button.set_name(f"移除 {name}")

    def set_check(self, text: str, tone: str = "success") -> None:
        """One line such as 格式正確 · 3.2 MB · 已驗證可開啟. It takes the place of the bare size."""
        self._check.setText(text)
        set_tone(self._check, tone)
        self._mark.set(TONE_ICONS[tone], tone)
        for part in (self._mark, self._check):
            part.setVisible(bool(text))
        self._size.setVisible(not text)
        self.setAccessibleDescription(text)

    def set_thumbnail(self, picture: QPixmap | None) -> None:
        self._thumbnail.picture = picture
        self._thumbnail.update()

    def set_progress(self, percent: int | None) -> None:
        self._bar.setVisible(percent is not None)
        self._bar.setValue(percent or 0)

    def set_removable(self, on: bool) -> None:
        self.remove_button.setVisible(on)

    def _lay_out(self) -> None:
        self._bar.setRange(0, 100)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("上傳進度")
        line = QHBoxLayout()
        line.setSpacing(theme.px(4))
        line.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self._check, 1)
        line.addWidget(self._size, 1)
        words = QVBoxLayout()
        words.setSpacing(theme.px(2))
        words.addStretch(1)
        words.addWidget(self._name)
        words.addLayout(line)
        words.addWidget(self._bar)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(10), theme.px(10), theme.px(10), theme.px(10))
        row.setSpacing(theme.px(12))
        row.addWidget(self._thumbnail)
        row.addLayout(words, 1)
        row.addWidget(self.preview_button)
        row.addWidget(self.remove_button)


class DropOverlay(QWidget):
    """Covers `target` while files hover over it. The suffix is only a first look: content is judged later."""

    dropped = Signal(list)
    refused = Signal(list)

    def __init__(
        self,
        target: QWidget,
        sentence: str = "放開以加入證明文件",
        allowed: Sequence[str] = ("pdf", "jpg", "jpeg", "png", "mp3", "mp4"),
        allowed_text: str = "PDF、JPG、PNG、MP3、MP4",
    ) -> None:
        super().__init__(target)
        self._target = target
        self._sentence, self._allowed, self._allowed_text = sentence, tuple(allowed), allowed_text
        self._wrong = False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        target.setAcceptDrops(True)
        target.installEventFilter(self)
        Follower(self, target)

    @property
    def sentence(self) -> str:
        return f"不能加入這種檔案，請改用 {self._allowed_text}" if self._wrong else self._sentence

    def set_allowed(self, allowed: Sequence[str], allowed_text: str, sentence: str = "") -> None:
        self._allowed, self._allowed_text = tuple(allowed), allowed_text
        self._sentence = sentence or self._sentence

    def set_enabled(self, on: bool) -> None:
        self._target.setAcceptDrops(on)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            return self._drop(event)
        if isinstance(event, QDragEnterEvent | QDragMoveEvent):
            return self._hover(event)
        if event.type() == QEvent.Type.DragLeave:
            self.hide()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            token, soft = ("danger", "danger_bg") if self._wrong else ("accent", "accent_soft")
            edge = theme.px(8)
            box = QRectF(self.rect()).adjusted(edge, edge, -edge, -edge)
            ground = QColor(theme.color(soft))
            ground.setAlphaF(0.94)
            pen = QPen(theme.color(token), theme.px(2), Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.setBrush(ground)
            painter.drawRoundedRect(box, theme.px(10), theme.px(10))
            self._paint_words(
                painter, "error" if self._wrong else "upload", "danger" if self._wrong else "accent_text"
            )

    def _paint_words(self, painter: QPainter, icon: str, token: str) -> None:
        side = theme.px(32)
        spot = QRect(0, 0, side, side)
        spot.moveCenter(self.rect().center())
        spot.translate(0, -theme.px(20))
        paint.icon(painter, spot, icon, token)
        painter.setPen(theme.color(token))
        painter.setFont(theme.font("section"))
        below = self.rect().adjusted(theme.px(24), theme.px(44), -theme.px(24), 0)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.sentence)

    def _paths(self, data: QMimeData) -> tuple[list[str], list[str]]:
        paths = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
        good = [p for p in paths if PurePath(p).suffix.lower().lstrip(".") in self._allowed]
        return good, [p for p in paths if p not in good]

    def _hover(self, event: QDragMoveEvent) -> bool:
        if not event.mimeData().hasUrls():
            return False
        good, _ = self._paths(event.mimeData())
        self._wrong = not good
        self.setGeometry(self._target.rect())
        self.raise_()
        self.show()
        self.update()
        event.acceptProposedAction()  # also for wrong files: the overlay has to stay and explain
        return True

    def _drop(self, event: QDropEvent) -> bool:
        self.hide()
        good, bad = self._paths(event.mimeData())
        if not good and not bad:
            return False
        event.acceptProposedAction()
        if good:
            self.dropped.emit(good)
        if bad:
            self.refused.emit(bad)
        return True
