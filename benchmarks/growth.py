"""What ten and a hundred times the records cost: start-up, list, filter, search, a sync that brings nothing, a pull.

Each size in a process of its own (benchmarks/grown.py), whose processor seconds and memory are its answer; the
exponent is the slope between the two largest sizes: 1 is linear, below it is better.
"""

from __future__ import annotations

import json
import math
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from benchmarks import classroom
from benchmarks.ours import served
from benchmarks.processes import HERE, Unmeasured, processor
from benchmarks.row import OURS, Asked, Row, Sides
from server.services.office import open_office
from server.services.publishing import publish
from server.settings import Settings

ONE = 200  # records of a student after three years
ACTS = ("start-up", "list", "filter", "search", "nothing changed", "pull", "memory")


def _grown(sizes: Sequence[int]) -> dict[str, float]:
    costs = {size: _cost(size) for size in sizes}
    small, large = sizes[-2:]
    taken: dict[str, float] = {}
    for act in ACTS:
        taken |= {f"{act}, {size}": costs[size][act] for size in sizes}
        taken[f"{act}, exponent"] = math.log(costs[large][act] / costs[small][act]) / math.log(large / small)
    return taken


def _cost(size: int) -> dict[str, float]:
    """Processor seconds of a student with so many records: of the program and, where it is asked, of the school."""
    with tempfile.TemporaryDirectory() as place:
        folder, (name,) = Path(place), classroom.pupils(1)
        settings = Settings(folder=folder / "school")
        classroom.found(settings, [name])
        office = open_office(settings)
        try:
            publish(office, classroom.enrolments(name, size))
        finally:
            office.close()
        with served(settings.folder, folder / "log") as there:
            first = _child(folder, "pull", there.address, name)
            school = processor(there.program) - processor()
            second = _child(folder, "use", there.address, name)
            quiet = processor(there.program) - processor() - school
    if first["records"] < size or second["records"] < size:
        raise Unmeasured(f"only {first['records']:.0f} of {size} records arrived")
    second["nothing changed"] += quiet / second["syncs"]
    return {**second, "pull": first["pull"] + school}


def _child(folder: Path, what: str, address: str, name: str) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.grown", what, str(folder / "home"), address, name]
    done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Unmeasured(f"the program with the records failed: {done.stderr[-300:]}")
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return told


@contextmanager
def _sides(asked: Asked) -> Iterator[Sides]:
    sizes = (10, 40) if asked.quick else (ONE, 10 * ONE, 100 * ONE)
    yield {OURS: partial(_grown, sizes)}


def _units() -> Iterator[tuple[str, str]]:
    for act in ACTS:
        unit = "MB" if act == "memory" else "processor seconds"
        yield from ((f"{act}, {size}", unit) for size in (10, 40, ONE, 10 * ONE, 100 * ONE))
        yield f"{act}, exponent", "of the size"


GROWTH = Row(
    key="growth",
    how="200, 2,000 and 20,000 records of one student: processor seconds and memory, and the slope between the largest",
    sides=_sides,
    goals={f"{act}, exponent": 1.0 for act in ACTS},
    units=dict(_units()),
    warm=False,
)
