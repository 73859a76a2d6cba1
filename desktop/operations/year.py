"""Going on to the next school year: the settings and the windows for it, all said in one go."""

from collections.abc import Sequence

from desktop.changes import Changes
from desktop.desk import Desk
from desktop.operations import office
from domain import intents
from domain.errors import NotAllowed
from domain.forms import FORMS
from domain.intents import Action, Intent
from domain.people import Facts
from domain.records import Record
from domain.refusals import Refused
from domain.rules import may
from domain.yearly import next_year


def windows(desk: Desk) -> tuple[Record, ...]:
    """The windows of the school's year as they would be in the next: new records that exist nowhere yet."""
    year = desk.school().settings.school_year
    found = [
        entry.record for entry in desk.entries("window") if entry.record.text("school_year") == str(year)
    ]
    found.sort(key=lambda one: (one.text("closes_at"), one.id))
    return tuple(office.blank(desk, FORMS["window"], next_year(one, year + 1)) for one in found)


def already(desk: Desk) -> int:
    """How many windows the next year has by now."""
    year = str(desk.school().settings.school_year + 1)
    return sum(1 for entry in desk.entries("window") if entry.record.text("school_year") == year)


def roll_over(desk: Desk, chosen: Sequence[Record], term_ends: str) -> Changes:
    """The next year from now on, with these windows. NotAllowed when a rule forbids any of it; then nothing is said."""
    [settings] = [entry.record for entry in desk.entries("school")][:1]
    year = desk.school().settings.school_year + 1
    changes = {"school_year": (settings.text("school_year"), str(year))}
    if term_ends != settings.text("term_ends_on"):
        changes["term_ends_on"] = (settings.text("term_ends_on") or None, term_ends or None)  # type: ignore[assignment]  # a day may be taken out
    made = desk.clock.made()
    said = [_save(desk, settings, intents.save(changes), made, absent=False)]
    for one in chosen:
        d = intents.save({key: (None, value) for key, value in one.values.items()})
        said.append(_save(desk, one, d, made, absent=True))
    touched = desk.store.enqueue_all(said)
    return Changes(records=touched.records, forms=frozenset({"school", "window"}), settings=True)


def _save(desk: Desk, record: Record, d: dict[str, object], made: dict[str, object], absent: bool) -> Intent:
    verdict = may(desk.actor, Action.SAVE, record, desk.school(), Facts(), absent, d)
    if isinstance(verdict, Refused):
        raise NotAllowed(verdict.code, verdict.sentence, verdict.remedy)
    return Intent(desk.clock.new_id(), Action.SAVE, record.id, record.form, d, made=made)
