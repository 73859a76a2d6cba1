"""What things lie on: cards, scrolling pages, the footer that stays in sight."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from desktop import theme
from desktop.views.kit.labels import label, set_tone


class Card(QFrame):
    """A white sheet with a hairline. `interactive` makes the whole card one button."""

    clicked = Signal()

    def __init__(
        self, title: str = "", interactive: bool = False, flat: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("interactive", interactive)
        self.setProperty("flat", flat)
        self._interactive = interactive
        self.body = QVBoxLayout(self)
        if title:
            self.body.addWidget(label(title, "section"))
        if interactive:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setAccessibleName(title)
        theme.follow(self._fit)

    def add(self, widget: QWidget) -> None:
        self.body.addWidget(widget)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        inside = self.rect().contains(event.position().toPoint())
        if self._interactive and event.button() == Qt.MouseButton.LeftButton and inside:
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        pressed = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if self._interactive and pressed:
            self.clicked.emit()
            return
        super().keyPressEvent(event)

    def _fit(self) -> None:
        margin = theme.px(16)
        self.body.setContentsMargins(margin, margin, margin, margin)
        self.body.setSpacing(theme.px(12))


class ScrollPage(QScrollArea):
    """A page that scrolls up and down only; `max_width` keeps lines readable on wide windows."""

    def __init__(self, max_width: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._max_width, self._tight = max_width, False
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        ground, self._column = QWidget(), QWidget()
        row = QHBoxLayout(ground)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(self._column, 1000)
        row.addStretch(1)
        self.body = QVBoxLayout(self._column)
        for layout in (row, self.body):  # else what is there is squeezed first whenever something is added
            layout.setSizeConstraint(QLayout.SizeConstraint.SetMinimumSize)
        self.setWidget(ground)
        theme.follow(self._fit)

    def add(self, widget: QWidget) -> None:
        self.body.addWidget(widget)

    def set_tight(self, on: bool) -> None:
        """Smaller gaps from top to bottom, where there is little room."""
        self._tight = on
        self._fit()

    def _fit(self) -> None:
        margin, above = theme.px(24), theme.px(8 if self._tight else 24)
        self.body.setContentsMargins(margin, above, margin, above)
        self.body.setSpacing(theme.px(12 if self._tight else 16))
        if self._max_width:
            self._column.setMaximumWidth(theme.px(self._max_width) + 2 * margin)


class StickyFooter(QFrame):
    """The bar under a page: a live sentence at the left, the page's main act at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tight = False
        self._row = QHBoxLayout(self)
        self._left = QHBoxLayout()
        self._text = label("", "", "muted", wrap=True)
        self._row.addLayout(self._left)
        self._row.addWidget(self._text, 1)
        theme.follow(self._fit)

    def set_text(self, text: str, tone: str = "muted") -> None:
        self._text.setText(text)
        set_tone(self._text, tone)

    def add_left(self, widget: QWidget) -> None:
        self._left.addWidget(widget)

    def add_action(self, widget: QWidget) -> None:
        self._row.addWidget(widget)

    def set_tight(self, on: bool) -> None:
        """Smaller gaps from top to bottom, where there is little room."""
        self._tight = on
        self._fit()

    def _fit(self) -> None:
        above = theme.px(5 if self._tight else 12)
        self._row.setContentsMargins(theme.px(24), above, theme.px(24), above)
        self._row.setSpacing(theme.px(8))
        self._left.setSpacing(theme.px(8))


class Follower(QObject):
    """Keeps a child the size of its parent: for overlays."""

    def __init__(self, child: QWidget, parent: QWidget) -> None:
        super().__init__(child)
        self._child = child
        parent.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self._child.setGeometry(watched.rect())
        return False
