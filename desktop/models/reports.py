"""What was reported to the school, as its office's list reads it: who, about what, what was said, what was answered."""

from attrs import frozen

from desktop.desk import Desk
from desktop.models import reading
from domain.lifecycle import STATE_LABELS
from domain.records import Record
from domain.reports import FORMS_OF_REPORTS, Reported, reported

WAITING, ANSWERED = "reported", "processed"
MOST = 300


@frozen
class Item:
    """One report. replied_at: when it was answered, "" before."""

    record: Record
    told: Reported
    who: str
    replied_at: str
    pill: str
    tone: str


def items(desk: Desk, state: str) -> tuple[Item, ...]:
    """What stands so: waiting ones the oldest first, answered ones the newest."""
    order = "created" if state == WAITING else "-updated"
    found = [
        e.record for e in desk.store.records(form=FORMS_OF_REPORTS, states=state, order=order, limit=MOST)
    ]
    told = [(record, reported(record, desk.codes)) for record in found]
    mine = [(record, words) for record, words in told if words is not None]
    names = names_of(desk, {record.owner for record, _ in mine})
    return tuple(_item(desk, record, words, names) for record, words in mine)


def count(desk: Desk, state: str) -> int:
    return desk.store.count(form=FORMS_OF_REPORTS, states=state)


def names_of(desk: Desk, owners: set[str]) -> dict[str, str]:
    """Class, seat and name of these people by their account; who is not known reads as the account."""
    people = {e.record.owner: e.record for e in desk.entries("person", owner=owners)} if owners else {}
    return {owner: _name(people[owner]) if owner in people else owner for owner in owners}


def _name(person: Record) -> str:
    place = " ".join(part for part in (person.text("class_name"), person.text("seat")) if part)
    return f"{place} {person.text('name')}".strip()


def _item(desk: Desk, record: Record, told: Reported, names: dict[str, str]) -> Item:
    said = record.srv.get("report") or {}
    done = record.state == ANSWERED
    pill = STATE_LABELS[record.state] if done else "等待處理"
    if desk.pending(record.id):
        pill = "待同步"
    return Item(
        record,
        told,
        names[record.owner],
        reading.moment(said.get("processed_at")),
        pill,
        "success" if done else "warning",
    )
