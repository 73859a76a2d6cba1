"""Work that lets nothing else run meanwhile, in a process of its own: begun at the first need, gone with the desk.

The library that opens a PDF holds Python's lock while it draws; a file that kills its reader kills this process only.
Call it from a lane, never from the GUI thread. Bytes go over a pipe; nothing touches the disk.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor, TimeoutError as NotYet
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from threading import Lock
from typing import Any, TypeVar

T = TypeVar("T")
LOOK_S, PATIENCE_S = 0.1, 60.0


class Stuck(RuntimeError):
    """The work did not end in time, or nobody waits for it any more."""


class Crashed(RuntimeError):
    """The process died over it."""


def never() -> bool:
    """Nobody cancels."""
    return False


class Aside:
    """One piece of work at a time."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._lock = Lock()
        self._closed = False

    def ask(self, work: Callable[..., T], *given: Any, cancel: Callable[[], bool] = never) -> T:
        """What the work returns; what it raises is raised here. Raises Stuck or Crashed when it never ended."""
        with self._lock:
            if self._closed:
                raise Stuck
            if self._pool is None:
                self._pool = ProcessPoolExecutor(1, get_context("spawn"))
            try:
                return self._answer(self._pool.submit(work, *given), cancel)
            except BrokenProcessPool as error:
                self._end()
                raise Crashed from error

    def close(self) -> None:
        """Nothing of it is left; work under way is given up."""
        self._closed = True
        with self._lock:
            self._end()

    def _answer(self, asked: Future[T], cancel: Callable[[], bool]) -> T:
        """Waits, but no longer than the person or our patience does."""
        for _ in range(int(PATIENCE_S / LOOK_S)):
            try:
                return asked.result(LOOK_S)
            except NotYet:
                if cancel() or self._closed:
                    break
        self._end()
        raise Stuck

    def _end(self) -> None:
        """A reader that hangs is ended too."""
        pool, self._pool = self._pool, None
        if pool is not None:
            for process in list(pool._processes.values()):
                process.kill()
            pool.shutdown(cancel_futures=True)
