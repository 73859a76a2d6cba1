"""What an intent does to a record. The school runs `perform` and decides; the client runs `project` and hopes.

Nothing here writes anything: the outcome says what the record becomes and which values came second.
"""

from typing import Any

from attrs import evolve, field, frozen

from domain import lifecycle, merge, release
from domain.canonical import digest
from domain.deputies import acting, signed
from domain.forms import FORMS
from domain.intents import Action, Intent
from domain.people import Actor, Facts, School
from domain.records import Conflict, Record, clean
from domain.refusals import CLOSED, Allowed, Refused, refuse
from domain.rules import Case, group_of, judge, permitted
from domain.scopes import COMMENT
from domain.windows import stamp

APPLIED, MERGED, NOOP, REJECTED, HELD = "applied", "merged", "noop", "rejected", "held_late"
GRANTED, REFUSED_LATE = "granted", "late_refused"
"""Reasons of an act that came late: the school let it through after all, or said no for good."""
TAKEN = (APPLIED, MERGED, NOOP)
"""The school has taken it: what it asked for holds."""

LOCKED = frozenset(
    {
        "locked_pending",
        "locked_passed",
        "selected",
        "deleted",
        "selection_locked",
        "selection_submitted",
        "selection_reopened",
    }
)
"""Refusals after which the words of a save wait beside the record, for the owner to see on every device."""


@frozen
class Context:
    """Who acts from which device, and what the school knows at `school.now` (the moment of complete receipt)."""

    actor: Actor
    school: School
    facts: Facts
    device: str = ""


@frozen
class Outcome:
    """status, and for applied/merged the new record. put: conflict rows to write; drop: (field, device) to remove."""

    status: str
    record: Record | None = None
    reason: str = ""
    sentence: str = ""
    put: tuple[Conflict, ...] = ()
    drop: tuple[tuple[str, str], ...] = field(factory=tuple)


def perform(intent: Intent, record: Record | None, context: Context) -> Outcome:
    """Judge the intent and say what becomes of the record (None: the school has none of that id)."""
    absent = record is None
    if record is None:
        if intent.action not in (Action.SAVE, Action.CONSENT):
            return _rejected(refuse("missing"))
        record = blank(intent, context.actor.id)
    if record.form not in FORMS:
        return _rejected(refuse("unknown_form"))
    if record.form != intent.form:
        return _rejected(refuse("bad_request"))
    case = Case(
        context.actor,
        intent.action,
        record,
        FORMS[record.form],
        context.school,
        context.facts,
        absent,
        intent.d,
    )
    if permitted(case) and _already(intent, record, absent):
        return Outcome(NOOP, record)
    verdict = judge(case)
    if isinstance(verdict, Refused):
        return _refused(intent, record, verdict, context.device)
    if "content_hash" in intent.d and intent.d["content_hash"] != record.content_hash:
        return _rejected(refuse("stale"))
    return _apply(intent, record, verdict, context)


def project(intent: Intent, record: Record | None, actor: Actor) -> Record | None:
    """The record as it will look if the school agrees; unchanged where the intent no longer fits."""
    if record is None:
        if intent.action not in (Action.SAVE, Action.CONSENT):
            return None
        record = blank(intent, actor.id)
    match intent.action:
        case Action.SAVE:
            return merge.overlaid(record, intent.d)
        case Action.RESOLVE:
            return merge.resolved(record, intent.d)
        case Action.RESTORE:
            return evolve(record, deleted=False)
    here = record.selection if intent.action in lifecycle.SELECTION_ACTIONS else record.state
    steps = lifecycle.transitions(_group(record), intent.action)
    ends = [t.end for t in steps if here in t.start and t.switch != "passed_before"]
    if intent.action is Action.CONSENT:
        ends = [record.state]
    return _become(intent, record, ends[0]) if ends and not record.deleted else record


