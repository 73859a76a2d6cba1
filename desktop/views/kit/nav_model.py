"""The entries of the side navigation: a two-level model over plain values, with no item objects to own twice."""

from collections.abc import Sequence
from typing import Any

from attrs import frozen
from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex
KEY = int(Qt.ItemDataRole.UserRole) + 1
ICON, NOTE, TONE = KEY + 1, KEY + 2, KEY + 3
_NOWHERE = QModelIndex()
_TOP = 0  # internal id of a top entry; a child carries its group's row + 1


@frozen
class NavItem:
    key: str
    label: str
    icon: str = ""
    children: tuple["NavItem", ...] = ()


class NavModel(QAbstractItemModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: tuple[NavItem, ...] = ()
        self._notes: dict[str, tuple[str, str]] = {}
        self._tips = False

    def set_items(self, items: Sequence[NavItem]) -> None:
        self.beginResetModel()
        self._items = tuple(items)
        self.endResetModel()

    def set_note(self, key: str, text: str, tone: str) -> None:
        self._notes[key] = (text, tone)
        index = self.find(key)
        self.dataChanged.emit(index, index)
        if index.parent().isValid():
            self.dataChanged.emit(index.parent(), index.parent())

    def show_tips(self, on: bool) -> None:
        """Names as tool tips, for when only icons are seen."""
        self._tips = on

    def _note(self, item: NavItem) -> tuple[str, str]:
        """An entry's own note; a group's is the first of those under it."""
        noted = (self._notes.get(one.key, ("", "neutral")) for one in (item, *item.children))
        return next((note for note in noted if note[0]), ("", "neutral"))

    def find(self, key: str) -> QModelIndex:
        """The entry of `key`, or an invalid index."""
        for row, item in enumerate(self._items):
            if item.key == key:
                return self.createIndex(row, 0, _TOP)
            for position, child in enumerate(item.children):
                if child.key == key:
                    return self.createIndex(position, 0, row + 1)
        return QModelIndex()

    def item(self, index: Index) -> NavItem:
        group = index.internalId()
        return self._items[index.row()] if group == _TOP else self._items[group - 1].children[index.row()]

    def index(self, row: int, column: int, parent: Index = _NOWHERE) -> QModelIndex:
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else _TOP)

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]  # QObject.parent() shares the name
        group = index.internalId() if index.isValid() else _TOP
        return QModelIndex() if group == _TOP else self.createIndex(group - 1, 0, _TOP)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        if not parent.isValid():
            return len(self._items)
        return len(self._items[parent.row()].children) if parent.internalId() == _TOP else 0

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        item = self.item(index)
        note, tone = self._note(item)
        if role == Qt.ItemDataRole.ToolTipRole:
            return item.label if self._tips else None
        return {
            int(Qt.ItemDataRole.DisplayRole): item.label,
            int(Qt.ItemDataRole.AccessibleTextRole): f"{item.label}，{note}" if note else item.label,
            KEY: item.key,
            ICON: item.icon,
            NOTE: note,
            TONE: tone,
        }.get(int(role))
