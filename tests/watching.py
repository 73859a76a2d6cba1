"""The rule that the window never waits, asked of every test that has one: no more than 50 ms in one go."""

from __future__ import annotations

import os
import sys
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from attrs import frozen

from benchmarks.turns import LIMIT, Turn, measured

LISTED = Path(__file__).with_name("turns.toml")
COUNTED = 4.0
"""Where every line is counted (coverage): a first home page takes 103-131 ms there and 56-61 without."""
CROWDED = 2.5
"""On a machine with more than twice as much to do as it has processors, ours finds its caches cold each time."""
NEEDED = 0.8
"""An excuse is needed as long as its place comes near the limit in its own test."""


@frozen
class Excuse:
    """A place that may take longer, up to most_ms; `test` is the test in which it does, `why` the reason."""

    place: str
    most_ms: float
    test: str
    why: str

    def covers(self, turn: Turn, slow: float) -> bool:
        return turn.seconds <= self.most_ms / 1000 * slow and any(self.place in seen for seen in turn.places)


def excuses(path: Path = LISTED) -> tuple[Excuse, ...]:
    """What is excused today."""
    return tuple(Excuse(**one) for one in tomllib.loads(path.read_text(encoding="utf-8")).get("excuse", ()))


@contextmanager
def never_waits(test: str, known: Sequence[Excuse]) -> Iterator[None]:
    """Fails when the GUI thread was busy for too long in one go, or when an excuse of this test is not needed."""
    slow = COUNTED if sys.gettrace() is not None else 1.0
    slow *= CROWDED if os.getloadavg()[0] > 2 * (os.cpu_count() or 1) else 1.0
    mine = [one for one in known if one.test == test]
    with measured(LIMIT * slow * (NEEDED if mine else 1.0)) as turns:
        yield
    found = [one for one in turns.long if one.seconds > LIMIT * slow]
    late = [str(one) for one in found if not any(excuse.covers(one, slow) for excuse in known)]
    if late:
        raise AssertionError("the window waited:\n  " + "\n  ".join(late))
    idle = [one.place for one in mine if not any(one.covers(turn, slow) for turn in turns.long)]
    if idle:
        raise AssertionError(f"excused for nothing, take it out of {LISTED.name}: {', '.join(idle)}")
