"""The classmates who were faster: they write, attach a real PDF and send, with the same engine that everybody uses."""

import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path

from demo import roster
from demo.samples import GOOD
from desktop.clock import Clock, RandomDice
from desktop.store.blobs import BlobFolder
from desktop.store.opening import memory_store
from domain import intents
from domain.errors import LichengError
from domain.intents import Action, Intent
from domain.records import Attachment, Record
from sync.http import Grant, HttpSchool, MemoryTokens, sign_in
from sync.runner import Runner

PDF = "application/pdf"
Enrolments = Mapping[tuple[str, str], str]


def hand_in(url: str, room: Path, enrolments: Enrolments, sent: Iterable[roster.Sent] = roster.SENT) -> None:
    """Write each outcome, attach its file and send it; raises when one did not reach the school whole."""
    for student in dict.fromkeys(one.student for one in sent):
        _hand_in(url, room, student, enrolments, [one for one in sent if one.student == student])


def _hand_in(url: str, room: Path, student: str, enrolments: Enrolments, sent: list[roster.Sent]) -> None:
    device = secrets.token_hex(8)
    session = sign_in(url, student, roster.PASSWORD, device)
    store = memory_store(session.account_id, device)
    blobs = BlobFolder(room / f"blobs-{student}", secrets.token_bytes(32))
    line = HttpSchool(url, MemoryTokens(Grant(session.access, session.refresh)))
    clock = Clock()
    for one in sent:
        name, make = GOOD[one.sample]
        file = make(room / name)
        adopted = blobs.adopt(file, 4 << 20)
        store.note_blob(adopted.sha256, adopted.size, PDF)
        attachment = Attachment(adopted.sha256, adopted.size, name, PDF)
        for intent in _written_and_sent(
            clock, session.account_id, enrolments[student, one.course], one, attachment
        ):
            store.enqueue(intent)
    try:
        report = Runner(store, blobs, line, RandomDice(), lambda _seconds: False).sync()
    finally:
        line.close()
        store.close()
    if not report.ok or report.problems:
        said = "；".join(note.sentence for note in report.problems) or report.sentence
        raise LichengError("demo", f"{student} 的成果沒有送到示範學校：{said}")


def _written_and_sent(
    clock: Clock, owner: str, enrolment: str, one: roster.Sent, attachment: Attachment
) -> tuple[Intent, Intent]:
    values = {"summary": one.summary, "document_note": "完整報告"}
    record = Record(
        clock.new_id(), "course_outcome", owner, enrolment, values=values, files={"document_file": attachment}
    )
    d = intents.save({key: (None, value) for key, value in values.items()}, enrolment)
    d = intents.with_file(d, "document_file", None, attachment)
    sending = intents.submission(record.content_hash, record.files)
    return (
        Intent(clock.new_id(), Action.SAVE, record.id, record.form, d, made=clock.made()),
        Intent(clock.new_id(), Action.SUBMIT, record.id, record.form, sending, made=clock.made()),
    )
