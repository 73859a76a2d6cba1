"""W2 and W3: files and a few changes, from one computer through a real school to another one.

Encrypted on both computers, verified by hash at the school and by whoever pulls; every file fsynced at each stop.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

from attrs import evolve

from benchmarks import papers, workload
from benchmarks.floor import file_stream, one_body
from benchmarks.ours import FORM, DeskComputer, School, school, two_computers
from benchmarks.processes import Unmeasured, processor
from benchmarks.relay import relay
from benchmarks.row import FLOOR, OURS, Asked, Row, Sides
from desktop.operations import attachments, records as operations
from domain.fields import FileSlot
from domain.forms import FORMS
from domain.records import Attachment, Record

SLOT = "document_file"
FILES, BYTES = 200, 200_000_000
CHANGED, NEW, NEW_SIZE = 10, 2, 1_000_000


def slot_of(form: str = FORM) -> FileSlot:
    """Where a document goes."""
    return next(slot for slot in FORMS[form].slots if slot.key == SLOT)


def attach(computer: DeskComputer, paths: Sequence[Path]) -> list[Attachment]:
    """A draft for each file, with the file in it, as the form screen would."""
    desk, taken = computer.desk, []
    for path in paths:
        file = attachments.take(desk, slot_of(), path)
        blank = Record(desk.clock.new_id(), FORM, desk.actor.id, state="editable")
        operations.save(desk, blank, {"project_name": (None, path.stem)})
        held = desk.record(blank.id)
        if held is None:
            raise Unmeasured("a draft that was saved is not there")
        operations.set_file(desk, held, SLOT, file)
        taken.append(file)
    return taken


def arrived(computer: DeskComputer, files: Sequence[Attachment]) -> None:
    """Each file opens on that computer and hashes to its name."""
    lost = [file.sha256 for file in files if not computer.desk.blobs.verify(file.sha256)]
    if lost:
        raise Unmeasured(f"{len(lost)} of {len(files)} files did not arrive whole")


def timed(name: str, there: School, act: Callable[[], object]) -> dict[str, float]:
    """Seconds, and processor seconds of us and of the school."""
    began, spent = time.perf_counter(), processor(there.program)
    act()
    seconds = time.perf_counter() - began
    return {name: seconds, f"{name}, processor": processor(there.program) - spent}


def warmed(computer: DeskComputer, folder: Path) -> None:
    """A school that runs since the morning has seen files: what opens them has started, there and here."""
    attach(computer, papers.equal(folder / "warm", 2, 150_000, 3))
    computer.sync()


def carry(paths: Sequence[Path]) -> dict[str, float]:
    """W2."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        with school(folder) as there, two_computers(folder, there.address) as (first, second):
            warmed(first, folder)
            second.sync()
            files = attach(first, paths)
            push = timed("push", there, first.sync)
            pull = timed("pull", there, second.sync)
            arrived(second, files)
    return {**push, **pull}


def change(work: Sequence[workload.Flat], new: Sequence[Path]) -> dict[str, float]:
    """W3: first all of the work, uncounted; then ten changes and two files; then nothing."""
    with tempfile.TemporaryDirectory() as place, ExitStack() as stack:
        folder = Path(place)
        there = stack.enter_context(school(folder))
        first, second = stack.enter_context(two_computers(folder, there.address))
        first.save(work)
        warmed(first, folder)
        for computer in (first, second, first):
            computer.sync()
        _touch(first, work[:CHANGED])
        files = attach(first, new)
        taken = {**timed("push", there, first.sync), **timed("pull", there, second.sync)}
        arrived(second, files)
        first.sync()
        began = time.perf_counter()
        first.sync()
        return {**taken, "nothing changed": time.perf_counter() - began, **_counted(first, there)}


def _touch(computer: DeskComputer, work: Sequence[workload.Flat]) -> None:
    """Another description for each."""
    for flat in work:
        held = computer.desk.record(flat["id"])
        if held is None:
            raise Unmeasured("a record of the work is not there")
        told = (held.text("description"), "改過的" + flat["description"][3:])
        operations.save(computer.desk, held, {"description": told})


def _counted(computer: DeskComputer, there: School) -> dict[str, float]:
    """The same sync once more over a line that counts."""
    desk = computer.desk
    with relay(there.address) as (address, count):
        desk.identity = evolve(desk.identity, url=address)
        computer.sync()
        desk.identity = evolve(desk.identity, url=there.address)
    return {"nothing changed, round trips": float(count.turns), "nothing changed, wire": float(count.total)}


def _floor_of_changes(work: Sequence[workload.Flat], new: Sequence[Path]) -> dict[str, float]:
    push, pull = one_body.push_and_pull(work[:CHANGED])
    files = file_stream.push_and_pull(new)
    return {"push": push + files["push"], "pull": pull + files["pull"]}


@contextmanager
def _files(asked: Asked) -> Iterator[Sides]:
    with tempfile.TemporaryDirectory() as place:
        paths = papers.make(Path(place), *((4, 1_600_000) if asked.quick else (FILES, BYTES)))
        yield {FLOOR: partial(file_stream.push_and_pull, paths), OURS: partial(carry, paths)}


@contextmanager
def _changes(asked: Asked) -> Iterator[Sides]:
    with tempfile.TemporaryDirectory() as place:
        work = workload.records(20 if asked.quick else workload.COUNT)
        new = papers.equal(Path(place), NEW, NEW_SIZE, 7)
        yield {FLOOR: partial(_floor_of_changes, work, new), OURS: partial(change, work, new)}


CARRYING = Row(
    key="files",
    how="W2: 200 drafts with 200 files of 200 MB pushed, then pulled by a second computer; against sendfile and fsync",
    sides=_files,
    goals={"push": 1.5, "pull": 1.5},
)
CHANGING = Row(
    key="changes",
    how="W3: 10 changed records and 2 files of 1 MB; then nothing: the answer's time, round trips and bytes",
    sides=_changes,
    goals={"push": 2.5, "pull": 2.5, "nothing changed, round trips": 1, "nothing changed, wire": 2048},
    units={
        "nothing changed": "seconds",
        "nothing changed, round trips": "round trips",
        "nothing changed, wire": "bytes",
    },
)
