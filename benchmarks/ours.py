"""Our side of the records: a real school server in its own process and two computers with encrypted stores.

Timed as the peer is: server and both clients run and are signed in, the drafts are saved before the clock starts.
"""

from __future__ import annotations

import re
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from benchmarks.processes import Unmeasured, drain, last_words, line_with, running
from benchmarks.workload import Flat, values

ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")


class Computer(Protocol):
    """One computer of the student, signed in, its store open."""

    def save(self, records: Sequence[Flat]) -> None:
        """Keeps each as a draft of its form, as the form screen would."""

    def sync(self) -> None:
        """One whole cycle: pushes what waits, pulls what is new; back when nothing is left."""

    def held(self) -> Mapping[str, Mapping[str, object]]:
        """Record id -> values, as the store has them now."""


@contextmanager
def school(folder: Path) -> Iterator[str]:
    """A school made in the folder and served on a free port; gives its address."""
    log = folder / "school.log"
    server = [sys.executable, "-m", "server"]
    with running([*server, "init", str(folder / "school"), "--profile", "senior-high"], log) as making:
        if making.wait(120):
            raise Unmeasured(f"`python -m server init` did not make a school: {last_words(log)}")
    command = [*server, "serve", str(folder / "school"), "--host", "127.0.0.1", "--port", "0"]
    with running(command, log) as serving:
        found = ADDRESS.search(line_with(serving, "http://", log))
        if found is None:
            raise Unmeasured("the server's first line with an address names no http://127.0.0.1:PORT")
        drain(serving)
        yield found[0]


@contextmanager
def two_computers(folder: Path, address: str) -> Iterator[tuple[Computer, Computer]]:
    """THE ONE PLACE TO COMPLETE: makes a student in the school and signs two computers in.

    Each gets its own data folder under `folder`, opens its encrypted store and has synced once (roster, windows), so
    that the measured cycle carries the 1,000 records and nothing else. Closes both at the end.
    """
    raise Unmeasured(
        "the two computers are not joined to the benchmark yet (benchmarks/ours.py, two_computers)"
    )
    yield


def push_and_pull(records: Sequence[Flat]) -> tuple[float, float]:
    """Seconds of the first computer's push and of the second one's pull."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        with school(folder) as address, two_computers(folder, address) as (first, second):
            first.save(records)
            started = time.perf_counter()
            first.sync()
            pushed = time.perf_counter()
            second.sync()
            pulled = time.perf_counter()
            verify(records, second.held())
    return pushed - started, pulled - pushed


def verify(records: Sequence[Flat], held: Mapping[str, Mapping[str, object]]) -> None:
    """Every record arrived with every value."""
    missing = [record["id"] for record in records if held.get(record["id"]) != values(record)]
    if missing:
        raise Unmeasured(f"{len(missing)} of {len(records)} records did not arrive whole")
