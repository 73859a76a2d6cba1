"""Taking back what was said and has not left this computer."""

from desktop.changes import Changes
from desktop.desk import Desk
from domain.errors import NotAllowed
from domain.intents import Action


def waiting_delete(desk: Desk, record_id: str) -> str:
    """The id of a deletion that nobody but this computer knows of, "" when there is none."""
    found = (
        said.intent.id
        for said in reversed(desk.journal(record_id))
        if said.intent is not None and said.status == "queued" and not said.left
        if said.intent.action is Action.DELETE
    )
    return next(found, "")


def undelete(desk: Desk, record_id: str) -> Changes:
    """The record is there again, as if nothing had been said."""
    intent = waiting_delete(desk, record_id)
    if not intent:
        raise NotAllowed("already_left", "刪除已經送往學校，不能收回。", "可以新增一份相同內容。")
    touched = desk.store.retract(intent)
    record = desk.record(record_id)
    forms = frozenset({record.form}) if record is not None else frozenset()
    return Changes(records=touched.records, forms=forms)
