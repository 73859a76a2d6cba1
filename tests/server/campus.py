"""A small school for the tests: two students, two teachers, two courses, and short words for what people do."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Raw

from domain import intents
from domain.ids import uuid7
from domain.intents import Action, Intent
from domain.people import Role
from domain.records import Attachment, Record
from server.services import pulling, pushing
from server.services.accounts import Doorkeeper, NewAccount
from server.services.inspecting import Inspector
from server.services.office import Office
from server.services.publishing import publish, set_school, teach
from server.services.pushing import Arrival
from server.services.uploading import Claim, Uploads
from sync import wire

PASSWORD = "correct horse"
START = datetime(2026, 2, 20, 8, tzinfo=UTC)
DEADLINE = datetime(2026, 2, 28, 16, tzinfo=UTC)
PDF_TEXT = b"\n".join(
    [
        b"%PDF-1.4",
        b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj",
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj",
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj",
        b"xref",
        b"0 4",
        b"0000000000 65535 f ",
        b"0000000009 00000 n ",
        b"0000000052 00000 n ",
        b"0000000101 00000 n ",
        b"trailer<</Size 4/Root 1 0 R>>",
        b"startxref",
        b"164",
        b"%%EOF",
        b"",
    ]
)


class SchoolClock:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        self.now += timedelta(**span)


def new_id() -> str:
    return uuid7(1_770_000_000_000, secrets.token_bytes(10))


def pdf(mark: str = "") -> bytes:
    """A sound PDF, different for every mark."""
    return PDF_TEXT.replace(b"%PDF-1.4\n", f"%PDF-1.4\n% {mark}\n".encode()) if mark else PDF_TEXT


def attachment(data: bytes, name: str = "報告.pdf", mime: str = "application/pdf") -> Attachment:
    return Attachment(hashlib.sha256(data).hexdigest(), len(data), name, mime)


class Campus:
    """The school, and everybody's hands."""

    def __init__(self, office: Office, clock: SchoolClock, inspector: Inspector | None = None) -> None:
        self.office = office
        self.inspector = inspector or Inspector()
        self.clock = clock
        self.enrolments: dict[str, str] = {}

    def populate(self) -> "Campus":
        doorkeeper = Doorkeeper(self.office)
        doorkeeper.add(
            [
                NewAccount("amy", "王小明", Role.STUDENT, PASSWORD),
                NewAccount("ben", "李大同", Role.STUDENT, PASSWORD),
                NewAccount("chen", "陳老師", Role.TEACHER, PASSWORD),
                NewAccount("dou", "竇老師", Role.TEACHER, PASSWORD),
                NewAccount("admin", "管理者", Role.ADMINISTRATOR, PASSWORD),
            ]
        )
        doorkeeper.close()
        teach(self.office, "chinese", ["chen"])
        teach(self.office, "maths", ["dou"])
        values = {
            "name": "示範高中",
            "school_year": "114",
            "outcome_cap": "2",
            "outcome_quota": "3",
            "diverse_cap": "1",
        }
        set_school(self.office, values)
        made = publish(
            self.office,
            [
                Record(
                    "",
                    "enrolment",
                    who,
                    values={"course": course, "subject_name": course, "year_term": "114-1"},
                )
                for who in ("amy", "ben")
                for course in ("chinese", "maths")
            ],
        )
        self.enrolments = {f"{one.owner}/{one.text('course')}": one.id for one in made}
        return self

    def window(self, kind: str = "outcome_submit", closes: datetime = DEADLINE, year: str = "114") -> None:
        values = {
            "kind": kind,
            "closes_at": closes.isoformat(),
            "zone": "Asia/Taipei",
            "printed": "2月28日 24:00",
        }
        publish(self.office, [Record("", "window", values=values | ({"school_year": year} if year else {}))])

    # ---- what people do

    def push(self, who: str, *told: Intent | wire.PushItem, **more: Any) -> wire.PushReply:
        items = [one if isinstance(one, wire.PushItem) else wire.PushItem(Raw(one.encode())) for one in told]
        device = more.pop("device", f"{who}-pc")
        message = wire.Push(1, 1, "req", device, items, **more)
        return pushing.take(self.office, Arrival(who, device, self.clock()), message)

    def do(self, who: str, *told: Intent, **more: Any) -> list[wire.Result]:
        return self.push(who, *told, **more).results

    def one(self, who: str, told: Intent, **more: Any) -> wire.Result:
        return self.do(who, told, **more)[0]

    def pull(self, who: str, scopes: Mapping[str, wire.Cursor] | None = None, **more: Any) -> wire.PullReply:
        return pulling.answer(self.office, who, wire.Pull(1, 1, "req", dict(scopes or {}), **more))

    def rows(self, who: str, scope: str = "") -> dict[str, wire.Row]:
        page = self.pull(who).scopes[scope or f"acc:{who}"]
        return {row.id: row for row in rows_of(page)}

    def send(self, who: str, data: bytes) -> wire.BlobState:
        uploads = Uploads(self.office, self.inspector)
        claim = Claim(who, hashlib.sha256(data).hexdigest(), len(data), 0)
        receiving = uploads.begin(claim)
        receiving.write(data)
        return uploads.end(claim, receiving.close())

    # ---- intents

    def outcome(self, who: str = "amy", course: str = "chinese", file: bytes = b"", **values: str) -> Intent:
        """A new outcome, complete unless told otherwise."""
        given = {"summary": "我學會了閱讀。", **values}
        d = intents.save(
            {k: (None, v) for k, v in given.items() if v}, parent=self.enrolments[f"{who}/{course}"]
        )
        if file:
            d = intents.with_file(d, "document_file", None, attachment(file))
        return Intent(new_id(), Action.SAVE, new_id(), "course_outcome", d)

    def submitted(self, file: bytes, who: str = "amy", course: str = "chinese", **values: str) -> str:
        """An outcome that was sent; its record id."""
        made = self.outcome(who, course, file, **values)
        assert self.one(who, made).status == "applied"
        result = self.one(who, self.submit(made.record, who))
        assert result.status == "applied", result
        return made.record

    def record(self, who: str, record: str) -> Record:
        row = self.rows(who)[record]
        files = {slot: Attachment(**one) for slot, one in row.files.items()}
        return Record(
            row.id, row.form, row.owner, row.parent, row.state, values=row.values, files=files, srv=row.srv
        )

    def edit(
        self, record: str, key: str, before: str | None, after: str, form: str = "course_outcome"
    ) -> Intent:
        return Intent(new_id(), Action.SAVE, record, form, intents.save({key: (before, after)}))

    def save(self, made: Intent, field: str, text: str, file: bytes = b"") -> Intent:
        """A change of what the outcome `made` began with, by somebody who has seen nothing since."""
        d = intents.save({field: (made.d["f"][field]["to"], text)}, parent=made.d["parent"])
        if file:
            d = intents.with_file(d, "document_file", None, attachment(file))
        return Intent(new_id(), Action.SAVE, made.record, made.form, d)

    def submit(self, record: str, who: str = "amy") -> Intent:
        seen = self.record(who, record)
        return Intent(
            new_id(),
            Action.SUBMIT,
            record,
            "course_outcome",
            intents.submission(seen.content_hash, seen.files),
        )

    def act(self, action: Action, record: str, owner: str = "amy", form: str = "course_outcome") -> Intent:
        seen = self.record(owner, record).content_hash
        d = intents.decision(seen) if action in (Action.CERTIFY, Action.REJECT) else intents.seen(seen)
        return Intent(new_id(), action, record, form, d)


def rows_of(page: wire.ScopePage) -> list[wire.Row]:
    assert hashlib.sha256(bytes(page.rows)).hexdigest() == page.digest
    rows = msgspec.json.decode(bytes(page.rows), type=list[wire.Row])
    assert len(rows) == page.count
    return rows


def cursors(reply: wire.PullReply) -> dict[str, wire.Cursor]:
    return {scope: wire.Cursor(page.gen, page.seq, page.nonce) for scope, page in reply.scopes.items()}


def know_enrolments(campus: Campus) -> None:
    """The enrolments of the template, which the office knows already."""
    for who in ("amy", "ben"):
        for row in campus.rows(who).values():
            if row.form == "enrolment":
                campus.enrolments[f"{who}/{row.values['course']}"] = row.id


def copied(source: Path, target: Path) -> None:
    """A folder as it is, with its modes."""
    for path in source.rglob("*"):
        if path.is_file():
            place = target / path.relative_to(source)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(path.read_bytes())
            place.chmod(path.stat().st_mode)
