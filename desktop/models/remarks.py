"""What a certifier began to write and has not given yet: kept on this computer, so that nothing of it is lost."""

import json
from collections.abc import Iterable

from attrs import field, frozen

from desktop.desk import Desk

KEY = "ui.remarks"


@frozen
class Remark:
    """Reasons (codes) and comment being written for a selection of outcomes."""

    reasons: tuple[str, ...] = ()
    comment: str = ""

    def __bool__(self) -> bool:
        return bool(self.reasons or self.comment.strip())


@frozen
class Remarks:
    """The remarks begun and not yet given, by the outcomes they are for."""

    _kept: dict[frozenset[str], Remark] = field(factory=dict)

    def of(self, outcomes: frozenset[str]) -> Remark:
        return self._kept.get(outcomes, Remark())

    def keep(self, outcomes: frozenset[str], remark: Remark) -> None:
        if outcomes:
            self._kept[outcomes] = remark

    def carry(self, before: frozenset[str], now: frozenset[str]) -> None:
        """A selection that grew or shrank takes along what was begun for it."""
        grown = before < now or now < before
        if grown and self.of(before) and not self.of(now):
            self.keep(now, self.of(before))

    def given(self, outcomes: frozenset[str]) -> None:
        self._kept.pop(outcomes, None)

    def begun(self, outcomes: Iterable[str]) -> int:
        """For how many of these outcomes something was begun."""
        wanted = frozenset(outcomes)
        return len(wanted & frozenset().union(*(ids for ids, remark in self._kept.items() if remark)))

    def text(self) -> str:
        """All that is worth keeping, as text."""
        begun = [(sorted(ids), remark) for ids, remark in self._kept.items() if remark]
        return json.dumps([[ids, list(r.reasons), r.comment] for ids, r in begun], ensure_ascii=False)


def read(desk: Desk) -> Remarks:
    """What was begun before the program was closed; what is about outcomes that are gone is let go."""
    kept: dict[frozenset[str], Remark] = {}
    for ids, reasons, comment in json.loads(desk.noted(KEY) or "[]"):
        if any(desk.record(one) is not None for one in ids):
            kept[frozenset(ids)] = Remark(tuple(reasons), comment)
    return Remarks(kept)