def blank(intent: Intent, owner: str) -> Record:
    """The empty record that a first save or a consent begins with; what the office writes is nobody's own."""
    group = group_of(FORMS[intent.form]) if intent.form in FORMS else ""
    if group in lifecycle.OFFICE:
        return Record(intent.record, intent.form, state="current", srv={"source": "school"})
    if group == "appointment":
        teacher = intent.d.get("f", {}).get("teacher", {}).get("to")
        return Record(intent.record, intent.form, str(teacher or owner), state="current")
    state = {"outcome": "draft", "system": "current", "consent": "current", "inquiry": "reported"}.get(
        group, "editable"
    )
    return Record(
        intent.record, intent.form, owner, intent.d.get("parent", ""), state, srv={"source": "student"}
    )


def _apply(intent: Intent, record: Record, verdict: Allowed, context: Context) -> Outcome:
    match intent.action:
        case Action.SAVE:
            return _signed(_saved(intent, record, context.device), context)
        case Action.RESOLVE:
            return _resolved(intent, record)
    now = stamp(context.school.now)
    return Outcome(APPLIED, _let_out_or_not(intent, record, verdict, context, now))


REVIEWS = frozenset({Action.CERTIFY, Action.REJECT, Action.REVOKE})


def _let_out_or_not(intent: Intent, record: Record, verdict: Allowed, context: Context, now: str) -> Record:
    """What was decided is shown to the student at once, unless the school lets results out together."""
    after = _become(intent, record, verdict.end, _name(context), now)
    decides = intent.action in REVIEWS or (intent.action is Action.SUBMIT and verdict.end == "passed")
    if not decides:
        return after
    if not release.withheld(context.school, context.facts):
        return release.let_out(after)
    return release.kept_back(record, after, seen_anew=intent.action is Action.SUBMIT)


def _name(context: Context) -> str:
    """Whose word it is: a deputy says in whose stead."""
    facts = context.facts
    stead = None if facts.teaches else acting(facts.stands_in, context.school.now)
    return context.actor.name if stead is None else signed(context.actor.name, stead)


def _become(intent: Intent, record: Record, end: str, by: str = "", now: str = "") -> Record:
    """The record after an act that is no writing. by and now: the school's word, "" where one only hopes."""
    if intent.action in lifecycle.SELECTION_ACTIONS:
        return record.with_srv(selection=end)
    if intent.action in lifecycle.LATE_ACTIONS:
        granted = intent.action is Action.GRANT
        return record.with_srv(late={**intent.d, "granted": granted, "by": by, "at": now})
    if end == lifecycle.DELETED:
        return evolve(record, deleted=True)
    moved = evolve(record, state=end, deleted=False)
    match intent.action:
        case Action.CONSENT:
            return evolve(moved, values=_agreement(intent)).with_srv(given_at=now or None)
        case Action.SUBMIT:
            return _submitted(moved, now)
        case Action.CERTIFY | Action.REJECT | Action.REVOKE:
            return _unpicked(_reviewed(intent, moved, by, now))
        case Action.RELEASE:
            return release.let_out(moved)
        case Action.WITHHOLD:
            return release.kept_back(record, moved, seen_anew=True)
        case Action.CONFIRM:
            return moved.with_srv(decided_at=now or None, confirmed_rows=rows_hash(moved))
        case Action.REPORT:
            said = {"types": list(intent.d.get("types", ())), "text": intent.d.get("text", ""), "at": now}
            return moved.with_srv(report={**dict(record.srv.get("report", {})), **said})
        case Action.PROCESS:
            answer = {"reply": intent.d.get("reply", ""), "processed_at": now}
            return moved.with_srv(report={**dict(record.srv.get("report", {})), **answer})
    return moved


def rows_hash(receipt: Record) -> str:
    """What a student confirms: the rows of a receipt, whatever serial number they were imported under."""
    return digest({"content": receipt.text("content")})


def _saved(intent: Intent, record: Record, device: str) -> Outcome:
    merged = merge.merge(record, intent.d, intent.id, device)
    status = MERGED if merged.conflicts else APPLIED if merged.changed or not record.ver else NOOP
    return Outcome(status, merged.record, put=merged.conflicts)


def _signed(outcome: Outcome, context: Context) -> Outcome:
    """What a student is told bears the name of whoever said it, and when; the school writes both."""
    said = outcome.record
    if said is None or said.form != COMMENT or outcome.status == NOOP:
        return outcome
    signed = said.with_srv(by=context.actor.name, said_at=stamp(context.school.now))
    return evolve(outcome, record=signed)


