"""Which windows a step must go through, and whether they are open at the school's hour."""

from datetime import timedelta

from domain import lifecycle
from domain.cases import Case
from domain.intents import Action
from domain.lifecycle import Transition
from domain.records import Record
from domain.refusals import CLOSED, Allowed, Refused, Verdict, refuse
from domain.windows import Window


def through_a_gate(case: Case, steps: list[Transition]) -> Verdict:
    """Allowed when any of the steps' windows is open; otherwise why the first one is not."""
    first: Refused | None = None
    for step in steps:
        shut = next((w for w in windows(case, step) if w is not None and not _is_open(case, w)), None)
        if shut is None:
            return Allowed(step.end)
        code = CLOSED if shut.opened(case.school.now) else "not_open"
        first = refuse(code, window=shut.label, until=shut.until) if first is None else first
    return refuse("state") if first is None else first


def _is_open(case: Case, window: Window) -> bool:
    grace = timedelta(seconds=case.school.profile.deadlines.grace)
    over = window.closed(case.school.now - grace) and not case.facts.granted
    return window.opened(case.school.now) and not over


def windows(case: Case, step: Transition) -> list[Window | None]:
    """The windows that the step must go through: of the record's year, and of the year that a save moves it to."""
    if not step.gate:
        return []
    kind = lifecycle.gate_kind(case.form.group, step.gate)
    return [case.school.window(kind, year, case.facts.grade) for year in _years(case)]


def _years(case: Case) -> list[str]:
    year = case.facts.school_year or school_year(case.record)
    change = case.d.get("f", {}).get("year_term") if case.action is Action.SAVE else None
    if change is None and case.action is Action.RESOLVE and case.d.get("field") == "year_term":
        change = case.d
    moved = str((change or {}).get("to") or "").partition("-")[0]
    return [one for one in dict.fromkeys((year, moved)) if one] or [""]


def school_year(record: Record) -> str:
    """The ROC school year of a record as text, "" when it has none."""
    return record.text("year_term").partition("-")[0] or record.text("school_year")
