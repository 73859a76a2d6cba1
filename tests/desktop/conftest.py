"""A real school on loopback with one student and one teacher, for tests that sign in for real."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from attrs import frozen

from domain.people import Role
from domain.records import Record
from domain.windows import stamp
from server.app import Embedded
from server.services.accounts import NewAccount
from server.services.office import init
from server.services.publishing import publish, set_school, teach
from server.settings import Settings

STUDENT, TEACHER, PASSWORD = "s110001", "t01", "雲端-portfolio-1"
COURSE = "114-1-CHI-101"


@frozen
class Campus:
    """The school and its address; enrolment: the student's one course."""

    school: Embedded
    url: str
    enrolment: str


@pytest.fixture(scope="module")
def campus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Campus]:
    """A school that is open as long as the module's tests run."""
    made = open_campus(tmp_path_factory.mktemp("school"))
    yield made
    made.school.stop()


def open_campus(folder: Path, smtp_url: str = "") -> Campus:
    """A school of one's own, for a test that closes it."""
    settings = Settings(folder=folder, port=0, smtp_url=smtp_url, smtp_sender="portfolio@school.example")
    init(settings, "senior-high")
    school = Embedded(settings)
    url = school.start()
    people = [(STUDENT, "林小宇", Role.STUDENT), (TEACHER, "王小明", Role.TEACHER)]
    school.doorkeeper.add([NewAccount(login, name, role, PASSWORD) for login, name, role in people])
    set_school(school.office, {"name": "範例高級中學", "school_year": "114", "outcome_quota": "3"})
    teach(school.office, COURSE, [TEACHER])
    values = {
        "course": COURSE,
        "subject_name": "國語文",
        "year_term": "114-1",
        "enrolment_mode": "semester",
        "student_name": "林小宇",
    }
    closes = stamp(datetime.now(UTC) + timedelta(days=5))
    made = publish(
        school.office,
        [
            Record("", "enrolment", owner=STUDENT, values=values),
            Record("", "window", values={"kind": "outcome_submit", "closes_at": closes, "printed": "本週五"}),
        ],
    )
    return Campus(school, url, made[0].id)
