"""Small pictures of files: the first page of a PDF, or the picture itself. None when the bytes do not open."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from desktop.preview.kinds import kind_of
from desktop.preview.picture import decode


def thumbnail(mime: str, data: bytes, size: QSize) -> QImage | None:
    """A picture that fits into `size`; needs no widget."""
    match kind_of(mime, data):
        case "pdf":
            return _first_page(data, size)
        case "image":
            image = decode(data, fit=size * 2)
            return _within(image, size) if isinstance(image, QImage) else None
        case _:
            return None


def _within(image: QImage, size: QSize) -> QImage:
    if image.width() <= size.width() and image.height() <= size.height():
        return image
    return image.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)


def _first_page(data: bytes, size: QSize) -> QImage | None:
    from PySide6.QtPdf import QPdfDocument  # noqa: PLC0415 - heavy, only PDFs need it

    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    try:
        points = document.pagePointSize(0)
        if document.status() != QPdfDocument.Status.Ready or points.isEmpty():
            return None
        pixels = points.scaled(size.toSizeF(), Qt.AspectRatioMode.KeepAspectRatio).toSize()
        return _on_white(document.render(0, pixels.expandedTo(QSize(1, 1))))
    finally:
        document.close()


def _on_white(page: QImage) -> QImage | None:
    """QPdfDocument renders onto nothing; paper is white."""
    if page.isNull():
        return None
    paper = QImage(page.size(), QImage.Format.Format_RGB32)
    paper.fill(QColor("white"))
    painter = QPainter(paper)
    painter.drawImage(0, 0, page)
    painter.end()
    return paper
