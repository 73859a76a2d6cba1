"""Text boxes that tell committed text only and never disturb an input method at work.

No maxLength anywhere: it cuts pasted text silently and counts UTF-16 units.
"""

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QInputMethodEvent,
    QKeyEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy, QToolButton, QWidget

from desktop import theme
from desktop.views.kit.labels import repolish


def woven(text: str, place: int, inside: str) -> str:
    """The text with more inside it; Qt counts places in UTF-16."""
    units = text.encode("utf-16-le", "surrogatepass")
    whole = units[: 2 * place] + inside.encode("utf-16-le", "surrogatepass") + units[2 * place :]
    return whole.decode("utf-16-le", "surrogatepass")


class LineEdit(QLineEdit):
    """`edited`: the person's committed text. `live`: also what is being composed. `composed`: done composing."""

    edited = Signal(str)
    live = Signal(str)
    composed = Signal()

    def __init__(self, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preedit, self._told = "", ""
        self._sides: list[SideButton] = []
        self.setPlaceholderText(placeholder)
        self.textChanged.connect(self._text_changed)

    @property
    def composing(self) -> bool:
        return bool(self._preedit)

    @property
    def preedit(self) -> str:
        """What is being composed and is no text yet."""
        return self._preedit

    @property
    def standing(self) -> str:
        """The text as it stands on the screen, with what is being composed in its place."""
        return woven(self.text(), self.cursorPosition(), self._preedit)

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
        if on != self.isReadOnly():
            self.setReadOnly(on)
            repolish(self)

    def add_side(self, icon: str, name: str, left: bool = False) -> "SideButton":
        """A small button inside the box, for the mouse; the keyboard has its own way to the same act."""
        self._sides.append(SideButton(icon, name, left, self))
        self._place_sides()
        return self._sides[-1]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_sides()

    def _place_sides(self) -> None:
        side, room = theme.px(26), {True: 0, False: 0}
        for button in self._sides:
            left = theme.px(4) if button.left else self.width() - side - theme.px(4)
            button.setGeometry(left, (self.height() - side) // 2, side, side)
            room[button.left] = side - theme.px(4)
        self.setTextMargins(room[True], 0, room[False], 0)

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


class SideButton(QToolButton):
    def __init__(self, icon: str, name: str, left: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.left, self._icon = left, icon
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setAccessibleName(name)
        self.setToolTip(name)
        theme.follow(self._retint)

    def _retint(self) -> None:
        self.setIconSize(QSize(theme.px(16), theme.px(16)))
        self.setIcon(theme.icon(self._icon, "muted", 16))


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

    @property
    def preedit(self) -> str:
        """What is being composed and is no text yet."""
        return self._preedit

    @property
    def standing(self) -> str:
        """The text as it stands on the screen, with what is being composed in its place."""
        return woven(self.toPlainText(), self.textCursor().position(), self._preedit)

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
        if on != self.isReadOnly():
            self.setReadOnly(on)
            repolish(self)

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
        mark = self.add_side("search", placeholder, left=True)
        mark.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._clear = self.add_side("close", "清除搜尋")
        self._clear.clicked.connect(self.clear)
        self.edited.connect(self._pause.start)
        self.live.connect(self._show_clear)
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
