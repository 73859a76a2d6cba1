"""The left side of the queue: tick all, how many are ticked, and the list."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop import theme
from desktop.models.entry_list import Line, LineList
from desktop.views import kit
from desktop.views.queue_list import QueueList
from desktop.views.rows import ROLES


class QueueSide(QWidget):
    """The ticks live in the model, so that they outlive a new list."""

    def __init__(self) -> None:
        super().__init__()
        self.model = LineList(ROLES, self)
        self.list = QueueList(self.model)
        self.all_box = kit.CheckField("全選")
        self.all_box.edited.connect(self.tick_all)
        self.counted = kit.label("", role="small")
        head = QHBoxLayout()
        head.setContentsMargins(theme.px(14), 0, theme.px(8), 0)
        head.addWidget(self.all_box)
        head.addStretch(1)
        head.addWidget(self.counted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        column.addLayout(head)
        column.addWidget(self.list, 1)

    def replace(self, lines: Sequence[Line]) -> None:
        self.model.replace(lines)

    def tick_all(self, on: bool) -> None:
        self.model.tick([line.record.id for line in self.model.lines] if on else [])

    def toggle_all(self) -> None:
        self.tick_all(len(self.model.ticked()) < self.model.rowCount())

    def count(self) -> int:
        """How many are ticked, said above the list too."""
        ticked = len(self.model.ticked())
        self.all_box.setChecked(bool(ticked) and ticked == self.model.rowCount())
        self.counted.setText(f"{ticked} 件已選" if ticked else "")
        return ticked

    def following(self, gone: frozenset[str]) -> str:
        """The row to go to when these have left the list."""
        here = self.list.currentIndex().row()
        rest = [(row, line.record.id) for row, line in enumerate(self.model.lines)]
        rest = [(row, record) for row, record in rest if record not in gone]
        after = [record for row, record in rest if row >= here]
        return after[0] if after else rest[-1][1] if rest else ""
