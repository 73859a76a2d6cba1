"""Before and after, side by side: the whole page, or both at full size, moved together."""

from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desktop import theme
from desktop.shrinking.outcome import Side
from desktop.views import kit
from domain.attachments import readable_size

STEPS = {
    Qt.Key.Key_Left: QPointF(-0.1, 0),
    Qt.Key.Key_Right: QPointF(0.1, 0),
    Qt.Key.Key_Up: QPointF(0, -0.1),
    Qt.Key.Key_Down: QPointF(0, 0.1),
}


class Look(QWidget):
    """A picture that fits its place, or one point for one point around `centre` (0 to 1 both ways)."""

    moved = Signal(QPointF)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(theme.px(220), theme.px(80))
        self.waiting = ""
        self._picture = QPixmap()
        self._near = False
        self._centre = QPointF(0.5, 0.5)
        self._grip: QPoint | None = None

    @property
    def empty(self) -> bool:
        return self._picture.isNull()

    def show_picture(self, data: bytes) -> None:
        self._picture = QPixmap.fromImage(QImage.fromData(data)) if data else QPixmap()
        self.update()

    def set_near(self, near: bool) -> None:
        self._near = near
        self.setCursor(Qt.CursorShape.OpenHandCursor if near else Qt.CursorShape.ArrowCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if near else Qt.FocusPolicy.NoFocus)
        self.update()

    def set_centre(self, centre: QPointF) -> None:
        """Move without telling: the other side said so."""
        self._centre = QPointF(min(1.0, max(0.0, centre.x())), min(1.0, max(0.0, centre.y())))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.color("sunken"))
            if not self._picture.isNull():
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
                place, source = self._near_place() if self._near else self._whole_place()
                painter.drawPixmap(place, self._picture, source)
            elif self.waiting:
                painter.setPen(theme.color("muted"))
                painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.waiting)
            if self.hasFocus():
                painter.setPen(theme.color("accent"))
                painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._grip = event.position().toPoint() if self._near else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None and not self._picture.isNull():
            went = event.position().toPoint() - self._grip
            self._grip = event.position().toPoint()
            size = self._picture.size()
            self._move(QPointF(-went.x() / size.width(), -went.y() / size.height()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grip = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = STEPS.get(Qt.Key(event.key()))
        if step is not None and self._near:
            self._move(step)
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()

    def _move(self, by: QPointF) -> None:
        self.set_centre(self._centre + by)
        self.moved.emit(self._centre)

    def _whole_place(self) -> tuple[QRectF, QRectF]:
        source = QRectF(self._picture.rect())
        edge = theme.px(8)
        room = QSizeF(max(1, self.width() - 2 * edge), max(1, self.height() - 2 * edge))
        size = source.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(QPointF(0, 0), size)
        place.moveCenter(QRectF(self.rect()).center())
        return place, source

    def _near_place(self) -> tuple[QRectF, QRectF]:
        whole = self._picture.size()
        shown = QSizeF(min(self.width(), whole.width()), min(self.height(), whole.height()))
        source = QRectF(QPointF(0, 0), shown)
        source.moveLeft((whole.width() - shown.width()) * self._centre.x())
        source.moveTop((whole.height() - shown.height()) * self._centre.y())
        place = QRectF(QPointF(0, 0), shown)
        place.moveCenter(QRectF(self.rect()).center())
        return place, source


class SidePane(QWidget):
    """One of the two: its heading, its picture, its size and measure."""

    def __init__(self, heading: str) -> None:
        super().__init__()
        self.look = Look(f"{heading}的畫面")
        self._heading = heading
        self._size = kit.label("", role="strong")
        self._words = kit.label("", role="small")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.px(4))
        box.addWidget(kit.label(heading, role="label"))
        box.addWidget(self.look, 1)
        box.addWidget(self._size)
        box.addWidget(self._words)
        self.clear()

    @property
    def text(self) -> str:
        return f"{self._size.text()} {self._words.text()}".strip()

    def show_side(self, side: Side) -> None:
        self.look.show_picture(side.picture)
        self._size.setText(readable_size(side.size))
        self._words.setText(side.words)
        self.setAccessibleName(f"{self._heading}：{self.text}")

    def clear(self, size: str = "—", waiting: str = "") -> None:
        """Nothing to show yet, or never; the size may be known."""
        self.look.waiting = waiting
        self.look.show_picture(b"")
        self._size.setText(size)
        self._words.setText(" ")
