"""Tells those who listen in this process that the school has moved. Correctness never depends on it."""

import threading
from collections.abc import Callable


class Pulse:
    """The newest seq that this process knows of, and who wants to hear of a newer one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._head = 0
        self._listening: list[Callable[[], object]] = []

    def beat(self, seq: int) -> None:
        """The school has come to seq. Called from any thread."""
        with self._lock:
            if seq <= self._head:
                return
            self._head = seq
            told = tuple(self._listening)
        for tell in told:
            tell()

    def listen(self, tell: Callable[[], object]) -> None:
        """Call it at each beat, from whichever thread; it must be quick."""
        with self._lock:
            self._listening.append(tell)

    def forget(self, tell: Callable[[], object]) -> None:
        with self._lock:
            self._listening.remove(tell)
