"""The school's own services in one process: bytes in, bytes out, as its door would answer them."""

import shutil
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime, timedelta
from errno import ENOSPC
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import event, insert, select, update
from sqlalchemy.exc import DBAPIError

from domain.errors import LichengError
from domain.kinds import Kind
from domain.mutators import GRANTED, HELD, REFUSED_LATE
from domain.records import Record
from server.db import dialect, tables
from server.routes.answers import Refusal
from server.services import publishing, pulling, pushing, uploading
from server.services.marks import TimelineMismatch
from server.services.office import Clock, Office, init, open_office
from server.settings import Settings
from sync import wire
from sync.answers import Answer
from tests.simulator import watch
from tests.simulator.prepared import Kept, prepare
from tests.simulator.transport import Asked
from tests.simulator.world import START, SimClock

PEOPLE = {"s1": "student", "s2": "student", "t1": "teacher", "t2": "teacher", "o1": "administrator"}
COURSES = {"c1": ("t1", "t2"), "c2": ("t2",)}
ENROLMENTS = {
    "s1": "01900000-0000-7000-8000-0000000000e1",
    "s2": "01900000-0000-7000-8000-0000000000e2",
}
DEADLINE = START + timedelta(hours=9)
COURSE_OF = {"s1": "c1", "s2": "c2"}
MOVES = tuple((student, course) for student in ENROLMENTS for course in COURSES)


class AtOnce:
    """Runs a job where it was asked for: one thread tells one story, the same each time."""

    def submit(self, work: Callable[..., Any], *args: Any) -> Future[Any]:
        done: Future[Any] = Future()
        try:
            done.set_result(work(*args))
        except Exception as error:  # noqa: BLE001 - the asker gets it, as from a pool
            done.set_exception(error)
        return done

    def shutdown(self) -> None:
        pass


class Trusting:
    """Takes every file for a PDF: opening files is tested elsewhere."""

    def judge(self, _path: Path, _profile: object) -> Kind:
        return Kind.PDF

    def close(self) -> None:
        pass


def make_template(folder: Path, profile: str, url: str = "") -> Path:
    """A school with its people, courses and enrolments, to be copied for each history."""
    init(Settings(folder=folder, database_url=url), profile)
    office = open_office(Settings(folder=folder, database_url=url), SimClock())
    blank = {"email": "", "password": "", "otp_secret": "", "active": True}
    people = [{"id": one, "name": one, "role": role, **blank} for one, role in PEOPLE.items()]
    office.database.write(lambda conn: conn.execute(insert(tables.account), people).rowcount).result()
    for course, teachers in COURSES.items():
        publishing.teach(office, course, teachers)
    publishing.publish(office, [_enrolment(student, COURSE_OF[student]) for student in ENROLMENTS])
    school = {
        "name": "示範高中",
        "profile": profile,
        "school_year": "114",
        "outcome_quota": "4",
        "outcome_cap": "2",
    }
    ends = {"kind": "outcome_submit", "closes_at": DEADLINE.isoformat(), "zone": "Asia/Taipei"}
    publishing.publish(office, [Record("", "school", values=school), Record("", "window", values=ends)])
    office.close()
    return folder


def _enrolment(student: str, course: str) -> Record:
    values = {"course": course, "subject_name": "數學", "year_term": "114-1"}
    return Record(ENROLMENTS[student], "enrolment", owner=student, values=values)


