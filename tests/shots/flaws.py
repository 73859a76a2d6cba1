"""What a machine sees of a screen that is wrong: cut words, overlaps, pages too wide, missing glyphs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QTextLayout
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QDialog,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QWidget,
)

from desktop import theme
from desktop.views.kit import ElidedLabel, RecordDelegate, RecordList, SegmentedControl

INK = 0.004
LETTERS = 6


def flaws(window: QWidget) -> list[str]:
    """One sentence a flaw; nothing when all is well."""
    seen = [one for one in window.findChildren(QWidget) if one.isVisible()]
    found = [f"cut: {_name(one)}" for one in seen if _cut(one)]
    found += [f"too wide: {_name(one)}" for one in seen if isinstance(one, QScrollArea) and _overflows(one)]
    found += [f"squeezed: {_name(one)}" for one in seen if _squeezed(one)]
    found += [f"no room for a title: {_name(one)}" for one in seen if _crammed(one)]
    found += [
        f"larger than the window: {_name(one)}"
        for one in QApplication.topLevelWidgets()
        if isinstance(one, QDialog) and one.isVisible() and not _fits(one, window)
    ]
    found += [f"over each other: {_name(a)} / {_name(b)}" for one in seen for a, b in _collisions(one)]
    found += [f"small: {_name(one)} {one.width()}x{one.height()}" for one in seen if _hard_to_hit(one)]
    return found


def tofu(text: str) -> str:
    """The characters of the text that no font of the application can draw."""
    return "".join(letter for letter in sorted(set(text)) if not letter.isspace() and 0 in _glyphs(letter))


def words(window: QWidget) -> str:
    """All that labels and buttons say."""
    labels = [one.text() for one in window.findChildren(QLabel) if one.isVisible()]
    return "".join(
        [*labels, *(one.text() for one in window.findChildren(QAbstractButton) if one.isVisible())]
    )


def ink(image: QImage) -> float:
    """How much of the picture differs from its commonest colour, judged from a grid of points."""
    points = [image.pixel(x, y) for x in range(2, image.width(), 5) for y in range(2, image.height(), 5)]
    return 1 - points.count(max(set(points), key=points.count)) / len(points)


def _glyphs(letter: str) -> set[int]:
    layout = QTextLayout(letter, theme.current().font())
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    return {index for run in layout.glyphRuns() for index in run.glyphIndexes()}


def _cut(one: QWidget) -> bool:
    """Words that do not fit and do not say so; what ends in … by design has its whole in a tool tip."""
    if isinstance(one, ElidedLabel) or one.toolTip():
        return False
    metrics = one.fontMetrics()
    if isinstance(one, QLabel) and one.text() and "<" not in one.text():
        if one.wordWrap():
            return one.heightForWidth(one.width()) > one.height() + 2
        longest = max(metrics.horizontalAdvance(line) for line in one.text().splitlines() or [""])
        return longest > one.contentsRect().width() + 1 or metrics.height() > one.height() + 1
    if isinstance(one, QPushButton | QCheckBox) and one.text():
        return one.sizeHint().width() > one.width() + 1 and metrics.horizontalAdvance(one.text()) > _room(one)
    return False


def _room(one: QAbstractButton) -> int:
    return one.width() - (one.iconSize().width() if not one.icon().isNull() else 0)


def _overflows(area: QScrollArea) -> bool:
    inside = area.widget()
    policy = area.horizontalScrollBarPolicy()
    return (
        inside is not None
        and policy.name == "ScrollBarAlwaysOff"
        and inside.width() > area.viewport().width()
    )


def _squeezed(one: QWidget) -> bool:
    """A choice or a button with less room than its words need: its row holds too much."""
    if isinstance(one, QPushButton | SegmentedControl) and not one.toolTip():
        return one.width() < one.minimumSizeHint().width() - 1
    return False


def _crammed(one: QWidget) -> bool:
    """A list whose rows leave a title less than LETTERS letters."""
    if not isinstance(one, RecordList) or one.model() is None or not one.model().rowCount():
        return False
    delegate, index = one.itemDelegate(), one.model().index(0, 0)
    if not isinstance(delegate, RecordDelegate):
        return False
    return delegate.room(one.visualRect(index), index) < LETTERS * one.fontMetrics().horizontalAdvance("歷")


def _fits(dialog: QWidget, window: QWidget) -> bool:
    return dialog.width() <= window.width() and dialog.height() <= window.height()


def _collisions(one: QWidget) -> Iterator[tuple[QWidget, QWidget]]:
    layout = one.layout()
    if layout is not None:
        placed = [(widget, rect) for widget, rect in _placed(layout) if widget.isVisible()]
        for (a, first), (b, second) in combinations(placed, 2):
            if first.intersects(second):
                yield a, b


def _placed(layout: QLayout) -> Iterator[tuple[QWidget, QRect]]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if item.widget() is not None:
            yield item.widget(), item.widget().geometry()
        elif item.layout() is not None:
            yield from _placed(item.layout())


def _hard_to_hit(one: QWidget) -> bool:
    """A button that is less than 32 px high where letters are of ordinary size."""
    least = theme.px(32) - 1
    return isinstance(one, QPushButton) and one.isEnabled() and min(one.height(), one.width()) < least


def _name(one: QWidget) -> str:
    spoken = one.accessibleName() or (one.text() if isinstance(one, QLabel | QAbstractButton) else "")
    above = type(one.parentWidget()).__name__ if one.parentWidget() else ""
    return f"{type(one).__name__} in {above} {spoken[:30]!r}"
