"""`python3 run.py prove`: the whole proof of the sync engine on two processes, then every figure of it.

Histories, steps, faults met, mutants killed and by what, kills, images, races, fuzz cases, times. --all takes every
mutant and every storage step instead of the share that the tests take each day.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.tally import FIGURES, OTHERS, TIERS

ROOT = Path(__file__).resolve().parent.parent.parent
EVERYTHING = {"LICHENG_MUTANTS": "all", "LICHENG_KILLS": "0"}
"""More of the same than each run of the tests has time for."""


def command(words: list[str]) -> list[str]:
    places = [*dict.fromkeys(place for where in TIERS.values() for place in where), *OTHERS]
    return [
        sys.executable, "-m", "pytest", *places, "-q", "-n", "2", "--no-cov", "--durations=15", *words,
    ]  # fmt: skip


def run(more: Mapping[str, str], out: Path, words: list[str] | None = None) -> int:
    """The proof in processes of its own; its figures on the screen and in `out`."""
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", **more, FIGURES: str(out)}
    return subprocess.run(command(words or []), cwd=ROOT, env=env, check=False).returncode


def main(words: list[str] | None = None) -> int:
    """0 when everything held and every fault was met, else as pytest says."""
    asked = _arguments(sys.argv[1:] if words is None else words)
    more = {"LICHENG_HISTORIES": str(asked.histories), **(EVERYTHING if asked.all else {})}
    if asked.seed is not None:
        more = {**more, "LICHENG_SEED": str(asked.seed)}
    out = Path(asked.out).resolve()
    out.parent.mkdir(parents=True, exist_ok=True)
    return run(more, out)


def _arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="prove", description="證明同步引擎，印出全部數字。")
    parser.add_argument("--all", action="store_true", help="每一個變異、每一個寫入步驟（要久得多）")
    parser.add_argument("--seed", type=int, default=None, metavar="種子", help="從哪一個種子開始（預設 0）")
    parser.add_argument("--histories", type=int, default=2500, metavar="幾段", help="模擬幾段（預設 2500）")
    parser.add_argument(
        "--out",
        default="proof-out/proof.json",
        metavar="檔案",
        help="數字也寫在這裡（預設 proof-out/proof.json）",
    )
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main())
