"""Builds the great school: accounts, courses, three years of acts, picks, receipts, reports, and some that came late.

Everything goes through the school's own services, so that digests, marks, history and receipts are what they would be.
Three short cuts: one password hash for everybody, a file that is the same for many is stored once and held by each, and
the disk is not waited for.
"""

import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any

from sqlalchemy import Connection, event, func, select

from demo import roster
from demo.great import papers
from demo.great.acts import Hands, Hour, Sent
from demo.great.papers import TEXTS, Town, town
from demo.great.people import SEED
from demo.great.words import Writer
from demo.sample_pdfs import learning_plan, reading_report
from demo.school import NOTE, Place, free_port, identity
from domain import intents
from domain.calendar import school_year_of
from domain.forms import FORMS
from domain.intents import Action
from domain.records import Attachment, Record
from domain.windows import KINDS, stamp
from server.db import tables
from server.services import passwords
from server.services.inspecting import Inspector
from server.services.office import Office, init, instant_text, open_office
from server.services.publishing import publish
from server.services.uploading import Claim, Uploads
from server.settings import Settings

SHARES = {0: (1.0,), 1: (0.5, 0.5), 2: (0.34, 0.33, 0.33)}
"""By grade: how a student's work is spread over the years, the oldest first."""

PICKING, REPORTING, LATE = 0.6, 30, 24
Told = Callable[[str], None]


def place_of(folder: Path, size: int, profile: str = "senior-high") -> Place:
    """The great school in the folder, made with a word for each step when it is not there yet."""
    note = folder / NOTE
    if not note.exists():
        began = monotonic()

        def tell(what: str) -> None:
            sys.stdout.write(f"{monotonic() - began:6.0f} 秒　{what}\n")
            sys.stdout.flush()

        records = build(folder, size, datetime.now(UTC).date(), tell, profile)
        tell(f"共 {records} 筆，{folder}")
        note.write_text(json.dumps({"port": free_port(), "profile": profile}), encoding="utf-8")
    place = Place(folder, int(json.loads(note.read_text(encoding="utf-8"))["port"]))
    sys.stdout.write(f"{place.url}\n管理者 a1、教師 t001、學生 g0001；密碼都是 {roster.PASSWORD}\n")
    return place


def build(
    folder: Path, size: int, today: date, tell: Told = lambda _: None, profile: str = "senior-high"
) -> int:
    """The school in the folder, which must be new; how many records it has."""
    settings = Settings(folder=folder.resolve())
    init(settings, profile)
    year = school_year_of(today)
    hour = Hour(datetime(year - 2 + 1911, 9, 1, 0, 0, tzinfo=UTC))
    office = open_office(settings, hour)
    event.listen(office.database.engine, "checkout", _in_memory)
    try:
        return _fill(office, hour, town(size), year, today, tell)
    finally:
        event.remove(office.database.engine, "checkout", _in_memory)
        office.close()


def _in_memory(connection: Any, _record: object, _proxy: object) -> None:
    """A school that is being made need not survive a power cut: the disk is told at the end."""
    connection.execute("PRAGMA synchronous = OFF")


def _fill(office: Office, hour: Hour, everybody: Town, year: int, today: date, tell: Told) -> int:
    rng = Random(SEED + 1)
    _accounts(office, everybody)
    publish(
        office,
        [papers.settings(office, year), *papers.persons(everybody), *papers.enrolments(everybody, year)],
    )
    tell("帳號、課程與修課")
    hands = Hands(office, hour, rng, Writer(rng, year), _files(office, everybody))
    own: dict[str, list[Record]] = {}
    passed: dict[str, list[Sent]] = {}
    for back in (2, 1, 0):
        own, passed = _school_year(hands, everybody, year - back, back)
        tell(f"{year - back} 學年度的成果、多元表現與認證")
    hour.to(datetime(today.year, today.month, today.day, tzinfo=UTC) - timedelta(days=20))
    _picks(hands, everybody, year, own, passed)
    tell("同意書與勾選")
    publish(
        office, [*papers.cadres(everybody, year), *papers.receipts(everybody, year), *papers.news(hour.now)]
    )
    _reports(hands, everybody)
    tell("幹部、收訖明細、公告與回報")
    _late(hands, everybody, year, today)
    tell("作業期間與逾時")
    return _count(office)


def _accounts(office: Office, everybody: Town) -> None:
    hashed = passwords.hashed(roster.PASSWORD)
    rows = [
        {
            "id": one.account, "name": one.name, "role": one.role.value, "email": f"{one.account}@example.edu.tw",
            "password": hashed, "otp_secret": "", "active": True,
        }
        for one in (*everybody.students, *everybody.staff)
    ]  # fmt: skip
    teach = {(one.key, one.teacher.account) for found in everybody.courses.values() for one in found}
    taught = [{"course": course, "account": account} for course, account in sorted(teach)]

    def work(conn: Connection) -> None:
        conn.execute(tables.account.insert(), rows)
        conn.execute(tables.course_teacher.insert(), taught)

    office.database.write(work).result()


