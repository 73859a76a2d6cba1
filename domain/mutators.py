"""What an intent does to a record. The school runs `perform` and decides; the client runs `project` and hopes.

Nothing here writes anything: the outcome says what the record becomes and which values came second.
"""

from typing import Any

from attrs import evolve, field, frozen

from domain import lifecycle, merge
from domain.forms import FORMS
from domain.intents import Action, Intent
from domain.people import Actor, Facts, School
from domain.records import Conflict, Record, clean
from domain.refusals import CLOSED, Allowed, Refused, refuse
from domain.rules import Case, judge
from domain.windows import stamp

APPLIED, MERGED, NOOP, REJECTED, HELD = "applied", "merged", "noop", "rejected", "held_late"

LOCKED = frozenset(
    {"locked_pending", "locked_passed", "selected", "deleted", "selection_locked", "selection_submitted"}
)


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
    if record.form != intent.form or record.form not in FORMS:
        return _rejected(refuse("bad_request"))
    if _already(intent, record, absent):
        return Outcome(NOOP, record)
    case = Case(
        context.actor, intent.action, record, FORMS[record.form], context.school, context.facts, absent
    )
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
            return _overlaid(record, intent)
        case Action.RESOLVE:
            return merge.resolve(record, intent.d["field"], intent.d["to"])
        case Action.CONSENT:
            return evolve(record, values={k: str(v) for k, v in intent.d.items()})
    return _moved(record, intent)


def blank(intent: Intent, owner: str) -> Record:
    """The empty record that a first save or a consent begins with."""
    group = FORMS[intent.form].group if intent.form in FORMS else ""
    state = {"outcome": "draft", "system": "current"}.get(group, "editable")
    return Record(
        intent.record, intent.form, owner, intent.d.get("parent", ""), state, srv={"source": "student"}
    )


def _overlaid(record: Record, intent: Intent) -> Record:
    """The person's own words win on their own screen; the school's merge decides later."""
    fields = {key: change["to"] for key, change in intent.d["f"].items()}
    merged = evolve(record, values=clean({**record.values, **fields}))
    for item in intent.d["att"]["put"]:
        chosen = {key: item[key] for key in ("sha256", "size", "name", "mime")}
        merged = merge.resolve(merged, f"files/{item['slot']}", chosen)
    for item in intent.d["att"]["del"]:
        merged = merge.resolve(merged, f"files/{item['slot']}", None)
    return merged


def _moved(record: Record, intent: Intent) -> Record:
    chosen = intent.action in lifecycle.SELECTION_ACTIONS
    here = record.selection if chosen else record.state
    steps = lifecycle.transitions(_group(record), intent.action)
    end = next((t.end for t in steps if here in t.start), None)
    if end is None:
        return record
    if chosen:
        return record.with_srv(selection=end)
    moved = evolve(
        record, state=record.state if end == lifecycle.DELETED else end, deleted=end == lifecycle.DELETED
    )
    return (
        moved.with_srv(**_review(intent, "")) if intent.action in (Action.CERTIFY, Action.REJECT) else moved
    )


def _apply(intent: Intent, record: Record, verdict: Allowed, context: Context) -> Outcome:
    now = stamp(context.school.now)
    match intent.action:
        case Action.SAVE:
            return _saved(intent, record, context.device)
        case Action.RESOLVE:
            return _resolved(intent, record)
        case Action.CONSENT:
            values = {k: str(v) for k, v in intent.d.items()}
            return Outcome(APPLIED, evolve(record, values=values).with_srv(given_at=now))
        case Action.DELETE:
            return Outcome(APPLIED, evolve(record, deleted=True))
        case Action.SUBMIT:
            return Outcome(APPLIED, _submitted(record, verdict.end, now, context.facts.passed_before))
        case Action.CERTIFY | Action.REJECT:
            review = _review(intent, context.actor.name) | {
                "decided_at": now,
                "reviewed_hash": record.content_hash,
            }
            return Outcome(
                APPLIED, _unpicked(evolve(record, state=verdict.end).with_srv(**review), intent.action)
            )
        case Action.REPORT | Action.PROCESS:
            note = {"report": {**dict(record.srv.get("report", {})), **intent.d, "at": now}}
            return Outcome(APPLIED, evolve(record, state=verdict.end).with_srv(**note))
    if intent.action in lifecycle.SELECTION_ACTIONS:
        return Outcome(APPLIED, record.with_srv(selection=verdict.end))
    return Outcome(APPLIED, _unpicked(evolve(record, state=verdict.end), intent.action))


