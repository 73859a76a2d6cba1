"""Taking back what was said and has not left this computer."""

from collections.abc import Sequence

from attrs import frozen

from desktop.changes import Changes
from desktop.desk import Desk
from desktop.operations import copies
from domain.errors import NotAllowed
from domain.intents import Action, Intent
from domain.lifecycle import LATE_ACTIONS
from domain.records import Record
from domain.refusals import Allowed, Verdict

CHOICES = frozenset({Action.SELECT, Action.DESELECT})
DECISIONS = frozenset({Action.CERTIFY, Action.REJECT, Action.REVOKE})
KINDS = (frozenset({Action.DELETE}), CHOICES, DECISIONS, LATE_ACTIONS)
LEFT = "already_left"


@frozen
class TakenBack:
    """What became of it. left: how many are on their way to the school; later: had something said after them."""

    done: int
    left: int = 0
    later: int = 0


def last(desk: Desk) -> tuple[Intent, ...]:
    """What a person did last that can be taken back: all that was said in one go, as far as it is here alone."""
    unsent = [(one.intent, one) for one in desk.unsent() if one.intent is not None]
    newest = {intent.record: intent.id for intent, _ in unsent}
    here = [
        intent
        for intent, one in unsent
        if one.status == "queued" and not one.left and newest[intent.record] == intent.id and _kind(intent)
    ]
    if not here:
        return ()
    end = here[-1]
    return tuple(one for one in here if _kind(one) == _kind(end) and one.made == end.made)


def take_back(desk: Desk, said: Sequence[Intent]) -> tuple[Changes, TakenBack]:
    """As if it had never been said, all in one transaction; what has left already stays, and is counted."""
    _stand_last(desk, said)
    touched, kept = desk.store.retract_all([intent.id for intent in said])
    forms = frozenset(intent.form for intent in said if intent.id not in kept)
    left = sum(code == LEFT for code in kept.values())
    told = TakenBack(len(said) - len(kept), left, len(kept) - left)
    return Changes(records=touched.records, forms=forms), told


def _kind(intent: Intent) -> frozenset[Action]:
    return next((kind for kind in KINDS if intent.action in kind), frozenset())


def _stand_last(desk: Desk, said: Sequence[Intent]) -> None:
    """Ticks share a cap: those made since were counted over these."""
    ids = {intent.id for intent in said if intent.action in CHOICES}
    ticks = [one.intent.id for one in desk.unsent() if one.intent and one.intent.action in CHOICES]
    if ids and ticks and ticks[-1] not in ids and ids & set(ticks):
        raise NotAllowed("later_choice", "之後又改過勾選，不能只收回前面那一次。", "請直接在勾選的畫面修改。")


def waiting_delete(desk: Desk, record_id: str) -> str:
    """The id of a deletion that nobody but this computer knows of, "" when there is none."""
    found = (
        said.intent.id
        for said in reversed(desk.journal(record_id))
        if said.intent is not None and said.status == "queued" and not said.left
        if said.intent.action is Action.DELETE
    )
    return next(found, "")


def bring_back(desk: Desk, record: Record) -> tuple[Changes, str]:
    """The record itself while only this computer knows of its deletion, else its content as a new one. The id."""
    if waiting_delete(desk, record.id):
        return undelete(desk, record.id), record.id
    changes, made = copies.copy(desk, record, same_year=True)
    return changes, made.id


def may_bring_back(desk: Desk, record: Record) -> Verdict:
    """Whether it can be had again, as itself or anew."""
    return Allowed() if waiting_delete(desk, record.id) else copies.may_copy(desk, record, same_year=True)


def undelete(desk: Desk, record_id: str) -> Changes:
    """The record is there again, as if nothing had been said."""
    intent = waiting_delete(desk, record_id)
    if not intent:
        raise NotAllowed(LEFT, "刪除已經送往學校，不能收回。", "可以新增一份相同內容。")
    touched = desk.store.retract(intent)
    record = desk.record(record_id)
    forms = frozenset({record.form}) if record is not None else frozenset()
    return Changes(records=touched.records, forms=forms)
