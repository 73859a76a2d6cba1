"""W4: how many bytes go twice when the program is killed in the middle of an upload and started again.

The real command-line program in a process of its own, killed with SIGKILL when half of the bytes are over.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from benchmarks import papers
from benchmarks.carrying import attach
from benchmarks.ours import PASSWORD, School, add_student, school, signed_in
from benchmarks.processes import HERE, Unmeasured, last_words, running
from benchmarks.relay import Count, relay
from benchmarks.row import OURS, Asked, Row, Sides

PATIENCE = 240.0
MB = 1_000_000


def resent(paths: Sequence[Path]) -> dict[str, float]:
    """The same files by two students: one is let alone, the other is killed at half of the bytes."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        with school(folder) as there:
            whole = _carried(folder, there, "s110010", paths, killed=False)
            broken = _carried(folder, there, "s110011", paths, killed=True)
    return {"sent again": (broken.up - whole.up) / MB, "sent in all": broken.up / MB}


def _carried(folder: Path, there: School, login: str, paths: Sequence[Path], killed: bool) -> Count:
    add_student(folder, login)
    home, log = folder / login, folder / f"{login}.log"
    with relay(there.address) as (address, count):
        with signed_in(home, address, login) as computer:
            attach(computer, paths)
        before = count.up
        if killed:
            count.enough = before + sum(path.stat().st_size for path in paths) // 2
            with running(_program(home), log, {"LICHENG_PASSWORD": PASSWORD}) as program:
                if not count.reached.wait(PATIENCE):
                    raise Unmeasured(f"half of the bytes never went over: {last_words(log)}")
                if program.poll() is not None:
                    raise Unmeasured("the program ended before it could be killed")
                program.kill()
        done = subprocess.run(
            _program(home), env=_environment(), cwd=HERE, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise Unmeasured(f"the second start did not bring the rest: {done.stdout} {done.stderr[-300:]}")
        count.up -= before
        with signed_in(home, address, login) as computer:
            if computer.desk.sync_facts().uploads:
                raise Unmeasured("files still wait after the second start")
        return count


def _program(home: Path) -> list[str]:
    return [sys.executable, "-m", "desktop", "--home", str(home), "sync"]


def _environment() -> dict[str, str]:
    return {**os.environ, "LICHENG_PASSWORD": PASSWORD}


@contextmanager
def _sides(asked: Asked) -> Iterator[Sides]:
    with tempfile.TemporaryDirectory() as place:
        paths = papers.make(Path(place), *((4, 6_000_000) if asked.quick else (60, 60 * MB)))
        yield {OURS: partial(resent, paths)}


BREAKING = Row(
    key="killed",
    how="W4: the program killed with SIGKILL at half of 60 MB, started again; bytes up less an uninterrupted run's",
    sides=_sides,
    goals={"sent again": 1.0},
    units={"sent again": "MB", "sent in all": "MB"},
    warm=False,
)
