"""Work on widgets in slices: a little now, the rest between the other events, so that the window never waits."""

import time
from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer, Signal

SLICE_S = 0.010


class Slices(QObject):
    """Takes steps until its time is up, lets the window live, and goes on. `done` comes once, after the last step."""

    done = Signal()

    def __init__(self, steps: Iterator[None], parent: QObject, at_once: int = 0) -> None:
        """at_once: so many steps are taken now, or as many as fit into one slice."""
        super().__init__(parent)
        self._steps: Iterator[None] | None = steps
        self._next = QTimer(self, singleShot=True, interval=0)
        self._next.timeout.connect(self._slice)
        until = time.perf_counter() + SLICE_S
        for _ in range(at_once):
            next(steps, None)
            if time.perf_counter() > until:
                break
        self._next.start()

    @property
    def over(self) -> bool:
        return self._steps is None

    def finish(self) -> None:
        """Take all that is left, for whoever cannot wait."""
        while self._steps is not None:
            self._step()
        self._next.stop()

    def _slice(self) -> None:
        until = time.perf_counter() + SLICE_S
        while self._steps is not None and time.perf_counter() < until:
            self._step()
        if self._steps is not None:
            self._next.start()

    def _step(self) -> None:
        steps = self._steps
        if steps is None:
            return
        try:
            next(steps)
        except StopIteration:
            self._steps = None
            self.done.emit()
