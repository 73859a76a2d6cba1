"""A deputy's own computer: the queue comes for some days with its files, and goes when they are over."""

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from domain import intents
from domain.intents import Action
from domain.people import Role
from domain.records import Attachment, Record
from server.app import Embedded
from server.services.accounts import NewAccount
from server.services.office import init
from server.services.publishing import publish, set_school, teach
from server.settings import Settings
from sync.effects import State
from tests.sync.test_with_the_school import Computer, a_pdf

STUDENTS = tuple(f"s{n}" for n in range(14))
"""More than a copy lets go of without asking, when nobody has said that it should."""
ENROLMENTS = {one: f"01900000-0000-7000-8000-0000000001{n:02x}" for n, one in enumerate(STUDENTS)}
OUTCOMES = {one: f"01900000-0000-7000-8000-0000000002{n:02x}" for n, one in enumerate(STUDENTS)}
APPOINTMENT = "01900000-0000-7000-8000-0000000003f0"
_DEVICES = (f"d{n}" for n in itertools.count())

pytestmark = [pytest.mark.story, pytest.mark.timeout(120)]


class Hours:
    """The real hour, moved on."""

    def __init__(self) -> None:
        self.later = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.later


@pytest.fixture
def hours() -> Hours:
    return Hours()


@pytest.fixture
def school(tmp_path, hours: Hours) -> Iterator[Embedded]:
    init(Settings(folder=tmp_path / "school"), "senior-high")
    with Embedded(tmp_path / "school", hours) as running:
        people = {"t1": "陳老師", "t2": "李老師"}
        running.doorkeeper.add(
            [NewAccount(one, name, Role.TEACHER, "password1") for one, name in people.items()]
        )
        running.doorkeeper.add([NewAccount(one, one, Role.STUDENT, "password1") for one in STUDENTS])
        set_school(running.office, {"name": "示範高中", "school_year": "114"})
        teach(running.office, "c1", ["t1"])
        teach(running.office, "c2", ["t2"])
        publish(running.office, [_enrolled(one) for one in STUDENTS])
        yield running


def _enrolled(student: str) -> Record:
    values = {"course": "c1", "subject_name": "數學", "year_term": "114-1"}
    return Record(ENROLMENTS[student], "enrolment", owner=student, values=values)


@pytest.fixture
def computer(school: Embedded) -> Iterator[object]:
    opened: list[Computer] = []

    def at(account: str) -> Computer:
        opened.append(Computer(school.base_url, account, next(_DEVICES)))
        return opened[-1]

    yield at
    for one in opened:
        one.close()


def hand_in(home: Computer, student: str) -> None:
    data = a_pdf(int(student[1:]) + 1)
    sha = home.blobs.add(data)
    home.store.note_blob(sha, len(data), "application/pdf")
    d = intents.save({"summary": (None, "我學會了。")}, parent=ENROLMENTS[student])
    d = intents.with_file(d, "document_file", None, Attachment(sha, len(data), "報告.pdf", "application/pdf"))
    home.say(Action.SAVE, OUTCOMES[student], "course_outcome", d)
    assert home.runner.sync().state is State.OK
    here = home.store.record(OUTCOMES[student])
    told = intents.submission(here.content_hash, here.files)
    home.say(Action.SUBMIT, OUTCOMES[student], "course_outcome", told)
    assert home.runner.sync().state is State.OK


def name_a_deputy(home: Computer, days: int = 0) -> None:
    today = datetime.now(UTC) + timedelta(hours=8)
    values = {
        "teacher": "t1",
        "teacher_name": "陳老師",
        "deputy": "t2",
        "start_date": f"{today:%Y-%m-%d}",
        "end_date": f"{today + timedelta(days=days):%Y-%m-%d}",
    }
    told = intents.save({key: (None, value) for key, value in values.items()})
    home.say(Action.SAVE, APPOINTMENT, "deputy", told)


def ids(computer: Computer) -> set[str]:
    return {row[0] for row in computer.store.base_rows()}


def certify(home: Computer, student: str) -> None:
    seen = home.store.record(OUTCOMES[student])
    home.say(Action.CERTIFY, seen.id, "course_outcome", intents.decision(seen.content_hash))


def test_that_a_deputy_gets_the_queue_decides_and_lets_go_of_it_when_the_days_are_over(
    school: Embedded, computer, hours: Hours
) -> None:
    teacher, deputy, student = computer("t1"), computer("t2"), computer("s0")
    for one in STUDENTS:
        hand_in(student if one == "s0" else computer(one), one)
    assert deputy.runner.sync().state is State.OK
    before = ids(deputy)
    assert not before & set(OUTCOMES.values())
    name_a_deputy(teacher)
    assert teacher.runner.sync().state is State.OK
    assert deputy.runner.sync().state is State.OK
    assert set(OUTCOMES.values()) <= ids(deputy)
    (file,) = deputy.store.record(OUTCOMES["s0"]).files.values()
    assert deputy.blobs.has(file.sha256)
    certify(deputy, "s0")
    for one in (deputy, teacher, student):
        assert one.runner.sync().state is State.OK
    for one in (teacher, student):
        told = one.store.record(OUTCOMES["s0"])
        assert (told.state, told.srv["decided_by"]) == ("passed", "李老師（代理 陳老師）")
    certify(deputy, "s1")
    hours.later = timedelta(days=2)
    assert deputy.runner.sync().state is State.OK
    (refused,) = deputy.store.inbox()
    assert refused.reason == "deputy_over"
    assert "已經結束" in refused.sentence
    assert ids(deputy) - before == {APPOINTMENT}
    assert teacher.store.record(OUTCOMES["s1"]).state == "pending"


def test_that_a_deputy_who_declines_lets_go_of_the_queue(school: Embedded, computer) -> None:
    teacher, deputy = computer("t1"), computer("t2")
    hand_in(computer("s3"), "s3")
    name_a_deputy(teacher, days=3)
    assert teacher.runner.sync().state is State.OK
    assert deputy.runner.sync().state is State.OK
    here = deputy.store.record(APPOINTMENT)
    assert here.srv["teacher_name"] == "陳老師"
    assert OUTCOMES["s3"] in ids(deputy)
    deputy.say(Action.DECLINE, APPOINTMENT, "deputy", intents.seen(here.content_hash))
    for one in (deputy, teacher):
        assert one.runner.sync().state is State.OK
    assert OUTCOMES["s3"] not in ids(deputy)
    assert teacher.store.record(APPOINTMENT).state == "declined"
