"""Rows of records: a painted row with title, second line, picture, status pill and check box, and its list.

The model gives the words by `Role`; Qt.AccessibleTextRole should carry `row_text(...)`, because painted rows are mute.
"""

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop import theme
from desktop.views.kit import paint

Index = QModelIndex | QPersistentModelIndex
NARROW = 300
"""Below this width a row gives up its symbol, and its pill stands under the title instead of beside it."""


class Role:
    TITLE = int(Qt.ItemDataRole.DisplayRole)
    SUBTITLE = int(Qt.ItemDataRole.UserRole) + 101
    META = int(Qt.ItemDataRole.UserRole) + 102
    PILL = int(Qt.ItemDataRole.UserRole) + 103
    TONE = int(Qt.ItemDataRole.UserRole) + 104
    ICON = int(Qt.ItemDataRole.UserRole) + 105


def row_text(title: str, subtitle: str = "", pill: str = "", meta: str = "") -> str:
    """What a screen reader says for a row."""
    return "，".join(part for part in (title, pill, subtitle, meta) if part)


class RecordDelegate(QStyledItemDelegate):
    def __init__(self, dense: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.dense = dense

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.px(200), theme.px(44 if self.dense else 60))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        rect = QRect(option.rect)
        self._paint_ground(painter, option, rect)
        enabled = bool(option.state & QStyle.StateFlag.State_Enabled)
        if self._checkable(index):
            state = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole))
            paint.check_box(painter, self._check_rect(rect), state, enabled)
        self._paint_content(painter, rect, index, enabled)
        painter.restore()

    def room(self, rect: QRect, index: Index) -> int:
        """How wide a title can be in such a row."""
        return rect.width() - self._left(rect, index) - self._beside(rect, index)

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        if not self._checkable(index):
            return False
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonRelease:
            wide = self._check_rect(QRect(option.rect)).adjusted(-10, -14, 8, 14)
            if wide.contains(event.position().toPoint()):
                return self._toggle(model, index)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return event.key() == Qt.Key.Key_Space and self._toggle(model, index)
        return False

    def _toggle(self, model: QAbstractItemModel, index: Index) -> bool:
        on = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) != Qt.CheckState.Checked
        state = Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
        return model.setData(index, state.value, Qt.ItemDataRole.CheckStateRole)

    @staticmethod
    def _checkable(index: Index) -> bool:
        return bool(index.flags() & Qt.ItemFlag.ItemIsUserCheckable)

    @staticmethod
    def _check_rect(rect: QRect) -> QRect:
        side = theme.px(18)
        top = rect.top() + (rect.height() - side) // 2
        return QRect(rect.left() + theme.px(16), top, side, side)

    def _picture_side(self) -> int:
        return theme.px(28 if self.dense else 40)

    def _left(self, rect: QRect, index: Index) -> int:
        """Where the words begin."""
        left = theme.px(16)
        if self._checkable(index):
            left += theme.px(18 + 12)
        if self._pictured(rect, index):
            left += self._picture_side() + theme.px(12)
        return left

    def _narrow(self, rect: QRect) -> bool:
        return not self.dense and rect.width() < theme.px(NARROW)

    def _pictured(self, rect: QRect, index: Index) -> bool:
        """A picture of the thing itself stays; a symbol gives way to the words."""
        picture = index.data(Role.ICON)
        return picture is not None and (isinstance(picture, QPixmap) or not self._narrow(rect))

    def _paint_content(self, painter: QPainter, rect: QRect, index: Index, enabled: bool) -> None:
        """Everything but the ground and the check box."""
        self._paint_picture(painter, rect, index)
        self._paint_right(painter, rect, index)
        self._paint_words(painter, rect, index, enabled)

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect) -> None:
        edge = theme.px(4)
        inner = rect.adjusted(edge, theme.px(2), -edge, -theme.px(2))
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if chosen or hovered:
            paint.rounded(painter, inner, theme.px(6), theme.color("accent_soft" if chosen else "hover"))
        else:
            painter.fillRect(
                rect.left() + theme.px(16),
                rect.bottom(),
                rect.width() - theme.px(32),
                1,
                theme.color("divider", 0.7),
            )
        if (
            option.state & QStyle.StateFlag.State_HasFocus
            and option.state & QStyle.StateFlag.State_KeyboardFocusChange
        ):
            paint.focus_ring(painter, inner, theme.px(6), theme.color("focus"))

    def _paint_picture(self, painter: QPainter, rect: QRect, index: Index) -> None:
        if not self._pictured(rect, index):
            return
        picture = index.data(Role.ICON)
        side = self._picture_side()
        left = rect.left() + self._left(rect, index) - side - theme.px(12)
        box = QRect(left, rect.top() + (rect.height() - side) // 2, side, side)
        if isinstance(picture, QPixmap):
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(box, picture)
            return
        paint.rounded(painter, box, theme.px(8), theme.color("neutral_bg"))
        inset = (side - theme.px(20)) // 2
        paint.icon(painter, box.adjusted(inset, inset, -inset, -inset), str(picture), "muted")

    def _marks(self, rect: QRect, index: Index) -> tuple[QSize, int, bool]:
        """The pill's size, the quiet text's width, and whether they stand one over the other."""
        pill, meta = str(index.data(Role.PILL) or ""), str(index.data(Role.META) or "")
        size = paint.pill_size(pill) if pill else QSize(0, 0)
        width = QFontMetrics(theme.font("small")).horizontalAdvance(meta) if meta else 0
        if self._narrow(rect):  # both stand in one line then
            gap = theme.px(12) if pill else 0
            width = min(width, rect.width() - self._left(rect, index) - theme.px(16) - size.width() - gap)
        return size, width, bool(pill and meta) and not self.dense and not self._narrow(rect)

    def _taken(self, rect: QRect, index: Index) -> int:
        """What pill and quiet text need at the right."""
        size, width, stacked = self._marks(rect, index)
        gap = theme.px(12) if size.width() and width else 0
        taken = max(size.width(), width) if stacked else size.width() + gap + width
        return taken + theme.px(28 if taken else 16)

    def _beside(self, rect: QRect, index: Index) -> int:
        """What the title has to leave at its right."""
        return theme.px(16) if self._narrow(rect) else self._taken(rect, index)

    def _paint_right(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """Pill and quiet text at the right edge; in the second line where the row is narrow."""
        size, width, stacked = self._marks(rect, index)
        edge, middle = rect.right() - theme.px(16), rect.top() + rect.height() // 2
        if self._narrow(rect):
            middle = rect.top() + theme.px(42)
        if size.width():
            above = rect.top() + theme.px(20) if stacked else middle
            box = QRect(edge - size.width(), above - size.height() // 2, size.width(), size.height())
            paint.pill(painter, box, str(index.data(Role.PILL)), str(index.data(Role.TONE) or "neutral"))
        if width > 0:
            painter.setFont(theme.font("small"))
            painter.setPen(theme.color("muted"))
            gap = size.width() + theme.px(12) if size.width() and not stacked else 0
            under = theme.px(42) + rect.top() if stacked else middle
            box = QRect(edge - gap - width, under - theme.px(9), width + 2, theme.px(18))
            meta, letters = str(index.data(Role.META)), QFontMetrics(theme.font("small"))
            shown = letters.elidedText(meta, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_words(self, painter: QPainter, rect: QRect, index: Index, enabled: bool) -> None:
        title, second = str(index.data(Role.TITLE) or ""), str(index.data(Role.SUBTITLE) or "")
        box = rect.adjusted(self._left(rect, index), 0, -self._beside(rect, index), 0)
        lower = rect.adjusted(self._left(rect, index), 0, -self._taken(rect, index), 0)
        painter.setFont(theme.font("base"))
        painter.setPen(theme.color("text" if enabled else "disabled"))
        line = QFontMetrics(theme.font("base"))
        shown = line.elidedText(title, Qt.TextElideMode.ElideRight, box.width())
        if self.dense or (not second and shown == title and lower == box):
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)
            if second:
                used = line.horizontalAdvance(shown) + theme.px(12)
                self._paint_second(painter, box.adjusted(used, 0, 0, 0), second)
            return
        if not second and shown != title:
            self._paint_two_lines(painter, box, lower, title)
            return
        under = QFontMetrics(theme.font("small")).height()
        top = rect.top() + (rect.height() - line.height() - theme.px(1) - under) // 2
        place = QRect(box.left(), top, box.width(), line.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)
        self._paint_second(
            painter, QRect(lower.left(), place.bottom() + 1 + theme.px(1), lower.width(), under), second
        )

    @staticmethod
    def _paint_two_lines(painter: QPainter, box: QRect, lower: QRect, title: str) -> None:
        """A long title without a second line has the room of both; what is more ends in …"""
        metrics = QFontMetrics(painter.font())
        first = next(
            n for n in range(len(title), -1, -1) if metrics.horizontalAdvance(title[:n]) <= box.width()
        )
        rest = metrics.elidedText(title[first:].lstrip(), Qt.TextElideMode.ElideRight, lower.width())
        top = box.top() + (box.height() - 2 * metrics.height()) // 2
        for place, text in enumerate((title[:first], rest)):
            line = QRect(box.left(), top + place * metrics.height(), box.width(), metrics.height())
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, text)

    @staticmethod
    def _paint_second(painter: QPainter, box: QRect, text: str) -> None:
        small = theme.font("small")
        if box.width() < theme.px(24):
            return
        painter.setFont(small)
        painter.setPen(theme.color("muted"))
        shown = QFontMetrics(small).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)


class RecordList(QListView):
    """The list screens use: one selection, uniform rows, Enter or a double click opens, Delete asks to remove."""

    opened = Signal(QModelIndex)
    removing = Signal()

    def __init__(self, dense: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._delegate = RecordDelegate(dense, self)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(self.opened)
        theme.follow(self._fit)

    def set_dense(self, dense: bool) -> None:
        self._delegate.dense = dense
        self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex())
            return
        if event.key() == Qt.Key.Key_Delete:
            self.removing.emit()
            return
        super().keyPressEvent(event)

    def _fit(self) -> None:
        self.verticalScrollBar().setSingleStep(theme.px(20))
        self.scheduleDelayedItemsLayout()
