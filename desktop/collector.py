"""Garbage is collected in the GUI thread only.

Python collects cycles in whichever thread happens to allocate. A widget that ends that way in the Writer's or
the Courier's thread takes Qt down with it. So the automatic collection is off, and a timer does it here.
"""

import gc

from PySide6.QtCore import QObject, QTimer, Slot

EVERY_MS = 1000
YOUNG, MIDDLE, OLD = gc.get_threshold()


class Collector(QObject):
    """From its making until `close` the only one who collects."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._settled = False
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    @Slot()
    def collect(self) -> int:
        """Collect the generation whose turn it is; returns how many objects went."""
        if not self._settled:
            return self._settle()
        young, middle, old = gc.get_count()
        if young < YOUNG:
            return 0
        return gc.collect(2 if old > OLD else 1 if middle > MIDDLE else 0)

    def _settle(self) -> int:
        """The program itself never becomes garbage: what is here after the start need not be looked at again."""
        self._settled = True
        gone = gc.collect()
        gc.freeze()
        return gone

    def close(self) -> None:
        self._timer.stop()
        gc.enable()
