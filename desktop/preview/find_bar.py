"""The bar in which one searches the shown PDF: a field, how many there are, previous and next. Esc shuts it."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop import theme
from desktop.preview import words
from desktop.preview.controls import Ground, IconAction, TextAction, Words, hairline
from desktop.preview.hits import Hits
from desktop.preview.texts import Texts


class FindBar(Ground):
    """Hidden until `open`; `shut` gives the keyboard back to who had it."""

    searched = Signal(str)
    copy_wanted = Signal()
    closed = Signal()

    def __init__(self, texts: Texts, hits: Hits, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setAccessibleName("在這份 PDF 裡找")
        self._texts, self._hits = texts, hits
        self._before: QWidget | None = None
        self.field = QLineEdit()
        self.field.setAccessibleName("在這份 PDF 裡找")
        self.field.setPlaceholderText("在這份 PDF 裡找")
        self.back = IconAction("chevron-up", "上一個（Shift+Enter）")
        self.on = IconAction("chevron-down", "下一個（Enter）")
        self.done = IconAction("close", "關閉搜尋（Esc）")
        self.said = Words(role="small")
        self.said.setWordWrap(True)
        self.copy = TextAction("複製這一句")
        self.copy.setToolTip("複製找到的整句（Ctrl+Shift+C）")
        self._place()
        self.field.textChanged.connect(self.searched)
        self.back.clicked.connect(lambda: hits.step(-1))
        self.on.clicked.connect(lambda: hits.step(1))
        self.done.clicked.connect(self.shut)
        self.copy.clicked.connect(self.copy_wanted)
        hits.changed.connect(self._tell)
        texts.came.connect(self._tell)
        self.hide()

    def _place(self) -> None:
        self._top, self._low = QHBoxLayout(), QHBoxLayout()
        self._top.addWidget(self.field, 1)
        for button in (self.back, self.on, self.done):
            self._top.addWidget(button)
        self._low.addWidget(self.said, 1)
        self._low.addWidget(self.copy)
        self._rows = QVBoxLayout()
        self._rows.addLayout(self._top)
        self._rows.addLayout(self._low)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(self._rows)
        whole.addWidget(hairline())
        theme.follow(self._respace)

    def open(self, text: str = "") -> None:
        """Show it with the keyboard in the field; text: what is looked for from now on."""
        held = QApplication.focusWidget()
        if held is not None and not self.isAncestorOf(held):
            self._before = held
        self.show()
        if text:
            self.field.setText(text)
        self.field.selectAll()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.searched.emit(self.field.text())
        self._tell()

    def shut(self) -> None:
        if not self.isHidden():
            self.hide()
            before, self._before = self._before, None
            self.closed.emit()
            if before is not None and before.isVisible() and before.isEnabled():
                before.setFocus(Qt.FocusReason.OtherFocusReason)

    def reset(self) -> None:
        """Another file comes: nothing is looked for, nobody gets the keyboard."""
        self._before = None
        self.hide()

    def event(self, event: QEvent) -> bool:
        """Esc is meant for this bar while the keyboard is in it, whatever it does elsewhere in the window."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.ShortcutOverride:
            return super().event(event)
        if event.key() == Qt.Key.Key_Escape:
            event.accept()
        return event.isAccepted()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() == Qt.Key.Key_Escape:
            self.shut()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.field.hasFocus():
            self._hits.step(-1 if back else 1)
        else:
            super().keyPressEvent(event)

    def _tell(self) -> None:
        said, tone = words.found(self._state())
        self.said.setText(said)
        if self.said.property("tone") != tone:
            self.said.setProperty("tone", tone)
            self.said.style().polish(self.said)
        self.said.setVisible(bool(said))
        self.field.setAccessibleDescription(said)
        for button in (self.back, self.on):
            button.setEnabled(self._hits.total > 0)
        self.copy.setVisible(self._hits.number > 0)

    def _state(self) -> words.Search:
        texts, hits = self._texts, self._hits
        return words.Search(
            written=self.field.text().strip(),
            number=hits.number,
            total=hits.total,
            busy=hits.busy,
            known=texts.known,
            pages=texts.count,
            pictures=texts.pictures,
            failed=texts.failed,
        )

    def _respace(self) -> None:
        side, edge = theme.px(8), theme.px(4)
        self._rows.setContentsMargins(side, edge, side, edge)
        self._rows.setSpacing(theme.px(2))
        self._top.setSpacing(theme.px(2))
