"""A receipt on one sheet: what the school signed for, in words and as a QR code."""

from PySide6.QtCore import QBuffer, QIODevice, QRectF, Qt
from PySide6.QtGui import QPainter, QPdfWriter

from desktop.paper import ink
from desktop.paper.book import Line, Slip
from desktop.paper.ink import HEIGHT, INNER, MARGIN, Sheets, face, paragraph, span, write
from desktop.paper.record_text import spaced, table
from desktop.preview.words import size_text

CODE = 150.0
QUIET = 4


def typeset_slip(slip: Slip) -> bytes:
    """The sheet; a long list of files goes on on the next."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    sheets = Sheets(writer)
    painter = sheets.begin()
    write(painter, QRectF(MARGIN, MARGIN, INNER.width(), 30), slip.title, face(20, True), "text")
    write(
        painter,
        QRectF(MARGIN, MARGIN + 34, INNER.width(), 20),
        f"編號　{slip.number}",
        face(11),
        "accent_text",
    )
    heads = ink.document(_facts(slip.heads), INNER.width() - CODE - 24, HEIGHT)
    ink.draw_page(painter, heads, 0, QRectF(MARGIN, MARGIN + 64, INNER.width() - CODE - 24, HEIGHT))
    right = MARGIN + INNER.width() - CODE
    _code(painter, slip.qr, right, MARGIN + 72)
    caption = QRectF(right, MARGIN + 72 + CODE + 4, CODE, 16)
    write(painter, caption, "掃描得到可驗證的文字", face(8), "muted", Qt.AlignmentFlag.AlignHCenter)
    top = MARGIN + 64 + max(heads.size().height() / ink.UNIT, CODE + 30) + 8
    _below(sheets, slip, top)
    sheets.end()
    del writer
    return bytes(buffer.data().data())


def _facts(lines: tuple[Line, ...]) -> str:
    return table([(line.label, span(line.text, 10.5)) for line in lines], 26)


def _below(sheets: Sheets, slip: Slip, top: float) -> None:
    html = ""
    if slip.files:
        rows = [
            (
                file.label,
                f"{span(file.name, 10.5)}<br>{span(size_text(file.size), 9, 'muted')}"
                f"<br>{span(spaced(file.sha256), 8.5, 'muted')}",
            )
            for file in slip.files
        ]
        html += paragraph(span("檔案與 SHA-256", 9, "muted", True)) + table(rows, 22)
    html += paragraph(span("怎麼驗證", 9, "muted", True), above=16)
    html += "".join(paragraph(span(line, 9.5), above=3) for line in slip.how)
    room = HEIGHT - MARGIN - top
    text = ink.document(html, INNER.width(), room)
    for number in range(text.pageCount()):
        painter = sheets.painter if not number else sheets.begin()
        place = QRectF(MARGIN, top if not number else MARGIN, INNER.width(), room)
        ink.draw_page(painter, text, number, place)


def _code(painter: QPainter, text: str, left: float, top: float) -> None:
    """Dark squares on the white of the paper, runs of a row as one."""
    import segno  # noqa: PLC0415 - only where a receipt is printed

    rows = [tuple(row) for row in segno.make(text, error="m", micro=False).matrix_iter(border=QUIET)]
    side = CODE / len(rows)
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if dark:
                cell = QRectF(left + x * side, top + y * side, side * 1.01, side * 1.01)
                painter.fillRect(ink.scaled(cell), ink.colour("text"))
