"""Turns rounds of seconds into ratios, and ratios into a table and lines of JSON.

Only ratios of one run are claims: seconds of a shared machine stand beside them to judge their weight.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
from collections.abc import Mapping, Sequence
from pathlib import Path

from attrs import frozen

Round = Mapping[str, Mapping[str, float]]  # side -> measure -> seconds


@frozen(kw_only=True)
class Span:
    """A median with its smallest and largest."""

    median: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.median:.3g} [{self.low:.3g}-{self.high:.3g}]"


@frozen(kw_only=True)
class Figure:
    """One line of the table: a side's measure over the same measure of another side, round by round."""

    measure: str
    side: str
    against: str
    ratio: Span
    seconds: Span
    rounds: int
    goal: float | None = None  # the ratio must not be above


@frozen(kw_only=True)
class Fact:
    """A figure that is no ratio: bytes, round trips, milliseconds against a promise, an exponent."""

    measure: str
    side: str
    value: Span
    unit: str
    rounds: int
    goal: float | None = None  # at most; a share of 1 (recall, precision) at least


SHARE = "of 1"


def span(numbers: Sequence[float]) -> Span:
    """Median, smallest, largest."""
    return Span(median=statistics.median(numbers), low=min(numbers), high=max(numbers))


def compare(rounds: Sequence[Round], side: str, against: str) -> list[Figure]:
    """The ratios of two sides, one figure a measure; only rounds that have both count."""
    both = [each for each in rounds if side in each and against in each]
    if not both:
        return []
    return [
        Figure(
            measure=measure,
            side=side,
            against=against,
            ratio=span([each[side][measure] / each[against][measure] for each in both]),
            seconds=span([each[side][measure] for each in both]),
            rounds=len(both),
        )
        for measure in both[0][side]
        if both[0][against].get(measure, 0.0) > 0
    ]


def facts(rounds: Sequence[Round], side: str, units: Mapping[str, str]) -> list[Fact]:
    """What a side counted besides its seconds."""
    taken = [each[side] for each in rounds if side in each]
    return [
        Fact(
            measure=measure,
            side=side,
            value=span([each[measure] for each in taken]),
            unit=unit,
            rounds=len(taken),
        )
        for measure, unit in units.items()
        if taken and all(measure in each for each in taken)
    ]


def steadiness(rounds: Sequence[Round], side: str) -> list[Figure]:
    """How much one side differs from its own median: what a ratio of this run cannot be trusted beyond."""
    figures = []
    for measure in rounds[0][side]:
        seconds = [each[side][measure] for each in rounds]
        middle = statistics.median(seconds) or 1.0
        figures.append(
            Figure(
                measure=measure,
                side=side,
                against="its median",
                ratio=span([each / middle for each in seconds]),
                seconds=span(seconds),
                rounds=len(rounds),
            )
        )
    return figures


def table(figures: Sequence[Figure]) -> str:
    """The figures in columns; two rounds or more, median [smallest-largest]."""
    head = ("measure", "side", "against", "ratio", "goal", "seconds (this machine, now)", "rounds")
    rows = [
        (
            each.measure,
            each.side,
            each.against,
            f"x {each.ratio}",
            _against_goal(each.ratio, each.goal, "") if each.goal else "",
            str(each.seconds),
            str(each.rounds),
        )
        for each in figures
    ]
    return _columns(head, rows)


def facts_table(found: Sequence[Fact]) -> str:
    """What is no ratio, in columns."""
    head = ("measure", "side", "value", "unit", "goal", "rounds")
    rows = [
        (
            each.measure,
            each.side,
            str(each.value),
            each.unit,
            "" if each.goal is None else _against_goal(each.value, each.goal, each.unit),
            str(each.rounds),
        )
        for each in found
    ]
    return _columns(head, rows)


def _against_goal(value: Span, goal: float, unit: str) -> str:
    kept = value.median >= goal if unit == SHARE else value.median <= goal
    return f"{'>=' if unit == SHARE else '<='} {goal:g} {'kept' if kept else 'MISSED'}"


def _columns(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    if not rows:
        return ""
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    lines = [
        "  ".join(cell.ljust(wide) for cell, wide in zip(row, widths, strict=True)).rstrip()
        for row in (head, *rows)
    ]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])


def write_json(path: Path, figures: Sequence[Figure | Fact], notes: Mapping[str, str]) -> None:
    """One line a figure, each with the machine and the notes it was taken under."""
    machine = {
        "cores": os.cpu_count(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "load": os.getloadavg(),
    }
    lines = [
        json.dumps({**_told(each), "machine": machine, "notes": dict(notes)}, ensure_ascii=False)
        for each in figures
    ]
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def _told(each: Figure | Fact) -> dict[str, object]:
    shared = {"measure": each.measure, "side": each.side, "rounds": each.rounds, "goal": each.goal}
    if isinstance(each, Fact):
        return {**shared, "value": _numbers(each.value), "unit": each.unit}
    ratios = {"ratio": _numbers(each.ratio), "seconds": _numbers(each.seconds)}
    return {**shared, "against": each.against, **ratios}


def _numbers(span_: Span) -> dict[str, float]:
    return {"median": span_.median, "min": span_.low, "max": span_.high}
