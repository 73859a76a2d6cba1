"""One signal for everything that changed. Screens listen here and nowhere else."""

from PySide6.QtCore import QObject, Signal

from desktop.changes import Changes


class Bus(QObject):
    """Lives in the GUI thread; `tell` may be called from any thread."""

    changed = Signal(object)

    def tell(self, changes: Changes) -> None:
        if changes:
            self.changed.emit(changes)
