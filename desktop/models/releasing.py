"""公布結果: which decisions their students are not shown yet, and when they will be. No widgets in here."""

from collections.abc import Iterable, Sequence

from attrs import frozen

from desktop.desk import Desk
from domain import moments, release
from domain.intents import Action
from domain.records import Record
from domain.refusals import Refused
from domain.windows import Window, stamp

LATER = "學生要等學校公布之後才看得到。"


@frozen
class Standing:
    """hidden: what waits to be let out; shown: what could be taken back; words: how many wait, and until when."""

    hidden: tuple[Record, ...]
    shown: tuple[Record, ...]
    words: str


def standing(desk: Desk, records: Sequence[Record]) -> Standing:
    """Of these outcomes, as far as the school lets results out together at all."""
    hidden = tuple(one for one in records if release.hidden(one))
    rest = [one for one in records if not release.hidden(one)]
    verdicts = desk.may_each(Action.WITHHOLD, rest) if is_kept_together(desk) else ()
    shown = tuple(r for r, v in zip(rest, verdicts, strict=False) if not isinstance(v, Refused))
    return Standing(hidden, shown, f"{len(hidden)} 件結果學生還看不到，{_when(desk)}。" if hidden else "")


def is_kept_together(desk: Desk) -> bool:
    """Whether the school has set such a window, whose time has not come."""
    return bool(_waiting(desk))


def note(desk: Desk, records: Iterable[Record]) -> str:
    """What to add to a question about a decision, "" when its students are told at once."""
    found = tuple(records)
    held = any(release.withheld(desk.school(), facts) for facts in desk.facts_each(found[:1]))
    return LATER if held else ""


def _when(desk: Desk) -> str:
    times = sorted(one.opens_at for one in _waiting(desk) if one.opens_at is not None)
    return f"{moments.spoken(stamp(times[0]), end=False)} 公布" if times else "等公布之後才會看到"


def _waiting(desk: Desk) -> list[Window]:
    school = desk.school()
    return [w for w in school.windows if w.kind == release.WINDOW and release.waits(w, school.now)]
