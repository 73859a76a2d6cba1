"""What the certify page is put together from: its two halves, its places from top to bottom, its keys."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from desktop import theme


def halves(left: QWidget, right: QWidget) -> QSplitter:
    """The list at the left, what is looked at beside it, with the greater share."""
    split = QSplitter(Qt.Orientation.Horizontal)
    split.addWidget(left)
    split.addWidget(right)
    split.setChildrenCollapsible(False)
    split.setStretchFactor(1, 1)
    split.setSizes([theme.px(320), theme.px(740)])
    return split


def stack(page: QWidget, above: Iterable[QWidget], main: QWidget, footer: QWidget) -> None:
    """From top to bottom; main takes the room that is left, the footer the whole width."""
    inner = QVBoxLayout()
    inner.setContentsMargins(theme.px(24), theme.px(16), theme.px(24), theme.px(8))
    inner.setSpacing(theme.px(12))
    for part in above:
        inner.addWidget(part)
    inner.addWidget(main, 1)
    box = QVBoxLayout(page)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(0)
    box.addLayout(inner, 1)
    box.addWidget(footer)


def bind_keys(page: QWidget, keys: Iterable[tuple[str, Callable[[], None]]]) -> None:
    for key, slot in keys:
        shortcut = QShortcut(QKeySequence(key), page, slot)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
