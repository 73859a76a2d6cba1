"""Going back to an earlier version: a save like any other, from what is there now, so nothing is lost by it."""

from desktop.changes import Changes
from desktop.desk import Desk
from domain import intents, merge
from domain.errors import NotAllowed
from domain.fields import FileSlot
from domain.forms import FORMS
from domain.intents import Action, Intent
from domain.records import Attachment, Record, Value
from domain.refusals import Refused


def restore(desk: Desk, wanted: Record) -> tuple[Changes, tuple[str, ...]]:
    """Save the words and files of this version again. Also: the names of files that nobody has any more."""
    record = desk.record(wanted.id)
    verdict = desk.may(Action.SAVE, record or wanted, absent=record is None)
    if isinstance(verdict, Refused):
        raise NotAllowed(verdict.code, verdict.sentence, verdict.remedy)
    held = record or wanted
    d = intents.save(_changes(held, wanted), held.parent)
    lost = []
    for slot in (one.key for one in FORMS[held.form].fields if isinstance(one, FileSlot)):
        now, then = held.files.get(slot), wanted.files.get(slot)
        if now == then:
            continue
        if then is not None and not is_there(desk, then):
            lost.append(then.name)
            continue
        d = intents.with_file(d, slot, now.sha256 if now else None, then)
    if not (d["f"] or d["att"]["put"] or d["att"]["del"]):
        return Changes(), tuple(lost)
    said = Intent(desk.clock.new_id(), Action.SAVE, held.id, held.form, d, made=desk.clock.made())
    touched = desk.store.enqueue(said)
    return Changes(records=touched.records, forms=frozenset({held.form})), tuple(lost)


def _changes(held: Record, wanted: Record) -> dict[str, tuple[Value, Value]]:
    keys = [one.key for one in FORMS[held.form].fields if not isinstance(one, FileSlot)]
    return {
        key: (held.values.get(key), wanted.values.get(key))
        for key in keys
        if not merge.same(held.values.get(key), wanted.values.get(key))
    }


def is_there(desk: Desk, file: Attachment) -> bool:
    """Whether the file lies here or at the school; one that lies here only goes up again."""
    if desk.store.blob_state(file.sha256):
        return True
    if not desk.blobs.has(file.sha256):
        return False
    desk.store.note_blob(file.sha256, file.size, file.mime, "staged")
    return True
