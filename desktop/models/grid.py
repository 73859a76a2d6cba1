"""A table of the office under a view: any number of rows, of which only what is seen is asked; sorted by a heading."""

from collections.abc import Sequence
from typing import Any

from attrs import frozen
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex
SHARE = Qt.ItemDataRole.UserRole + 201
TONE = Qt.ItemDataRole.UserRole + 202


@frozen
class Column:
    """A heading and its width at 100 %. bar: its cells carry a share, drawn as a small bar."""

    label: str
    width: int
    bar: bool = False


@frozen
class Cell:
    """A text; number: what it is sorted by where it is one; share: 0 to 1 of a bar."""

    text: str
    number: int = 0
    share: float = 0.0
    tone: str = ""


@frozen
class Row:
    """key: what the row is about."""

    key: str
    cells: tuple[Cell, ...]


class GridModel(QAbstractTableModel):
    """Rows in the order given, until a heading is chosen to sort by."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._given: tuple[Row, ...] = ()
        self.rows: tuple[Row, ...] = ()
        self.sorted_by: tuple[int, bool] | None = None

    def replace(self, rows: Sequence[Row]) -> None:
        self.beginResetModel()
        self._given = tuple(rows)
        self.rows = self._in_order()
        self.endResetModel()

    def append(self, rows: Sequence[Row]) -> None:
        """More of the same, at the end."""
        if rows:
            first = len(self.rows)
            self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
            self._given += tuple(rows)
            self.rows += tuple(rows)
            self.endInsertRows()

    def sort_by(self, column: int) -> None:
        """By that heading upwards, chosen again downwards."""
        up = self.sorted_by is None or self.sorted_by[0] != column or not self.sorted_by[1]
        self.sorted_by = (column, up)
        self.beginResetModel()
        self.rows = self._in_order()
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        cell, column = self.rows[index.row()].cells[index.column()], self.columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return cell.text
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{column.label}：{cell.text or '空白'}"
            case _ if role == SHARE:
                return cell.share if column.bar else None
            case _ if role == TONE:
                return cell.tone
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        mark = ""
        if self.sorted_by is not None and self.sorted_by[0] == section:
            mark = " ▲" if self.sorted_by[1] else " ▼"
        label = self.columns[section].label
        if role == Qt.ItemDataRole.DisplayRole:
            return label + mark
        return f"按{label}排序" if role == Qt.ItemDataRole.ToolTipRole else None

    def row_of(self, key: str) -> int:
        return next((place for place, row in enumerate(self.rows) if row.key == key), -1)

    def _in_order(self) -> tuple[Row, ...]:
        if self.sorted_by is None:
            return self._given
        column, up = self.sorted_by
        keyed = sorted(
            self._given, key=lambda row: (row.cells[column].number, row.cells[column].text), reverse=not up
        )
        return tuple(keyed)
