"""公布結果: where the school lets results out together, what the certifier decided is not yet what the student sees.

The record at the school is the truth, and the certifier reads it. `srv.unreleased` says that it was not let out yet,
and what the owner was last shown; `as_owner_sees` is what travels to the owner, and by what the owner's acts are
judged.
"""

from datetime import datetime
from typing import Any

from attrs import evolve

from domain.people import Facts, School
from domain.records import Record
from domain.windows import Window

WINDOW = "outcome_release"
DECIDED = frozenset({"passed", "failed", "revoked"})
MARK = "unreleased"
_OF_THE_DECISION = ("decided_at", "decided_by", "comment", "reasons", "restored_pass", "selection", MARK)


def withheld(school: School, facts: Facts) -> bool:
    """Whether a decision of now waits: the school has said that results are let out together, and not yet when."""
    window = school.window(WINDOW, facts.school_year, facts.grade)
    return window is not None and waits(window, school.now)


def waits(window: Window, now: datetime) -> bool:
    """Whether the hour of such a window is still to come; without one somebody lets results out by hand."""
    return window.opens_at is None or not window.opened(now)


def hidden(record: Record) -> bool:
    """Whether something was decided that its owner is not shown yet."""
    return MARK in record.srv and record.state in DECIDED


def kept_back(before: Record, after: Record, seen_anew: bool = False) -> Record:
    """The decided record with what its owner goes on seeing. seen_anew: the step itself shows the owner something."""
    if hidden(before):
        return after.with_srv(**{MARK: before.srv[MARK]})
    ver = before.ver + 1 if seen_anew else before.ver
    reviewed = before.srv.get("reviewed_hash") if before.state not in DECIDED else None
    mark: dict[str, Any] = {"ver": ver, "reviewed_hash": reviewed}
    return after.with_srv(**{MARK: mark})


def let_out(record: Record) -> Record:
    return record.with_srv(**{MARK: None})


def as_owner_sees(record: Record) -> Record:
    """Waiting, as on the day it was sent, without a word of what was decided."""
    if not hidden(record):
        return record
    mark = record.srv[MARK]
    bare = record.with_srv(**dict.fromkeys(_OF_THE_DECISION))
    shown = bare.with_srv(reviewed_hash=mark.get("reviewed_hash"))
    return evolve(shown, state="pending", ver=int(mark.get("ver", record.ver)))


def unnoticed(before: Record, after: Record) -> bool:
    """Whether the owner sees no difference between the two."""
    if not (hidden(before) or hidden(after)):
        return False
    return _content(as_owner_sees(before)) == _content(as_owner_sees(after))


def rejoined(truth: Record, told: Record) -> Record:
    """What the owner's act made of what the owner sees, on what the school knows.

    When the owner has taken it back, the decision falls away.
    """
    if not hidden(truth):
        return told
    if told.state != "pending":
        return evolve(told, ver=truth.ver)
    decision = {key: truth.srv.get(key) for key in (*_OF_THE_DECISION, "reviewed_hash")}
    return evolve(told.with_srv(**decision), state=truth.state, ver=truth.ver)


def _content(record: Record) -> Record:
    return evolve(record, ver=0, seq=0)
