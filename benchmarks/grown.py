"""One size of the growth row, in a process of its own: `pull ADDRESS NAME` fills a new computer, `use` then uses it."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.ours import DeskComputer, signed_in
from benchmarks.window import application

FORM, WORD = "enrolment", "生物 7"
TIMES, SYNCS = 5, 3


def spent(act: Callable[[], object], times: int = 1) -> float:
    """Processor seconds of one time."""
    began = time.process_time()
    for _ in range(times):
        act()
    return (time.process_time() - began) / times


def pull(home: Path, address: str, name: str) -> dict[str, float]:
    """A new computer, until it has everything."""
    with signed_in(home, address, name) as computer:
        cost = spent(computer.sync)
        return {"pull": cost, "records": len(computer.desk.entries(FORM))}


def use(home: Path, address: str, name: str) -> dict[str, float]:
    """The same computer the next day."""
    began = time.process_time()
    with signed_in(home, address, name) as computer:
        computer.desk.status()
        start = time.process_time() - began
        return {"start-up": start, **_acts(computer)}


def _acts(computer: DeskComputer) -> dict[str, float]:
    desk = computer.desk
    computer.sync()  # httpx is loaded
    told = {
        "list": spent(lambda: desk.entries(FORM), TIMES),
        "filter": spent(lambda: desk.entries(FORM, text=WORD), TIMES),
        "search": spent(lambda: desk.search(WORD, [FORM]), TIMES),
        "nothing changed": spent(computer.sync, SYNCS),
        "syncs": SYNCS + 1.0,
        "records": float(len(desk.entries(FORM))),
    }
    return {**told, "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


if __name__ == "__main__":
    application()
    what, place, url, who = sys.argv[1:]
    print(json.dumps({"pull": pull, "use": use}[what](Path(place), url, who)))
