"""May this person do this now? One answer for the button, its tooltip, and the school's door.

`may` looks up the life cycle, then asks the guards of the act. A refusal carries a code, why, and what to do.
"""

import hashlib
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from attrs import evolve, field, frozen

from domain import lifecycle, merge
from domain.forms import FORMS, Form
from domain.forms.system import COMMENT_LIMIT
from domain.intents import Action
from domain.lifecycle import Transition, acts_as
from domain.people import Actor, Facts, Role, School
from domain.records import Record
from domain.refusals import CLOSED, Allowed, Refused, Verdict, refuse
from domain.validation import Problem, problems
from domain.windows import KINDS, Window


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
    d: Mapping[str, Any] = field(factory=dict)


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
        return refuse("forbidden")
    here = [t for t in steps if position(case) in t.start and _switched_on(case, t)]
    if not here:
        return _wrong_state(case, steps)
    for guard in GUARDS.get(case.action, ()):
        if case.facts.accepted and guard in COUNTING:
            continue
        refusal = guard(case)
        if refusal is not None:
            return refusal
    return Allowed(here[0].end) if case.facts.accepted else _through_a_gate(case, here)


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
    parts = acts_as(role, case.record.owner == case.actor.id, case.facts.teaches)
    if role.value not in certifiers:
        return parts - {lifecycle.TEACHER}
    return parts | {lifecycle.TEACHER} if role is Role.ADMINISTRATOR else parts


def group_of(form: Form) -> str:
    """The life cycle of a form."""
    return lifecycle.LIVES.get(form.key, form.group)


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
        case "window_set":
            return all(_windows(case, step))
        case "late_grants":
            return profile.deadlines.late_grants
        case "withdraw" | "reporting":
            return profile.outcome.withdraw if switch == "withdraw" else profile.receipts.reporting
    raise ValueError(f"no such switch: {switch}")


def keeps(record: Record, d: Mapping[str, Any]) -> bool:
    """Whether a resolution chooses what the record holds anyway."""
    return merge.same(merge.current(record, str(d["field"])), d["to"])


def _wrong_state(case: Case, steps: list[Transition]) -> Refused:
    where = position(case)
    if case.action is Action.GRANT:
        return refuse("no_late_grants")
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


def _through_a_gate(case: Case, steps: list[Transition]) -> Verdict:
    """Allowed when any of the steps' windows is open; otherwise why the first one is not."""
    first: Refused | None = None
    for step in steps:
        shut = next((w for w in _windows(case, step) if w is not None and not _is_open(case, w)), None)
        if shut is None:
            return Allowed(step.end)
        code = CLOSED if shut.opened(case.school.now) else "not_open"
        first = refuse(code, window=shut.label, until=shut.until) if first is None else first
    return refuse("state") if first is None else first


def _is_open(case: Case, window: Window) -> bool:
    grace = timedelta(seconds=case.school.profile.deadlines.grace)
    over = window.closed(case.school.now - grace) and not case.facts.granted
    return window.opened(case.school.now) and not over


def _windows(case: Case, step: Transition) -> list[Window | None]:
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


# ---- guards: each looks at one thing


def _conflicts(case: Case) -> Refused | None:
    return refuse("conflicts_open", count=case.facts.conflicts_open) if case.facts.conflicts_open else None


def _complete(case: Case) -> Refused | None:
    if case.action is Action.SELECT and case.form.group == "outcome":
        return None  # what was passed cannot be mended any more
    found = missing(case.record, case.form, case.school)
    return refuse("incomplete", what="、".join(p.sentence for p in found)) if found else None


def _enrolled(case: Case) -> Refused | None:
    if case.form.key != "course_outcome" or case.facts.enrolled:
        return None
    return refuse("not_enrolled")


def _quota(case: Case) -> Refused | None:
    given = case.facts.quota
    limit = case.school.settings.outcome_quota if given is None else given
    counts = case.absent and case.form.group == "outcome" and limit > 0
    return refuse("quota", limit=limit) if counts and case.facts.outcomes_in_course >= limit else None


def _not_selected(case: Case) -> Refused | None:
    chosen = case.record.selection
    undoing = case.action in (Action.REVOKE, Action.REJECT)
    frozen_now = chosen in (("locked", "submitted") if undoing else lifecycle.FROZEN_SELECTIONS)
    if case.action is Action.RESOLVE and (not case.d or keeps(case.record, case.d)):
        return None
    return refuse("selected" if chosen == "picked" else "selection_" + chosen) if frozen_now else None


def _school_made(case: Case) -> Refused | None:
    made = case.record.srv.get("source") == "school" and group_of(case.form) not in lifecycle.OFFICE
    return refuse("school_made") if made else None


def _whole(case: Case) -> Refused | None:
    """What the office writes is in force at once: it has no drafts, so nothing in it may be missing or wrong."""
    if group_of(case.form) not in lifecycle.OFFICE or not case.d:
        return None
    change = merge.overlaid if case.action is Action.SAVE else merge.resolved
    return _complete(evolve(case, record=change(case.record, case.d)))


def _files_there(case: Case) -> Refused | None:
    return refuse("blob_missing", count=case.facts.blobs_missing) if case.facts.blobs_missing else None


def _consented(case: Case) -> Refused | None:
    kind = "outcome" if case.form.group == "outcome" else "diverse"
    asked = bool(case.school.settings.consent_text(kind))
    return refuse("no_consent") if asked and not case.facts.consented else None


def _agreed_to_this_text(case: Case) -> Refused | None:
    """An agreement is to the words that the school shows, not to those of last year."""
    text = case.school.settings.consent_text(str(case.d.get("kind", "")))
    shown = hashlib.sha256(text.encode()).hexdigest()
    return refuse("stale") if case.d and text and case.d.get("text_sha") != shown else None


def _under_cap(case: Case) -> Refused | None:
    settings = case.school.settings
    cap = settings.outcome_cap if case.form.group == "outcome" else settings.diverse_cap
    return refuse("cap", limit=cap) if cap and case.facts.picked >= cap else None


def _comment_fits(case: Case) -> Refused | None:
    over = len(str(case.d.get("comment", ""))) - COMMENT_LIMIT
    return refuse("comment_too_long", over=over, limit=COMMENT_LIMIT) if over > 0 else None


def _passed(case: Case) -> Refused | None:
    if case.form.group != "outcome" or case.record.state == "passed":
        return None
    return refuse("not_passed")


Guard = Callable[[Case], Refused | None]

GUARDS: Mapping[Action, tuple[Guard, ...]] = {
    Action.SAVE: (_school_made, _not_selected, _enrolled, _quota, _whole),
    Action.DELETE: (_school_made, _not_selected),
    Action.RESOLVE: (_school_made, _not_selected, _whole),
    Action.CONSENT: (_agreed_to_this_text,),
    Action.SUBMIT: (_conflicts, _enrolled, _complete),
    Action.CERTIFY: (_files_there, _comment_fits),
    Action.REJECT: (_not_selected, _comment_fits),
    Action.REVOKE: (_not_selected, _comment_fits),
    Action.SELECT: (_consented, _passed, _conflicts, _complete, _under_cap),
}

COUNTING: frozenset[Guard] = frozenset(
    {_quota, _enrolled, _complete, _conflicts, _files_there, _consented, _agreed_to_this_text, _under_cap}
)
"""Guards that look at more than the record; an act that was accepted once has passed them."""


def missing(record: Record, form: Form, school: School) -> tuple[Problem, ...]:
    """What keeps the record from being submitted or selected; warnings left out."""
    found = problems(form, record.values, record.files, school.codes, school.profile)
    return tuple(p for p in found if p.severity == "error")
