"""`python -m benchmarks`: measures start-up and records side by side, prints ratios, writes them as JSON lines."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Mapping
from pathlib import Path

from platformdirs import user_cache_path

from benchmarks import ours, pages, startup, workload
from benchmarks.figures import Figure, compare, steadiness, table, write_json
from benchmarks.floor import one_body
from benchmarks.peer.anki_pair import Anki
from benchmarks.processes import Unmeasured
from benchmarks.rounds import FLOOR, Measure, interleave

NOTES = {
    "ratio": "a side over the other side of the same round; median, smallest and largest over the rounds",
    "first_paint": "process start to first picture, offscreen platform, against a bare PySide6 window",
    "processor": "processor seconds of that whole run, start to end",
    "push, pull": "1,000 records of 15 fields; server and clients running and signed in; what arrived is compared",
    "pages": "processor time of the GUI thread over 200 records and 240 files, against an empty page of that run",
    "floor": "one JSON body over a socket into one SQLite transaction, synchronous=FULL; median of those beside",
}


def main() -> int:
    """Runs what was asked for; 1 when our own side could not be measured. A missing peer is only reported."""
    asked = _arguments()
    figures: list[Figure] = []
    notes = dict(NOTES)
    if asked.only in (None, "startup"):
        _start_up(max(5, asked.rounds), figures, notes)
    if asked.only in (None, "records"):
        _records(asked.rounds, None if asked.no_peer else asked.peer_home, figures, notes)
    if asked.only in (None, "pages"):
        _pages(figures)
    print(table(figures))
    gaps = {side: reason for side, reason in notes.items() if side.startswith("unmeasured")}
    for side, reason in gaps.items():
        print(f"{side}: {reason}")
    if asked.json:
        write_json(asked.json, figures, notes)
    return 1 if any(side.endswith("ours") for side in gaps) else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="benchmarks", description="ratios of this program to floors and to a peer"
    )
    parser.add_argument("--json", type=Path, help="write one JSON line for each figure to this file")
    parser.add_argument("--only", choices=("startup", "records", "pages"), help="one part only")
    parser.add_argument("--rounds", type=int, default=3, help="counted rounds (start-up takes at least 5)")
    parser.add_argument("--no-peer", action="store_true", help="without Anki (nothing is installed)")
    parser.add_argument(
        "--peer-home",
        type=Path,
        default=user_cache_path("licheng-benchmarks"),
        help="where Anki's environment is kept",
    )
    return parser.parse_args()


def _start_up(rounds: int, figures: list[Figure], notes: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory() as home:
        sides: dict[str, Measure] = {
            FLOOR: lambda: startup.first_paint(startup.bare_window()),
            "ours": lambda: startup.first_paint(startup.application(Path(home))),
        }
        _measure("start-up", sides, rounds, figures, notes)


def _pages(figures: list[Figure]) -> None:
    costs = pages.measure()
    print(pages.table(costs))
    figures += pages.figures(costs)


def _records(rounds: int, peer_home: Path | None, figures: list[Figure], notes: dict[str, str]) -> None:
    work = workload.records()
    notes["workload"] = f"{len(work)} records, {workload.text_bytes(work)} bytes of text each"
    sides: dict[str, Measure] = {
        FLOOR: lambda: _named(one_body.push_and_pull(work)),
        "ours": lambda: _named(ours.push_and_pull(work)),
    }
    if peer_home is not None:
        try:
            anki = Anki(peer_home)
            notes["anki"] = anki.version
            sides["anki"] = lambda: _named(anki.push_and_pull(work))
        except Unmeasured as reason:
            notes["unmeasured records anki"] = str(reason)
    _measure("records", sides, rounds, figures, notes)


def _named(push_and_pull: tuple[float, float]) -> Mapping[str, float]:
    return dict(zip(("push", "pull"), push_and_pull, strict=True))


def _measure(
    what: str, sides: Mapping[str, Measure], rounds: int, figures: list[Figure], notes: dict[str, str]
) -> None:
    taken, missing = interleave(sides, rounds)
    figures += steadiness(taken, FLOOR)
    for side in (side for side in sides if side != FLOOR):
        figures += compare(taken, side, FLOOR)
    figures += compare(taken, "ours", "anki")
    notes.update({f"unmeasured {what} {side}": reason for side, reason in missing.items()})


if __name__ == "__main__":
    raise SystemExit(main())
