"""The small picture on a file's card: read and made small in a lane, shown when it is there. Never on the disk."""

from PySide6.QtCore import QBuffer, QByteArray, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPixmap

from desktop.desk import Desk
from desktop.views import kit
from domain.errors import LichengError
from domain.records import Attachment

SIDE = 192
"""Pixels: enough for a card at 200 % on a screen of double density."""


def show(desk: Desk, card: kit.FileCard, file: Attachment) -> None:
    """Put the file's picture on the card, if it is a picture that lies on this computer."""
    if file.mime.startswith("image/") and desk.blobs.has(file.sha256):
        desk.hands.start(lambda: _small(desk, file.sha256), lambda image: _put(card, image), to=card)


def _put(card: kit.FileCard, image: QImage) -> None:
    if not image.isNull():
        card.set_thumbnail(QPixmap.fromImage(image))


def _small(desk: Desk, sha256: str) -> QImage:
    """Upright and small; nothing when it cannot be read, which whoever opens it is told."""
    try:
        data = desk.blobs.read_all(sha256)
    except (LichengError, OSError):
        return QImage()
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > SIDE:
        reader.setScaledSize(size.scaled(QSize(SIDE, SIDE), Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()