class SimSchool:
    """One school, history after history. Answers what arrives, in the order in which it arrives."""

    def __init__(self, template: Path, folder: Path, url: str = "") -> None:
        shutil.copytree(template, folder)
        self._template = template
        self._settings = Settings(folder=folder, threads=1, database_url=url)
        self.clock = SimClock()
        self.office, self._kept = _opened(self._settings, lambda: self.clock.now)
        self.uploads = uploading.Uploads(self.office, Trusting())  # type: ignore[arg-type]
        self.full = False
        self.arrived: dict[str, datetime] = {}
        """When each intent was taken in for the first time; no backup holds it."""
        self.told: dict[str, str] = {}
        """What each intent was told first."""
        self.deadlines: list[tuple[datetime, datetime]] = []
        """(since when, end of sending), in the order in which they came into force."""
        self.counts: Counter[str] = Counter()
        self.before_push: Callable[[SimSchool, wire.Push], None] | None = None

    def restart(self, clock: SimClock) -> None:
        """Another history: the database and the files as they were at the beginning."""
        self.clock = clock
        self.before_push = None
        self.arrived, self.told, self.deadlines, self.counts = {}, {}, [(START, DEADLINE)], Counter()
        self._kept.close()
        self._bring(self._template)

    def start_again(self) -> None:
        """The school's process ends and begins anew over the same disk."""
        self._kept.close()
        self.uploads = uploading.Uploads(self.office, Trusting())  # type: ignore[arg-type]

    def fill(self) -> None:
        """The school's disk is full: SQLite's own fault at the next page, and the system's at the next file."""
        self._kept.full = self.full = True

    def lock(self) -> None:
        """Another process holds the database when the next transaction begins."""
        self._kept.locked = True

    def mend(self) -> None:
        self._kept.full = self.full = False

    def epoch(self) -> str:
        return str(self.rows(select(tables.school_feed.c.epoch))[0].epoch)

    def members(self, account: str) -> Any:
        """The account's scopes, and where every record stands in which scope."""
        return self.office.database.read(
            lambda conn: watch.entitled_members(conn, self.office, account)
        ).result()

    def move(self, student: str, course: str) -> None:
        """The office puts the student into a course; the outcomes go along."""
        publishing.publish(self.office, [_enrolment(student, course)])

    def back_up(self) -> None:
        """Put a copy of the database and of the files aside."""
        self._kept.close()
        shutil.rmtree(self._backup, ignore_errors=True)
        shutil.copytree(self._settings.folder, self._backup)

    def go_back(self, tell: bool) -> None:
        """The disk is lost; the copy comes back. tell: whether the operator gives the timeline a new name."""
        self._kept.close()
        self._bring(self._backup)
        self.counts["went_back"] += 1
        [window] = self.rows(select(tables.record).where(tables.record.c.form == "window"))
        ends = datetime.fromisoformat(window._mapping["values"]["closes_at"])
        self.deadlines.append((self.clock(), ends))
        if tell:
            renamed = update(tables.school_feed).values(epoch=f"again-{self.clock.now.timestamp()}")
            self.office.database.write(lambda conn: conn.execute(renamed).rowcount).result()

    @property
    def _backup(self) -> Path:
        return self._settings.folder.with_name(self._settings.folder.name + "-backup")

    def _bring(self, source: Path) -> None:
        folder = self._settings.folder
        for name in ("blobs", "incoming"):
            shutil.rmtree(folder / name, ignore_errors=True)
            (folder / name).mkdir()
            if (source / name).exists():
                shutil.copytree(source / name, folder / name, dirs_exist_ok=True)
        for old in folder.glob("school.db*"):
            old.unlink()
        for database in source.glob("school.db"):
            shutil.copyfile(database, folder / "school.db")

    def close(self) -> None:
        self.uploads.close()
        self._kept.close()
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
        except Refusal as error:
            return _problem(error.status, error.problem)
        except msgspec.ValidationError as error:
            return _problem(400, wire.Problem("bad_request", str(error)))
        except (DBAPIError, OSError) as error:
            self.counts["school_disk_full"] += "full" in str(error) or "space" in str(error)
            return _problem(500, wire.Problem("internal", "學校主機發生錯誤，資料沒有遺失。請稍後再試。"))

    def _door(self, asked: Asked) -> Answer:
        match asked.kind:
            case "push":
                message = msgspec.json.decode(asked.body, type=wire.Push)
                if message.schema < wire.SCHEMA:
                    self.counts["too_old_to_write"] += 1
                    raise Refusal(426, "too_old", "程式太舊。")
                return _said(self.push(asked, message))
            case "pull":
                wanted = msgspec.json.decode(asked.body, type=wire.Pull)
                return _said(pulling.answer(self.office, asked.account, wanted))
            case "state":
                return _said(self.uploads.state(asked.account, asked.name))
            case "put":
                return _said(self._put(asked))
            case "get":
                return self._get(asked)
        raise AssertionError(asked.kind)

    def push(self, asked: Asked, message: wire.Push) -> wire.PushReply:
        if self.before_push is not None:
            self.before_push(self, message)
        reply = pushing.take(self.office, pushing.Arrival(asked.account, asked.device, self.clock()), message)
        for item in message.intents:
            self.arrived.setdefault(msgspec.json.decode(item.body)["id"], self.clock())
        for result in reply.results:
            self._same_word(result)
        return reply

    def _same_word(self, result: wire.Result) -> None:
        """INV-1: an intent has one result for ever, but for the office's word about what came late."""
        first = self.told.setdefault(result.id, result.status)
        decided = first == HELD or result.reason in (GRANTED, REFUSED_LATE)
        same = result.status == first or decided or self.counts["went_back"] or result.status == "reused"
        assert same, f"{result.id} was {first} and is told {result.status}"

    def _put(self, asked: Asked) -> wire.BlobState:
        claim = uploading.Claim(asked.account, asked.name, asked.size, asked.offset)
        state = self.uploads.state(asked.account, asked.name)
        if state.verified:
            return state
        receiving = self.uploads.begin(claim)
        if self.full:
            receiving.write(asked.body[: len(asked.body) // 2])
            receiving.close()
            raise OSError(ENOSPC, "no space left on device")
        receiving.write(asked.body)
        return self.uploads.end(claim, receiving.close())

    def _get(self, asked: Asked) -> Answer:
        def size(conn: Any) -> int | None:
            return uploading.readable(
                conn, asked.account, asked.name, pulling.entitled(conn, self.office, asked.account)
            )

        known = self.office.database.read(size).result()
        if known is None:
            return _problem(404, wire.Problem("missing", "學校沒有這個檔案。"))
        data = b"".join(self.office.final.read(asked.name, 0, known))
        return Answer(200, "application/octet-stream", data)


def _opened(settings: Settings, clock: Clock) -> tuple[Office, Kept]:
    """The office over a copied database; nothing needs to survive a power cut here."""
    office = open_office(settings, clock)
    office.database.close()
    engine = office.database.engine
    office.database._writers = office.database._readers = AtOnce()  # type: ignore[assignment]
    kept = Kept(engine)
    if office.database.embedded:
        event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous = OFF"))
        prepare(engine, _opening)
        office.database._once = kept.once  # type: ignore[method-assign]
    return office, kept


def _opening(connection: Any) -> str:
    (statement,) = dialect.begin(connection, bool(connection.get_execution_options().get("writing")))
    return statement


def _said(message: object) -> Answer:
    return Answer(200, wire.MEDIA_TYPE, msgspec.json.encode(message))


def _problem(status: int, problem: wire.Problem) -> Answer:
    return Answer(status, wire.MEDIA_TYPE, msgspec.json.encode(problem))
