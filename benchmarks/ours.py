"""Our side of the records: a real school server in its own process and two computers with encrypted stores.

Timed as the peer is: server and both clients run and are signed in, the drafts are saved before the clock starts.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Protocol

from attrs import frozen

from benchmarks.processes import Unmeasured, drain, last_words, line_with, running
from benchmarks.workload import Flat, values
from desktop import sessions
from desktop.cli.desks import over
from desktop.desk import Desk
from desktop.operations import records as operations
from domain.records import Record

LOGIN, PASSWORD = "s110001", "benchmark-2026"
FORM = "advanced_placement"
SERVER = (sys.executable, "-m", "server")
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")


@frozen
class School:
    """A school that is served: its address, its process, its folder."""

    address: str
    program: subprocess.Popen[str]
    folder: Path


class Computer(Protocol):
    """One computer of the student, signed in, its store open."""

    def save(self, records: Sequence[Flat]) -> None:
        """Keeps each as a draft of its form, as the form screen would."""

    def sync(self) -> None:
        """One whole cycle: pushes what waits, pulls what is new; back when nothing is left."""

    def held(self) -> Mapping[str, Mapping[str, object]]:
        """Record id -> values, as the store has them now."""


@contextmanager
def school(folder: Path) -> Iterator[School]:
    """A school made in the folder and served on a free port."""
    log = folder / "school.log"
    with running([*SERVER, "init", str(folder / "school"), "--profile", "senior-high"], log) as making:
        if making.wait(120):
            raise Unmeasured(f"`python -m server init` did not make a school: {last_words(log)}")
    with served(folder / "school", log) as serving:
        yield serving


@contextmanager
def served(
    folder: Path, log: Path, extra: Mapping[str, str] | None = None, workers: int = 1
) -> Iterator[School]:
    """The school of that folder, served on a free port by a process of its own."""
    command = [*SERVER, "serve", str(folder), "--host", "127.0.0.1", "--port", "0"]
    with running([*command, "--workers", str(workers)], log, extra) as serving:
        found = ADDRESS.search(line_with(serving, "http://", log))
        if found is None:
            raise Unmeasured("the server's first line with an address names no http://127.0.0.1:PORT")
        drain(serving)
        yield School(found[0], serving, folder)


@contextmanager
def two_computers(folder: Path, address: str) -> Iterator[tuple[DeskComputer, DeskComputer]]:
    """Makes a student in the school and signs two computers in, each with its own encrypted store.

    Each has synced once (roster, windows), so that the measured cycle carries the records and nothing else.
    """
    add_student(folder, LOGIN)
    with ExitStack() as stack:
        first, second = (
            stack.enter_context(signed_in(folder / name, address)) for name in ("first", "second")
        )
        for computer in (first, second):
            computer.sync()
        yield first, second


def add_student(folder: Path, login: str) -> None:
    """An account in the school that lies in folder/school."""
    user = [*SERVER, "user", "add", login, "--dir", str(folder / "school")]
    log = folder / "user.log"
    named = [*user, "--role", "student", "--name", "林小宇"]
    with running(named, log, {"LICHENG_PASSWORD": PASSWORD}) as making:
        if making.wait(60):
            raise Unmeasured(f"no student could be made: {last_words(log)}")


@contextmanager
def signed_in(home: Path, address: str, login: str = LOGIN) -> Iterator[DeskComputer]:
    """One computer of that person, with an encrypted store of its own."""
    with over(sessions.sign_in(home, address, login, PASSWORD)) as desk:
        yield DeskComputer(desk)


class DeskComputer:
    """A real desk without its window: the store, the writer thread and the engine that the application has."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def save(self, records: Sequence[Flat]) -> None:
        """Each as a draft of its own, durable before the next."""
        for flat in records:
            blank = Record(str(flat["id"]), FORM, self.desk.actor.id, state="editable")
            typed = {key: (None, str(value)) for key, value in values(flat).items()}
            operations.save(self.desk, blank, typed)

    def sync(self) -> None:
        report = sessions.post(self.desk)
        if not report.ok or self.desk.sync_facts().unsent:
            raise Unmeasured(f"the sync did not finish: {report.sentence}")

    def held(self) -> Mapping[str, Mapping[str, object]]:
        return {entry.record.id: dict(entry.record.values) for entry in self.desk.entries(FORM)}


def push_and_pull(records: Sequence[Flat]) -> tuple[float, float]:
    """Seconds of the first computer's push and of the second one's pull."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        with school(folder) as there, two_computers(folder, there.address) as (first, second):
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
