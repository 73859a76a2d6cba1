"""The caseload as a table: numbers as words, shares as small bars, sorted by any column; fast with a whole grade."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from desktop import theme
from desktop.models.caseload import COLUMNS, Column, Pupil, Share, ordered
from desktop.views import kit
from desktop.views.kit import paint

ROW = 40
SHARE = int(Qt.ItemDataRole.UserRole) + 301
NUMBERS = frozenset({"pending", "failed", "days"})
SOON, NEAR = 1, 7

Index = QModelIndex | QPersistentModelIndex


class Pupils(QAbstractTableModel):
    """Shows what it is given, in the order of one column."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Pupil] = []
        self.column = 0
        self.descending = False

    def show(self, found: Sequence[Pupil]) -> None:
        self.beginResetModel()
        self.rows = ordered(found, COLUMNS[self.column], self.descending)
        self.endResetModel()

    def order_by(self, column: int, descending: bool) -> None:
        self.column, self.descending = column, descending
        self.show(self.rows)

    def row_of(self, account: str) -> int:
        return next((n for n, one in enumerate(self.rows) if one.tally.account == account), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        pupil, column = self.rows[index.row()], COLUMNS[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.words(pupil)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{column.label}：{column.words(pupil)}"
            case Qt.ItemDataRole.ToolTipRole:
                return pupil.due if column.key == "days" else column.words(pupil)
            case Qt.ItemDataRole.ForegroundRole:
                return _ink(pupil, column)
            case Qt.ItemDataRole.TextAlignmentRole if column.key in NUMBERS:
                return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            case _ if role == SHARE:
                return column.share(pupil) if column.share else None
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = COLUMNS[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.label
        if role == Qt.ItemDataRole.TextAlignmentRole and column.key in NUMBERS:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return column.help if role == Qt.ItemDataRole.ToolTipRole else None


def _ink(pupil: Pupil, column: Column) -> Any:
    """Numbers that ask for somebody stand out; nothing counts as none and is quiet."""
    if column.words(pupil) in ("—", "沒有紀錄"):
        return theme.color("muted")
    if column.key == "failed":
        return theme.color("danger")
    if column.key == "days" and pupil.days_left is not None and pupil.days_left <= NEAR:
        return theme.color("danger" if pupil.days_left <= SOON else "warning")
    return None


class BarDelegate(QStyledItemDelegate):
    """A share: the figure, and under it how much of the whole that is."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        share = index.data(SHARE)
        if not isinstance(share, Share):
            super().paint(painter, option, index)
            return
        self.initStyleOption(option, index)
        option.text = ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        painter.save()
        box = QRect(option.rect).adjusted(theme.px(8), 0, -theme.px(8), 0)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.color("text" if share.whole else "muted"))
        tall = QFontMetrics(theme.font("small")).height()
        bar = theme.px(4)
        top = box.top() + (box.height() - tall - bar - theme.px(2)) // 2
        words = QRect(box.left(), top, box.width(), tall)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, share.text)
        if share.whole:
            track = QRect(box.left(), words.bottom() + theme.px(2), box.width(), bar)
            paint.rounded(painter, track, bar / 2, theme.color("neutral_bg"))
            filled = round(track.width() * share.part / share.whole)
            if filled:
                done = QRect(track.left(), track.top(), max(filled, bar), bar)
                tone = "success" if share.part >= share.whole else "accent"
                paint.rounded(painter, done, bar / 2, theme.color(tone))
        painter.restore()


class CaseloadTable(QTableView):
    """Signals: opened(account) by Enter or a double click, marked() when other students are chosen."""

    opened = Signal(str)
    marked = Signal()
    sorted_by = Signal(int, bool)

    def __init__(self) -> None:
        super().__init__()
        self.pupils = Pupils(self)
        self.setModel(self.pupils)
        self.setAccessibleName("學生清單")
        kit.tune_table(self, ROW)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setAlternatingRowColors(False)
        self._bars = BarDelegate(self)
        for place, column in enumerate(COLUMNS):
            if column.share is not None:
                self.setItemDelegateForColumn(place, self._bars)
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(0, Qt.SortOrder.AscendingOrder)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.sectionClicked.connect(self._clicked)
        self.doubleClicked.connect(lambda index: self._open(index.row()))
        self.selectionModel().selectionChanged.connect(lambda *_: self.marked.emit())
        self.pupils.modelReset.connect(self.marked)
        theme.follow(self._fit)

    @property
    def chosen(self) -> tuple[Pupil, ...]:
        """Whom the person has marked, from top to bottom."""
        rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
        return tuple(self.pupils.rows[row] for row in rows)

    def sort(self, column: int, descending: bool) -> None:
        """Order the table so, and keep who was marked last in sight."""
        current = self.currentIndex().row()
        kept = self.pupils.rows[current].tally.account if current >= 0 else ""
        self.pupils.order_by(column, descending)
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.horizontalHeader().setSortIndicator(column, order)
        self.choose(kept)
        self.sorted_by.emit(column, descending)

    def choose(self, account: str) -> None:
        row = self.pupils.row_of(account) if account else -1
        if row >= 0:
            self.setCurrentIndex(self.pupils.index(row, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._open(self.currentIndex().row())
            return
        super().keyPressEvent(event)

    def _open(self, row: int) -> None:
        if 0 <= row < len(self.pupils.rows):
            self.opened.emit(self.pupils.rows[row].tally.account)

    def _clicked(self, column: int) -> None:
        """The first click puts most first where a number is meant, and A first where a name is."""
        same = column == self.pupils.column
        number = COLUMNS[column].key in NUMBERS - {"days"} or COLUMNS[column].key == "chosen"
        self.sort(column, not self.pupils.descending if same else number)

    def _fit(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme.px(ROW))
        for place, column in enumerate(COLUMNS):
            self.setColumnWidth(place, theme.px(column.width))
