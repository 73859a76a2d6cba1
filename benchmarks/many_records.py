"""W1: 1,000 records of 15 fields pushed, then pulled by a second computer; against one body and one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from benchmarks import ours, workload
from benchmarks.floor import one_body
from benchmarks.peer.anki_pair import Anki
from benchmarks.processes import Unmeasured
from benchmarks.row import FLOOR, OURS, Asked, Row, Sides


def _named(push_and_pull: tuple[float, float]) -> Mapping[str, float]:
    return dict(zip(("push", "pull"), push_and_pull, strict=True))


class Peer:
    """Anki, looked for when its turn comes: what cannot be installed is reported then."""

    def __init__(self, asked: Asked) -> None:
        self._home = asked.home
        self._anki: Anki | None = None

    def carry(self, work: list[workload.Flat]) -> Mapping[str, float]:
        if self._anki is None:
            try:
                self._anki = Anki(self._home)
            except OSError as error:
                raise Unmeasured(f"Anki cannot be used: {error}") from error
        return _named(self._anki.push_and_pull(work))


@contextmanager
def _sides(asked: Asked) -> Iterator[Sides]:
    work = workload.records(20 if asked.quick else workload.COUNT)
    peer = Peer(asked)
    peers = {"anki": lambda: peer.carry(work)} if asked.peers else {}
    yield {
        FLOOR: lambda: _named(one_body.push_and_pull(work)),
        OURS: lambda: _named(ours.push_and_pull(work)),
        **peers,
    }


RECORDS = Row(
    key="records",
    how="W1: 1,000 records of 15 fields and about 950 bytes; server and clients running and signed in; compared after",
    sides=_sides,
)
