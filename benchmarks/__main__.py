"""`python -m benchmarks`: measures every row side by side in one run, prints ratios, writes them as JSON lines."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from platformdirs import user_cache_path

from benchmarks import pages
from benchmarks.figures import Fact, Figure, facts_table, table, write_json
from benchmarks.row import OURS, Asked, take
from benchmarks.rows import ROWS
from benchmarks.window import application

NOTES = {
    "ratio": "a side over the other side of the same round; median, smallest and largest over the rounds",
    "processor": "processor seconds of our process and of the server's with its children, from the kernel's account",
    "pages": "processor time of the GUI thread over 200 records and 240 files, against an empty page of that run",
}


def main(words: list[str] | None = None) -> int:
    """Runs what was asked for; 1 when our own side could not be measured. A missing peer is only reported."""
    asked = _arguments(words)
    application()
    sizes = Asked(quick=asked.quick, peers=not asked.no_peer, home=asked.peer_home)
    figures: list[Figure] = []
    counted: list[Fact] = []
    gaps: dict[str, str] = {}
    notes = dict(NOTES)
    for key in asked.only or (*ROWS, "pages"):
        print(f"— {key}", file=sys.stderr, flush=True)
        if key == "pages":
            costs = pages.measure()
            print(pages.table(costs))
            figures += pages.figures(costs)
            continue
        taken = take(ROWS[key], sizes, asked.rounds)
        notes[key] = ROWS[key].how
        gaps |= {f"{key}, {side}": reason for side, reason in taken.missing.items()}
        figures += taken.figures
        counted += taken.facts
        print(f"\n{key}: {ROWS[key].how}")
        for shown in (table(taken.figures), facts_table(taken.facts)):
            print(shown, end="\n\n", flush=True)
    for side, reason in gaps.items():
        print(f"not measured: {side}: {reason}")
    if asked.json:
        write_json(
            asked.json, [*figures, *counted], {**notes, **{f"unmeasured {k}": v for k, v in gaps.items()}}
        )
    return 1 if any(side.endswith(OURS) for side in gaps) else 0


def _arguments(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="benchmarks", description="ratios of this program to floors and to peers"
    )
    parser.add_argument("--json", type=Path, help="write one JSON line for each figure to this file")
    parser.add_argument("--only", nargs="+", choices=(*ROWS, "pages"), help="these rows only")
    parser.add_argument("--quick", action="store_true", help="small sizes: whether it runs, not how fast")
    parser.add_argument("--rounds", type=int, default=3, help="counted rounds")
    parser.add_argument(
        "--no-peer", action="store_true", help="without other programs (nothing is installed)"
    )
    parser.add_argument(
        "--peer-home",
        type=Path,
        default=user_cache_path("licheng-benchmarks"),
        help="where Anki's environment is kept",
    )
    return parser.parse_args(words)


if __name__ == "__main__":
    raise SystemExit(main())
