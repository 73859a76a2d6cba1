"""Rows of anything for a list view: what a search found, what may be commanded, what was saved when."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from attrs import frozen
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

ROW = Qt.ItemDataRole.UserRole + 120


@frozen
class Row:
    """What a list shows of a thing. key: tells it from the others; payload: the thing itself."""

    key: str
    title: str
    subtitle: str = ""
    meta: str = ""
    pill: str = ""
    tone: str = "neutral"
    icon: str = ""
    payload: Any = None


class Rows(QAbstractListModel):
    """roles: names of a Row's words by the role under which the view asks for them."""

    def __init__(self, roles: Mapping[str, int], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []
        self._readers: dict[int, Callable[[Row], Any]] = {
            int(Qt.ItemDataRole.DisplayRole): lambda row: row.title,
            int(Qt.ItemDataRole.AccessibleTextRole): _spoken,
            ROW: lambda row: row,
            **{role: _reader(name) for name, role in roles.items()},
        }

    @property
    def rows(self) -> tuple[Row, ...]:
        return tuple(self._rows)

    def replace(self, rows: Sequence[Row]) -> None:
        """Show these now."""
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        reader = self._readers.get(int(role))
        return reader(self._rows[index.row()]) if index.isValid() and reader is not None else None


def _spoken(row: Row) -> str:
    return "，".join(part for part in (row.title, row.subtitle, row.meta, row.pill) if part)


def _reader(name: str) -> Callable[[Row], Any]:
    return lambda row: getattr(row, name) or None
