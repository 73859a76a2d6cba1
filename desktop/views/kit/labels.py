"""Words on a page: labels by role, section titles, the page header, hairlines, icons, status pills."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop import theme
from desktop.views.kit import paint

SHORT = 600
"""A page lower than this (in pixels at 100 %) has little room from top to bottom."""


def label(text: str, role: str = "", tone: str = "", wrap: bool = False) -> QLabel:
    """A label in one of the roles title, section, lead, strong, label, muted, small."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", role)
    made.setProperty("tone", tone)
    made.setWordWrap(wrap)
    return made


def set_tone(widget: QWidget, tone: str) -> None:
    """Change the `tone` property and let the style sheet see it."""
    if widget.property("tone") != tone:
        widget.setProperty("tone", tone)
        repolish(widget)


def repolish(widget: QWidget) -> None:
    """Let the style sheet see what has changed; what was never shown is polished when it is."""
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def hairline() -> QFrame:
    made = QFrame()
    made.setProperty("line", True)
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return made


class IconLabel(QWidget):
    """One icon that takes its colour from the theme each time it is painted."""

    def __init__(self, name: str, role: str = "text", size: int = 20, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._role, self._size = name, role, size
        theme.follow(self._fit)

    def set(self, name: str, role: str) -> None:
        self._name, self._role = name, role
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            paint.icon(painter, self.rect(), self._name, self._role)

    def _fit(self) -> None:
        self.setFixedSize(theme.px(self._size), theme.px(self._size))
        self.update()


class StatusPill(QWidget):
    """Dot and word. `tone` is one of paint.TONES."""

    def __init__(self, text: str, tone: str = "neutral", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._text, self._tone = "", ""
        self.set(text, tone)
        theme.current().changed.connect(self.updateGeometry)

    @property
    def text(self) -> str:
        return self._text

    def set(self, text: str, tone: str) -> None:
        self._text, self._tone = text, tone
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return paint.pill_size(self._text)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            paint.pill(painter, self.rect(), self._text, self._tone)


class SectionTitle(QWidget):
    def __init__(self, text: str, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._hint = label(text, "section"), label(hint, "small")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._title, 0, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(self._hint, 1, Qt.AlignmentFlag.AlignBottom)

    def set_text(self, text: str) -> None:
        self._title.setText(text)

    def set_hint(self, text: str) -> None:
        self._hint.setText(text)


class PageHeader(QWidget):
    """Title, a quiet line under it, and the page's actions at the right.

    On a page with little room from top to bottom the quiet line stands beside the title, if both fit whole.
    """

    def __init__(
        self, title: str, subtitle: str = "", actions: Iterable[QWidget] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._title, self._subtitle = label(title, "title", wrap=True), label(subtitle, "muted", wrap=True)
        self._words = QWidget()
        self._tight = False
        self._page: QWidget | None = None
        self._lines = QVBoxLayout(self._words)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(2)
        self._lines.addWidget(self._title)
        self._lines.addWidget(self._subtitle, 1)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.px(8))
        self._row.addWidget(self._words, 1)
        for action in actions:
            self.add_action(action)
        self.set_subtitle(subtitle)

    def set_title(self, text: str) -> None:
        self._title.setText(text)
        self._stack()

    def set_subtitle(self, text: str) -> None:
        self._subtitle.setText(text)
        self._subtitle.setVisible(bool(text))
        self._stack()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        page = self.parentWidget()
        if page is not None and page is not self._page:
            self._page = page
            page.installEventFilter(self)
            self._measure()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._page:
            self._measure()
        return False

    def _measure(self) -> None:
        tight = self._page is not None and self._page.height() < theme.px(SHORT)
        if tight != self._tight:
            self._tight = tight
            self._stack()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._stack()

    def _stack(self) -> None:
        wide = [one.fontMetrics().horizontalAdvance(one.text()) + 4 for one in (self._title, self._subtitle)]
        beside = self._tight and sum(wide) + theme.px(12) <= self._words.width()
        ways = QBoxLayout.Direction
        self._lines.setDirection(ways.LeftToRight if beside else ways.TopToBottom)
        self._lines.setSpacing(theme.px(12) if beside else 2)
        self._title.setMinimumWidth(wide[0] if beside else 0)

    def add_action(self, widget: QWidget) -> None:
        self._row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
