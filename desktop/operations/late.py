"""What the office says about acts that came late: kept here, sent like everything else, answered there."""

from collections.abc import Sequence
from functools import partial

from attrs import frozen

from desktop import sessions
from desktop.changes import Changes
from desktop.desk import Desk
from domain import intents
from domain.errors import NotAllowed, Offline
from domain.forms import FORMS
from domain.intents import Action, Intent
from domain.lifecycle import starts, transitions
from domain.people import Facts
from domain.records import Record
from domain.refusals import Refused, Verdict
from domain.rules import group_of, may
from domain.text import normal
from sync.http.school import HttpSchool
from sync.wire.office import MOST_AT_ONCE, LateTried, LateTry

TRY = "/v1/office/late/try"
REASON_LIMIT = 2000


@frozen
class Tried:
    """What the school says to each act, "" where it can be let through; reached: whether it could be asked."""

    against: dict[str, str]
    reached: bool = True


def allowed(desk: Desk, action: Action, record: Record) -> Verdict:
    """Whether this school lets its office say that at all; whether the act still fits is the school's to say."""
    form = FORMS[record.text("about")]
    where = min(starts(transitions(group_of(form), action)), default="")
    about = Record(record.text("record"), form.key, record.text("account"), "", where)
    return may(desk.actor, action, about, desk.school(), Facts())


def try_out(desk: Desk, wanted: Sequence[Record]) -> Tried:
    """Ask the school, not in the GUI thread, what would become of each; without a line nobody can know."""
    against: dict[str, str] = {}
    ids = [one.id for one in wanted]
    try:
        for start in range(0, len(ids), MOST_AT_ONCE):
            told = sessions.errand(desk, partial(_ask, ids[start : start + MOST_AT_ONCE]))
            against |= told.against
    except Offline:
        return Tried({}, reached=False)
    return Tried(against)


def _ask(ids: list[str], school: HttpSchool) -> LateTried:
    return school.post(TRY, LateTry(ids), LateTried)


def say(desk: Desk, wanted: Sequence[Record], action: Action, reason: str) -> Changes:
    """One word an act, all in one transaction. NotAllowed without a reason, or where a rule forbids it."""
    words = normal(reason).strip()
    if not 0 < len(words) <= REASON_LIMIT:
        raise NotAllowed("no_reason", "理由沒有內容，或太長。", f"請寫 1 到 {REASON_LIMIT} 字，學生會看到。")
    made, said = desk.clock.made(), []
    for record in wanted:
        verdict = allowed(desk, action, record)
        if isinstance(verdict, Refused):
            raise NotAllowed(verdict.code, verdict.sentence, verdict.remedy)
        d = intents.late(record.id, words)
        said.append(
            Intent(desk.clock.new_id(), action, record.text("record"), record.text("about"), d, made=made)
        )
    touched = desk.store.enqueue_all(said)
    return Changes(records=touched.records | {one.id for one in wanted}, said=tuple(said))
