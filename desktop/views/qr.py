"""A QR code as a picture in memory: what it says is a secret, so it never touches the disk."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel

from desktop import theme
from desktop.theme.engine import follow

QUIET = 4
MODULE = 4


def matrix(text: str) -> tuple[bytes, ...]:
    """Rows of the code, 0 dark and 255 light, with the quiet zone that readers need."""
    import segno  # noqa: PLC0415 - one page needs it, once

    code = segno.make(text, error="m", micro=False)
    return tuple(bytes(0 if cell else 255 for cell in row) for row in code.matrix_iter(border=QUIET))


def image(text: str) -> QImage:
    """One pixel a module; dark on white in every look, as cameras want it."""
    rows = matrix(text)
    side = len(rows)
    return QImage(b"".join(rows), side, side, side, QImage.Format.Format_Grayscale8).copy()


class QrLabel(QLabel):
    """Shows a QR code in whole pixels a module; `name` says to a screen reader what to do instead."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._code = QImage()
        self.setAccessibleName(name)
        follow(self._draw)

    def show_code(self, text: str) -> None:
        """ "" forgets what was shown."""
        self._code = image(text) if text else QImage()
        self._draw()

    def _draw(self) -> None:
        if self._code.isNull():
            self.clear()
            return
        side = self._code.width() * max(2, theme.px(MODULE))
        scaled = self._code.scaled(QSize(side, side), mode=Qt.TransformationMode.FastTransformation)
        self.setPixmap(QPixmap.fromImage(scaled))
        self.setFixedSize(side, side)
