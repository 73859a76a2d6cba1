"""Guards of an appointment: a colleague, a course of one's own, days that are still to come."""

from domain import merge
from domain.calendar import end_of_day, iso_day
from domain.cases import Case
from domain.deputies import FORM
from domain.intents import Action
from domain.records import Record
from domain.refusals import Refused, refuse


def fit(case: Case) -> Refused | None:
    """What is still to be written is judged whole: an appointment has no drafts."""
    if case.form.key != FORM or case.action is not Action.SAVE or not case.d:
        return None
    wanted = merge.overlaid(case.record, case.d)
    found = (check(case, wanted) for check in (_colleague, _own_course, _days))
    return next((refusal for refusal in found if refusal is not None), None)


def _colleague(case: Case, wanted: Record) -> Refused | None:
    deputy, known = wanted.text("deputy"), case.facts.colleagues
    if deputy == wanted.owner:
        return refuse("deputy_oneself")
    return refuse("deputy_no_teacher") if known is not None and deputy and deputy not in known else None


def _own_course(case: Case, wanted: Record) -> Refused | None:
    course, taught = wanted.text("course"), case.facts.courses
    if wanted.text("teacher") != wanted.owner or (taught is not None and course and course not in taught):
        return refuse("deputy_own_course")
    return None


def _days(case: Case, wanted: Record) -> Refused | None:
    try:
        last = iso_day(wanted.text("end_date"))
    except ValueError:
        return None
    return refuse("deputy_past") if case.school.now >= end_of_day(last) else None
