"""The question before many are decided at once: every row with what would become of it."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QDialog, QTableView, QWidget

from desktop import theme
from desktop.models.decisions import Trial, summary
from desktop.views import kit

HEADINGS = ("學生", "成果", "試算結果")
MOST_ROWS = 9
ROW = 34
WIDTHS = (172, 180)

Index = QModelIndex | QPersistentModelIndex


class Rows(QAbstractTableModel):
    """The trial under the view; nothing is edited here."""

    def __init__(self, made: Sequence[Trial], parent: QObject) -> None:
        super().__init__(parent)
        self._made = made

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._made)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(HEADINGS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        trial, column = self._made[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return trial.row[column]
            case Qt.ItemDataRole.ToolTipRole:
                return trial.remedy if trial.why and column == len(HEADINGS) - 1 else trial.row[column]
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{HEADINGS[column]}：{trial.row[column]}"
            case Qt.ItemDataRole.DecorationRole if column == len(HEADINGS) - 1:
                return theme.icon(*(("warning", "warning") if trial.why else ("success", "success")), 16)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        shown = orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return HEADINGS[section] if shown else None


class DecisionDialog(kit.ConfirmDialog):
    """A confirm box with the table of the trial between the words and the consequence."""

    def __init__(
        self, parent: QWidget | None, verb: str, made: Sequence[Trial], danger: bool, consequence: str
    ) -> None:
        will = sum(1 for trial in made if not trial.why)
        super().__init__(parent, verb, summary(made, verb), f"{verb} {will} 件", danger, consequence)
        self.setMinimumWidth(theme.px(640))
        self.setMaximumWidth(theme.px(760))
        self.table = QTableView()
        self.table.setAccessibleName("每一件的試算結果")
        self.table.setModel(Rows(made, self.table))
        kit.tune_table(self.table, ROW)
        for column, width in enumerate(WIDTHS):
            self.table.setColumnWidth(column, theme.px(width))
        tall = self.table.horizontalHeader().sizeHint().height() + theme.px(ROW) * min(len(made), MOST_ROWS)
        self.table.setFixedHeight(tall + theme.px(4))
        self.add_detail(self.table)

    @classmethod
    def decide(
        cls, parent: QWidget | None, verb: str, made: Sequence[Trial], danger: bool, consequence: str
    ) -> bool:
        """True when the person confirmed."""
        box = cls(parent, verb, made, danger, consequence)
        answer = box.exec()
        box.deleteLater()
        return answer == QDialog.DialogCode.Accepted
