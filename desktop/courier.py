"""Courier: carries the post whenever there is some and a road, without anybody waiting for it.

One lane of its own. It talks to the store only through the Writer, so a page being applied and a save
never meet. Polling, nudges and back-off are timers in the GUI thread; correctness depends on none of them.
"""

import logging
import math
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, Protocol, TypeVar

from attrs import evolve, frozen
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop.listener import Listener
from desktop.threads import Cancel, Lane
from sync.backoff import poll
from sync.effects import Note
from sync.listening import QUIET_POLL
from sync.report import Progress, Report

log = logging.getLogger("licheng")
T = TypeVar("T")
FAILED = "failed"
NUDGE_MS = 400
POLL_MS = 30_000
PAUSE_MS = 60 * 60 * 1000
"""A pause ends by itself, so that nobody forgets it."""
PATIENCE_S = 3
"""So long a transfer runs before anybody guesses how long it will take."""


@frozen
class Condition:
    """What the courier is doing. state: sync.effects.State of the last attempt; seconds_left: 0 for unknown."""

    running: bool = False
    done: int = 0
    total: int = 0
    phase: str = ""
    state: str = "ok"
    sentence: str = ""
    seconds_left: int = 0


class Engine(Protocol):
    """sync.runner.Runner, as the courier knows it."""

    def sync(self, progress: Callable[[Progress], None], cancel: Callable[[], bool]) -> Report: ...

    def close(self) -> None: ...

    def hang_up(self) -> None:
        """Called from another thread: a wait for the school ends at once."""


class Courier(QObject):
    """Signals: condition_changed(), touched(Touched), returned(Report)."""

    condition_changed = Signal()
    touched = Signal(object)
    returned = Signal(object)
    _moved = Signal(object)

    def __init__(self, engine: Callable[[], Engine], parent: QObject | None = None) -> None:
        """engine: made in the courier's thread at the first trip, since it imports the network."""
        super().__init__(parent)
        self._make = engine
        self._engine: Engine | None = None
        self._lane = Lane("courier", self)
        self.cancel = Cancel()
        self._again = False
        self.paused = False
        self.paused_until: datetime | None = None
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(lambda: self.pause(False))
        self._began: tuple[str, float] = ("", 0.0)
        self.condition = Condition()
        self.problems: tuple[Note, ...] = ()
        """What went wrong with single acts and files on the last trip."""
        self._moved.connect(self._on_moved)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.now)
        self._listener: Listener | None = None
        self._dice = Random()
        self._standing = 0.0
        """Until then, by the monotonic clock, a word stands on the screen that takes something back."""

    def attend(self, listener: Listener) -> None:
        """From now on news of the school sends the courier, who looks of his own accord only now and then."""
        self._listener = listener
        listener.news.connect(self._on_news)

    @Slot()
    def _on_news(self) -> None:
        """One who is under way will be told again when he is back, if he has not read it by then."""
        if not self.condition.running:
            self.now()

    def nudge(self, wait_ms: int = NUDGE_MS) -> None:
        """There is something to carry; go in a moment, so that a burst of saves travels together.

        wait_ms: longer for what a person may still take back; other post does not wait for it.
        """
        if wait_ms > NUDGE_MS:
            self._standing = time.monotonic() + wait_ms / 1000
        sooner = wait_ms > NUDGE_MS and self._timer.isActive() and self._timer.remainingTime() < wait_ms
        if not self.condition.running and not sooner:
            self._timer.start(wait_ms)
        self._again = True

    def soon(self) -> None:
        """Go now, unless something may still be taken back: then when its word has gone."""
        left_ms = math.ceil((self._standing - time.monotonic()) * 1000)
        if left_ms > 0:
            self.nudge(max(left_ms, NUDGE_MS + 1))
        else:
            self.now()

    @Slot()
    def now(self) -> None:
        """Go now, unless already under way."""
        if self.paused or self.condition.running:
            self._again = self.condition.running
            return
        self._timer.stop()
        self._again = False
        self._set(Condition(running=True, state=self.condition.state))
        self._lane.start(self._trip, self._back, self._fell)

    def pause(self, paused: bool) -> None:
        """Stay at home for an hour, or go again."""
        self.paused = paused
        self.paused_until = datetime.now(UTC) + timedelta(milliseconds=PAUSE_MS) if paused else None
        if paused:
            self._pause.start()
        else:
            self._pause.stop()
        self.condition_changed.emit()
        if not paused:
            self.now()

    def close(self) -> None:
        """Stop at the next safe point; what was begun is begun again next time."""
        self.cancel.set()
        self._timer.stop()
        if self._engine is not None:
            self._engine.hang_up()
        if self._listener is not None:
            self._listener.close()
        self._lane.close()
        if self._engine is not None:
            self._engine.close()

    def _trip(self) -> Report:
        if self._engine is None:
            self._engine = self._make()
        return self._engine.sync(self._moved.emit, self.cancel)

    @Slot(object)
    def _on_moved(self, progress: Progress) -> None:
        if self.condition.running and not self.cancel():
            phase = str(progress.phase)
            left = self._guess(phase, progress.done, progress.total)
            moved = evolve(
                self.condition, done=progress.done, total=progress.total, phase=phase, seconds_left=left
            )
            self._set(moved)

    def _guess(self, phase: str, done: int, total: int) -> int:
        """Seconds that the rest of this phase will take, at the pace so far; 0 while nobody can tell."""
        if phase != self._began[0] or not done:
            self._began = (phase, time.monotonic())
            return 0
        spent = time.monotonic() - self._began[1]
        return math.ceil(spent / done * (total - done)) if spent >= PATIENCE_S else 0

    def _back(self, report: Report) -> None:
        self.problems = report.problems
        self._set(Condition(state=str(report.state), sentence=report.sentence))
        self.touched.emit(report.touched)
        self.returned.emit(report)
        if report.ok and self._listener is not None and not self.paused:
            self._listener.listen()
        wait = int((self._next_look(report.poll_after) if report.ok else report.retry_in) * 1000)
        self._timer.start(NUDGE_MS if self._again and report.ok else max(wait, 1000))

    def _next_look(self, asked: float) -> float:
        """Seconds; rarer while the school would tell, and never everybody at once."""
        heard = self._listener is not None and self._listener.heard
        return poll(QUIET_POLL if heard else asked or POLL_MS / 1000, self._dice.random())

    def _fell(self, error: Exception) -> None:
        """Nothing the engine expected; said as such, and tried again."""
        log.error("a trip failed", exc_info=error)
        self._set(Condition(state=FAILED, sentence="已寫入紀錄檔，請告訴學校的管理者。"))
        self._timer.start(POLL_MS)

    def _set(self, condition: Condition) -> None:
        self.condition = condition
        self.condition_changed.emit()


class OnWriter:
    """The store as the courier sees it: every method runs on the Writer and is waited for."""

    def __init__(self, store: Any, writer: Lane) -> None:
        self._store = store
        self._writer = writer

    def __getattr__(self, name: str) -> Callable[..., Any]:
        method = getattr(self._store, name)
        return lambda *args, **kwargs: self._writer.wait(lambda: method(*args, **kwargs))
