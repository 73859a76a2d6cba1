"""A chapter of the manual as a page to read, and the whole manual on paper."""

from pathlib import Path

from PySide6.QtCore import QMarginsF, QSaveFile
from PySide6.QtGui import (
    QColor,
    QFont,
    QPageSize,
    QPdfWriter,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import QTextBrowser, QTextEdit, QWidget

from desktop import theme
from desktop.theme.engine import follow
from domain.errors import LichengError

LINE_PER_CENT = 150
PAPER_POINTS = 10.5


class ManualText(QTextBrowser):
    """Shows Markdown in the words' own size and the colours of the theme; links are the page's matter."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.setAccessibleName("操作手冊內容")
        self.setStyleSheet("QTextBrowser { border: 0; background: transparent; }")
        self._markdown = ""
        self._marked = ""
        follow(self._write)

    def show_markdown(self, markdown: str) -> None:
        self._markdown = markdown
        self._write()
        self.verticalScrollBar().setValue(0)

    def mark(self, words: str) -> int:
        """Colour every place of the words and go to the first; how many there are."""
        self._marked = words
        places = self._places(words) if words else []
        self.setExtraSelections([self._selection(place) for place in places])
        if places:
            first = QTextCursor(places[0])
            first.clearSelection()
            self.setTextCursor(first)
            self.ensureCursorVisible()
        return len(places)

    def _write(self) -> None:
        place = self.verticalScrollBar().value()
        document = self.document()
        document.setDefaultFont(theme.font("base"))
        document.setDocumentMargin(theme.px(24))
        self.setMarkdown(self._markdown)
        dress(document, theme.color("divider"), theme.px(8))
        self.mark(self._marked)
        self.verticalScrollBar().setValue(place)

    def _places(self, words: str) -> list[QTextCursor]:
        document, found = self.document(), []
        cursor = document.find(words, 0)
        while not cursor.isNull():
            found.append(cursor)
            cursor = document.find(words, cursor)
        return found

    def _selection(self, place: QTextCursor) -> QTextEdit.ExtraSelection:
        made = QTextEdit.ExtraSelection()
        made.cursor = place
        made.format.setBackground(theme.color("warning_bg"))
        made.format.setFontUnderline(True)
        return made


def dress(document: QTextDocument, line: QColor, padding: float) -> None:
    """Air between the lines, hairlines in the tables: Markdown alone brings neither."""
    airy = QTextBlockFormat()
    airy.setLineHeight(LINE_PER_CENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    airy.setBottomMargin(padding / 2)
    whole = QTextCursor(document)
    whole.select(QTextCursor.SelectionType.Document)
    whole.mergeBlockFormat(airy)
    _lift_headings(document, padding)
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            shape = frame.format()
            shape.setBorder(1)
            shape.setBorderBrush(line)
            shape.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
            shape.setBorderCollapse(True)
            shape.setCellPadding(padding)
            shape.setCellSpacing(0)
            shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
            frame.setFormat(shape)


def _lift_headings(document: QTextDocument, padding: float) -> None:
    """A heading belongs to what follows it."""
    block = document.begin()
    while block.isValid():
        if block.blockFormat().headingLevel() and block != document.begin():
            lifted = QTextBlockFormat()
            lifted.setTopMargin(padding * 2)
            QTextCursor(block).mergeBlockFormat(lifted)
        block = block.next()


def write_pdf(markdown: str, title: str, path: Path) -> None:
    """The manual as an A4 PDF; what was there stays until the new one is whole. Raises LichengError."""
    file = QSaveFile(str(path))
    if not file.open(QSaveFile.OpenModeFlag.WriteOnly):
        raise LichengError("not_written", "無法寫入這個位置。", "請換一個資料夾，或關閉正在開啟的同名檔案。")
    writer = QPdfWriter(file)
    writer.setTitle(title)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF())  # printing a document leaves two centimetres by itself
    document = QTextDocument()
    font = QFont(theme.font("base"))
    font.setPointSizeF(PAPER_POINTS)
    document.setDefaultFont(font)
    document.setMarkdown(markdown)
    dress(document, QColor("#9aa1ab"), 4)
    document.print_(writer)
    del writer
    if not file.commit():
        raise LichengError("not_written", "PDF 沒有寫完。", "請確認磁碟還有空間，再試一次。")
