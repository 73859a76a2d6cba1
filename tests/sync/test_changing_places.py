"""Real copies and a real school: old programs, two programs at once, and students who change course."""

import itertools
import threading
from collections.abc import Iterator

import msgspec
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
from sync import wire
from sync.effects import State
from sync.http import Grant, HttpSchool, MemoryTokens
from sync.runner import Runner
from tests.simulator.world import no_pause
from tests.sync.test_with_the_school import Computer, a_pdf

ENROLMENTS = {one: f"01900000-0000-7000-8000-0000000000f{n}" for n, one in enumerate(("s1", "s2"))}
OUTCOMES = {one: f"01900000-0000-7000-8000-0000000000b{n}" for n, one in enumerate(("s1", "s2"))}
_DEVICES = (f"d{n}" for n in itertools.count())

pytestmark = [pytest.mark.story, pytest.mark.timeout(120)]


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Embedded]:
    folder = tmp_path_factory.mktemp("school")
    init(Settings(folder=folder), "senior-high")
    with Embedded(folder) as running:
        people = {"s1": Role.STUDENT, "s2": Role.STUDENT, "t1": Role.TEACHER, "t2": Role.TEACHER}
        running.doorkeeper.add([NewAccount(one, one, role, "password1") for one, role in people.items()])
        set_school(running.office, {"name": "示範高中", "school_year": "114"})
        teach(running.office, "c1", ["t1"])
        teach(running.office, "c2", ["t2"])
        publish(running.office, [_enrolled(one, "c1") for one in ENROLMENTS])
        yield running


def _enrolled(student: str, course: str) -> Record:
    values = {"course": course, "subject_name": "數學", "year_term": "114-1"}
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


def _competition(home: Computer, record: str) -> None:
    home.say(Action.SAVE, record, "competition", intents.save({"award": (None, "特優")}))


class Older:
    """The connection of a program whose records are of an earlier schema."""

    def __init__(self, school: HttpSchool) -> None:
        self._school = school

    def __getattr__(self, name: str) -> object:
        return getattr(self._school, name)

    def push(self, message: wire.Push) -> wire.PushReply:
        return self._school.push(msgspec.structs.replace(message, schema=wire.SCHEMA - 1))

    def pull(self, message: wire.Pull) -> wire.PullReply:
        return self._school.pull(msgspec.structs.replace(message, schema=wire.SCHEMA - 1))


def test_that_an_old_program_keeps_what_it_cannot_send_still_reads_and_sends_it_once_it_is_new(
    school: Embedded, computer
) -> None:
    home, record = computer("s2"), "01900000-0000-7000-8000-0000000000c1"
    old = Runner(home.store, home.blobs, Older(home.school), home.runner._dice, no_pause)
    _competition(home, record)
    publish(school.office, [Record("", "announcement", values={"title": "更新公告"})])
    report = old.sync()
    assert (report.state, report.pushed) == (State.TOO_OLD, 0)
    assert report.sentence
    assert report.pulled > 0
    assert len(home.store.unsent()) == 1
    assert home.store.record(record).text("award") == "特優"
    assert [one.record.text("title") for one in home.store.records(form="announcement")] == ["更新公告"]
    assert home.runner.sync().state is State.OK
    assert not home.store.unsent()


def test_that_two_programs_that_renew_one_session_at_once_both_stay_signed_in(
    school: Embedded, computer
) -> None:
    """Each holds the same grant, as two processes do; neither knows of the other."""
    home = computer("s2")
    grant = Grant("expired", home.tokens.read().refresh)
    tokens = [MemoryTokens(grant) for _ in range(2)]
    schools = [HttpSchool(school.base_url, one) for one in tokens]
    ready, failed = threading.Barrier(2), []

    def ask(one: HttpSchool) -> None:
        ready.wait()
        try:
            one.pull(wire.Pull(wire.PROTO, wire.SCHEMA, "r"))
        except Exception as error:  # noqa: BLE001 - shown by the assertion below
            failed.append(error)

    threads = [threading.Thread(target=ask, args=(one,)) for one in schools]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    for one in schools:
        one.close()
    assert failed == []
    assert tokens[0].read() == tokens[1].read() != grant


def test_that_a_student_who_changes_course_takes_exactly_their_outcomes_along(
    school: Embedded, computer
) -> None:
    homes = {one: computer(one) for one in OUTCOMES}
    for one, home in homes.items():
        _hands_in(home, one)
    former, coming = computer("t1"), computer("t2")
    assert (former.runner.sync().state, coming.runner.sync().state) == (State.OK, State.OK)
    held = _ids(former)
    assert set(OUTCOMES.values()) <= held
    assert not _ids(coming) & set(OUTCOMES.values())
    publish(school.office, [_enrolled("s1", "c2")])
    for one in (former, coming, homes["s1"]):
        assert one.runner.sync().state is State.OK
    assert held - _ids(former) == {OUTCOMES["s1"], ENROLMENTS["s1"]}
    assert former.store.record(OUTCOMES["s2"]) is not None
    assert coming.store.base(OUTCOMES["s1"]) == homes["s1"].store.base(OUTCOMES["s1"])
    (file,) = coming.store.record(OUTCOMES["s1"]).files.values()
    assert coming.blobs.has(file.sha256)


def _hands_in(home: Computer, student: str) -> None:
    data = a_pdf(len(student) + int(student[1]))
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
    assert home.store.record(OUTCOMES[student]).state == "pending"


def _ids(computer: Computer) -> set[str]:
    return {row[0] for row in computer.store.base_rows()}
