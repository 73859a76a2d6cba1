"""Desks for screens, closed when the test is over."""

from collections.abc import Iterator

import pytest

from desktop import sessions, theme
from desktop.clock import Clock
from tests.desktop.conftest import PASSWORD, STUDENT, open_campus
from tests.desktop.views import desks
from tests.desktop.views.homes import Home
from tests.fakes.mailbox import Mailbox, mailbox


@pytest.fixture
def open_desk(qtbot, qapp, tmp_path):
    theme.apply(qapp, "light")
    opened = []

    def make(role, records, profile="senior-high"):
        teacher = role == "teacher"
        account, name = (desks.TEACHER, "王小明") if teacher else (desks.STUDENT, "林小宇")
        desk = desks.make(tmp_path, account, role, name, records, profile)
        opened.append(desk)
        return desks.Visit(desk)

    yield make
    for desk in opened:
        desk.close()


@pytest.fixture
def class_desk(open_desk):
    """A teacher with twelve outcomes that wait."""
    return open_desk("teacher", [desks.school(), *desks.WINDOWS, *desks.class_of(12)])


@pytest.fixture
def portfolio(open_desk):
    """A student: four passed outcomes in two years, three competitions of which one lacks something."""
    physics = desks.enrolment(50, owner=desks.STUDENT)
    chemistry = desks.enrolment(51, owner=desks.STUDENT, subject="化學", year="113-2")
    records = [
        *(desks.outcome(60 + place, physics, "passed") for place in range(3)),
        desks.outcome(70, chemistry, "passed"),
        desks.outcome(
            71,
            physics,
            "failed",
            decided_at="2026-03-01T06:00:00Z",
            comment="請補上實驗數據",
            decided_by="王小明",
        ),
        desks.competition(80, desks.STUDENT),
        desks.competition(81, desks.STUDENT),
        desks.competition(82, desks.STUDENT, whole=False),
        desks.announcement(90, "勾選開始了", "請在三月二十二日前完成。", "2026-02-20"),
    ]
    return open_desk("student", [desks.school(), *desks.WINDOWS, physics, chemistry, *records])


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mailbox() as box:
        yield box


@pytest.fixture
def home(qtbot, qapp, tmp_path, box) -> Iterator[Home]:
    theme.apply(qapp, "light")
    campus = open_campus(tmp_path / "school", box.url)
    opening = sessions.sign_in(tmp_path / "home", campus.url, STUDENT, PASSWORD)
    home = Home(campus, tmp_path, sessions.desk_for(opening, Clock()), opening.recovery)
    yield home
    for desk in (home.desk, *home.open):
        desk.close()
    campus.school.stop()


@pytest.fixture(autouse=True)
def _watched(request: pytest.FixtureRequest) -> None:
    """Every test with a window: it never waits."""
    if {"qtbot", "qapp"} & set(request.fixturenames):
        request.getfixturevalue("never_waits")
