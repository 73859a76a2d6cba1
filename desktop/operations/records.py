"""Writing, sending and deciding: each makes one intent a record, durable before it returns."""

from collections.abc import Iterable, Mapping, Sequence

from attrs import frozen

from desktop.changes import Changes
from desktop.desk import Desk
from domain import intents
from domain.errors import NotAllowed
from domain.forms import FORMS, Form
from domain.intents import Action, Intent
from domain.lifecycle import OFFICE, TICKED
from domain.mutators import project
from domain.records import Attachment, Record, Value
from domain.refusals import Refused
from domain.rules import group_of, may

Decided = tuple[Changes, tuple[tuple[Record, Refused], ...]]
TypedChanges = Mapping[str, tuple[Value, Value]]


def blank(desk: Desk, form: Form, parent: str = "", record_id: str = "") -> Record:
    """A record of the signed-in person that exists nowhere yet."""
    state = "draft" if form.group == "outcome" else "editable"
    return Record(record_id or desk.clock.new_id(), form.key, desk.actor.id, parent, state)


def save(desk: Desk, record: Record, changes: TypedChanges) -> Changes:
    """Save what was typed as a draft. Holes and overlong texts are kept too; only sending is gated."""
    if not changes:
        return Changes()
    given = _given(desk, record)
    typed = {key: (None if key in given else before, after) for key, (before, after) in changes.items()}
    done = _put(desk, record, Action.SAVE, intents.save({**given, **typed}, record.parent))
    desk.store.clear_editor(record.id)
    return done


def autosave(desk: Desk, record: Record, changes: TypedChanges) -> Changes:
    """Keep keystrokes that are not a save yet, so that a kill -9 loses none."""
    for key, (before, after) in changes.items():
        desk.store.autosave(record.id, key, after, before, form=record.form, parent=record.parent)
    return Changes()


def forget(desk: Desk, record_id: str) -> Changes:
    """Drop keystrokes that were kept for a record which the person does not want after all."""
    desk.store.clear_editor(record_id)
    return Changes()


def rescue(desk: Desk) -> Changes:
    """Keystrokes of new records that a crash kept from becoming a save: they are drafts from now on."""
    done = Changes()
    for record_id in desk.store.edited():
        edits = [edit for edit in desk.store.editor(record_id) if edit.value]
        if edits and desk.record(record_id) is None and _saved_by_itself(edits[0].form):
            new = blank(desk, FORMS[edits[0].form], edits[0].parent, record_id)
            done |= save(desk, new, {edit.field: (None, edit.value) for edit in edits})
    return done


def _saved_by_itself(form: str) -> bool:
    """What the office writes binds everybody at once: a person puts it up."""
    return form in FORMS and group_of(FORMS[form]) not in OFFICE


def set_file(desk: Desk, record: Record, slot: str, attachment: Attachment | None) -> Changes:
    """Put a file, already safe in the blob folder, into a slot; None takes it out."""
    held = record.files.get(slot)
    d = intents.save(_given(desk, record), record.parent)
    d = intents.with_file(d, slot, held.sha256 if held else None, attachment)
    return _put(desk, record, Action.SAVE, d)


def delete(desk: Desk, record: Record) -> Changes:
    return act(desk, record, Action.DELETE, intents.seen(record.content_hash))


def delete_all(desk: Desk, wanted: Iterable[Record]) -> Changes:
    """All of them in one transaction; NotAllowed when a rule refuses one, then none is deleted."""
    said, chosen, made = [], tuple(wanted), desk.clock.made()
    for record, verdict in zip(chosen, desk.may_each(Action.DELETE, chosen), strict=True):
        if isinstance(verdict, Refused):
            raise NotAllowed(verdict.code, verdict.sentence, verdict.remedy)
        said.append(_intent(desk, record, Action.DELETE, intents.seen(record.content_hash), made))
    return _put_all(desk, said)


def submit(desk: Desk, record: Record) -> Changes:
    """Send for certification (SA §4-1 6)."""
    return act(desk, record, Action.SUBMIT, intents.submission(record.content_hash, record.files))


