"""Opening files without holding up the window: what is quickly done here, the rest in a process of its own."""

from __future__ import annotations

from collections.abc import Callable

from derive.inspect import inspect
from desktop.aside import Aside, Crashed, Stuck, never
from domain.file_refusals import Refusal
from domain.kinds import Kind

QUICK = 128 * 1024
"""Bytes that are opened within a frame."""
STUCK = Refusal("stuck", "檢查這個檔案時程式停住了", "請用原來的程式重新存檔，再加入一次")
CRASHED = Refusal(
    "crashed", "檢查這個檔案時程式意外停止，檔案可能有損壞", "請用原來的程式重新存檔，再加入一次"
)


class Inspector:
    """Answers as derive.inspect.inspect does; a stuck or broken reader is a refusal of that file."""

    def __init__(
        self,
        aside: Aside,
        cancel: Callable[[], bool] = never,
        work: Callable[[bytes, Kind], Refusal | None] = inspect,
        quick: int = QUICK,
    ) -> None:
        self._aside = aside
        self._cancel = cancel
        self._work = work
        self._quick = quick

    def __call__(self, data: bytes, kind: Kind) -> Refusal | None:
        if len(data) <= self._quick:
            return self._work(data, kind)
        try:
            return self._aside.ask(self._work, data, kind, cancel=self._cancel)
        except Stuck:
            return STUCK
        except Crashed:
            return CRASHED
