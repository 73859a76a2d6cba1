"""How long the GUI thread is busy in one go: the processor seconds from one event of Qt to the next look at the others.

Processor time of that thread, not the clock: a machine that does something else meanwhile makes nobody slow.
A second thread looks now and then at what is being done, so that what took long has a place.
"""

from __future__ import annotations

import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from attrs import define, field, frozen
from PySide6.QtCore import QAbstractEventDispatcher, QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication

ROOT = Path(__file__).parents[1]
LIMIT = 0.050
LOOK = 0.004


@frozen
class Turn:
    """One stretch of work: its processor seconds, the event, and where it was seen, the commonest place first."""

    seconds: float
    event: str
    places: tuple[str, ...] = ()

    def __str__(self) -> str:
        seen = "\n      ".join(self.places) or "too short to be seen"
        return f"{self.seconds * 1000:.0f} ms in {self.event}\n      {seen}"


@define
class Turns:
    """The stretches of work that were longer than `least`, the longest of all, and their sum."""

    least: float = LIMIT
    long: list[Turn] = field(factory=list)
    longest: float = 0.0
    total: float = 0.0
    _deep: int = 0
    _began: float | None = None
    _wall: float = 0.0
    _event: str = ""
    _seen: list[str] = field(factory=list)

    def enter(self, receiver: QObject, event: QEvent) -> None:
        self._deep += 1
        if self._began is None:
            self._start(f"{event.type().name} to {type(receiver).__name__}")

    def leave(self) -> None:
        self._deep -= 1
        if not self._deep:
            self.stop()

    def resume(self) -> None:
        """A loop inside an event wakes up: what it does now is a stretch of its own."""
        if self._deep and self._began is None:
            self._start(self._event)

    def stop(self) -> None:
        """The others are looked at now."""
        if self._began is None:
            return
        spent = time.thread_time() - self._began
        self._began = None
        self.longest, self.total = max(self.longest, spent), self.total + spent
        if spent > self.least:
            common = Counter(self._seen).most_common(6)
            self.long.append(Turn(spent, self._event, tuple(place for place, _ in common)))

    def look(self, frame: FrameType | None) -> None:
        """Note what the GUI thread is doing; called by the thread that watches."""
        if self._began is not None and time.monotonic() - self._wall > LIMIT / 5:
            self._seen.append(_place(frame))

    def _start(self, event: str) -> None:
        self._event, self._seen = event, []
        self._wall = time.monotonic()
        self._began = time.thread_time()


class WatchedApplication(QApplication):
    """An application whose `turns` is told of every event while somebody measures."""

    turns: Turns | None = None

    def notify(self, receiver: QObject, event: QEvent) -> bool:
        turns = self.turns
        if turns is None or threading.get_ident() != threading.main_thread().ident:
            return super().notify(receiver, event)
        turns.enter(receiver, event)
        try:
            return super().notify(receiver, event)
        finally:
            turns.leave()


@contextmanager
def measured(least: float = LIMIT) -> Iterator[Turns]:
    """Watch the GUI thread; afterwards `long` holds what took longer than `least`."""
    app = QCoreApplication.instance()
    if not isinstance(app, WatchedApplication):
        raise TypeError("only a WatchedApplication tells of its events")
    turns, over = Turns(least), threading.Event()
    dispatcher = QAbstractEventDispatcher.instance()
    dispatcher.aboutToBlock.connect(turns.stop)
    dispatcher.awake.connect(turns.resume)
    watcher = threading.Thread(target=_watch, args=(turns, over), name="turns", daemon=True)
    watcher.start()
    app.turns = turns
    try:
        yield turns
    finally:
        app.turns = None
        dispatcher.aboutToBlock.disconnect(turns.stop)
        dispatcher.awake.disconnect(turns.resume)
        over.set()
        watcher.join()


def _watch(turns: Turns, over: threading.Event) -> None:
    main = threading.main_thread().ident or 0
    while not over.wait(LOOK):
        turns.look(sys._current_frames().get(main))


def _place(frame: FrameType | None) -> str:
    """The innermost functions of ours, the last called first."""
    found: list[str] = []
    while frame is not None and len(found) < 5:
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(ROOT / "desktop"):
            found.append(f"{path.relative_to(ROOT)}::{frame.f_code.co_qualname}")
        frame = frame.f_back
    return " < ".join(found) or "Qt"
