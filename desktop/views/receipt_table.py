"""One item of a receipt as a table: explained columns carry a "?", rows with a file a clip. Nothing is edited here."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from desktop import theme
from desktop.models.receipts import Table
from desktop.theme.engine import follow
from desktop.views import kit

MOST_ROWS = 14
WIDEST = 280
FILED = "有檔案"

Index = QModelIndex | QPersistentModelIndex


class TableRows(QAbstractTableModel):
    """The table under the view."""

    def __init__(self, table: Table, parent: QObject) -> None:
        super().__init__(parent)
        self.table = table

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.table.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.table.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column = self.table.columns[index.column()]
        text = self.table.rows[index.row()][index.column()]
        filed = column.file and bool(text)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return FILED if filed else text
            case Qt.ItemDataRole.ToolTipRole:
                return text
            case Qt.ItemDataRole.DecorationRole if filed:
                return theme.icon("attach", role="muted", size=16)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{column.label}：{FILED if filed else text or '空白'}"
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = self.table.columns[section]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.label
            case Qt.ItemDataRole.ToolTipRole if column.help:
                return f"{column.label}：{column.help}"
            case Qt.ItemDataRole.DecorationRole if column.help:
                return theme.icon("help", role="muted", size=16)
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                return column.help
        return None


class ReceiptTable(QTableView):
    """As high as its rows, up to a limit; wide tables scroll sideways on their own."""

    def __init__(self, table: Table, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = TableRows(table, self)
        self.setModel(self.rows)
        self.setAccessibleName(f"{table.item}，{len(table.rows)} 筆")
        kit.tune_table(self, 36)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.horizontalHeader().setStretchLastSection(True)
        follow(self._fit)

    def _fit(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme.px(36))
        self.resizeColumnsToContents()
        for place in range(len(self.rows.table.columns)):
            wanted = self.columnWidth(place) + theme.px(12)
            self.setColumnWidth(place, min(wanted, theme.px(WIDEST)))
        shown = min(len(self.rows.table.rows), MOST_ROWS)
        bar = self.horizontalScrollBar().sizeHint().height()
        header = self.horizontalHeader().sizeHint().height()
        self.setFixedHeight(shown * theme.px(36) + header + bar + 4)
