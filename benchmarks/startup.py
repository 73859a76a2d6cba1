"""Start-up: from the birth of the process to its first picture, our application beside a bare Qt window.

Both run with the same interpreter on the offscreen platform, in turns, in processes of their own; the clock is ours and
stops when the line `first-paint` arrives, so what a program says about itself does not count.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.processes import Unmeasured, line_with, running
from benchmarks.row import FLOOR, OURS, Asked, Row, Sides

MARK = "first-paint"
PATIENCE = 40.0
OFFSCREEN: Mapping[str, str] = {"QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "*=false"}


def bare_window() -> Sequence[str]:
    """The floor's command."""
    return [sys.executable, "-m", "benchmarks.floor.bare_window"]


def application(home: Path) -> Sequence[str]:
    """Ours: shows its first screen from this data folder, prints the mark, ends."""
    return [sys.executable, "-m", "desktop", "--home", str(home), "--measure-first-paint"]


def first_paint(command: Sequence[str]) -> dict[str, float]:
    """Seconds to the first picture, and the processor seconds of the whole run."""
    with tempfile.TemporaryDirectory() as place:
        log = Path(place) / "log"
        before = sum(os.times()[2:4])
        started = time.perf_counter()
        with running(command, log, OFFSCREEN) as program:
            line_with(program, MARK, log, PATIENCE)
            shown = time.perf_counter() - started
            try:
                program.wait(PATIENCE)
            except subprocess.TimeoutExpired as reason:
                raise Unmeasured("the program showed its picture and did not end") from reason
        return {"first_paint": shown, "processor": sum(os.times()[2:4]) - before}


@contextmanager
def _sides(_asked: Asked) -> Iterator[Sides]:
    with tempfile.TemporaryDirectory() as home:
        yield {
            FLOOR: lambda: first_paint(bare_window()),
            OURS: lambda: first_paint(application(Path(home))),
        }


STARTUP = Row(
    key="startup",
    how="process start to first picture, offscreen platform, against a bare PySide6 window; processor: the whole run",
    sides=_sides,
)
