"""A school with a class in it: accounts, enrolments, an open period, and outcomes that wait for their teacher."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.ours import PASSWORD
from benchmarks.papers import equal
from benchmarks.processes import Unmeasured
from demo.school import identity
from desktop.clock import Clock, RandomDice
from desktop.store.blobs import BlobFolder
from desktop.store.opening import memory_store
from domain import intents
from domain.intents import Action, Intent
from domain.people import Role
from domain.records import Attachment, Record
from domain.windows import stamp
from server.services.accounts import Doorkeeper, NewAccount
from server.services.office import init, open_office
from server.services.publishing import publish, set_school, teach
from server.settings import Settings
from sync.http import Grant, HttpSchool, MemoryTokens, sign_in
from sync.runner import Runner

TEACHER, COURSE = "t110001", "114-1-bio"
PERIODS = ("outcome_submit", "outcome_certify")
PDF = "application/pdf"


def pupils(count: int) -> list[str]:
    """Their accounts."""
    return [f"s2{number:05d}" for number in range(count)]


def found(place: Settings, students: Sequence[str], each: int = 0) -> None:
    """A school with these students; each: the enrolments of each of them, all in the teacher's courses."""
    init(place, "senior-high")
    office = open_office(place)
    door = Doorkeeper(office)
    try:
        people = [(name, Role.STUDENT) for name in students] + [(TEACHER, Role.TEACHER)]
        door.add(NewAccount(name, "林小宇", role, PASSWORD) for name, role in people)
        set_school(office, {"name": "範例高級中學", "school_year": "114"})
        publish(office, _periods())
        publish(office, [one for name in students for one in enrolments(name, each)])
        for number in range(each):
            teach(office, f"{COURSE}-{number}", [TEACHER])
    finally:
        door.close()
        office.close()


def _periods() -> Iterable[Record]:
    now = datetime.now(UTC)
    for kind in PERIODS:
        values = {
            "kind": kind, "opens_at": stamp(now - timedelta(days=3)), "closes_at": stamp(now + timedelta(days=9)),
            "zone": "Asia/Taipei", "printed": "九天後",
        }  # fmt: skip
        yield Record(identity(f"bench {kind}"), "window", values=values)


def enrolments(student: str, count: int) -> Iterable[Record]:
    """The courses of a student, the first ones first."""
    for number in range(count):
        values = {
            "course": f"{COURSE}-{number}", "subject_name": f"生物 {number}", "year_term": "114-1",
            "enrolment_mode": "semester", "student_name": "林小宇", "teacher_name": "王小明", "credits": "2",
        }  # fmt: skip
        yield Record(identity(f"bench {student} {number}"), "enrolment", student, values=values)


def hand_in(address: str, student: str, count: int, folder: Path) -> None:
    """An outcome with a file in each of the first courses, sent to the teacher by the engine that everybody has."""
    session = sign_in(address, student, PASSWORD, secrets.token_hex(8))
    store = memory_store(session.account_id, secrets.token_hex(8))
    blobs = BlobFolder(folder / student, secrets.token_bytes(32))
    line = HttpSchool(address, MemoryTokens(Grant(session.access, session.refresh)))
    data = equal(folder / f"{student}-files", 1, 60_000, int(student[1:]))[0].read_bytes()
    adopted = blobs.adopt_bytes(data)
    store.note_blob(adopted.sha256, adopted.size, PDF)
    file = Attachment(hashlib.sha256(data).hexdigest(), len(data), "成果.pdf", PDF)
    for number in range(count):
        store.enqueue_all(_sent(identity(f"bench {student} {number}"), session.account_id, file))
    try:
        report = Runner(store, blobs, line, RandomDice(), lambda _seconds: False).sync(bulk=True)
    finally:
        line.close()
        store.close()
    if not report.ok or report.problems:
        raise Unmeasured(f"the outcomes were not taken: {report.sentence} {report.problems[:1]}")


def _sent(enrolment: str, owner: str, file: Attachment) -> list[Intent]:
    clock, values = Clock(), {"summary": "在河邊記錄了三週的水質，並比較上下游。"}
    files = {"document_file": file}
    record = Record(clock.new_id(), "course_outcome", owner, enrolment, values=values, files=files)
    d = intents.save({key: (None, value) for key, value in values.items()}, enrolment)
    d = intents.with_file(d, "document_file", None, file)
    sending = intents.submission(record.content_hash, record.files)
    return [
        Intent(clock.new_id(), action, record.id, record.form, said, made=clock.made())
        for action, said in ((Action.SAVE, d), (Action.SUBMIT, sending))
    ]
