"""What the proof of the sync engine has met in this run, added up over all processes and told at the end.

A test says what it counted with `record_property("proof", {...})`. A run with all histories of the simulator that has
not met one of the faults fails.
"""

import json
import os
from collections import Counter
from typing import Any

import pytest

from tests.proof.faults import FAULTS, NOT_HERE, missing, table

HISTORIES = int(os.environ.get("LICHENG_HISTORIES", "500"))
FIGURES = "LICHENG_FIGURES"
"""Set: everything is told; "" only when whole schools were simulated. A path: and written there as JSON."""

TIERS = {
    "T0": ("tests/domain/", "tests/sync/test_backoff.py", "tests/sync/test_receipts.py"),
    "T1": ("tests/simulator/test_simulator.py", "tests/simulator/test_sizes.py", "tests/simulator/test_twins.py"),
    "T2": ("tests/simulator/test_states.py",),
    "T3": ("tests/proof/test_dying.py", "tests/proof/test_power.py"),
    "T4": ("tests/proof/test_races.py",),
    "T5": ("tests/proof/test_lines.py", "tests/proof/test_nginx.py", "tests/proof/test_sweeping.py",
           "tests/proof/test_interface.py"),
    "T6": ("tests/simulator/test_mutants.py",),
}  # fmt: skip
OTHERS = ("tests/sync/test_http.py", "tests/sync/test_changing_places.py", "tests/desktop/store/test_disk.py")
"""Tests of faults that no tier holds."""

_counts: Counter[str] = Counter()
_passed: list[str] = []
_seconds: Counter[str] = Counter()
_said: list[str] = []
_kills: dict[str, Any] = {}


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    place = report.nodeid
    tier = next((name for name, where in TIERS.items() if place.startswith(where)), "")
    if tier:
        _seconds[tier] += report.duration  # type: ignore[assignment]
    if report.when != "call" or not report.passed:
        return
    _passed.append(place)
    for name, value in report.user_properties:
        if name == "proof" and isinstance(value, dict):
            _counts.update(value)
        elif name == "kill" and isinstance(value, dict):
            _kills.update(value)
    if place.startswith("tests/proof/") and report.capstdout:
        _said.extend(line for line in report.capstdout.splitlines() if line.strip())


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    here = not hasattr(session.config, "workerinput")
    if here and exitstatus == 0 and _counts["histories"] >= HISTORIES and _missing():
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _missing() -> list[str]:
    whole = all(any(one.startswith(place) for one in _passed) for place in OTHERS)
    return missing(_counts, _passed, whole)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    asked = os.environ.get(FIGURES, "")
    if not (asked or _kills or _counts["histories"]):
        return
    terminalreporter.section("what the proof has met")
    for line in lines():
        terminalreporter.write_line(line)
    if asked.endswith(".json"):
        told = {
            "counts": dict(sorted(_counts.items())), "faults": table(_counts, _passed), "kills": _kills,
            "seconds": dict(_seconds), "said": _said, "missing": _missing(),
        }  # fmt: skip
        with open(asked, "w", encoding="utf-8") as file:
            json.dump(told, file, ensure_ascii=False, indent=2)


def lines() -> list[str]:
    """Histories, faults, kills, times, as a person reads them."""
    told = [f"histories {_counts['histories']}, steps {_counts['steps']}, mutants killed {len(_kills)}"]
    told += [f"  mutant {name:<20} {how}" for name, how in sorted(_kills.items())]
    for number, sources in table(_counts, _passed).items():
        times = ", ".join(f"{source.rpartition('::')[2]} {count}" for source, count in sources.items())
        told.append(f"  {number:<4} {FAULTS[number][0]}: {times}")
    told += [f"  {number:<4} not met: {why}" for number, why in NOT_HERE.items()]
    shown = {source for _, sources in FAULTS.values() for source in sources} | {"histories", "steps"}
    rest = [f"{name} {count}" for name, count in sorted(_counts.items()) if name not in shown]
    told += ["  also: " + ", ".join(rest)] if rest else []
    told += [f"  {line}" for line in _said]
    spent = ", ".join(f"{tier} {seconds:.0f} s" for tier, seconds in sorted(_seconds.items()))
    told.append(f"  time in tests: {spent}; together {sum(_seconds.values()):.0f} s")
    never = _missing() if _counts["histories"] else ["no school was simulated"]
    told.append(f"never met: {', '.join(never) or 'nothing that is listed'}")
    return told
