"""Opening many files one after another without holding up the window: in a process of its own, begun when needed.

The library that opens a PDF lets nobody else run meanwhile; a file that kills its reader kills this process only.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor, TimeoutError as NotYet
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from types import TracebackType

from derive.inspect import inspect
from desktop.operations.packing import Cancel
from domain.file_refusals import Refusal
from domain.kinds import Kind

LOOK_S, PATIENCE_S = 0.1, 60.0
STUCK = Refusal("stuck", "檢查這個檔案時程式停住了", "請用原來的程式重新存檔，再加入一次")
CRASHED = Refusal(
    "crashed", "檢查這個檔案時程式意外停止，檔案可能有損壞", "請用原來的程式重新存檔，再加入一次"
)


class Inspector:
    """Use with `with`. Answers as derive.inspect.inspect does; a stuck or broken reader is a refusal of that file."""

    def __init__(self, cancel: Cancel, work: Callable[[bytes, Kind], Refusal | None] = inspect) -> None:
        self._cancel = cancel
        self._work = work
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Inspector:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def __call__(self, data: bytes, kind: Kind) -> Refusal | None:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(1, get_context("spawn"))
        try:
            asked = self._pool.submit(self._work, data, kind)
            return self._answer(asked)
        except BrokenProcessPool:
            self._end()
            return CRASHED

    def _answer(self, asked: Future[Refusal | None]) -> Refusal | None:
        """Waits, but no longer than the person or our patience does."""
        for _ in range(int(PATIENCE_S / LOOK_S)):
            try:
                return asked.result(LOOK_S)
            except NotYet:
                if self._cancel():
                    break
        self._end()
        return STUCK

    def _end(self) -> None:
        """Nothing of it is left; a reader that hangs is ended too."""
        pool, self._pool = self._pool, None
        if pool is not None:
            for process in list(pool._processes.values()):
                process.kill()
            pool.shutdown(cancel_futures=True)
