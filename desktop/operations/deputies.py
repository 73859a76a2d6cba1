"""Naming a deputy, taking it back, declining. In force once the school has heard of it."""

from attrs import asdict, frozen

from desktop.changes import Changes
from desktop.desk import Desk
from desktop.operations import records
from domain import deputies, intents, mutators
from domain.errors import NotAllowed
from domain.intents import Action, Intent
from domain.people import Facts, Role
from domain.records import Record
from domain.refusals import Refused
from domain.rules import may


@frozen
class Wish:
    """Who stands in for whom, for which course ("" for all), from day to day (ISO)."""

    teacher: str
    teacher_name: str
    deputy: str
    deputy_name: str
    course: str
    subject_name: str
    start_date: str
    end_date: str

    def intent(self, desk: Desk) -> Intent:
        d = intents.save({key: (None, value) for key, value in asdict(self).items() if value})
        new = desk.clock.new_id
        return Intent(new(), Action.SAVE, new(), deputies.FORM, d, made=desk.clock.made())


def name(desk: Desk, wish: Wish) -> Changes:
    """NotAllowed with what is missing or wrong; nothing is said then."""
    said = wish.intent(desk)
    refusal = refused(desk, said)
    if refusal is not None:
        raise NotAllowed(refusal.code, refusal.sentence, refusal.remedy)
    touched = desk.store.enqueue(said)
    return Changes(records=touched.records, forms=frozenset({deputies.FORM}), said=(said,))


def refused(desk: Desk, said: Intent) -> Refused | None:
    """What the rules have against it, as far as this computer knows the school's staff."""
    record = mutators.blank(said, desk.actor.id)
    people = (one.record for one in desk.entries("person"))
    known = frozenset(one.owner for one in people if one.text("role") == Role.TEACHER)
    facts = Facts(colleagues=known or None)
    verdict = may(desk.actor, Action.SAVE, record, desk.school(), facts, True, said.d)
    return verdict if isinstance(verdict, Refused) else None


def take_back(desk: Desk, record: Record) -> Changes:
    return records.delete(desk, record)


def decline(desk: Desk, record: Record) -> Changes:
    return records.act(desk, record, Action.DECLINE, intents.seen(record.content_hash))
