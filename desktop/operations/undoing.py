"""Taking back what was said and has not left this computer; a deletion that has left is restored instead."""

from collections.abc import Mapping, Sequence

from attrs import frozen

from desktop.changes import Changes
from desktop.desk import NONE, Desk, Said
from domain import intents
from domain.errors import NotAllowed
from domain.intents import Action, Intent
from domain.lifecycle import LATE_ACTIONS
from domain.mutators import project
from domain.records import Record

CHOICES = frozenset({Action.SELECT, Action.DESELECT})
DECISIONS = frozenset({Action.CERTIFY, Action.REJECT, Action.REVOKE})
KINDS = (frozenset({Action.DELETE}), CHOICES, DECISIONS, LATE_ACTIONS)
LEFT = "already_left"


@frozen
class TakenBack:
    """What became of it. left: how many are on their way to the school; later: had something said after them.

    restored: how many had left, and are brought back by an act of their own.
    """

    done: int
    left: int = 0
    later: int = 0
    restored: int = 0


def last(desk: Desk) -> tuple[Intent, ...]:
    """What a person did last that can be taken back: all that was said in one go, as far as it is here alone.

    Of what has left only a deletion, and only when nothing else was said since.
    """
    return _deletion_that_left(desk) or _unsent(desk)


def _deletion_that_left(desk: Desk) -> tuple[Intent, ...]:
    said = desk.store.said_last()
    if all(not one.left for one in said):
        return ()
    deleted = [one for one in said if one.intent is not None and one.intent.action is Action.DELETE]
    return tuple(
        one.intent for one in deleted if one.intent and (not one.left or _restorable(desk, one.intent))
    )


def _unsent(desk: Desk) -> tuple[Intent, ...]:
    unsent = [(one.intent, one) for one in desk.unsent() if one.intent is not None]
    newest = {intent.record: intent.id for intent, _ in unsent}
    here = [
        intent
        for intent, one in unsent
        if is_here_alone(one) and newest[intent.record] == intent.id and _kind(intent)
    ]
    if not here:
        return ()
    end = here[-1]
    return tuple(one for one in here if _kind(one) == _kind(end) and one.made == end.made)


def take_back(desk: Desk, said: Sequence[Intent]) -> tuple[Changes, TakenBack]:
    """As if it had never been said, all in one transaction; a deletion that has left is restored, other acts stay."""
    _stand_last(desk, said)
    touched, kept = desk.store.retract_all([intent.id for intent in said])
    back = _restoring(desk, [intent for intent in said if kept.get(intent.id) == LEFT])
    restored = desk.store.enqueue_all(back).records if back else frozenset()
    forms = frozenset(intent.form for intent in (*said, *back) if intent.id not in kept)
    left = sum(code == LEFT for code in kept.values())
    told = TakenBack(len(said) - len(kept), left - len(back), len(kept) - left, len(back))
    return Changes(records=touched.records | restored, forms=forms), told


def _restoring(desk: Desk, said: Sequence[Intent]) -> tuple[Intent, ...]:
    """The acts that bring back what these deleted; each is judged as if those before it were done."""
    made, back, supposed = desk.clock.made(), list[Intent](), dict[str, Record]()
    for intent in said:
        record = desk.record(intent.record)
        if record is None or not _restorable(desk, intent, supposed):
            continue
        d = intents.seen(record.content_hash)
        told = Intent(desk.clock.new_id(), Action.RESTORE, record.id, record.form, d, made=made)
        supposed[record.id] = project(told, record, desk.actor) or record
        back.append(told)
    return tuple(back)


def _restorable(desk: Desk, intent: Intent, supposing: Mapping[str, Record] = NONE) -> bool:
    record = desk.record(intent.record)
    if intent.action is not Action.DELETE or record is None or not record.deleted:
        return False
    return bool(desk.may(Action.RESTORE, record, supposing=supposing))


def _kind(intent: Intent) -> frozenset[Action]:
    return next((kind for kind in KINDS if intent.action in kind), frozenset())


def _stand_last(desk: Desk, said: Sequence[Intent]) -> None:
    """Ticks share a cap: those made since were counted over these."""
    ids = {intent.id for intent in said if intent.action in CHOICES}
    ticks = [one.intent.id for one in desk.unsent() if one.intent and one.intent.action in CHOICES]
    if ids and ticks and ticks[-1] not in ids and ids & set(ticks):
        raise NotAllowed("later_choice", "之後又改過勾選，不能只收回前面那一次。", "請直接在勾選的畫面修改。")


def is_here_alone(said: Said) -> bool:
    """Whether nobody but this computer knows of it."""
    return said.status == "queued" and not said.left


def waiting_delete(desk: Desk, record_id: str) -> str:
    """The id of a deletion that nobody but this computer knows of, "" when there is none."""
    found = (
        said.intent.id
        for said in reversed(desk.journal(record_id))
        if said.intent is not None and is_here_alone(said) and said.intent.action is Action.DELETE
    )
    return next(found, "")


def undelete(desk: Desk, record_id: str) -> Changes:
    """The record is there again, as if nothing had been said."""
    intent = waiting_delete(desk, record_id)
    if not intent:
        raise NotAllowed(LEFT, "刪除已經送往學校，不能收回。", "可以到「最近刪除」復原。")
    touched = desk.store.retract(intent)
    record = desk.record(record_id)
    forms = frozenset({record.form}) if record is not None else frozenset()
    return Changes(records=touched.records, forms=forms)