@frozen
class Decision:
    """What a certifier decides about one outcome, with reasons (codes) and a comment."""

    record: Record
    action: Action
    comment: str = ""
    reasons: tuple[str, ...] = ()


def decide(
    desk: Desk, records: Iterable[Record], action: Action, comment: str = "", reasons: tuple[str, ...] = ()
) -> Decided:
    """Certify, reject or revoke each in the same words."""
    return decide_each(desk, [Decision(record, action, comment, reasons) for record in records])


def decide_each(desk: Desk, decisions: Sequence[Decision]) -> Decided:
    """All in one transaction; returns what changed and the ones a rule refused."""
    school, made = desk.school(), desk.clock.made()
    said: list[Intent] = []
    refused: list[tuple[Record, Refused]] = []
    facts_each = desk.facts_each(one.record for one in decisions)
    for one, facts in zip(decisions, facts_each, strict=True):
        d = intents.decision(one.record.content_hash, one.comment, one.reasons)
        verdict = may(desk.actor, one.action, one.record, school, facts, d=d)
        if isinstance(verdict, Refused):
            refused.append((one.record, verdict))
        else:
            said.append(_intent(desk, one.record, one.action, d, made))
    return _put_all(desk, said), tuple(refused)


def choose(desk: Desk, wanted: Mapping[str, bool]) -> Decided:
    """Select or deselect each record id (SA §4-2 6, §6-11 7); deselecting comes first so that the cap has room.

    Each is judged as if those before it were done, and all go in one transaction.
    """
    made, said = desk.clock.made(), list[Intent]()
    supposed: dict[str, Record] = {}
    refused: list[tuple[Record, Refused]] = []
    for record_id, chosen in sorted(wanted.items(), key=lambda pair: pair[1]):
        record = desk.record(record_id)
        action = Action.SELECT if chosen else Action.DESELECT
        if record is None or (record.selection in TICKED) == chosen:
            continue
        verdict = desk.may(action, record, supposing=supposed)
        if isinstance(verdict, Refused):
            refused.append((record, verdict))
            continue
        intent = _intent(desk, record, action, intents.seen(record.content_hash), made)
        supposed[record_id] = project(intent, record, desk.actor) or record
        said.append(intent)
    return _put_all(desk, said), tuple(refused)


def give_consent(desk: Desk, kind: str, school_year: str, text_sha: str) -> Changes:
    """The 同意書 of outcomes or 多元表現 for a year."""
    record = Record(desk.clock.new_id(), "consent", desk.actor.id, state="current")
    return _put(desk, record, Action.CONSENT, intents.consent(kind, school_year, text_sha))


def act(desk: Desk, record: Record, action: Action, d: Mapping[str, object]) -> Changes:
    """Say it to the school if a rule allows it, else NotAllowed with the rule's words."""
    verdict = desk.may(action, record)
    if isinstance(verdict, Refused):
        raise NotAllowed(verdict.code, verdict.sentence, verdict.remedy)
    return _put(desk, record, action, d)


def _given(desk: Desk, record: Record) -> TypedChanges:
    """What a new record was begun with (its school year and term): said with the first save, since nobody types it."""
    if desk.record(record.id) is not None:
        return {}
    return {key: (None, value) for key, value in record.values.items()}


def _put(desk: Desk, record: Record, action: Action, d: Mapping[str, object]) -> Changes:
    touched = desk.store.enqueue(_intent(desk, record, action, d))
    return Changes(records=touched.records, forms=frozenset({record.form}))


def _put_all(desk: Desk, said: Sequence[Intent]) -> Changes:
    """All of it in one transaction."""
    if not said:
        return Changes()
    touched = desk.store.enqueue_all(said)
    forms = frozenset(intent.form for intent in said)
    return Changes(records=touched.records, forms=forms, said=tuple(said))


def _intent(
    desk: Desk,
    record: Record,
    action: Action,
    d: Mapping[str, object],
    made: Mapping[str, object] | None = None,
) -> Intent:
    """made: one moment for all that is said in one go; it is what tells them as one (see undoing)."""
    return Intent(desk.clock.new_id(), action, record.id, record.form, d, made=made or desk.clock.made())
