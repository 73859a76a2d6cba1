"""A student's copy after three full years: 200 records with 240 files, and what the school says with them.

Every record comes as a page of a pull, every file lies encrypted in the folder, so screens have real work.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import msgspec
from msgspec import Raw

from benchmarks.workload import Prose
from derive import resources
from desktop.clock import Clock
from desktop.desk import Desk
from desktop.identity import Identity
from desktop.store import labels, vault
from desktop.store.opening import open_account
from domain.codelists import CodeList
from domain.fields import Choice, Day, Field, Number, Text, YearTerm
from domain.forms import DIVERSE, FORMS, Form
from domain.ids import uuid7
from domain.records import Attachment, Record, Value
from domain.windows import stamp
from sync import wire

STUDENT = "acc-lin"
NOW = datetime(2026, 3, 2, 2, 30, tzinfo=UTC)
COURSES, OUTCOMES, DIVERSE_EACH, PROFILE_EACH = 36, 60, 9, 7
RECORDS, FILES = 200, 240
YEARS = ("112-1", "112-2", "113-1", "113-2", "114-1", "114-2")
WINDOWS = (
    "outcome_submit",
    "outcome_certify",
    "outcome_select",
    "diverse_edit",
    "diverse_select",
    "receipt_confirm",
)
MADE_AT = 1_763_600_000_000


class Years:
    """Makes the records; `files` holds the bytes of every file by its hash."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self._prose = Prose(7)
        self._numbers = count(1)
        self._codes = resources.codelists()

    def records(self) -> list[Record]:
        """The 200 of the student, and before them what is the school's."""
        courses = [self._course(place) for place in range(COURSES)]
        own = [self._outcome(courses[place % COURSES]) for place in range(OUTCOMES)]
        forms = [*DIVERSE, FORMS["autobiography"], FORMS["study_plan"]]
        for form in forms:
            own += [self.own(form) for _ in range(DIVERSE_EACH if form.group == "diverse" else PROFILE_EACH)]
        while len(own) < RECORDS:
            own.append(self.own(FORMS["competition"]))
        return [self._school(), *map(self._window, WINDOWS), *map(self._news, range(20)), *courses, *own]

    def _id(self) -> str:
        number = next(self._numbers)
        return uuid7(MADE_AT + number, number.to_bytes(10, "big"))

    def _school(self) -> Record:
        values: dict[str, Value] = {
            "name": "範例高級中學",
            "profile": "senior-high",
            "school_year": "114",
            "outcome_cap": "6",
            "diverse_cap": "10",
            "outcome_quota": "3",
            "consent_outcome": self._prose.text(900),
            "consent_diverse": self._prose.text(900),
        }
        return Record(self._id(), "school", state="current", values=values)

    def _window(self, kind: str) -> Record:
        values: dict[str, Value] = {
            "kind": kind,
            "opens_at": stamp(NOW - timedelta(days=30)),
            "closes_at": stamp(NOW + timedelta(days=9)),
            "zone": "Asia/Taipei",
            "printed": "115 年 3 月 11 日 24:00",
            "school_year": "114",
        }
        return Record(self._id(), "window", state="current", values=values)

    def _news(self, place: int) -> Record:
        values: dict[str, Value] = {
            "title": self._prose.text(18),
            "body": self._prose.text(200),
            "published_on": f"2026-02-{place + 1:02d}",
        }
        return Record(self._id(), "announcement", state="current", values=values)

    def _course(self, place: int) -> Record:
        year = YEARS[place % len(YEARS)]
        values: dict[str, Value] = {
            "course": f"{year}-{place:03d}",
            "subject_name": self._prose.text(5),
            "year_term": year,
            "enrolment_mode": "semester",
            "teacher_name": "王小明",
            "student_name": "林小宇",
            "credits": "2",
        }
        return Record(self._id(), "enrolment", STUDENT, state="current", values=values)

    def _outcome(self, course: Record) -> Record:
        state = ("draft", "pending", "passed", "passed", "failed")[next(self._numbers) % 5]
        srv = {"source": "student", "submitted_at": stamp(NOW - timedelta(days=3)), "decided_by": "王小明"}
        values = {"summary": self._prose.text(90)}
        return Record(
            self._id(), "course_outcome", STUDENT, course.id, state, 1, 0, values, self._attached(), srv
        )

    def own(self, form: Form) -> Record:
        """A record of the student in that form."""
        values = {f.key: told for f in form.fields if (told := self._value(f)) is not None}
        files = self._attached(tuple(slot.key for slot in form.slots))
        return Record(
            self._id(), form.key, STUDENT, "", "editable", 1, 0, values, files, {"source": "student"}
        )

    def _value(self, field: Field) -> Value:
        match field:
            case Text():
                return self._prose.text(min(field.limit, 20 if field.lines == 1 else 90))
            case Choice():
                return self._code(self._codes[field.codes])
            case Day():
                return "2025-10-03"
            case Number():
                return "12"
            case YearTerm():
                return YEARS[next(self._numbers) % len(YEARS)]
        return None

    @staticmethod
    def _code(codes: CodeList) -> str:
        offered = codes.offered(114)
        return offered[len(offered) // 2].code if offered else ""

    def _attached(self, slots: tuple[str, ...] = ("document_file", "media_file")) -> dict[str, Attachment]:
        made: dict[str, Attachment] = {}
        for slot in slots[: 2 if next(self._numbers) % 4 == 0 else 1]:
            if len(self.files) < FILES:
                data = b"%PDF-1.4\n" + str(next(self._numbers)).encode() * 40
                sha = hashlib.sha256(data).hexdigest()
                self.files[sha] = data
                made[slot] = Attachment(sha, len(data), f"{self._prose.text(10)}.pdf", "application/pdf")
        return made


def desk(folder: Path, records: Iterable[Record] = (), files: Iterable[bytes] = ()) -> Desk:
    """The student's desk over a real encrypted store that holds these."""
    who = Identity("http://127.0.0.1", STUDENT, "s110001", "林小宇", "student", "senior-high", "範例高級中學")
    label = labels.Label(who.url, who.login, who.school)
    keys, _ = vault.create(folder / "copy", "benchmark-2026", label)
    opened = open_account(folder / "copy", keys, STUDENT)
    opened.store.apply(reply(records))
    for data in files:
        opened.blobs.adopt_bytes(data)
    clock = Clock(NOW - datetime.now(UTC))
    return Desk(who, opened.store, opened.blobs, resources.profile(who.profile), resources.codelists(), clock)


def reply(records: Iterable[Record], seq: int = 0) -> wire.PullReply:
    """One page with all of them, as the school would send it."""
    rows = list(_rows(records, seq))
    raw = msgspec.json.encode(rows)
    page = wire.ScopePage(
        1, Raw(raw), len(rows), hashlib.sha256(raw).hexdigest(), seq + len(rows), 9, more=False
    )
    server = uuid7(MADE_AT, bytes(10))
    return wire.PullReply(server, "request", "epoch-1", stamp(NOW), {"acc:all": page}, 30, end=True)


def _rows(records: Iterable[Record], seq: int) -> Iterator[wire.Row]:
    for place, record in enumerate(records, seq + 1):
        files = {slot: one.as_json() for slot, one in record.files.items()}
        yield wire.Row(
            id=record.id,
            form=record.form,
            ver=max(record.ver, 1),
            seq=place,
            owner=record.owner,
            parent=record.parent,
            state=record.state,
            values=dict(record.values),
            files=files,
            srv=dict(record.srv),
        )
