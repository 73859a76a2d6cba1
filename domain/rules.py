"""May this person do this now? One answer for the button, its tooltip, and the school's door.

`may` looks up the life cycle, then asks the guards of the act. A refusal carries a code for programs, a
sentence that says why, and a remedy that says what to do.
"""

from collections.abc import Callable, Mapping

from attrs import field, frozen

from domain import lifecycle
from domain.forms import FORMS, Form
from domain.intents import Action
from domain.lifecycle import Transition, acts_as
from domain.people import Actor, Facts, School
from domain.records import Record
from domain.refusals import CLOSED, Allowed, Refused, Verdict, refuse
from domain.validation import Problem, problems


@frozen
class Case:
    """What a guard looks at: who wants to do what to which record, at which school, with which facts."""

    actor: Actor
    action: Action
    record: Record
    form: Form
    school: School
    facts: Facts
    absent: bool = False
    d: Mapping[str, object] = field(factory=dict)


def may(
    actor: Actor,
    action: Action,
    record: Record,
    school: School,
    facts: Facts | None = None,
    absent: bool = False,
) -> Verdict:
    """Whether the act is allowed now. absent: the record does not exist yet (a new one is being made)."""
    form = FORMS.get(record.form)
    if form is None:
        return refuse("unknown_form")
    case = Case(actor, action, record, form, school, facts or Facts(), absent)
    return judge(case)


def judge(case: Case) -> Verdict:
    """The life cycle first, then the windows, then the act's own guards."""
    parts = acts_as(case.actor.role, case.record.owner == case.actor.id, case.facts.teaches)
    steps = [t for t in lifecycle.transitions(group_of(case.form), case.action) if t.who in parts]
    if not steps:
        return refuse("forbidden")
    here = [t for t in steps if position(case) in t.start and _switched_on(case, t)]
    if not here:
        return _wrong_state(case)
    for guard in GUARDS.get(case.action, ()):
        refusal = guard(case)
        if refusal is not None:
            return refusal
    return _through_a_gate(case, here)


def group_of(form: Form) -> str:
    """The life cycle that a form follows."""
    return form.key if form.key in ("consent", "receipt") else form.group


def position(case: Case) -> str:
    """Where the record stands in the life cycle that the act belongs to."""
    if case.action in lifecycle.SELECTION_ACTIONS:
        return case.record.selection
    if case.absent:
        return lifecycle.ABSENT
    return lifecycle.DELETED if case.record.deleted else case.record.state


def gate_kind(case: Case, gate: str) -> str:
    """The kind of window behind a gate; selection has one for outcomes and one for 多元表現."""
    if gate != "select":
        return gate
    return "outcome_select" if case.form.group == "outcome" else "diverse_select"


def _switched_on(case: Case, step: Transition) -> bool:
    """Whether the profile (and for re-sending the school too) has this step at all (domain.md 3.5)."""
    outcome = case.school.profile.outcome
    match step.switch:
        case "resubmission":
            return outcome.resubmission and case.school.settings.resubmission_open
        case "withdraw":
            return outcome.withdraw
        case "revoke" | "set_failed":
            return outcome.undo_pass == step.switch
    return True


def _wrong_state(case: Case) -> Refused:
    where = position(case)
    if where == lifecycle.DELETED:
        return refuse("deleted")
    if case.action in lifecycle.SELECTION_ACTIONS:
        return refuse("selection_" + where) if where in ("locked", "submitted") else refuse("state")
    return refuse("locked_" + where) if where in ("pending", "passed", "confirmed") else refuse("state")


def _through_a_gate(case: Case, steps: list[Transition]) -> Verdict:
    """Allowed when any of the steps' windows is open; otherwise why the first one is not."""
    first: Refused | None = None
    for step in steps:
        kind = gate_kind(case, step.gate)
        window = (
            case.school.window(kind, case.facts.school_year or school_year(case.record)) if kind else None
        )
        if window is None or window.is_open(case.school.now):
            return Allowed(step.end)
        closed = window.closed(case.school.now)
        refusal = refuse(CLOSED if closed else "not_open", window=window.label, until=window.printed)
        first = refusal if first is None else first
    return refuse("state") if first is None else first


def school_year(record: Record) -> str:
    """The ROC school year of a record as text, "" when it has none."""
    return record.text("year_term").partition("-")[0] or record.text("school_year")


# ---- guards: each looks at one thing


def _conflicts(case: Case) -> Refused | None:
    return refuse("conflicts_open", count=case.facts.conflicts_open) if case.facts.conflicts_open else None


def _complete(case: Case) -> Refused | None:
    found = missing(case.record, case.form, case.school)
    return refuse("incomplete", what="、".join(p.sentence for p in found)) if found else None


def _enrolled(case: Case) -> Refused | None:
    if case.form.key != "course_outcome" or case.facts.enrolled:
        return None
    return refuse("not_enrolled")


def _quota(case: Case) -> Refused | None:
    limit = case.facts.quota
    full = case.absent and limit > 0 and case.facts.outcomes_in_course >= limit
    return refuse("quota", limit=limit) if full else None


def _not_selected(case: Case) -> Refused | None:
    chosen = case.record.selection
    if case.action is Action.REVOKE or case.action is Action.REJECT:
        frozen_now = chosen in ("locked", "submitted")
    else:
        frozen_now = chosen in lifecycle.FROZEN_SELECTIONS
    return refuse("selected" if chosen == "picked" else "selection_" + chosen) if frozen_now else None


def _school_made(case: Case) -> Refused | None:
    return refuse("school_made") if case.record.srv.get("source") == "school" else None


def _files_there(case: Case) -> Refused | None:
    return refuse("blob_missing", count=case.facts.blobs_missing) if case.facts.blobs_missing else None


def _consented(case: Case) -> Refused | None:
    return None if case.facts.consented else refuse("no_consent")


def _under_cap(case: Case) -> Refused | None:
    settings = case.school.settings
    cap = settings.outcome_cap if case.form.group == "outcome" else settings.diverse_cap
    return refuse("cap", limit=cap) if cap and case.facts.picked >= cap else None


def _passed(case: Case) -> Refused | None:
    if case.form.group != "outcome" or case.record.state == "passed":
        return None
    return refuse("not_passed")


Guard = Callable[[Case], Refused | None]

GUARDS: Mapping[Action, tuple[Guard, ...]] = {
    Action.SAVE: (_school_made, _not_selected, _enrolled, _quota),
    Action.DELETE: (_school_made, _not_selected),
    Action.SUBMIT: (_conflicts, _enrolled, _complete),
    Action.CERTIFY: (_files_there,),
    Action.REJECT: (_not_selected,),
    Action.REVOKE: (_not_selected,),
    Action.SELECT: (_consented, _passed, _conflicts, _complete, _under_cap),
}


def missing(record: Record, form: Form, school: School) -> tuple[Problem, ...]:
    """What keeps the record from being submitted or selected; warnings left out."""
    found = problems(form, record.values, record.files, school.codes, school.profile)
    return tuple(p for p in found if p.severity == "error")
