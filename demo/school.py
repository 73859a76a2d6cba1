"""Builds the demo school in a folder with the school's own services, and opens it on a port of this machine.

Built once: a second start finds everything there and only moves the periods on when one of them is over.
"""

import hashlib
import json
import socket
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from attrs import evolve, frozen

from demo import roster
from demo.classmates import hand_in
from demo.receipts import receipts
from demo.sample_pdfs import notice
from domain.calendar import Deadline, end_of_day, school_year_of
from domain.ids import uuid7
from domain.records import Record
from domain.windows import instant, stamp
from server.app import Embedded
from server.services import guiding
from server.services.accounts import Doorkeeper, NewAccount
from server.services.announcing import Notice, announce
from server.services.guiding import Assignment
from server.services.office import Office, init
from server.services.publishing import publish, teach
from server.settings import Settings

ZONE = "Asia/Taipei"
NOTE = "demo.json"


@frozen
class Place:
    """Where the demo school lives: its folder and the port it keeps, so that a computer finds it again."""

    folder: Path
    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def open(self) -> Embedded:
        """The school, not yet listening: start() and stop(), or `with`."""
        return Embedded(Settings(folder=self.folder, port=self.port))


def identity(name: str) -> str:
    """The same id for the same name at every start."""
    return uuid7(0, hashlib.sha256(name.encode()).digest()[:10])


def enrolment_id(student: str, course: str) -> str:
    return identity(f"enrolment {student} {course}")


def build(folder: Path, profile: str = "senior-high") -> Place:
    """The demo school of that kind in the folder, made when it is not there yet; not listening."""
    folder = folder.resolve()
    note = folder / NOTE
    if note.exists():
        place = Place(folder, int(json.loads(note.read_text(encoding="utf-8"))["port"]))
        _refresh_windows(place)
        return place
    place = Place(folder, free_port())
    init(Settings(folder=folder), profile)
    with place.open() as school:
        _fill(school.office, profile)
        with TemporaryDirectory() as room:
            hand_in(
                place.url,
                Path(room),
                {(s.student, s.course): enrolment_id(s.student, s.course) for s in roster.SENT},
            )
    note.write_text(json.dumps({"port": place.port, "profile": profile}), encoding="utf-8")
    return place


def _fill(office: Office, profile: str) -> None:
    door = Doorkeeper(office)
    door.add(NewAccount(p.account, p.name, p.role, roster.PASSWORD) for p in roster.EVERYBODY)
    door.close()
    today = datetime.now(ZoneInfo(ZONE)).date()
    publish(office, [_settings(profile, today), *_windows(today), *_people(), *_enrolments(profile, today)])
    publish(office, [*_cadres(today), *_announcements(today)])
    publish(office, (evolve(r, id=identity(name)) for name, r in receipts(profile, school_year_of(today))))
    with TemporaryDirectory() as room:
        file = notice(Path(room) / roster.ANNOUNCED_FILE)
        announce(office, Notice(file=file, id=identity("announcement 0")))
    guiding.assign(office, [Assignment(one.guide.account, one.kind, roster.CLASS) for one in roster.GUIDES])
    for course in roster.COURSES:
        teach(office, course.key, [course.teacher.account])


def _settings(profile: str, today: date) -> Record:
    values = {
        "name": roster.SCHOOL_NAME, "code": "999999", "profile": profile,
        "school_year": str(school_year_of(today)),
        "consent_outcome": roster.CONSENT_OUTCOME, "consent_diverse": roster.CONSENT_DIVERSE,
    }  # fmt: skip
    return Record(identity("school"), "school", values=values)


def _windows(today: date) -> Iterator[Record]:
    for window in roster.WINDOWS:
        opens = end_of_day(today + timedelta(days=window.first_day - 1), ZONE)
        closes = end_of_day(today + timedelta(days=window.last_day), ZONE)
        values = {
            "kind": window.kind, "opens_at": stamp(opens), "closes_at": stamp(closes), "zone": ZONE,
            "printed": Deadline(closes, ZONE).text,
        }  # fmt: skip
        yield Record(identity(f"window {window.kind}"), "window", values=values)


def _people() -> Iterator[Record]:
    for person in roster.EVERYBODY:
        values = {"name": person.name, "role": person.role.value, "email": f"{person.account}@example.edu.tw"}
        if person.number:
            values |= {"student_number": person.number, "class_name": roster.CLASS, "seat": person.seat}
        yield Record(identity(f"person {person.account}"), "person", person.account, values=values)


def _enrolments(profile: str, today: date) -> Iterator[Record]:
    year = school_year_of(today)
    for student in roster.STUDENTS:
        for course in roster.COURSES:
            values = {
                "course": course.key, "course_code": course.code, "subject_name": course.subject,
                "year_term": f"{year - course.back}-{course.term}", "enrolment_mode": course.mode,
                "grade_level": str(2 - course.back), "credits": course.credits,
                "teacher_name": course.teacher.name, "student_name": student.name,
                "student_number": student.number, "class_name": roster.CLASS, "seat": student.seat,
            }  # fmt: skip
            if profile == "experimental":
                values |= {"qualitative_comment": "主動提問，能把想法做成實驗。", "grade_text": "A"}
            yield Record(
                enrolment_id(student.account, course.key), "enrolment", student.account, values=values
            )


def _cadres(today: date) -> Iterator[Record]:
    year = school_year_of(today)
    for cadre in roster.CADRES:
        values = {
            "year_term": f"{year - cadre.back}-{cadre.term}", "unit_name": cadre.unit,
            "position_title": cadre.title, "cadre_level": cadre.level,
            "start_date": _day(year - cadre.back, cadre.first), "end_date": _day(year - cadre.back, cadre.last),
        }  # fmt: skip
        name = f"cadre {cadre.student} {cadre.unit} {cadre.term}"
        yield Record(identity(name), "school_cadre", cadre.student, values=values)


def _day(school_year: int, text: str) -> str:
    """ "-09-01" lies in the year the school year begins, "+01-20" in the next."""
    return f"{school_year + 1911 + text.startswith('+')}-{text[1:]}"


def _announcements(today: date) -> Iterator[Record]:
    for number, (title, body) in enumerate(roster.ANNOUNCEMENTS):
        day = (today - timedelta(days=3 * number + 1)).isoformat()
        values = {"title": title, "body": body, "published_on": day}
        yield Record(identity(f"announcement {number}"), "announcement", values=values)


def _refresh_windows(place: Place) -> None:
    """A demo school found again later is still open."""
    with place.open() as school:
        today = datetime.now(ZoneInfo(ZONE)).date()
        fresh = tuple(_windows(today))
        old = {record.id: record for record in _standing(school.office)}
        ends = [instant(old[one.id].text("closes_at")) for one in fresh if one.id in old]
        if any(end is None or end <= datetime.now(UTC) for end in ends):
            publish(school.office, fresh)


def _standing(office: Office) -> tuple[Record, ...]:
    from server.db import rows  # noqa: PLC0415 - SQLAlchemy, only where the database is read

    return tuple(office.database.read(lambda conn: rows.of_forms(conn, ("window",))).result())


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def accounts() -> str:
    """The accounts as they are printed for whoever tries the demo."""
    lines = [f"{p.account:<4} {p.name}（{ROLE_WORDS[p.role.value]}）" for p in roster.EVERYBODY]
    return "\n".join([f"密碼都是 {roster.PASSWORD}", *lines])


ROLE_WORDS = {"student": "學生", "teacher": "教師", "counselor": "輔導教師", "administrator": "管理者"}
