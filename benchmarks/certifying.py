"""A teacher certifies 300 outcomes with one key: until it is saved here, and until the school has all of it."""

from __future__ import annotations

import json
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

from benchmarks import classroom
from benchmarks.attaching import cost
from benchmarks.floor.one_body import store
from benchmarks.ours import School, served, signed_in
from benchmarks.processes import Unmeasured, processor
from benchmarks.row import FLOOR, OURS, Asked, Row, Sides
from desktop.operations import records as operations
from domain.intents import Action
from server.settings import Settings

COUNT = 300
MS = 1000.0


def _certified(students: int, each: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        names = classroom.pupils(students)
        classroom.found(Settings(folder=folder / "school"), names, each)
        with served(folder / "school", folder / "log") as there:
            for name in names:
                classroom.hand_in(there.address, name, each, folder)
            return _decided(folder, there, students * each)


def _decided(folder: Path, there: School, count: int) -> dict[str, float]:
    with signed_in(folder / "teacher", there.address, classroom.TEACHER) as computer:
        computer.sync()
        desk = computer.desk
        waiting = [entry.record for entry in desk.entries("course_outcome", states="pending")]
        if len(waiting) != count:
            raise Unmeasured(f"{len(waiting)} of {count} outcomes wait for the teacher")
        spent = processor()
        began = time.perf_counter()
        _, refused = operations.decide(desk, waiting, Action.CERTIFY, "內容完整")
        saved, worked = time.perf_counter(), processor()
        computer.sync()
        synced = time.perf_counter()
        passed = desk.entries("course_outcome", states="passed")
        if refused or len(passed) != count or any(entry.pending for entry in passed):
            raise Unmeasured(f"only {len(passed)} of {count} were certified")
    return {
        "certify": saved - began,
        "certify, saved": MS * (saved - began),
        "certify, saved, processor": MS * (worked - spent),
        "certify, synced": synced - began,
    }


def _kept(count: int) -> dict[str, float]:
    """As many decisions as JSON in one transaction on the disk."""
    with tempfile.TemporaryDirectory() as place, closing(store(Path(place) / "floor.db")) as db:
        return {"certify": cost("certify", lambda: _rows(db, count))["certify"]}


def _rows(db: sqlite3.Connection, count: int) -> None:
    said = {"comment": "內容完整", "reasons": [], "content_hash": "0" * 64}
    with db:
        db.executemany(
            "insert into record values (?, ?)",
            [(str(number), json.dumps(said, ensure_ascii=False)) for number in range(count)],
        )


@contextmanager
def _sides(asked: Asked) -> Iterator[Sides]:
    students, each = (2, 3) if asked.quick else (COUNT // 10, 10)
    yield {FLOOR: partial(_kept, students * each), OURS: partial(_certified, students, each)}


CERTIFYING = Row(
    key="certify",
    how="300 outcomes of 30 students certified at once: key to saved, key to the school's answer pulled",
    sides=_sides,
    goals={"certify, saved": 100, "certify, synced": 1.5},
    units={"certify, saved": "ms", "certify, saved, processor": "ms", "certify, synced": "seconds"},
    warm=False,
)
