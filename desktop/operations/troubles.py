"""Files that did not get through on the last trip: name, why, and the record where something can be done."""

import re

from attrs import frozen

from desktop.desk import Desk

A_FILE = re.compile(r"[0-9a-f]{64}")


@frozen
class Trouble:
    """One file. record, form: where it is attached."""

    name: str
    sentence: str
    record: str
    form: str


def of_files(desk: Desk) -> tuple[Trouble, ...]:
    """The newest first; a file that nothing names any more is nobody's trouble."""
    notes = desk.courier.problems if desk.courier is not None else ()
    found = (_trouble(desk, note.subject, note.sentence) for note in notes if A_FILE.fullmatch(note.subject))
    return tuple(one for one in found if one is not None)


def _trouble(desk: Desk, sha256: str, sentence: str) -> Trouble | None:
    for record_id in sorted(desk.store.naming(sha256)):
        record = desk.record(record_id)
        for file in record.files.values() if record is not None else ():
            if file.sha256 == sha256 and record is not None:
                return Trouble(file.name, sentence, record.id, record.form)
    return None
