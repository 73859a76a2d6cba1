"""Lines under headings in one list: the heading rows can be neither chosen nor ticked."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.models.entry_list import Line, LineList
from domain.records import Record

HEADING = Qt.ItemDataRole.UserRole + 110
HEADING_FORM = "heading"


class GroupedList(LineList):
    """`show` takes (heading, its quiet text, lines); everything else is LineList's manner."""

    def __init__(self, roles: Mapping[str, int], parent: QObject | None = None) -> None:
        super().__init__(roles, parent)

    def show(self, groups: Iterable[tuple[str, str, Sequence[Line]]]) -> None:
        lines: list[Line] = []
        for heading, quiet, under in groups:
            lines.append(Line(Record(f"{HEADING_FORM}:{heading}", HEADING_FORM), heading, meta=quiet))
            lines.extend(under)
        self.replace(lines)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == HEADING:
            return self.is_heading(index)
        if role == Qt.ItemDataRole.ToolTipRole and index.isValid():
            line = self._lines[index.row()]
            return f"{line.title}\n{line.subtitle}" if line.subtitle else line.title
        return super().data(index, role)

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        return Qt.ItemFlag.NoItemFlags if self.is_heading(index) else super().flags(index)

    def is_heading(self, index: QModelIndex | QPersistentModelIndex) -> bool:
        return index.isValid() and self._lines[index.row()].record.form == HEADING_FORM
