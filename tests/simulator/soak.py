"""`python3 run.py soak`: histories from seeds for as long as asked, then every fault that is built in on purpose.

Then the rest of the proof in its large size, unless it is asked for minutes only.
Longer histories than the tests run, new seeds each time; what fails is named with its seed and the end of its story.
"""

import argparse
import json
import sys
import time
from collections import Counter
from pathlib import Path
from random import SystemRandom
from tempfile import TemporaryDirectory

from attrs import define, field

from tests.proof import prove
from tests.simulator import mutants
from tests.simulator.history import STEPS, Laboratory

LENGTHS = (STEPS, STEPS, 2 * STEPS, 4 * STEPS)
MOST = 1500
SHARE_OF_MUTANTS = 0.2


@define
class Soak:
    """What was seen."""

    first: int
    histories: int = 0
    steps: int = 0
    seconds: float = 0.0
    counts: Counter[str] = field(factory=Counter)
    failed: dict[int, str] = field(factory=dict)
    kills: dict[str, mutants.Kill | None] = field(factory=dict)

    @property
    def ok(self) -> bool:
        return not self.failed and None not in self.kills.values()

    def text(self) -> str:
        pace = self.steps / self.seconds if self.seconds else 0
        lines = [
            f"histories {self.histories}, steps {self.steps}, {self.seconds:.0f} s, {pace:.0f} steps/s",
            f"seeds {self.first} to {self.first + self.histories - 1}",
            *(f"  {name:<18} {number}" for name, number in sorted(self.counts.items())),
            f"failed: {', '.join(map(str, self.failed)) or 'none'}",
            "faults built in on purpose:",
            mutants.kill_table(self.kills),
        ]
        return "\n".join([*lines, *self.failed.values()]) + "\n"

    def json(self) -> str:
        told = {
            "ok": self.ok, "first_seed": self.first, "histories": self.histories, "steps": self.steps,
            "seconds": round(self.seconds, 1), "counts": dict(sorted(self.counts.items())),
            "failed": list(self.failed), "kills": {name: one and one.text() for name, one in self.kills.items()},
        }  # fmt: skip
        return json.dumps(told, ensure_ascii=False, indent=2)


def live(laboratory: Laboratory, soak: Soak, until: float) -> None:
    """History after history until the hour; at least one."""
    begun = time.monotonic()
    while not soak.histories or time.monotonic() < until:
        seed = soak.first + soak.histories
        steps = LENGTHS[seed % len(LENGTHS)]
        try:
            soak.counts += laboratory.run(seed, steps=steps).counts
        except AssertionError as error:
            soak.failed[seed] = f"seed {seed}, {steps} steps: {error}"
        soak.histories += 1
        soak.steps += steps
    soak.seconds = time.monotonic() - begun


def main(words: list[str] | None = None) -> int:
    """0 when every history ended in agreement and every fault was noticed, else 1."""
    asked = _arguments(sys.argv[1:] if words is None else words)
    out = Path(asked.out)
    out.mkdir(parents=True, exist_ok=True)
    first = SystemRandom().randrange(1 << 40) if asked.seed is None else asked.seed
    hours = asked.minutes / 60 or asked.hours
    soak, span = Soak(first), hours * 3600
    with TemporaryDirectory(prefix="licheng-soak-") as room:
        laboratory = Laboratory(Path(room))
        try:
            live(laboratory, soak, time.monotonic() + span * (1 - SHARE_OF_MUTANTS))
            for name in mutants.MUTANTS:
                soak.kills[name] = mutants.killed_by(laboratory, name, MOST)
        finally:
            laboratory.close()
    (out / "soak.txt").write_text(soak.text(), encoding="utf-8")
    (out / "soak.json").write_text(soak.json(), encoding="utf-8")
    sys.stdout.write(soak.text())
    sys.stdout.flush()
    proved = prove.run(volume(hours, first), out / "proof.json") if asked.minutes == 0 else 0
    return 0 if soak.ok and proved == 0 else 1


def volume(hours: float, seed: int) -> dict[str, str]:
    """How much the other tests of the proof take on: every kill, every mutant, and more images, cuts, races, cases."""
    more = max(1, round(hours))
    return {
        **prove.EVERYTHING,
        "LICHENG_SEED": str(seed % (1 << 31)),
        "LICHENG_IMAGES": str(2_000 * more),
        "LICHENG_FUZZ_CASES": str(2_000 * more),
        "LICHENG_RACE": str(30 * more),
        "LICHENG_CUTS": str(100 * more),
        "LICHENG_WALK": str(20 * more),
    }


def _arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="soak", description="從種子模擬整所學校，直到時間到。")
    parser.add_argument("--hours", type=float, default=1.0, metavar="小時", help="模擬多久（預設 1）")
    parser.add_argument("--minutes", type=float, default=0.0, metavar="分鐘", help="或以分鐘計")
    parser.add_argument(
        "--seed", type=int, default=None, metavar="種子", help="從哪一個種子開始；不填就用新的"
    )
    parser.add_argument("--out", default="soak-out", metavar="資料夾", help="報告寫在這裡（預設 soak-out）")
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main())
