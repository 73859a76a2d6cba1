"""What the school's office does at its own desk: writes the school's records, sees to picks, answers what was reported.

Nothing here is a draft at the school: what is being written stays in `editor` on this computer until it is put up.
"""

from collections.abc import Iterable, Mapping

from attrs import evolve

from desktop.changes import Changes
from desktop.desk import Desk
from desktop.operations import records
from desktop.operations.records import Decided, TypedChanges
from domain import intents, mutators
from domain.errors import NotAllowed
from domain.forms import Form
from domain.intents import Action, Intent
from domain.merge import SLOT
from domain.people import Facts
from domain.records import Attachment, Record, Values
from domain.refusals import Refused
from domain.rules import may

NewFiles = Mapping[str, tuple[str | None, Attachment | None]]
"""By slot: the SHA-256 that is replaced, and what is there from now on."""


def blank(desk: Desk, form: Form, values: Values, record_id: str = "") -> Record:
    """A record of the school that exists nowhere yet."""
    said = Intent("", Action.SAVE, record_id or desk.clock.new_id(), form.key, intents.save({}))
    return evolve(mutators.blank(said, desk.actor.id), values=values)


def drafts(desk: Desk, form: Form) -> tuple[Record, ...]:
    """New records that were begun here and never put up, as far as they are written."""
    found = []
    for record_id in desk.store.edited():
        edits = [one for one in desk.unsaved(record_id) if one.form == form.key]
        if edits and desk.record(record_id) is None:
            values = {one.field: one.value for one in edits if not one.field.startswith(SLOT) and one.value}
            found.append(blank(desk, form, values, record_id))
    return tuple(found)


def keep_file(desk: Desk, record: Record, slot: str, before: str | None, file: Attachment | None) -> Changes:
    """The file waits beside the words that are not put up yet."""
    value = file.as_json() if file is not None else None
    desk.store.autosave(record.id, SLOT + slot, value, before, form=record.form)
    return Changes()


def put_up(desk: Desk, record: Record, changes: TypedChanges, files: NewFiles) -> Changes:
    """Words and files in one act; NotAllowed with what is missing or wrong. Nothing is put up by halves."""
    absent = desk.record(record.id) is None
    given: TypedChanges = {key: (None, value) for key, value in record.values.items()} if absent else {}
    typed = {key: (None if key in given else before, after) for key, (before, after) in changes.items()}
    d = intents.save({**given, **typed})
    for slot, (before, attachment) in files.items():
        d = intents.with_file(d, slot, before, attachment)
    verdict = may(desk.actor, Action.SAVE, record, desk.school(), Facts(), absent, d)
    if isinstance(verdict, Refused):
        raise NotAllowed(verdict.code, verdict.sentence, verdict.remedy)
    done = _say(
        desk, [Intent(desk.clock.new_id(), Action.SAVE, record.id, record.form, d, made=desk.clock.made())]
    )
    desk.store.clear_editor(record.id)
    return done


def take_down(desk: Desk, record: Record) -> Changes:
    """Nobody sees it any more; what was being changed in it is not wanted either."""
    done = records.delete(desk, record)
    desk.store.clear_editor(record.id)
    return done


def act_each(desk: Desk, chosen: Iterable[Record], action: Action) -> Decided:
    """Lock, unlock, mark as submitted or reopen each; returns what changed and the ones a rule refused.

    No rule of these acts counts anything, so nothing is counted: a school's picks are many.
    """
    school, said, refused = desk.school(), [], []
    for record in chosen:
        d = intents.seen(record.content_hash)
        verdict = may(desk.actor, action, record, school, Facts(), d=d)
        if isinstance(verdict, Refused):
            refused.append((record, verdict))
        else:
            said.append(
                Intent(desk.clock.new_id(), action, record.id, record.form, d, made=desk.clock.made())
            )
    return (_say(desk, said) if said else Changes()), tuple(refused)


def answer(desk: Desk, record: Record, text: str) -> Changes:
    """What was done about a question or a report; the student reads it after the next sync."""
    return records.act(desk, record, Action.PROCESS, intents.reply(text))


def _say(desk: Desk, said: list[Intent]) -> Changes:
    touched = desk.store.enqueue_all(said)
    return Changes(records=touched.records, forms=frozenset(one.form for one in said))