def _resolved(intent: Intent, record: Record) -> Outcome:
    name = intent.d["field"]
    held = merge.current(record, name)
    if not merge.same(held, intent.d["from"]) and not merge.same(held, intent.d["to"]):
        return _rejected(refuse("stale"))
    drop = tuple((name, device) for device in intent.d["devices"])
    return Outcome(APPLIED, merge.resolved(record, intent.d), drop=drop)


def _submitted(moved: Record, now: str) -> Record:
    """A pass belongs to the content: what this teacher has passed before is passed again without a review."""
    sent = moved.with_srv(submitted_at=now or None, restored_pass=None, **_NOTHING_SAID)
    if moved.state != "passed":
        return sent
    return sent.with_srv(restored_pass=True, decided_at=now, reviewed_hash=moved.content_hash)


_NOTHING_SAID: dict[str, Any] = {"decided_at": None, "decided_by": None, "comment": None, "reasons": None}


def _reviewed(intent: Intent, moved: Record, by: str, now: str) -> Record:
    return moved.with_srv(
        comment=intent.d.get("comment") or None,
        reasons=list(intent.d.get("reasons", ())) or None,
        decided_by=by or None,
        decided_at=now or None,
        reviewed_hash=moved.content_hash,
        restored_pass=None,
    )


def _agreement(intent: Intent) -> dict[str, Any]:
    return clean({key: str(intent.d.get(key, "")) for key in ("kind", "school_year", "text_sha")})


def _unpicked(record: Record) -> Record:
    """What is no longer passed can no longer be picked."""
    return record if record.state == "passed" else record.with_srv(selection=None)


def _already(intent: Intent, record: Record, absent: bool) -> bool:
    """The wanted state already holds for the same content: a retry, or somebody else was first."""
    if absent or record.deleted:
        return not absent and intent.action is Action.DELETE
    match intent.action:
        case Action.SAVE | Action.RESOLVE:
            return False
        case Action.RESTORE:
            return True
        case Action.CONSENT:
            return dict(record.values) == _agreement(intent)
    if intent.d.get("content_hash", record.content_hash) != record.content_hash:
        return False
    if intent.action is Action.REJECT and record.srv.get("reviewed_hash") != record.content_hash:
        return False
    if intent.action in lifecycle.SELECTION_ACTIONS:
        return record.selection in _wanted(record, intent.action)
    if intent.action in (Action.RELEASE, Action.WITHHOLD):
        return record.state in release.DECIDED and release.hidden(record) == (
            intent.action is Action.WITHHOLD
        )
    return intent.action in REPEATABLE and record.state in _wanted(record, intent.action)


REPEATABLE = frozenset({Action.SUBMIT, Action.CERTIFY, Action.REJECT, Action.REVOKE, Action.CONFIRM})


def _wanted(record: Record, action: Action) -> frozenset[str]:
    return frozenset(step.end for step in lifecycle.transitions(_group(record), action))


def _refused(intent: Intent, record: Record, verdict: Refused, device: str) -> Outcome:
    """Refused is not lost: late ones wait for the school, words for a locked record wait beside it."""
    saving = intent.action is Action.SAVE
    if saving and verdict.code in LOCKED | {CLOSED}:
        second = _differing(record, merge.kept(record.id, intent.d, intent.id, device))
        if not second:
            return Outcome(NOOP)
        if verdict.code in LOCKED:
            return Outcome(REJECTED, None, verdict.code, verdict.text, second)
    return Outcome(HELD if verdict.code == CLOSED else REJECTED, None, verdict.code, verdict.text)


def _differing(record: Record, conflicts: tuple[Conflict, ...]) -> tuple[Conflict, ...]:
    return tuple(c for c in conflicts if not merge.same(merge.current(record, c.field), c.value))


def _rejected(refusal: Refused) -> Outcome:
    return Outcome(REJECTED, None, refusal.code, refusal.text)


def _group(record: Record) -> str:
    form = FORMS.get(record.form)
    return group_of(form) if form else ""
