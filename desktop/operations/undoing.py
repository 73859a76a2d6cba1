"""Taking back what was said and has not left this computer."""

from collections.abc import Iterable

from desktop.changes import Changes
from desktop.desk import Desk
from desktop.operations import copies
from domain.errors import NotAllowed
from domain.intents import Action
from domain.records import Record
from domain.refusals import Allowed, Verdict


def waiting_delete(desk: Desk, record_id: str) -> str:
    """The id of a deletion that nobody but this computer knows of, "" when there is none."""
    found = (
        said.intent.id
        for said in reversed(desk.journal(record_id))
        if said.intent is not None and said.status == "queued" and not said.left
        if said.intent.action is Action.DELETE
    )
    return next(found, "")


def undelete_all(desk: Desk, record_ids: Iterable[str]) -> tuple[Changes, tuple[str, ...]]:
    """Each that is still here only is there again. Also: the ids of those whose deletion has left."""
    done, left = Changes(), []
    for record_id in record_ids:
        try:
            done |= undelete(desk, record_id)
        except NotAllowed:
            left.append(record_id)
    return done, tuple(left)


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
        raise NotAllowed("already_left", "刪除已經送往學校，不能收回。", "可以新增一份相同內容。")
    touched = desk.store.retract(intent)
    record = desk.record(record_id)
    forms = frozenset({record.form}) if record is not None else frozenset()
    return Changes(records=touched.records, forms=forms)
