"""The school's own services in one process: bytes in, bytes out, as its door would answer them."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
from attrs import evolve
from sqlalchemy import event, insert

from domain.errors import LichengError
from domain.kinds import Kind
from domain.records import Record
from server.blobs.final import final
from server.blobs.incoming import Incoming
from server.db import tables
from server.db.engine import Database
from server.services import publishing, pulling, pushing, uploading
from server.services.marks import TimelineMismatch
from server.services.office import Office, init, open_office
from server.services.pulse import Pulse
from server.settings import Settings
from sync import wire
from sync.answers import Answer
from tests.simulator.transport import Asked
from tests.simulator.world import SimClock

PEOPLE = {"s1": "student", "s2": "student", "t1": "teacher", "t2": "teacher"}
COURSES = {"c1": ("t1", "t2"), "c2": ("t2",)}
ENROLMENTS = {
    "s1": "01900000-0000-7000-8000-0000000000e1",
    "s2": "01900000-0000-7000-8000-0000000000e2",
}
COURSE_OF = {"s1": "c1", "s2": "c2"}


class Trusting:
    """Takes every file for a PDF: opening files is tested elsewhere."""

    def judge(self, _path: Path, _profile: object) -> Kind:
        return Kind.PDF

    def close(self) -> None:
        pass


def make_template(folder: Path, profile: str) -> Path:
    """A school with its people, courses and enrolments, to be copied for each history."""
    init(Settings(folder=folder), profile)
    office = open_office(Settings(folder=folder), SimClock())
    blank = {"email": "", "password": "", "otp_secret": "", "active": True}
    people = [{"id": one, "name": one, "role": role, **blank} for one, role in PEOPLE.items()]
    office.database.write(lambda conn: conn.execute(insert(tables.account), people).rowcount).result()
    for course, teachers in COURSES.items():
        publishing.teach(office, course, teachers)
    publishing.publish(office, [_enrolment(student) for student in ENROLMENTS])
    school = {"name": "示範高中", "profile": profile, "school_year": "114", "outcome_quota": "4", "outcome_cap": "2"}
    publishing.publish(office, [Record("", "school", values=school)])
    office.close()
    return folder


def _enrolment(student: str) -> Record:
    values = {"course": COURSE_OF[student], "subject_name": "數學", "year_term": "114-1"}
    return Record(ENROLMENTS[student], "enrolment", owner=student, values=values)


class SimSchool:
    """One school of one history. Answers what arrives, in the order in which it arrives."""

    def __init__(self, template: Path, folder: Path, clock: SimClock) -> None:
        shutil.copytree(template, folder, dirs_exist_ok=True)
        settings = Settings(folder=folder, threads=1)
        self.clock = clock
        self.office = _opened(settings, clock)
        self.uploads = uploading.Uploads(self.office)
        self.uploads._inspector = Trusting()  # type: ignore[assignment]
        self.seen: list[tuple[wire.Push, wire.PushReply]] = []

    def close(self) -> None:
        self.uploads.close()
        self.office.close()

    def rows(self, query: Any) -> list[Any]:
        return list(self.office.database.read(lambda conn: conn.execute(query).all()).result())

    def answer(self, asked: Asked) -> Answer:
        """What the school's door would say to the request."""
        try:
            return self._door(asked)
        except TimelineMismatch as error:
            return _problem(409, wire.Problem("timeline_mismatch", "時間線不同。", epoch=error.epoch))
        except uploading.WrongOffset as error:
            return _problem(409, wire.Problem("offset", "請從別處接續。", offset=error.offset))
        except LichengError as error:
            return _problem(422, wire.Problem(error.code, error.sentence))
        except msgspec.ValidationError as error:
            return _problem(400, wire.Problem("bad_request", str(error)))

    def _door(self, asked: Asked) -> Answer:
        match asked.kind:
            case "push":
                message = msgspec.json.decode(asked.body, type=wire.Push)
                return _said(self.push(asked, message))
            case "pull":
                return _said(pulling.answer(self.office, asked.account, msgspec.json.decode(asked.body, type=wire.Pull)))
            case "state":
                return _said(self.uploads.state(asked.account, asked.name))
            case "put":
                return _said(self._put(asked))
            case "get":
                return self._get(asked)
        raise AssertionError(asked.kind)

    def push(self, asked: Asked, message: wire.Push) -> wire.PushReply:
        arrival = pushing.Arrival(asked.account, asked.device, self.clock())
        reply = pushing.take(self.office, arrival, message)
        self.seen.append((message, reply))
        return reply

    def _put(self, asked: Asked) -> wire.BlobState:
        claim = uploading.Claim(asked.account, asked.name, asked.size, asked.offset)
        state = self.uploads.state(asked.account, asked.name)
        if state.verified:
            return state
        receiving = self.uploads.begin(claim)
        receiving.write(asked.body)
        return self.uploads.end(claim, receiving.close())

    def _get(self, asked: Asked) -> Answer:
        def size(conn: Any) -> int | None:
            return uploading.readable(conn, asked.account, asked.name, pulling.entitled(conn, asked.account))

        known = self.office.database.read(size).result()
        if known is None:
            return _problem(404, wire.Problem("missing", "學校沒有這個檔案。"))
        data = b"".join(self.office.final.read(asked.name, 0, known))
        return Answer(200, "application/octet-stream", data)


def _opened(settings: Settings, clock: SimClock) -> Office:
    """The office over a copied database; nothing needs to survive a power cut here."""
    database = Database(settings.database, settings.threads)
    event.listen(database.engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous = OFF"))
    return evolve(
        _template_office(settings.folder.name.partition("-")[0], settings),
        settings=settings,
        database=database,
        final=final(settings.blobs, {}),
        incoming=Incoming(settings.incoming),
        clock=clock,
        pulse=Pulse(),
    )


_OFFICES: dict[str, Office] = {}


def _template_office(kind: str, settings: Settings) -> Office:
    """Keys, codes and ids are the same in all copies of one template."""
    if kind not in _OFFICES:
        office = open_office(settings, SimClock())
        office.close()
        _OFFICES[kind] = office
    return _OFFICES[kind]


@contextmanager
def school_of(template: Path, folder: Path, clock: SimClock) -> Iterator[SimSchool]:
    school = SimSchool(template, folder, clock)
    try:
        yield school
    finally:
        school.close()
        shutil.rmtree(folder, ignore_errors=True)


def body_of(item: wire.PushItem) -> dict[str, Any]:
    return json.loads(bytes(item.body))


def _said(message: object) -> Answer:
    return Answer(200, wire.MEDIA_TYPE, msgspec.json.encode(message))


def _problem(status: int, problem: wire.Problem) -> Answer:
    return Answer(status, wire.MEDIA_TYPE, msgspec.json.encode(problem))
