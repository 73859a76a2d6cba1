"""A record that begins with what another one holds: words, dates and files, of a year that may be written now."""

from attrs import evolve

from desktop.changes import Changes
from desktop.desk import Desk
from desktop.operations import records
from domain import intents
from domain.errors import NotAllowed
from domain.forms import FORMS
from domain.intents import Action, Intent
from domain.records import Record, clean
from domain.refusals import Refused, Verdict

WRITTEN = ("outcome", "diverse", "profile")
"""The groups of forms that a student writes."""


def copy_of(desk: Desk, record: Record, same_year: bool = False) -> Record:
    """What the copy will hold; it exists nowhere yet. same_year: the school year is not moved to this one."""
    begun = records.blank(desk, FORMS[record.form], record.parent)
    values = dict(record.values)
    if not same_year and "year_term" in values:
        values["year_term"] = _this_year(desk, record.text("year_term"))
    return evolve(begun, values=clean(values), files=dict(record.files))


def may_copy(desk: Desk, record: Record, same_year: bool = False) -> Verdict:
    """Whether the person may begin such a record now."""
    if FORMS[record.form].group not in WRITTEN:
        return Refused("forbidden", "這種資料由學校登錄，不能複製。", "")
    return desk.may(Action.SAVE, copy_of(desk, record, same_year), absent=True)


def copy(desk: Desk, record: Record, same_year: bool = False) -> tuple[Changes, Record]:
    """Begin the copy: one save with everything, durable; its files lie in the vault already."""
    verdict = may_copy(desk, record, same_year)
    if isinstance(verdict, Refused):
        raise NotAllowed(verdict.code, verdict.sentence, verdict.remedy)
    made = copy_of(desk, record, same_year)
    d = intents.save({key: (None, value) for key, value in made.values.items()}, made.parent)
    for slot, file in sorted(made.files.items()):
        d = intents.with_file(d, slot, None, file)
    said = Intent(desk.clock.new_id(), Action.SAVE, made.id, made.form, d, made=desk.clock.made())
    touched = desk.store.enqueue(said)
    return Changes(records=touched.records, forms=frozenset({made.form})), made


def _this_year(desk: Desk, before: str) -> str:
    year = desk.school().settings.school_year
    term = before.partition("-")[2]
    return f"{year}-{term or desk.profile.terms[0]}" if year else before
