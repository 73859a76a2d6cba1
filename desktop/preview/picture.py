"""Shows a picture: upright, fitted or zoomed, and never larger in memory than LIMIT."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from desktop import theme
from desktop.preview import words
from desktop.preview.controls import Bar, IconAction, TextAction, Viewer, Words
from desktop.preview.kinds import Kind

LIMIT = 256 * 1024 * 1024
STEP = 1.25
SMALLEST, LARGEST = 0.02, 8.0


def decode(data: bytes, fit: QSize | None = None) -> QImage | words.Trouble:
    """The upright picture, or why there is none. `fit`: decode it smaller, to at most about this size."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    reader.setDecideFormatFromContent(True)
    size = reader.size()
    if size.isValid() and size.width() * size.height() * 4 > LIMIT:
        return words.PICTURE_HUGE
    if fit is not None and size.isValid() and not fit.isEmpty():
        side = max(fit.width(), fit.height())
        smaller = size.scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio)
        if smaller.width() < size.width():
            reader.setScaledSize(smaller.expandedTo(QSize(1, 1)))
    image = reader.read()
    return image if not image.isNull() else words.PICTURE_DAMAGED


def cut_short(data: bytes) -> bool:
    """Whether a JPEG or PNG lacks its end mark: readers fill the rest with grey and say nothing."""
    tail = data[-4096:]
    if data.startswith(b"\xff\xd8"):
        return b"\xff\xd9" not in tail
    return data.startswith(b"\x89PNG") and b"IEND" not in tail


class Canvas(QWidget):
    """The picture at one zoom. Below full size it keeps a scaled copy, above it draws only what is seen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("圖片內容")
        self._image = QImage()
        self._scaled = QPixmap()
        self.zoom = 1.0

    def set_image(self, image: QImage) -> None:
        self._image, self._scaled = image, QPixmap()
        self.update()

    @property
    def image(self) -> QImage:
        return self._image

    def set_zoom(self, zoom: float) -> None:
        self.zoom, self._scaled = zoom, QPixmap()
        self.setMinimumSize(self.target().size().toSize())
        self.update()

    def target(self) -> QRectF:
        """Where the picture is drawn: in the middle."""
        width, height = self._image.width() * self.zoom, self._image.height() * self.zoom
        left, top = max(0.0, (self.width() - width) / 2), max(0.0, (self.height() - height) / 2)
        return QRectF(round(left), round(top), round(width), round(height))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), theme.color("sunken"))
            painter.setClipRect(event.rect())
            if self._image.isNull():
                pass
            elif self.zoom < 1:
                painter.drawPixmap(self.target().topLeft(), self._smaller())
            else:
                painter.drawImage(self.target(), self._image)

    def _smaller(self) -> QPixmap:
        if self._scaled.isNull():
            ratio = self.devicePixelRatioF()
            pixels = (self.target().size() * ratio).toSize()
            smooth = Qt.TransformationMode.SmoothTransformation
            aspect = Qt.AspectRatioMode.IgnoreAspectRatio
            self._scaled = QPixmap.fromImage(self._image.scaled(pixels, aspect, smooth))
            self._scaled.setDevicePixelRatio(ratio)
        return self._scaled


class PictureViewer(Viewer):
    """A picture in memory."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Bar("圖片控制"), parent)
        self._fitted = True
        self.canvas = Canvas()
        self.area = QScrollArea(self)
        self.area.setWidget(self.canvas)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusProxy(self.area)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.area)
        self.percent = Words(role="muted")
        self.smaller = IconAction("zoom-out", "縮小")
        self.larger = IconAction("zoom-in", "放大")
        self.fit = TextAction("符合視窗")
        self.bar.add(self.percent)
        self.bar.gap()
        for button, what in ((self.smaller, "out"), (self.larger, "in"), (self.fit, "fit")):
            self.bar.add(button)
            button.clicked.connect(lambda _=False, what=what: self.act(what))

    def show_file(self, name: str, kind: Kind, data: bytes) -> None:
        self.release()
        image = decode(data)
        if isinstance(image, words.Trouble):
            self.fail(image)
            return
        self.canvas.set_image(image)
        self.facts.emit(f"{image.width()} × {image.height()}")
        if cut_short(data):
            self.noticed.emit(words.PICTURE_CUT)
        self._fit()
        self.ready.emit()

    def release(self) -> None:
        self.canvas.set_image(QImage())

    def act(self, what: str) -> bool:
        match what:
            case "in" | "out":
                self._fitted = False
                wanted = self.canvas.zoom * (STEP if what == "in" else 1 / STEP)
                self._set_zoom(min(LARGEST, max(SMALLEST, wanted)))
            case "fit":
                self._fit()
            case _:
                return False
        return True

    def _fit(self) -> None:
        self._fitted = True
        image, room = self.canvas.image, self.area.maximumViewportSize()
        if image.isNull() or room.isEmpty():
            return
        margin = theme.px(16)
        across = (room.width() - margin) / image.width()
        down = (room.height() - margin) / image.height()
        self._set_zoom(max(SMALLEST, min(1.0, across, down)))

    def _set_zoom(self, zoom: float) -> None:
        self.canvas.set_zoom(zoom)
        self.percent.setText(f"{zoom:.0%}")
        self.percent.setAccessibleName(f"顯示比例 {zoom:.0%}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fitted:
            self._fit()
