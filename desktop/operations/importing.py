"""從備份還原或匯入: plan first, then write what the plan says, through the same acts as typing and attaching.

Runs on the hands, never in the GUI thread. Each record is one save with its files, durable before the next begins;
ids follow from what is imported, so that doing it again adds nothing.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from attrs import define, field

from derive.lists import Note
from derive.parcels import Parcel
from desktop.changes import Changes
from desktop.desk import Desk
from desktop.operations import attachments, restoring
from desktop.operations.import_plan import Imported, Plan, Planned
from desktop.operations.import_planning import Stopped, check_on, plan
from desktop.operations.packing import Cancel, Progress
from domain import intents
from domain.errors import BadInput, LichengError
from domain.intents import Action, Intent
from domain.refusals import Refused

__all__ = ["Stopped", "carry_out", "changes", "plan"]


def carry_out(
    desk: Desk, path: Path, plan: Plan, progress: Progress, cancel: Cancel, copies: bool = False
) -> Imported:
    """Write what the plan adds; with copies also what differs, each beside what is here. Stops when told to."""
    wanted = plan.wanted(copies)
    done = _Done()
    try:
        with Parcel(path) as parcel:
            for number, row in enumerate(wanted):
                check_on(cancel)
                progress(number, len(wanted), row.place)
                _write(desk, parcel, row, done)
    except (
        LichengError
    ) as error:  # a full disk, a stick pulled out, 取消: what is written stays, the rest can follow
        done.stopped = str(error)
    return Imported(tuple(done.changed), frozenset(done.forms), done.files, tuple(done.failed), done.stopped)


def changes(imported: Imported) -> Changes:
    """What screens have to read again."""
    return Changes(records=frozenset(imported.changed), forms=imported.forms)


@define
class _Done:
    changed: list[str] = field(factory=list)
    forms: set[str] = field(factory=set)
    files: int = 0
    failed: list[Note] = field(factory=list)
    stopped: str = ""


def _write(desk: Desk, parcel: Parcel, row: Planned, done: _Done) -> None:
    """One record: its files into the vault, then one save with everything."""
    record = row.record
    held = desk.record(record.id)
    if held is not None and not held.deleted:
        return
    verdict = desk.may(Action.SAVE, record, absent=True)
    if isinstance(verdict, Refused):
        done.failed.append(Note(row.place, verdict.text))
        return
    d = intents.save({key: (None, value) for key, value in record.values.items()}, record.parent)
    for slot, file in sorted(record.files.items()):
        _take(desk, parcel, row, slot)
        d = intents.with_file(d, slot, None, file)
    said = Intent(desk.clock.new_id(), Action.SAVE, record.id, record.form, d, made=desk.clock.made())
    desk.writer.wait(lambda: desk.store.enqueue(said))
    done.changed.append(record.id)
    done.forms.add(record.form)
    done.files += len(record.files)


def _take(desk: Desk, parcel: Parcel, row: Planned, slot: str) -> None:
    """The file as it was planned; raises BadInput when the ZIP is not the one that was looked at."""
    file, path = row.record.files[slot], row.paths[slot]
    if not path:
        desk.writer.wait(lambda: restoring.is_there(desk, file))
        return
    member = next((one for one in parcel.members if one.path == path), None)
    data = parcel.read(member) if member is not None else b""
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise BadInput("altered", "ZIP 檔在預覽之後被改過了。", "請再選一次這個 ZIP。")
    attachments.take_examined(desk, file, data)
