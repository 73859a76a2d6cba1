"""The side navigation: icon and word, groups that open, 56 px of icons when collapsed; arrows and Enter drive it."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
)
from PySide6.QtWidgets import (
    QFrame,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from desktop import theme
from desktop.views.kit import paint
from desktop.views.kit.nav_model import ICON, KEY, NOTE, TONE, Index, NavItem, NavModel

WIDE, NARROW, ROW = 240, 56, 36  # WIDE: the longest entry of a profile's menu fits beside a scroll bar


class SideNav(QFrame):
    """`chosen` and `folding_changed` speak for the person only; `select` and `fold` are the program's way."""

    chosen = Signal(str)
    folding_changed = Signal()
    collapsed_changed = Signal(bool)

    def __init__(self, items: Sequence[NavItem] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.current, self.collapsed = "", False
        self.folded: frozenset[str] = frozenset()
        self._arranging = False
        self._model = NavModel(self)
        self.tree = _Tree(self)
        self.tree.setModel(self._model)
        self.tree.setItemDelegate(_NavDelegate(self))
        self.tree.clicked.connect(self._pressed)
        self.tree.entered_key.connect(self._pressed)
        self.tree.expanded.connect(lambda index: self._note_fold(index, closed=False))
        self.tree.collapsed.connect(lambda index: self._note_fold(index, closed=True))
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self._column.addWidget(self.tree, 1)
        self.set_items(items)
        theme.follow(self._fit)

    def set_items(self, items: Sequence[NavItem]) -> None:
        self._model.set_items(items)
        self._unfold()
        if self._model.find(self.current).isValid():
            self.select(self.current)

    def set_header(self, widget: QWidget) -> None:
        self._column.insertWidget(0, widget)

    def set_footer(self, widget: QWidget) -> None:
        self._column.addWidget(widget)

    def select(self, key: str) -> None:
        """Mark the page that is shown."""
        self.current = key
        index = self._model.find(key)
        group = index.parent()
        if group.isValid() and not self.collapsed:
            self._arrange(lambda: self.tree.expand(group))
        self.tree.setCurrentIndex(group if group.isValid() and self.collapsed else index)
        self.tree.viewport().update()

    def fold(self, keys: Iterable[str]) -> None:
        """Close these groups, as the person left them; the others stand open."""
        self.folded = frozenset(keys)
        self._unfold()

    def set_note(self, key: str, text: str, tone: str = "neutral") -> None:
        """A word at the right of an entry, for instance 待補; "" takes it away."""
        self._model.set_note(key, text, tone)

    def set_collapsed(self, on: bool) -> None:
        if on == self.collapsed:
            return
        self.collapsed = on
        if on:
            self._arrange(self.tree.collapseAll)
        else:
            self._unfold()
        self._fit()
        if self.current:
            self.select(self.current)
        self.collapsed_changed.emit(on)

    def holds_current(self, index: Index) -> bool:
        """The entry is the current page, or a closed group that contains it."""
        if index.data(KEY) == self.current:
            return True
        group = self._model.find(self.current).parent()
        return group.isValid() and group == index and not self.tree.isExpanded(group)

    def _unfold(self) -> None:
        """Every group open but those that the person has closed; nothing where only icons stand."""
        if self.collapsed:
            return
        self._arrange(self.tree.expandAll)
        for key in self.folded:
            self._arrange(partial(self.tree.collapse, self._model.find(key)))

    def _arrange(self, act: Callable[[], object]) -> None:
        """Open or close without taking it for the person's wish."""
        self._arranging = True
        try:
            act()
        finally:
            self._arranging = False

    def _note_fold(self, index: QModelIndex, closed: bool) -> None:
        if self._arranging or self.collapsed:
            return
        key = str(index.data(KEY))
        self.folded = self.folded | {key} if closed else self.folded - {key}
        self.folding_changed.emit()

    def _pressed(self, index: QModelIndex) -> None:
        if not self._model.hasChildren(index):
            self._choose(str(index.data(KEY)))
        elif self.collapsed:
            self._offer_children(index)
        else:
            self.tree.setExpanded(index, not self.tree.isExpanded(index))

    def _choose(self, key: str) -> None:
        self.select(key)
        self.chosen.emit(key)

    def _offer_children(self, index: QModelIndex) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for child in self._model.item(index).children:
            menu.addAction(child.label).setData(child.key)
        menu.triggered.connect(lambda action: self._choose(str(action.data())))
        corner = self.tree.visualRect(index).topRight() + QPoint(theme.px(8), 0)
        menu.popup(self.tree.viewport().mapToGlobal(corner))

    def _fit(self) -> None:
        self.setFixedWidth(theme.px(NARROW if self.collapsed else WIDE))
        edge = theme.px(8)
        self._column.setContentsMargins(edge, theme.px(12), edge, theme.px(12))
        self._model.show_tips(self.collapsed)
        self.tree.doItemsLayout()


def _plain(index: Index) -> QModelIndex:
    """Delegates may be handed either kind of index; a view takes only this one."""
    return index.model().index(index.row(), 0, index.parent())


class _Tree(QTreeView):
    entered_key = Signal(QModelIndex)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.by_keyboard = False
        self.setAccessibleName("主選單")
        self.setHeaderHidden(True)
        self.setIndentation(0)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setMouseTracking(True)
        self.setExpandsOnDoubleClick(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.by_keyboard = event.reason() in (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
        )
        super().focusInEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.by_keyboard = False
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.by_keyboard = True
        pressed = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if pressed and self.currentIndex().isValid():
            self.entered_key.emit(self.currentIndex())
            return
        super().keyPressEvent(event)


class _NavDelegate(QStyledItemDelegate):
    def __init__(self, nav: SideNav) -> None:
        super().__init__(nav)
        self._nav = nav

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.px(NARROW - 16), theme.px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect = QRect(option.rect).adjusted(0, theme.px(1), 0, -theme.px(1))
        rect.setWidth(self._nav.tree.viewport().width())
        current = self._nav.holds_current(index)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if current or hovered:
            paint.rounded(painter, rect, theme.px(6), theme.color("accent_soft" if current else "pressed"))
        if current:
            inset = theme.px(9)
            bar = QRect(rect.left(), rect.top() + inset, theme.px(3), rect.height() - 2 * inset)
            paint.rounded(painter, bar, theme.px(1.5), theme.color("accent"))
        if option.state & QStyle.StateFlag.State_HasFocus and self._nav.tree.by_keyboard:
            paint.focus_ring(painter, rect, theme.px(6), theme.color("focus"))
        self._paint_icon(painter, rect, index, current)
        if self._hides_a_note(index):
            self._paint_dot(painter, rect, index)
        if not self._nav.collapsed:
            right = self._paint_right(painter, rect, index)
            self._paint_word(painter, rect.adjusted(theme.px(44), 0, -right, 0), index, current)

    def _paint_icon(self, painter: QPainter, rect: QRect, index: Index, current: bool) -> None:
        name = index.data(ICON)
        if not name:
            return
        side = theme.px(20)
        left = rect.left() + ((rect.width() - side) // 2 if self._nav.collapsed else theme.px(12))
        box = QRect(left, rect.top() + (rect.height() - side) // 2, side, side)
        paint.icon(painter, box, str(name), "accent_text" if current else "muted")

    def _hides_a_note(self, index: Index) -> bool:
        """There is a note that has no room: of an entry in a closed group, or beside an icon."""
        if not index.data(NOTE):
            return False
        group = self._nav.tree.model().hasChildren(_plain(index))
        return self._nav.collapsed or (group and not self._nav.tree.isExpanded(_plain(index)))

    def _paint_dot(self, painter: QPainter, rect: QRect, index: Index) -> None:
        side = theme.px(8)
        left = rect.left() + (rect.width() // 2 + theme.px(6) if self._nav.collapsed else theme.px(26))
        box = QRect(left, rect.center().y() - theme.px(12), side, side)
        tone = str(index.data(TONE))
        paint.rounded(painter, box, side / 2, theme.color("accent" if tone == "accent" else tone))

    def _paint_word(self, painter: QPainter, rect: QRect, index: Index, current: bool) -> None:
        font = theme.font("strong" if current else "base")
        painter.setFont(font)
        painter.setPen(theme.color("accent_text" if current else "text"))
        text = str(index.data(Qt.ItemDataRole.DisplayRole))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_right(self, painter: QPainter, rect: QRect, index: Index) -> int:
        """Chevron of a group, or the note; answers the width it took."""
        if self._nav.tree.model().hasChildren(_plain(index)):
            side = theme.px(16)
            opened = self._nav.tree.isExpanded(_plain(index))
            box = QRect(
                rect.right() - side - theme.px(8), rect.top() + (rect.height() - side) // 2, side, side
            )
            paint.icon(painter, box, "chevron-down" if opened else "chevron-right", "muted")
            return side + theme.px(10)
        note = str(index.data(NOTE) or "")
        if not note:
            return theme.px(8)
        ink, ground = paint.tone_colors(str(index.data(TONE) or "neutral"))
        metrics = QFontMetrics(theme.font("small"))
        width, height = metrics.horizontalAdvance(note) + theme.px(14), metrics.height() + theme.px(2)
        box = QRect(
            rect.right() - width - theme.px(6), rect.top() + (rect.height() - height) // 2, width, height
        )
        paint.rounded(painter, box, height / 2, ground)
        painter.setFont(theme.font("small"))
        painter.setPen(ink)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, note)
        return width + theme.px(10)
