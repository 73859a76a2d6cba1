"""A chapter of the manual as a page to read."""

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QTextBrowser, QTextEdit, QWidget

from desktop import theme
from desktop.paper.dressing import dress
from desktop.theme.engine import follow


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
