"""A table of what would become of each row of a decision, the refused ones marked; nothing is edited here."""

from collections.abc import Sequence
from typing import Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtWidgets import QTableView

from desktop import theme
from desktop.views import kit

MOST_ROWS = 9
ROW = 34
WIDTHS = (172, 180)

Index = QModelIndex | QPersistentModelIndex


class Tried(Protocol):
    """One row: three words, why it will not be done ("" when it will), and what to do about it."""

    @property
    def row(self) -> tuple[str, str, str]: ...

    @property
    def why(self) -> str: ...

    @property
    def remedy(self) -> str: ...


class Rows(QAbstractTableModel):
    """The trial under the view."""

    def __init__(self, made: Sequence[Tried], headings: Sequence[str], parent: QObject) -> None:
        super().__init__(parent)
        self._made = made
        self._headings = headings

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._made)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._headings)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        trial, column = self._made[index.row()], index.column()
        last = column == len(self._headings) - 1
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return trial.row[column]
            case Qt.ItemDataRole.ToolTipRole:
                return (trial.remedy or trial.why) if trial.why and last else trial.row[column]
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self._headings[column]}：{trial.row[column]}"
            case Qt.ItemDataRole.DecorationRole if last:
                mark = "warning" if trial.why else "success"
                return theme.icon(mark, mark, 16)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        shown = orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return self._headings[section] if shown else None


class TrialTable(QTableView):
    """As tall as its rows, up to nine; in a low window less."""

    def __init__(self, made: Sequence[Tried], headings: Sequence[str]) -> None:
        super().__init__()
        self.setAccessibleName("每一件的試算結果")
        self.setModel(Rows(made, headings, self))
        kit.tune_table(self, ROW)
        for column, width in enumerate(WIDTHS):
            self.setColumnWidth(column, theme.px(width))
        tall = self.horizontalHeader().sizeHint().height() + theme.px(ROW) * min(len(made), MOST_ROWS)
        self._tall = tall + theme.px(4)
        self.setMaximumHeight(self._tall)
        self.setMinimumHeight(min(self._tall, theme.px(3 * ROW)))

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._tall)
