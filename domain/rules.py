"""May this person do this now? One answer for the button, its tooltip, and the school's door.

`may` looks up the life cycle, then asks the guards of the act (`domain.guards`) and the windows (`domain.gates`).
A refusal carries a code, why, and what to do.
"""

from collections.abc import Mapping
from typing import Any

from domain import deputies, lifecycle, release
from domain.cases import Case, group_of, keeps, missing
from domain.forms import FORMS
from domain.gates import school_year, through_a_gate, windows
from domain.guards import COUNTING, GUARDS
from domain.intents import Action
from domain.lifecycle import Transition, acts_as
from domain.people import Actor, Facts, Role, School
from domain.records import Record
from domain.refusals import Allowed, Refused, Verdict, refuse
from domain.windows import KINDS

__all__ = ["Case", "group_of", "judge", "keeps", "may", "missing", "permitted", "position", "school_year"]


def may(
    actor: Actor,
    action: Action,
    record: Record,
    school: School,
    facts: Facts | None = None,
    absent: bool = False,
    d: Mapping[str, Any] | None = None,
) -> Verdict:
    """Whether the act is allowed now. absent: the record does not exist yet; d: the act's own content, if known."""
    form = FORMS.get(record.form)
    if form is None:
        return refuse("unknown_form")
    case = Case(actor, action, record, form, school, facts or Facts(), absent, d or {})
    return judge(case)


def judge(case: Case) -> Verdict:
    """The life cycle first, then the act's own guards, then the windows."""
    steps = permitted(case)
    if not steps:
        return _not_theirs(case)
    here = [t for t in steps if position(case) in t.start and _switched_on(case, t)]
    if not here:
        return _wrong_state(case, steps)
    for guard in GUARDS.get(case.action, ()):
        if case.facts.accepted and guard in COUNTING:
            continue
        refusal = guard(case)
        if refusal is not None:
            return refusal
    return Allowed(here[0].end) if case.facts.accepted else through_a_gate(case, here)


def permitted(case: Case) -> list[Transition]:
    """The steps of the act that are this person's to take, wherever the record stands; none: not their business."""
    parts = _parts(case)
    return [t for t in lifecycle.transitions(group_of(case.form), case.action) if t.who in parts]


def _parts(case: Case) -> frozenset[str]:
    """The parts the actor plays. Where the profile lets an administrator certify, he certifies every course."""
    role, certifiers = case.actor.role, case.school.profile.certifier_roles
    if case.form.group == "own":
        keeps_it = role.value in case.form.authors and case.record.owner == case.actor.id
        return frozenset({lifecycle.OWNER}) if keeps_it else frozenset()
    if case.form.key == deputies.FORM:
        return _parts_in_an_appointment(case)
    stead = deputies.acting(case.facts.stands_in, case.school.now)
    parts = acts_as(role, case.record.owner == case.actor.id, case.facts.teaches or stead is not None)
    if role.value not in certifiers:
        return parts - {lifecycle.TEACHER}
    return parts | {lifecycle.TEACHER} if role is Role.ADMINISTRATOR else parts


def _parts_in_an_appointment(case: Case) -> frozenset[str]:
    parts = set()
    if case.actor.role is Role.ADMINISTRATOR:
        parts.add(lifecycle.STAFF)
    if case.actor.role is Role.TEACHER and case.record.owner == case.actor.id:
        parts.add(lifecycle.OWNER)
    if case.record.text("deputy") == case.actor.id:
        parts.add(lifecycle.DEPUTY)
    return frozenset(parts)


def _not_theirs(case: Case) -> Refused:
    """Nobody's business but the teacher's; a deputy is told why it is not his today."""
    steps = lifecycle.transitions(group_of(case.form), case.action)
    if not case.facts.stands_in or not any(step.who == lifecycle.TEACHER for step in steps):
        return refuse("forbidden")
    last = max(case.facts.stands_in, key=lambda one: (not one.declined, one.last))
    words = {"teacher": last.teacher_name, "days": last.days}
    if last.declined:
        return refuse("deputy_declined", **words)
    return refuse("deputy_over" if last.over(case.school.now) else "deputy_not_yet", **words)


def position(case: Case) -> str:
    """Where the record stands in the life cycle that the act belongs to."""
    if case.absent:
        return lifecycle.ABSENT
    if case.record.deleted:
        return lifecycle.DELETED
    return case.record.selection if case.action in lifecycle.SELECTION_ACTIONS else case.record.state


def _switched_on(case: Case, step: Transition) -> bool:
    """Whether this school has this step at all (domain.md 3.5), and for this case."""
    return all(_holds(case, step, switch) for switch in step.switch.split())


def _holds(case: Case, step: Transition, switch: str) -> bool:
    profile = case.school.profile
    match switch:
        case "resubmission":
            return profile.outcome.resubmission and case.school.settings.resubmission_open
        case "revoke" | "set_failed":
            return profile.outcome.undo_pass == switch
        case "passed_before":
            return case.facts.passed_before
        case "keeps":
            return not case.d or keeps(case.record, case.d)
        case "as_it_was":
            return case.record.state == step.end
        case "window_set":
            return all(windows(case, step))
        case "late_grants":
            return profile.deadlines.late_grants
        case "unreleased":
            return release.hidden(case.record)
        case "released":
            return not release.hidden(case.record) and release.withheld(case.school, case.facts)
        case "withdraw" | "reporting":
            return profile.outcome.withdraw if switch == "withdraw" else profile.receipts.reporting
    raise ValueError(f"no such switch: {switch}")


def _wrong_state(case: Case, steps: list[Transition]) -> Refused:
    where = position(case)
    if case.action is Action.GRANT:
        return refuse("no_late_grants")
    if case.action is Action.RESTORE and where not in (lifecycle.DELETED, lifecycle.ABSENT):
        return refuse("not_deleted")
    if where in (lifecycle.DELETED, lifecycle.ABSENT):
        return refuse("deleted" if where == lifecycle.DELETED else "missing")
    if case.action in lifecycle.SELECTION_ACTIONS:
        known = where in ("picked", "locked", "submitted") and case.action in (Action.SELECT, Action.DESELECT)
        return refuse("selection_" + where) if known else refuse("state")
    if steps[0].who != lifecycle.OWNER:
        return refuse("state")
    if where == "imported":
        return refuse("not_open", window=KINDS["receipt_confirm"])
    if where in ("pending", "passed", "confirmed"):
        undo = "取消認證" if case.school.profile.outcome.undo_pass == "revoke" else "設為認證不通過"
        return refuse("locked_" + where, certifier=case.school.profile.certifier, undo=undo)
    return refuse("state")
