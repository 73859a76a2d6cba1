"""The manual on A4: a text in Markdown laid out on pages, with numbers at their feet and chapters to jump to."""

from PySide6.QtCore import QBuffer, QIODevice, QRectF, Qt
from PySide6.QtGui import QPdfWriter, QTextCharFormat, QTextCursor, QTextDocument

from desktop.paper import ink
from desktop.paper.book import Handbook
from desktop.paper.dressing import dress
from desktop.paper.ink import HEIGHT, INNER, MARGIN, Sheets, face, write
from desktop.paper.typeset import Mark
from desktop.theme.fonts import FAMILIES

PADDING, INDENT, HAIR = 4.0, 20.0, 0.6


def typeset_handbook(book: Handbook) -> tuple[bytes, tuple[Mark, ...]]:
    """The sheets as a PDF, and on which of them each chapter begins."""
    text = _laid_out(book.markdown)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    sheets, total = Sheets(writer), text.pageCount()
    foot = QRectF(MARGIN, HEIGHT - 32, INNER.width(), 16)
    for number in range(total):
        painter = sheets.begin()
        ink.draw_page(painter, text, number)
        write(painter, foot, book.title, face(8))
        words = f"第 {number + 1} 頁，共 {total} 頁"
        write(painter, foot, words, face(8), "muted", Qt.AlignmentFlag.AlignRight)
    sheets.end()
    del writer
    return bytes(buffer.data().data()), _chapters(text)


def _laid_out(markdown: str) -> QTextDocument:
    made = ink.document("")
    made.setIndentWidth(ink.units(INDENT))
    made.setMarkdown(markdown)
    faced = QTextCharFormat()  # Markdown gives code a face of the system's, whose shapes nobody can name
    faced.setFontFamilies(list(FAMILIES))
    faced.setFontFixedPitch(False)
    whole = QTextCursor(made)
    whole.select(QTextCursor.SelectionType.Document)
    whole.mergeCharFormat(faced)
    dress(made, ink.colour("divider"), ink.units(PADDING), ink.units(HAIR))
    return made


def _chapters(text: QTextDocument) -> tuple[Mark, ...]:
    height, found = text.pageSize().height(), []
    block = text.begin()
    while block.isValid():
        if block.blockFormat().headingLevel() == 1:
            line = block.layout().lineAt(0)  # the room above a heading may still be on the sheet before
            middle = block.layout().position().y() + line.y() + line.height() / 2
            found.append(Mark(1, block.text(), int(middle // height) + 1))
        block = block.next()
    return tuple(found)
