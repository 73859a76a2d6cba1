"""Taking 200 files in on one computer: read, judged, hashed, encrypted, on the disk; against cp and fsync."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from benchmarks import full_years, papers
from benchmarks.carrying import slot_of
from benchmarks.floor.copying import copied
from benchmarks.processes import processor
from benchmarks.row import FLOOR, OURS, Asked, Row, Sides
from desktop.cli.desks import application
from desktop.desk import Desk
from desktop.operations import attachments


def cost(name: str, act: Callable[[], object]) -> dict[str, float]:
    """Seconds and processor seconds of this process."""
    began, spent = time.perf_counter(), processor()
    act()
    return {name: time.perf_counter() - began, f"{name}, processor": processor() - spent}


@contextmanager
def local_desk(folder: Path) -> Iterator[Desk]:
    """A desk over an encrypted store of its own, with no school."""
    application()
    desk = full_years.desk(folder)
    try:
        yield desk
    finally:
        desk.close()


def _taken(paths: Sequence[Path]) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as place, local_desk(Path(place)) as desk:
        attachments.take(desk, slot_of(), _warm(Path(place)))  # the process that opens files has started
        return cost("attach", lambda: [attachments.take(desk, slot_of(), path) for path in paths])


def _warm(folder: Path) -> Path:
    return papers.equal(folder / "warm", 1, 300_000, 3)[0]


def _copied(paths: Sequence[Path]) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as place:
        return cost("attach", lambda: copied(paths, Path(place) / "copy"))


@contextmanager
def _sides(asked: Asked) -> Iterator[Sides]:
    with tempfile.TemporaryDirectory() as place:
        paths = papers.make(Path(place), *((4, 1_600_000) if asked.quick else (200, 200_000_000)))
        yield {FLOOR: partial(_copied, paths), OURS: partial(_taken, paths)}


ATTACHING = Row(
    key="attach",
    how="200 files of 200 MB taken in: judged, opened, hashed, encrypted, fsynced; against cp and fsync of each",
    sides=_sides,
    goals={"attach": 1.5},
)
