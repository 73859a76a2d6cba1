"""Guards of what is written: whose record it is to change, and how many there may be."""

from domain import lifecycle
from domain.cases import Case, group_of, missing
from domain.intents import Action
from domain.refusals import Refused, refuse


def school_made(case: Case) -> Refused | None:
    made = case.record.srv.get("source") == "school" and group_of(case.form) not in lifecycle.OFFICE
    return refuse("school_made") if made else None


def enrolled(case: Case) -> Refused | None:
    if case.form.key != "course_outcome" or case.facts.enrolled:
        return None
    return refuse("not_enrolled")


def quota(case: Case) -> Refused | None:
    given = case.facts.quota
    limit = case.school.settings.outcome_quota if given is None else given
    comes_to_be = case.absent or case.action is Action.RESTORE
    counts = comes_to_be and case.form.group == "outcome" and limit > 0
    return refuse("quota", limit=limit) if counts and case.facts.outcomes_in_course >= limit else None


def conflicts(case: Case) -> Refused | None:
    return refuse("conflicts_open", count=case.facts.conflicts_open) if case.facts.conflicts_open else None


def complete(case: Case) -> Refused | None:
    if case.action is Action.SELECT and case.form.group == "outcome":
        return None  # what was passed cannot be mended any more
    found = missing(case.record, case.form, case.school)
    return refuse("incomplete", what="、".join(p.sentence for p in found)) if found else None
