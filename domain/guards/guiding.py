"""Guards of what guides write: only about students whom the school has given them."""

from domain import merge
from domain.cases import Case
from domain.guidance import SPEAKS_OF_STUDENTS, students_named
from domain.intents import Action
from domain.records import Record
from domain.refusals import Refused, refuse

KEPT_AFTERWARDS = frozenset({"counseling_note", "consultation"})
"""What was true when it was written may be put right by its author when somebody else guides the student."""


def guided(case: Case) -> Refused | None:
    if case.form.key not in SPEAKS_OF_STUDENTS:
        return None
    written = _written(case)
    before = frozenset() if case.absent else frozenset(students_named(case.record))
    known = case.facts.guided | (before if case.form.key in KEPT_AFTERWARDS else frozenset())
    strangers = [one for one in students_named(written) if one not in known]
    return refuse("not_guided", who="、".join(strangers[:5])) if strangers else None


def about_somebody(case: Case) -> Refused | None:
    """What the student or the office reads says of whom it speaks from its first version on."""
    if case.form.key not in SPEAKS_OF_STUDENTS or not case.d or students_named(_written(case)):
        return None
    return refuse("about_nobody")


def _written(case: Case) -> Record:
    if not case.d or case.action is Action.RESTORE:
        return case.record
    change = merge.overlaid if case.action is Action.SAVE else merge.resolved
    return change(case.record, case.d)
