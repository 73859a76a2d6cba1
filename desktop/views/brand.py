"""The painted side of the sign-in page: who we are, in three promises."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QLinearGradient, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop import theme
from desktop.theme.engine import follow
from desktop.theme.icons import tinted_icon
from desktop.views import kit

PROMISES = (
    ("cloud-off", "沒有網路也能寫、能認證，連上之後自動送出"),
    ("shield", "資料在這台電腦上加密，只有你的密碼能開"),
    ("history", "每次送出都有學校的收件時間，留得住、查得到"),
)
GROUND = {"light": ("#1D3F8F", "#2F5FD0"), "dark": ("#131C33", "#1E2E57")}
WORDS = "#FFFFFF"
QUIET = "#D6E0FA"
ROOM = 300


class Brand(QWidget):
    """Deep accent ground in both looks; white words on it have a contrast of 5.7 and more."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("歷程 Licheng")
        self._words: list[tuple[QLabel, str, str]] = []
        box = QVBoxLayout(self)
        box.setContentsMargins(theme.px(56), theme.px(48), theme.px(48), theme.px(48))
        box.setSpacing(theme.px(12))
        box.addStretch(3)
        box.addWidget(Mark(), 0, Qt.AlignmentFlag.AlignLeft)
        box.addSpacing(theme.px(12))
        box.addWidget(self._label("歷程", "title", WORDS))
        lead = "每一個字、每一個檔案，\n先安全地存在自己的電腦，再送到學校。"
        box.addWidget(self._label(lead, "lead", WORDS))
        box.addSpacing(theme.px(20))
        self._promises = QWidget()
        rows = QVBoxLayout(self._promises)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(12))
        for icon, text in PROMISES:
            rows.addLayout(self._promise(icon, text))
        box.addWidget(self._promises)
        box.addStretch(4)
        follow(self._retint)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """With large words in a small window the promises give way to the sign-in."""
        super().resizeEvent(event)
        self._promises.setHidden(self.width() < theme.px(ROOM))

    def paintEvent(self, event: QPaintEvent) -> None:
        first, second = GROUND[theme.current().mode]
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            ground = QLinearGradient(QPointF(0, 0), QPointF(self.width(), self.height()))
            ground.setColorAt(0, QColor(first))
            ground.setColorAt(1, QColor(second))
            painter.fillRect(self.rect(), ground)
            self._rings(painter)

    def _rings(self, painter: QPainter) -> None:
        """Year rings: a portfolio grows a ring a year."""
        pen = QPen(QColor(255, 255, 255, 22))
        pen.setWidthF(theme.px(2))
        painter.setPen(pen)
        centre = QPointF(self.width() * 0.96, self.height() * 0.9)
        for n in range(1, 9):
            radius = n * theme.px(64)
            painter.drawEllipse(centre, radius, radius)

    def _promise(self, icon: str, text: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        picture = QLabel()
        picture.setPixmap(tinted_icon(icon, QUIET, QUIET, theme.px(20)).pixmap(theme.px(20), theme.px(20)))
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._label(text, "", QUIET), 1)
        return row

    def _label(self, text: str, role: str, colour: str) -> QLabel:
        made = kit.label(text, role=role, wrap=True)
        self._words.append((made, role, colour))
        return made

    def _retint(self) -> None:
        for words, _, colour in self._words:
            words.setStyleSheet(f"color: {colour}; background: transparent;")
        self.update()


class Mark(QWidget):
    """Our mark: two sheets and a ring, drawn."""

    def __init__(self, size: int = 56) -> None:
        super().__init__()
        self._size = size
        self.setFixedSize(theme.px(size), theme.px(size))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            paint_mark(painter, self.width())


def mark_icon() -> QIcon:
    """Our mark on its ground, for the window and the task bar."""
    icon = QIcon()
    for side in (16, 32, 48, 128, 256):
        picture = QPixmap(side, side)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(GROUND["light"][1]))
        painter.drawRoundedRect(QRectF(0, 0, side, side), side / 5, side / 5)
        inside = round(side * 0.8)
        painter.translate((side - inside * 54 / 56) / 2, (side - inside) / 2)
        paint_mark(painter, inside)
        painter.end()
        icon.addPixmap(picture)
    return icon


def paint_mark(painter: QPainter, side: float) -> None:
    """Two sheets and a ring in a square of that side."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    unit = side / 56
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(255, 255, 255, 70))
    painter.drawRoundedRect(QRectF(14 * unit, 4 * unit, 34 * unit, 42 * unit), 6 * unit, 6 * unit)
    painter.setBrush(QColor(255, 255, 255))
    painter.drawRoundedRect(QRectF(6 * unit, 10 * unit, 34 * unit, 42 * unit), 6 * unit, 6 * unit)
    pen = QPen(QColor(GROUND["light"][1]))
    pen.setWidthF(3.2 * unit)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for radius in (3.5, 7.5, 11.5):
        ring = QRectF((23 - radius) * unit, (31 - radius) * unit, 2 * radius * unit, 2 * radius * unit)
        painter.drawArc(ring, 600, 4600)
