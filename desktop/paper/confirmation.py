"""歷程確認單: each student on pages of their own, with lines for signatures at the end. Other process only."""

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QIODevice, QRectF, Qt
from PySide6.QtGui import QPainter, QPdfWriter, QTextDocument

from desktop.paper import ink
from desktop.paper.book import Confirmations, Section, SheetToSign
from desktop.paper.ink import HEIGHT, INNER, MARGIN, Sheets, face, paragraph, rule, span, units, write
from desktop.paper.typeset import Mark
from desktop.theme.tokens import load

Tell = Callable[[int, int, str], None]
SIGNING, LINE, ROOM = 178.0, 44.0, 12.0
BODY = QRectF(MARGIN, MARGIN, INNER.width(), INNER.height() - ROOM)


def typeset_confirmations(book: Confirmations, tell: Tell) -> tuple[bytes, tuple[Mark, ...]]:
    """The sheets as a PDF, and on which page each student begins."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    sheets, marks = Sheets(writer), []
    for done, sheet in enumerate(book.sheets):
        tell(done, len(book.sheets), sheet.name)
        marks.append(Mark(1, sheet.name, sheets.count + 1))
        _sheet(sheets, book, sheet)
    sheets.end()
    del writer
    return bytes(buffer.data().data()), tuple(marks)


def _sheet(sheets: Sheets, book: Confirmations, sheet: SheetToSign) -> None:
    text = ink.document(_html(book, sheet), BODY.width(), BODY.height())
    pages = text.pageCount()
    used = _used(text) - (pages - 1) * BODY.height()
    apart = used > BODY.height() - SIGNING
    total = pages + (1 if apart else 0)
    for number in range(pages):
        painter = sheets.begin()
        ink.draw_page(painter, text, number, BODY)
        _foot(painter, book, sheet, number + 1, total)
    painter = sheets.painter
    if apart:
        painter = sheets.begin()
        _foot(painter, book, sheet, total, total)
    _signatures(painter, book)


def _used(text: QTextDocument) -> float:
    """How far down the words reach, over all pages, in points; a text that ends with a table ends below it."""
    layout, frame = text.documentLayout(), text.rootFrame()
    lowest = layout.blockBoundingRect(text.lastBlock()).bottom()
    tables = [layout.frameBoundingRect(one).bottom() for one in frame.childFrames()]
    return max(lowest, *tables, 0.0) / ink.UNIT


def _foot(painter: QPainter, book: Confirmations, sheet: SheetToSign, page: int, total: int) -> None:
    place = QRectF(MARGIN, HEIGHT - 32, INNER.width(), 16)
    write(painter, place, f"{book.title}　{sheet.name}", face(8))
    write(painter, place, f"第 {page} 頁，共 {total} 頁", face(8), "muted", Qt.AlignmentFlag.AlignRight)


def _signatures(painter: QPainter, book: Confirmations) -> None:
    """At the foot of the sheet: what is signed for, and a line for everybody."""
    top = BODY.bottom() - SIGNING
    write(painter, QRectF(MARGIN, top, INNER.width(), 18), book.sentence, face(10.5, True), "text")
    width = (INNER.width() - 24.0) / 2
    for place, who in enumerate(book.signs):
        left = MARGIN + (place % 2) * (width + 24.0)
        low = top + 32 + (place // 2 + 1) * LINE
        write(painter, QRectF(left, low - 18, 70, 16), who, face(10), "text")
        rule(painter, left + 70, low, width - 70, "control")
    write(painter, QRectF(MARGIN, top + 18, INNER.width(), 14), book.note, face(8))


def _html(book: Confirmations, sheet: SheetToSign) -> str:
    html = [
        paragraph(span(book.school, 10, "muted")),
        paragraph(span(book.title, 19, bold=True), above=2, line=125),
        _heads(sheet),
    ]
    for section in sheet.sections:
        html.append(paragraph(span(section.title, 11.5, bold=True), above=14))
        html.append(
            _grid(section) if section.rows else paragraph(span(section.nothing, 10.5, "muted"), above=4)
        )
    return "".join(html)


def _heads(sheet: SheetToSign) -> str:
    cells = "".join(
        f'<td width="{100 // len(sheet.heads)}%">{span(one.label, 9, "muted")}<br>{span(one.text, 11)}</td>'
        for one in sheet.heads
    )
    style = f"margin-top:{units(10):.0f}px"
    return f'<table width="100%" cellspacing="0" cellpadding="0" style="{style}"><tr>{cells}</tr></table>'


def _grid(section: Section) -> str:
    line, pad = load().light["divider"], f"{units(4):.0f}px"
    cell = f"border-bottom:{units(0.6):.0f}px solid {line};padding:{pad} {pad} {pad} 0px"
    shares = list(zip(section.widths, section.headings, strict=True))
    head = "".join(
        f'<td width="{share}%" style="{cell}">{span(words, 9, "muted", True)}</td>' for share, words in shares
    )
    body = "".join(
        "<tr>" + "".join(f'<td style="{cell}">{span(words, 10)}</td>' for words in row) + "</tr>"
        for row in section.rows
    )
    style = f"border-collapse:collapse;margin-top:{units(4):.0f}px"
    return (
        f'<table width="100%" cellspacing="0" cellpadding="0" style="{style}"><tr>{head}</tr>{body}</table>'
    )
