"""The school of the drill: a real office over SQLite and a folder of files, and ways to throw it back in time."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path

from attrs import define, field
from sqlalchemy import insert

from demo.drill.people import Cast, Person
from demo.school import identity
from domain.calendar import Deadline, end_of_day
from domain.people import Role
from domain.records import Record
from domain.windows import stamp
from server.db import tables
from server.services import backing, publishing, uploading
from server.services.office import Office, init, open_office
from server.settings import Settings

ZONE = "Asia/Taipei"
CLOSING = ("outcome_submit", "outcome_certify", "outcome_select", "diverse_edit", "diverse_select")


@define
class Clock:
    """The school's time; the drill moves it."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


@define
class Campus:
    """The school in a folder; open it, and close it before its folder is touched."""

    folder: Path
    clock: Clock
    office: Office = field(init=False)
    uploads: uploading.Uploads = field(init=False)

    def __enter__(self) -> "Campus":
        self.office = open_office(Settings(folder=self.folder), self.clock)
        self.uploads = uploading.Uploads(self.office)
        return self

    def __exit__(self, *_: object) -> None:
        self.uploads.close()
        self.office.close()


def found(folder: Path, clock: Clock, people: Cast, days: int) -> None:
    """A school with its accounts, courses, enrolments and windows, as on the morning of day 0."""
    init(Settings(folder=folder), "senior-high")
    with Campus(folder, clock) as campus:
        office = campus.office
        blank = {"email": "", "password": "", "otp_secret": "", "active": True}
        rows = [
            {"id": one.account, "name": one.name, "role": _role(one).value, **blank}
            for one in (*people.pupils, *people.teachers)
        ]
        office.database.write(lambda conn: conn.execute(insert(tables.account), rows).rowcount).result()
        for teacher in people.teachers:
            for course in teacher.courses:
                publishing.teach(office, course, [teacher.account])
        publishing.set_school(office, {"name": "演練高級中學", "school_year": "114", "outcome_quota": "4"})
        publishing.publish(office, [*_windows(clock.now, days), *_enrolments(people)])


def enrolment(pupil: Person, course: str) -> str:
    return identity(f"drill enrolment {pupil.account} {course}")


def deadline(start: datetime, days: int) -> datetime:
    """When everything closes: a week after the last day."""
    return end_of_day(start.date() + timedelta(days=days + 7), ZONE)


def _role(person: Person) -> Role:
    return Role.TEACHER if person.teaches else Role.STUDENT


def _windows(start: datetime, days: int) -> list[Record]:
    closes = deadline(start, days)
    values = {
        "opens_at": stamp(start - timedelta(days=30)), "closes_at": stamp(closes), "zone": ZONE,
        "printed": Deadline(closes, ZONE).text,
    }  # fmt: skip
    return [
        Record(identity(f"drill window {kind}"), "window", values={"kind": kind, **values})
        for kind in CLOSING
    ]


def _enrolments(people: Cast) -> list[Record]:
    return [
        Record(
            enrolment(pupil, course),
            "enrolment",
            pupil.account,
            values={"course": course, "subject_name": f"科目 {course}", "year_term": "114-1"},
        )
        for pupil in people.pupils
        for course in pupil.courses
    ]


# ---- going back in time


def back_up(campus: Campus, target: Path) -> None:
    """As `licheng-school backup` does it."""
    backing.backup(campus.office, target)


def lose_files(folder: Path, day0: Path) -> None:
    """The files of the closed school are those of the backup again, whatever came since."""
    for name in ("blobs", "incoming"):
        shutil.rmtree(folder / name, ignore_errors=True)
    for file in sorted((day0 / "blobs").glob("*/*")):
        place = folder / "blobs" / "sha256" / file.parent.name / file.name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, place)


def put_back(folder: Path, clock: Clock, day0: Path) -> None:
    """As `licheng-school restore` does it: a new timeline begins."""
    with Campus(folder, clock) as campus:
        backing.restore(campus.office, day0)


def put_back_silently(folder: Path, image: Path) -> None:
    """Somebody copies the old database file over; nobody says that time was lost."""
    for old in folder.glob("school.db*"):
        old.unlink()
    shutil.copyfile(image, folder / "school.db")
