"""Text boxes that tell committed text only and never disturb an input method at work.

No maxLength anywhere: it cuts pasted text silently and counts UTF-16 units.
"""

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QIcon, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from desktop import theme


class LineEdit(QLineEdit):
    """`edited`: the person's committed text. `live`: also what is being composed. `composed`: done composing."""

    edited = Signal(str)
    live = Signal(str)
    composed = Signal()

    def __init__(self, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preedit, self._told = "", ""
        self.setPlaceholderText(placeholder)
        self.textChanged.connect(self._text_changed)

    @property
    def composing(self) -> bool:
        return bool(self._preedit)

    def value(self) -> str:
        return self.text()

    def set_value(self, text: str) -> bool:
        """Show `text`. False, and nothing happens, while the person is composing."""
        if self.composing:
            return False
        if text != self.text():
            self._told = text
            self.setText(text)
            self.setCursorPosition(0)
        return True

    def set_read_only(self, on: bool) -> None:
        self.setReadOnly(on)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        was = self.composing
        self._preedit = event.preeditString()
        super().inputMethodEvent(event)
        self.live.emit(self.text() + self._preedit)
        if was and not self.composing:
            self.composed.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():  # a file is for the page, not for the text
            event.ignore()
        else:
            super().dragEnterEvent(event)

    def _text_changed(self, text: str) -> None:
        if text != self._told:
            self._told = text
            self._tell(text)
        self.live.emit(text + self._preedit)

    def _tell(self, text: str) -> None:
        self.edited.emit(text)


class TextArea(QPlainTextEdit):
    """Several lines; Tab leaves the box, so the keyboard is never trapped."""

    edited = Signal(str)
    live = Signal(str)
    composed = Signal()

    def __init__(self, placeholder: str = "", lines: int = 4, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preedit, self._told, self._lines = "", "", lines
        self.setPlaceholderText(placeholder)
        self._tall = 0
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.textChanged.connect(self._text_changed)
        theme.follow(self._fit)

    @property
    def composing(self) -> bool:
        return bool(self._preedit)

    def value(self) -> str:
        return self.toPlainText()

    def set_value(self, text: str) -> bool:
        """Show `text`. False, and nothing happens, while the person is composing."""
        if self.composing:
            return False
        if text != self.toPlainText():
            self._told = text
            self.setPlainText(text)
        return True

    def set_read_only(self, on: bool) -> None:
        self.setReadOnly(on)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(240), self._tall)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        was = self.composing
        self._preedit = event.preeditString()
        super().inputMethodEvent(event)
        self.live.emit(self.toPlainText() + self._preedit)
        if was and not self.composing:
            self.composed.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.ignore()
        else:
            super().dragEnterEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if event.mimeData().hasUrls():
            event.ignore()
        else:
            super().dragMoveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        if event.mimeData().hasUrls():
            event.ignore()
        else:
            super().dropEvent(event)

    def _text_changed(self) -> None:
        text = self.toPlainText()
        if text != self._told:
            self._told = text
            self.edited.emit(text)
        self.live.emit(text + self._preedit)

    def _fit(self) -> None:
        self.setFont(theme.font())
        line = self.fontMetrics().lineSpacing()
        self._tall = line * self._lines + theme.px(22)
        self.setMinimumHeight(self._tall)
        self.updateGeometry()


class SearchBox(LineEdit):
    """Says what to search 200 ms after the last committed character; Enter says it at once, Esc clears."""

    searched = Signal(str)

    def __init__(self, placeholder: str = "搜尋", parent: QWidget | None = None) -> None:
        super().__init__(placeholder, parent)
        self.setAccessibleName(placeholder)
        self._said = ""
        self._pause = QTimer(self, interval=200, singleShot=True)
        self._pause.timeout.connect(self._say)
        self._mark = self.addAction(QIcon(), QLineEdit.ActionPosition.LeadingPosition)
        self._clear = self.addAction(QIcon(), QLineEdit.ActionPosition.TrailingPosition)
        self._clear.setToolTip("清除搜尋")
        self._clear.triggered.connect(self.clear)
        self.edited.connect(self._pause.start)
        self.live.connect(self._show_clear)
        theme.follow(self._retint)
        self._show_clear("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._say()
        super().keyPressEvent(event)

    def _say(self) -> None:
        self._pause.stop()
        if self.text() != self._said:
            self._said = self.text()
            self.searched.emit(self._said)

    def _show_clear(self, text: str) -> None:
        self._clear.setVisible(bool(text))

    def _retint(self) -> None:
        self._mark.setIcon(theme.icon("search", "muted", 16))
        self._clear.setIcon(theme.icon("close", "muted", 16))
