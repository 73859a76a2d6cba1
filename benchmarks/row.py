"""A row of the table: what is measured, the sides that do it, and what was promised."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from attrs import evolve, field, frozen

from benchmarks.figures import Fact, Figure, compare, facts, steadiness
from benchmarks.processes import Unmeasured
from benchmarks.rounds import FLOOR, Measure, interleave

__all__ = ["FLOOR", "OURS", "Asked", "Row", "Sides", "Taken", "at_once", "take"]
OURS = "ours"
Sides = Mapping[str, Measure]


@frozen(kw_only=True)
class Asked:
    """quick: sizes small enough for a test. peers: whether programs of others run too; home: where they are kept."""

    quick: bool = False
    peers: bool = True
    home: Path = field(factory=Path)


@frozen(kw_only=True)
class Row:
    """how: one sentence for the notes. goals: most of a ratio to the floor (facts: in their unit), by measure."""

    key: str
    how: str
    sides: Callable[[Asked], AbstractContextManager[Sides]]
    goals: Mapping[str, float] = field(factory=dict)
    units: Mapping[str, str] = field(factory=dict)
    warm: bool = True


@frozen
class Taken:
    """What came of a row; missing: the sides that could not be measured, with the reason."""

    figures: tuple[Figure, ...]
    facts: tuple[Fact, ...]
    missing: Mapping[str, str]


def take(row: Row, asked: Asked, rounds: int) -> Taken:
    """The sides in turns; a side that cannot be measured is named and stops no other."""
    try:
        with row.sides(asked) as sides:
            taken, missing = interleave(sides, rounds, warm=row.warm and not asked.quick)
            names = tuple(sides)
    except Unmeasured as reason:
        return Taken((), (), {OURS: str(reason)})
    figures: list[Figure] = []
    counted: list[Fact] = []
    for name in names:
        counted += facts(taken, name, row.units)
        if name != FLOOR:
            figures += compare(taken, name, FLOOR)
    if FLOOR in names:
        figures += steadiness(taken, FLOOR)
    figures += [f for name in names if name not in (OURS, FLOOR) for f in compare(taken, OURS, name)]
    return Taken(tuple(_promised(row, figures)), tuple(_kept(row, counted)), missing)


def _promised(row: Row, figures: list[Figure]) -> Iterator[Figure]:
    for one in figures:
        ratio = one.side == OURS and one.against == FLOOR and one.measure not in row.units
        if one.measure not in row.units:
            yield evolve(one, goal=row.goals.get(one.measure) if ratio else None)


def _kept(row: Row, counted: list[Fact]) -> Iterator[Fact]:
    for one in counted:
        yield evolve(one, goal=row.goals.get(one.measure) if one.side == OURS else None)


@contextmanager
def at_once(sides: Sides) -> Iterator[Sides]:
    """Sides that need nothing opened beforehand."""
    yield sides
