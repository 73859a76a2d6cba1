"""A school, its people and its records for tests of the rules: small, complete, and frozen at one moment."""

from datetime import UTC, datetime, timedelta
from typing import Any

from attrs import evolve

from derive.resources import codelists, profile
from domain import intents
from domain.ids import uuid7
from domain.intents import Action, Intent
from domain.mutators import Context, Outcome, perform
from domain.people import Actor, Facts, Role, School, Settings
from domain.records import Attachment, Record
from domain.windows import Window

NOW = datetime(2026, 2, 20, 4, 0, tzinfo=UTC)
CLOSES = datetime(2026, 2, 28, 16, 0, tzinfo=UTC)
"""The end of 28 February in Taipei."""

AMY = Actor("amy", Role.STUDENT, "王品妍")
BEN = Actor("ben", Role.STUDENT, "林祥")
CHEN = Actor("chen", Role.TEACHER, "陳玉珊")
COUNSELOR = Actor("lee", Role.COUNSELOR, "張雅惠")
ADMIN = Actor("admin", Role.ADMINISTRATOR, "吳明德")

PDF = Attachment("a" * 64, 1000, "報告.pdf", "application/pdf")
MP4 = Attachment("b" * 64, 2000, "影片.mp4", "video/mp4")
COURSE = uuid7(1, bytes(10))

COMPETITION = {
    "year_term": "114-1",
    "competition_name": "數學競賽",
    "event_category": "個人",
    "competition_field": "local-science",
    "competition_level": "1",
    "award": "第一名",
    "result_date": "2025-11-30",
    "participation_type": "1",
    "description": "我解了三題。",
}

_numbers = iter(range(1, 1_000_000))


def new_id() -> str:
    return uuid7(next(_numbers), b"0123456789")


def school(key: str = "senior-high", *windows: Window, now: datetime = NOW, **settings: Any) -> School:
    """A school with the profile; without windows, so without deadlines, unless some are given."""
    return School(profile(key), codelists(), now, Settings(school_year=114, **settings), windows)


def window(kind: str, closes: datetime | None = CLOSES, year: str = "114", **more: Any) -> Window:
    return Window(kind, closes_at=closes, school_year=year, **more)


def after(moment: datetime = CLOSES) -> datetime:
    return moment + timedelta(seconds=1)


def outcome(state: str = "draft", **srv: Any) -> Record:
    """A complete outcome of Amy's."""
    values = {"summary": "我學會了閱讀。"}
    made = Record(new_id(), "course_outcome", "amy", COURSE, state, 1, 1, values, {"document_file": PDF}, srv)
    return (
        made.with_srv(reviewed_hash=made.content_hash) if state in ("passed", "failed", "revoked") else made
    )


def competition(selection: str = "none", **srv: Any) -> Record:
    """A complete 競賽表現 of Amy's."""
    chosen = {} if selection == "none" else {"selection": selection}
    files = {"document_file": PDF}
    return Record(new_id(), "competition", "amy", "", "editable", 1, 1, COMPETITION, files, {**chosen, **srv})


def receipt(state: str = "open") -> Record:
    values = {"year_term": "114-1", "category": "outcomes"}
    return Record(new_id(), "receipt", "amy", "", state, 1, 1, values, srv={"source": "school"})


def enrolment(owner: str = "amy", record: str = COURSE, **values: str) -> Record:
    given = {"course": "chinese", "subject_name": "國語文", "year_term": "114-1", **values}
    return Record(record, "enrolment", owner, state="current", values=given)


def filled(record: Record, **values: Any) -> Record:
    return evolve(record, values={**record.values, **values})


def say(action: Action, record: Record, d: dict[str, Any] | None = None) -> Intent:
    """The intent as a client would make it, having seen the record as it is."""
    if d is None:
        match action:
            case Action.SUBMIT:
                d = intents.submission(record.content_hash, record.files)
            case Action.CERTIFY | Action.REJECT | Action.REVOKE:
                d = intents.decision(record.content_hash)
            case _:
                d = intents.seen(record.content_hash)
    return Intent(new_id(), action, record.id, record.form, d)


def write(record: Record, **changes: Any) -> Intent:
    """A save that was typed over the record as it is."""
    d = intents.save({key: (record.values.get(key), value) for key, value in changes.items()}, record.parent)
    return Intent(new_id(), Action.SAVE, record.id, record.form, d)


def do(
    actor: Actor,
    intent: Intent,
    record: Record | None,
    at: School,
    facts: Facts | None = None,
    device: str = "home",
) -> Outcome:
    """What the school makes of it; a teacher teaches the course, and a student has agreed, unless said otherwise."""
    usual = Facts(teaches=actor.role is Role.TEACHER, consented=True, school_year="114")
    return perform(intent, record, Context(actor, at, facts or usual, device))