def _saved(intent: Intent, record: Record, device: str) -> Outcome:
    merged = merge.merge(record, intent.d, intent.id, device)
    status = MERGED if merged.conflicts else APPLIED if merged.changed or not record.ver else NOOP
    return Outcome(status, merged.record, put=merged.conflicts)


def _resolved(intent: Intent, record: Record) -> Outcome:
    name = intent.d["field"]
    if merge.current(record, name) not in (intent.d["from"], intent.d["to"]):
        return _rejected(refuse("stale"))
    drop = tuple((name, device) for device in intent.d["devices"])
    return Outcome(APPLIED, merge.resolve(record, name, intent.d["to"]), drop=drop)


def _submitted(record: Record, end: str, now: str, passed_before: bool) -> Record:
    """A pass belongs to the content: what this teacher has passed before is passed again without a review."""
    cleared = {"decided_at": None, "decided_by": None, "comment": None, "reasons": None}
    if passed_before:
        return evolve(record, state="passed").with_srv(submitted_at=now, restored_pass=True, decided_at=now)
    return evolve(record, state=end).with_srv(submitted_at=now, **cleared)


def _review(intent: Intent, by: str) -> dict[str, Any]:
    return {
        "comment": intent.d.get("comment") or None,
        "reasons": list(intent.d.get("reasons", ())) or None,
        "decided_by": by or None,
    }


def _unpicked(record: Record, action: Action) -> Record:
    """What is no longer passed can no longer be picked."""
    if action in (Action.REVOKE, Action.REJECT) and record.selection == "picked":
        return record.with_srv(selection=None)
    return record


def _already(intent: Intent, record: Record, absent: bool) -> bool:
    """The wanted state already holds for the same content: a retry, or a co-teacher was first."""
    if absent or record.deleted:
        return not absent and intent.action is Action.DELETE
    wanted = {
        Action.CERTIFY: "passed",
        Action.REJECT: "failed",
        Action.CONFIRM: "confirmed",
        Action.SUBMIT: "pending",
    }
    same = intent.d.get("content_hash", record.content_hash) == record.content_hash
    if intent.action is Action.SELECT:
        return same and record.selection == "picked"
    if intent.action is Action.DESELECT:
        return same and record.selection == "none"
    reviewed = intent.action is not Action.REJECT or record.srv.get("reviewed_hash") == record.content_hash
    return same and reviewed and wanted.get(intent.action) == record.state


def _refused(intent: Intent, record: Record, verdict: Refused, device: str) -> Outcome:
    if verdict.code == CLOSED:
        return Outcome(HELD, None, verdict.code, verdict.text)
    put: tuple[Conflict, ...] = ()
    if intent.action is Action.SAVE and verdict.code in LOCKED:
        put = _differing(record, merge.kept(record.id, intent.d, intent.id, device))
    return Outcome(REJECTED, None, verdict.code, verdict.text, put)


def _differing(record: Record, conflicts: tuple[Conflict, ...]) -> tuple[Conflict, ...]:
    return tuple(c for c in conflicts if merge.current(record, c.field) != c.value)


def _rejected(refusal: Refused) -> Outcome:
    return Outcome(REJECTED, None, refusal.code, refusal.text)


def _group(record: Record) -> str:
    return record.form if record.form in ("consent", "receipt") else FORMS[record.form].group
