"""Runs the sides in turns: an uncounted round to warm up, then rounds in which each side goes once.

The order turns by one each round, and the floor goes before and after the others, so a busy minute hits all alike.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable, Mapping

from benchmarks.figures import Round
from benchmarks.processes import Unmeasured

Measure = Callable[[], Mapping[str, float]]
FLOOR = "floor"


def interleave(
    sides: Mapping[str, Measure], count: int, warm: bool = True
) -> tuple[list[Round], dict[str, str]]:
    """Counted rounds, and for each side that could not be measured the reason. warm: with an uncounted one first."""
    missing: dict[str, str] = {}
    rounds: list[Round] = []
    for number in range(0 if warm else 1, count + 1):
        others = [side for side in sides if side != FLOOR]
        turn = number % max(1, len(others))
        one_round = _one_round(sides, [*others[turn:], *others[:turn]], missing)
        if number:
            rounds.append(one_round)
            print(f"round {number}: {_brief(one_round)}", file=sys.stderr, flush=True)
    return rounds, missing


def _one_round(sides: Mapping[str, Measure], order: list[str], missing: dict[str, str]) -> Round:
    floor = sides.get(FLOOR, dict)  # what is not a ratio needs none
    floors = [floor()]
    taken: dict[str, Mapping[str, float]] = {}
    for side in order:
        if side in missing:
            continue
        try:
            taken[side] = sides[side]()
        except Unmeasured as reason:
            missing[side] = str(reason)
            print(f"{side}: {reason}", file=sys.stderr, flush=True)
        floors.append(floor())
    middle = {key: statistics.median(each[key] for each in floors) for key in floors[0]}
    return {FLOOR: middle, **taken}


def _brief(one_round: Round) -> str:
    return "  ".join(
        f"{side} " + " ".join(f"{key} {value:.3f}" for key, value in measured.items())
        for side, measured in one_round.items()
    )
