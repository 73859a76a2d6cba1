"""The list of a teacher's queue: J and K move, Shift ticks a stretch, the box ticks one."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from desktop.models.entry_list import RECORD, LineList
from desktop.views import kit
from domain.records import Record


class QueueList(kit.RecordList):
    """Signal current_changed(record id)."""

    current_changed = Signal(str)

    def __init__(self, model: LineList, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._lines = model
        self._anchor = 0
        self.setModel(model)
        self.setAccessibleName("學生的課程學習成果")
        self.selectionModel().currentChanged.connect(self._told)

    def step(self, by: int) -> None:
        """Go to the next (1) or the previous (-1) row."""
        row = self.currentIndex().row() + by
        if 0 <= row < self._lines.rowCount():
            self.setCurrentIndex(self._lines.index(row))

    def choose(self, record: str) -> None:
        """Make the record current; the first row when it is gone."""
        row = max(self._lines.row_of(record), 0)
        if self._lines.rowCount():
            self.setCurrentIndex(self._lines.index(row))

    @property
    def record(self) -> Record | None:
        found = self.currentIndex().data(RECORD)
        return found if isinstance(found, Record) else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._tick_to(index.row())
        elif index.isValid():
            self._anchor = index.row()
        super().mousePressEvent(event)

    def _tick_to(self, row: int) -> None:
        first, last = sorted((self._anchor, row))
        stretch = {line.record.id for line in self._lines.lines[first : last + 1]}
        self._lines.tick([*{record.id for record in self._lines.ticked()} | stretch])

    def _told(self, current: QModelIndex, _: QModelIndex) -> None:
        record = current.data(RECORD)
        self.current_changed.emit(record.id if isinstance(record, Record) else "")
