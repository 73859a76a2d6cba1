"""The small parts that the viewers share: icon buttons, a row for them, an elided name, and what a viewer is."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from desktop import theme
from desktop.preview.kinds import Kind
from desktop.preview.words import Trouble


class IconAction(QPushButton):
    """A button of one icon; `name` is its tooltip and what a screen reader says."""

    def __init__(self, icon: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "ghost")
        self.setProperty("shape", "icon")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._icon = icon
        self.rename(name)
        theme.follow(self._retint)

    def rename(self, name: str) -> None:
        self.setAccessibleName(name)
        self.setToolTip(name)

    def show_icon(self, icon: str, name: str) -> None:
        self._icon = icon
        self.rename(name)
        self._retint()

    def _retint(self) -> None:
        self.setIcon(theme.icon(self._icon))
        self.setIconSize(QSize(theme.px(20), theme.px(20)))


class TextAction(QPushButton):
    """A quiet button of one or two words."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setProperty("kind", "ghost")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)


class Words(QLabel):
    """A label with a role of the style sheet."""

    def __init__(self, role: str = "", tone: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", role)
        self.setProperty("tone", tone)


class Ground(QFrame):
    """A plain strip in a token's colour."""

    def __init__(self, token: str = "surface", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._token = token
        self.setAutoFillBackground(True)
        theme.follow(self._retint)

    def _retint(self) -> None:
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, theme.color(self._token))
        self.setPalette(palette)


def hairline() -> QFrame:
    """A line between two strips."""
    line = QFrame()
    line.setProperty("line", True)
    return line


class ElidedName(QWidget):
    """A file name on one line, shortened in the middle so that its ending stays readable."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        theme.follow(self._refit)

    def set_text(self, text: str) -> None:
        self._text = text
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.update()

    @property
    def text(self) -> str:
        return self._text

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self._text), metrics.height() + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(48), self.fontMetrics().height() + 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setPen(theme.color("text"))
            shown = self.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideMiddle, self.width())
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)

    def _refit(self) -> None:
        self.setFont(theme.font("strong"))
        self.updateGeometry()


class Bar(Ground):
    """A row of controls under a viewer."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setAccessibleName(name)
        self.row = QHBoxLayout(self)
        self.row.setSpacing(4)
        theme.follow(self._respace)

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        self.row.addWidget(widget, stretch)

    def gap(self) -> None:
        self.row.addStretch(1)

    def _respace(self) -> None:
        self.row.setContentsMargins(theme.px(8), theme.px(4), theme.px(8), theme.px(4))


class Viewer(QWidget):
    """What shows one kind of file. `bar` holds its controls; the pane places it."""

    ready = Signal()
    failed = Signal(object)  # Trouble
    facts = Signal(str)  # "3 頁", "0:05"
    noticed = Signal(str)

    def __init__(self, bar: Bar, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = bar

    def show_file(self, name: str, kind: Kind, data: bytes) -> None:
        """Show the bytes; answers by `ready` or `failed`, at once or later."""
        raise NotImplementedError

    def release(self) -> None:
        """Stop, and let go of the bytes."""
        raise NotImplementedError

    def act(self, _what: str) -> bool:
        """Do what a key asks: next previous in out fit toggle find copy…; False when it means nothing here."""
        return False

    def takes(self, _what: str) -> bool:
        """Whether it wants a key for itself that does something else in the rest of the window."""
        return False

    def fail(self, trouble: Trouble) -> None:
        self.release()
        self.failed.emit(trouble)
