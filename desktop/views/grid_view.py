"""The table of the office's pages: headings sort, counts carry a small bar, Enter and a double click open a row."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop import theme
from desktop.models.grid import SHARE, TONE, GridModel
from desktop.views import kit
from desktop.views.kit import paint

ROW = 40
WORDS = 44
"""Width left for the number beside a bar."""


class BarDelegate(QStyledItemDelegate):
    """Text, and under a share a bar beside it; the number is always there, so that the bar never speaks alone."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        share, tone = index.data(SHARE), index.data(TONE)
        if share is None and not tone:
            super().paint(painter, option, index)
            return
        self.initStyleOption(option, index)
        text, option.text = option.text, ""
        style = option.widget.style()
        style.drawControl(style.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        box = QRect(option.rect).adjusted(theme.px(13), 0, -theme.px(8), 0)
        painter.save()
        painter.setFont(theme.font("base"))
        painter.setPen(theme.color(tone or "text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, text)
        if share:
            words = max(
                theme.px(WORDS), QFontMetrics(theme.font("base")).horizontalAdvance(text) + theme.px(8)
            )
            width = max(box.width() - words, 0)
            tall = theme.px(8)
            track = QRect(box.left() + words, box.center().y() - tall // 2, width, tall)
            paint.rounded(painter, track, tall / 2, theme.color("neutral_bg"))
            track.setWidth(max(int(width * float(share)), tall))
            paint.rounded(painter, track, tall / 2, theme.color("accent"))
        painter.restore()


class GridView(QTableView):
    """Signals: opened(row key), reached_end() when the last rows come into sight."""

    opened = Signal(str)
    reached_end = Signal()

    def __init__(
        self, model: GridModel, name: str, sortable: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.grid = model
        self.setModel(model)
        self.setAccessibleName(name)
        self.setItemDelegate(BarDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        kit.tune_table(self, ROW)
        self.horizontalHeader().setSectionsClickable(sortable)
        if sortable:
            self.horizontalHeader().sectionClicked.connect(model.sort_by)
        self.doubleClicked.connect(lambda index: self.opened.emit(self.grid.rows[index.row()].key))
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        theme.follow(self._fit)

    def chosen(self) -> tuple[str, ...]:
        """The keys of the marked rows, in the order of the table."""
        places = sorted({index.row() for index in self.selectionModel().selectedRows()})
        return tuple(self.grid.rows[place].key for place in places)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        here = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and here.isValid():
            self.opened.emit(self.grid.rows[here.row()].key)
            return
        super().keyPressEvent(event)

    def _scrolled(self, value: int) -> None:
        if value >= self.verticalScrollBar().maximum() - theme.px(ROW * 4):
            self.reached_end.emit()

    def _fit(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme.px(ROW))
        for place, column in enumerate(self.grid.columns):
            self.setColumnWidth(place, theme.px(column.width))
