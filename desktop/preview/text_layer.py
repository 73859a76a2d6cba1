"""Finding and selecting in the shown PDF: the texts, the matches, the selection and their two strips together."""

from PySide6.QtCore import QObject, QPoint, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from derive.words import joined
from desktop import theme
from desktop.preview import words
from desktop.preview.controls import Ground, Words
from desktop.preview.find_bar import FindBar
from desktop.preview.hits import Hits
from desktop.preview.page_view import PageView
from desktop.preview.picking import Picking
from desktop.preview.texts import PageReader, Texts

SAID_MS = 6000
SHORT = 60
"""A selection up to this long is what one wants to find when the bar opens."""
_STEPS = {
    f"pick_{way}": way for way in ("left", "right", "up", "down", "word_left", "word_right", "begin", "end")
}


class Whisper(Ground):
    """One line under the pages that goes away by itself."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.words = Words(role="small", tone="muted")
        self.words.setWordWrap(True)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.words)
        self._over = QTimer(self, interval=SAID_MS, singleShot=True)
        self._over.timeout.connect(self.hide)
        theme.follow(self._respace)
        self.hide()

    def say(self, text: str) -> None:
        self.words.setText(text)
        self.words.setAccessibleName(text)
        self.show()
        self._over.start()

    def _respace(self) -> None:
        side, edge = theme.px(12), theme.px(4)
        self._row.setContentsMargins(side, edge, side, edge)


class TextLayer(QObject):
    """One for a viewer. Without a reader the file is shown as before and the bar says that it cannot be searched."""

    def __init__(self, reader: PageReader | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.texts = Texts(reader, self)
        self.hits = Hits(self.texts, self)
        self.picking = Picking(self.texts)
        self.view = PageView(self.texts, self.hits, self.picking, parent)
        self.find_bar = FindBar(self.texts, self.hits, parent)
        self.whisper = Whisper(parent)
        self._copy_then = False
        self.find_bar.searched.connect(self._search)
        self.find_bar.copy_wanted.connect(lambda: self.act("copy_sentence"))
        self.find_bar.closed.connect(self._found_is_picked)
        self.view.menu_wanted.connect(self._menu)
        self.texts.came.connect(self._came)

    def begin(self, data: bytes) -> None:
        """The view shows these bytes now."""
        self.view.sheets.forget()
        self.texts.begin(data, self.view.document().pageCount())
        if self.view.underMouse() or self.view.hasFocus():
            self.view.wake()

    def release(self) -> None:
        self.texts.release()
        self.hits.search("", 0)
        self.picking.clear()
        self.view.sleep()
        self.view.sheets.forget()
        self.find_bar.reset()
        self.whisper.hide()
        self._copy_then = False

    def takes(self, what: str) -> bool:
        """Whether a key that asks for this is ours just now."""
        match what:
            case "find" | "copy" | "all":
                return True
            case "find_next" | "find_back" | "copy_sentence":
                return not self.find_bar.isHidden()
            case "drop":
                return not self.find_bar.isHidden() or self.picking.ends is not None
            case _:
                return what in _STEPS and self.picking.moving is not None

    def act(self, what: str) -> bool:
        if not self.takes(what):
            return False
        match what:
            case "find":
                picked = self.picking.text if self.picking.ends and not self.picking.missing else ""
                self.find_bar.open(picked if len(picked) <= SHORT and "\n" not in picked else "")
            case "find_next" | "find_back":
                self.hits.step(1 if what == "find_next" else -1)
            case "copy":
                self._copy()
            case "copy_sentence":
                self._copy_sentence()
            case "all":
                self.picking.everything()
                self.texts.want_all(self._current())
                self.view.viewport().update()
            case "drop":
                self._drop()
            case _:
                self.picking.step(_STEPS[what])
                self.view.reveal_moving()
        return True

    def _current(self) -> int:
        return max(0, self.view.pageNavigator().currentPage())

    def _search(self, written: str) -> None:
        self.hits.search(written, self._current())
        self.texts.want_all(self._current())  # also before a word is written: the next one is quicker

    def _found_is_picked(self) -> None:
        """What was found stays selected, so that it can be copied or made longer by keys."""
        if (at := self.hits.span) is not None:
            number, (first, last) = at
            self.picking.between((number, first), (number, last))
        self.hits.search("", 0)

    def _drop(self) -> None:
        if not self.find_bar.isHidden():
            self.find_bar.shut()
        else:
            self.picking.clear()
        self.view.viewport().update()

    # -- copying

    def _copy(self) -> None:
        missing = self.picking.missing
        self._copy_then = bool(missing) and not self.texts.failed
        if self._copy_then:
            self.texts.want(missing)
            self.whisper.say(words.WAITING_TO_COPY)
        elif self.picking.ends is not None:
            self._hand_over(self.picking.text)

    def _copy_sentence(self) -> None:
        """The sentence around the current match, its lines put together."""
        if (at := self.hits.span) is not None and (page := self.texts.page(at[0])) is not None:
            sentence = page.text[slice(*page.sentence(at[1][0]))]
            self._hand_over(joined(sentence).replace("\n", " "))

    def _hand_over(self, text: str) -> None:
        if text.strip():
            QGuiApplication.clipboard().setText(text)
            self.whisper.say(words.copied(text, self.texts.copying))
        else:
            self.whisper.say(words.NOTHING_TO_COPY)

    def _came(self, _numbers: list[int]) -> None:
        if self._copy_then and (self.texts.failed or not self.picking.missing):
            self._copy()

    def _menu(self, where: QPoint) -> None:
        menu = QMenu(self.view)
        copy = menu.addAction("複製\tCtrl+C", lambda: self.act("copy"))
        copy.setEnabled(self.picking.ends is not None)
        menu.addAction("全選\tCtrl+A", lambda: self.act("all"))
        menu.addSeparator()
        menu.addAction("在這份 PDF 裡找…\tCtrl+F", lambda: self.act("find"))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(where)