def _files(office: Office, everybody: Town) -> tuple[Attachment, ...]:
    """Real files, sent once through the school's own door; then everybody holds them."""
    inspector = Inspector()
    uploads = Uploads(office, inspector)
    found, first = [], everybody.students[0].account
    with TemporaryDirectory() as room:
        for make, name in ((reading_report, "閱讀心得.pdf"), (learning_plan, "學習計畫.pdf")):
            data = make(Path(room) / name).read_bytes()
            file = Attachment(hashlib.sha256(data).hexdigest(), len(data), name, "application/pdf")
            claim = Claim(first, file.sha256, len(data), 0)
            receiving = uploads.begin(claim)
            receiving.write(data)
            uploads.end(claim, receiving.close())
            found.append(file)
    uploads.close()
    at = instant_text(office.clock())
    rows = [
        {"account": one.account, "sha256": file.sha256, "at": at}
        for one in everybody.students[1:]
        for file in found
    ]
    office.database.write(lambda conn: conn.execute(tables.holder.insert(), rows)).result()
    return tuple(found)


def _school_year(
    hands: Hands, everybody: Town, year: int, back: int
) -> tuple[dict[str, list[Record]], dict[str, list[Sent]]]:
    """Everybody who was here in that year writes; then the teachers certify, all but the newest."""
    hands.hour.to(datetime(year + 1911, 10, 1, 0, 0, tzinfo=UTC))
    waiting: dict[str, list[tuple[str, Sent]]] = defaultdict(list)
    own: dict[str, list[Record]] = {}
    for student in everybody.students:
        if student.grade < back:
            continue
        share = SHARES[student.grade][student.grade - back]
        there = [
            (papers.enrolment_id(student, one), one.teacher.account)
            for one in everybody.courses[student.class_name]
            if one.back == back
        ]
        sent, own[student.account] = hands.work_of_a_year(student, there, year, share, back == 0)
        for one in sent:
            waiting[one.teacher].append((student.account, one))
    passed: dict[str, list[Sent]] = defaultdict(list)
    for teacher, found in sorted(waiting.items()):
        whose = {one.record: account for account, one in found}
        due = [one for _, one in found if back or hands.rng.random() < 0.75]
        for one in hands.decided(teacher, due):
            passed[whose[one.record]].append(one)
    return own, passed


def _picks(
    hands: Hands, everybody: Town, year: int, own: dict[str, list[Record]], passed: dict[str, list[Sent]]
) -> None:
    """Some of the students pick; of two grades the office has locked, of one it has handed in."""
    chosen: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    for one in everybody.students:
        if hands.rng.random() < PICKING:
            mine = own.get(one.account, [])
            chosen[one.grade] += hands.picked(one.account, year, TEXTS, passed.get(one.account, []), mine)
    for grades, action in (((1, 2), Action.LOCK), ((2,), Action.SEND)):
        said = [
            hands.intent(action, record, form, intents.seen(seen))
            for grade in grades
            for record, form, seen in chosen[grade]
        ]
        hands.say("a1", said)


def _reports(hands: Hands, everybody: Town) -> None:
    step = max(len(everybody.students) // REPORTING, 1)
    for one in everybody.students[::step]:
        d = intents.save(
            {"about": (None, "school_cadre"), "subject": (None, "學藝股長"), "text": (None, "結束日期不對")}
        )
        hands.say(one.account, [hands.intent(Action.SAVE, hands.id(), "inquiry", d)])


def _late(hands: Hands, everybody: Town, year: int, today: date) -> None:
    """The windows of this year; the first has ended, and some students send after it."""
    end = datetime(today.year, today.month, today.day, tzinfo=UTC) - timedelta(days=2)
    hands.hour.to(end - timedelta(days=3))
    windows = []
    for place, kind in enumerate(KINDS):
        closes = end if kind == "outcome_submit" else end + timedelta(days=9 + 5 * place)
        values = {
            "kind": kind, "opens_at": stamp(end - timedelta(days=40)), "closes_at": stamp(closes),
            "zone": "Asia/Taipei", "school_year": str(year),
        }  # fmt: skip
        windows.append(Record(identity(f"great window {kind}"), "window", values=values))
    publish(hands.office, windows)
    step = max(len(everybody.students) // LATE, 1)
    for one in everybody.students[::step]:
        there = [course for course in everybody.courses[one.class_name] if course.back == 0]
        enrolment = papers.enrolment_id(one, hands.rng.choice(there))
        form = "course_outcome"
        record, saving = hands.written(FORMS[form], one.account, year, enrolment)
        hands.say(one.account, [saving])
        hands.hour.to(end + timedelta(hours=1))
        d = intents.submission(record.content_hash, record.files)
        hands.say(one.account, [hands.intent(Action.SUBMIT, record.id, form, d)])


def _count(office: Office) -> int:
    query = select(func.count()).select_from(tables.record)
    return int(office.database.read(lambda conn: conn.scalar(query)).result() or 0)
