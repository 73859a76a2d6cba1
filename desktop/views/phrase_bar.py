"""The library of comments beside the box they go into: a button each, and one that keeps what stands in the box."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop import theme
from desktop.changes import Changes
from desktop.desk import Desk
from desktop.models.phrases import KEYED, Phrase, next_place, phrases
from desktop.operations import phrases as operations
from desktop.views import kit
from desktop.views.when_seen import WhenSeen

EMPTY = "常用的說明可以存起來，之後按數字鍵 1–9 就寫好。"
TWO_COLUMNS = 480


class PhraseBar(QWidget):
    """Signals: chosen(text), arrange() when the person wants to put the library in order."""

    chosen = Signal(str)
    arrange = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.kept: tuple[Phrase, ...] = ()
        self.buttons: list[kit.Button] = []
        self._words = ""
        self._columns = 1
        self._hint = kit.label(EMPTY, role="small", wrap=True)
        self.keep_button = kit.Button("存進評語庫", "ghost", "plus")
        self.keep_button.clicked.connect(self._keep)
        self.arrange_button = kit.Button("整理", "ghost", "edit")
        self.arrange_button.clicked.connect(self.arrange)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.px(4))
        self._grid.setVerticalSpacing(0)
        head = QHBoxLayout()
        head.addWidget(kit.label("評語庫", role="small"))
        head.addStretch(1)
        head.addWidget(self.keep_button)
        head.addWidget(self.arrange_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        column.addLayout(head)
        column.addWidget(self._hint)
        column.addLayout(self._grid)
        WhenSeen(self, desk.bus, self._on_changed)
        self.reload()

    def reload(self) -> None:
        """Show the first nine; what stays the same is left alone, the keyboard's place included."""
        kept = phrases(self._desk)
        if kept != self.kept:
            self.kept = kept
            self._fill()
        self._hint.setVisible(not kept)
        self.arrange_button.setVisible(bool(kept))
        self.show_words(self._words)

    def press(self, key: str) -> bool:
        """Write the comment of that digit; false when there is none."""
        found = next((one for one in self.kept if one.key == key), None)
        if found is not None:
            self.chosen.emit(found.text)
        return found is not None

    def show_words(self, comment: str) -> None:
        """What stands in the box now: only something new can be kept."""
        self._words = comment.strip()
        new = bool(self._words) and self._words not in {one.text for one in self.kept}
        self.keep_button.setEnabled(new)
        self.keep_button.setToolTip("" if new else "先在上面寫一句還沒有存過的說明。")

    def _fill(self) -> None:
        for button in self.buttons:
            self._grid.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = [_button(one) for one in self.kept[:KEYED]]
        for place, (button, one) in enumerate(zip(self.buttons, self.kept, strict=False)):
            button.clicked.connect(partial(self.chosen.emit, one.text))
            self._grid.addWidget(button, place // self._columns, place % self._columns)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        columns = 2 if self.width() >= theme.px(TWO_COLUMNS) else 1
        if columns != self._columns:
            self._columns = columns
            self._fill()

    def _keep(self) -> None:
        words, place = self._words, next_place(self.kept)
        self._desk.write(lambda: operations.keep(self._desk, words, place))

    def _on_changed(self, changes: Changes) -> None:
        if changes.all or "phrase" in changes.forms:
            self.reload()


def _button(one: Phrase) -> kit.Button:
    made = kit.Button(one.caption, "ghost")
    made.setProperty("align", "left")
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    made.setAccessibleName(f"第 {one.key} 句評語：{one.text}")
    made.setToolTip(one.text)
    return made
