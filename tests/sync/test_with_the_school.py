"""The engine, the real store and the real school over a real socket, joined."""

import itertools
from collections.abc import Iterator
from random import Random

import pymupdf
import pytest

from desktop.store.opening import memory_store
from desktop.store.store import Store
from domain import intents
from domain.ids import uuid7
from domain.intents import Action, Intent
from domain.people import Role
from domain.records import Attachment, Record
from server.app import Embedded
from server.services.accounts import NewAccount
from server.services.office import init
from server.services.publishing import publish, set_school, teach
from server.settings import Settings
from sync.effects import AuthRequired, State
from sync.http import Grant, HttpSchool, MemoryTokens, hello, sign_in
from sync.runner import Runner
from tests.fakes.memory import MemoryBlobs
from tests.simulator.world import SimDice, no_pause

ENROLMENT = "01900000-0000-7000-8000-0000000000e1"
OUTCOME = "01900000-0000-7000-8000-0000000000a1"
_NUMBERS = itertools.count(1)

pytestmark = [pytest.mark.story, pytest.mark.timeout(120)]


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Embedded]:
    folder = tmp_path_factory.mktemp("school")
    init(Settings(folder=folder), "senior-high")
    with Embedded(folder) as running:
        students = [NewAccount(f"s{n}", "王小明", Role.STUDENT, "password1") for n in (1, 2)]
        running.doorkeeper.add([*students, NewAccount("t1", "陳老師", Role.TEACHER, "password1")])
        set_school(running.office, {"name": "示範高中", "school_year": "114"})
        teach(running.office, "c1", ["t1"])
        values = {"course": "c1", "subject_name": "數學", "year_term": "114-1"}
        publish(running.office, [Record(ENROLMENT, "enrolment", owner="s1", values=values)])
        yield running


class Computer:
    """One person's computer, signed in."""

    def __init__(self, url: str, account: str, device: str) -> None:
        session = sign_in(url, account, "password1", device)
        self.tokens = MemoryTokens(Grant(session.access, session.refresh))
        self.store: Store = memory_store(session.account_id, device)
        self.blobs = MemoryBlobs()
        self.school = HttpSchool(url, self.tokens, session.server_id)
        self.runner = Runner(self.store, self.blobs, self.school, SimDice(Random(device)), no_pause)

    def say(self, action: Action, record: str, form: str, d: dict) -> None:
        made = uuid7(1_700_000_000_000, next(_NUMBERS).to_bytes(10, "big"))
        self.store.enqueue(Intent(made, action, record, form, d))

    def close(self) -> None:
        self.school.close()
        self.store.close()


@pytest.fixture
def computer(school) -> Iterator[object]:
    opened: list[Computer] = []

    def at(account: str, device: str) -> Computer:
        opened.append(Computer(school.base_url, account, device))
        return opened[-1]

    yield at
    for one in opened:
        one.close()


def a_pdf(size: int = 0) -> bytes:
    """A real PDF with at least so many bytes in it."""
    with pymupdf.open() as document:
        document.new_page().insert_text((72, 72), "Robot arm")
        document.embfile_add("noise", Random(size).randbytes(size or 10))
        return document.tobytes()


def test_that_an_outcome_with_a_big_file_goes_all_the_way_to_the_teacher_and_back(computer):
    home, desk, laptop = computer("s1", "home"), computer("t1", "desk"), computer("s1", "laptop")
    assert home.runner.sync().state is State.OK
    data = a_pdf(2_500_000)
    sha = home.blobs.add(data)
    home.store.note_blob(sha, len(data), "application/pdf")
    d = intents.with_file(
        intents.save({"summary": (None, "做了一支機器手臂")}, ENROLMENT),
        "document_file",
        None,
        Attachment(sha, len(data), "作品.pdf", "application/pdf"),
    )
    home.say(Action.SAVE, OUTCOME, "course_outcome", d)
    here = home.store.record(OUTCOME)
    home.say(Action.SUBMIT, OUTCOME, "course_outcome", intents.submission(here.content_hash, here.files))
    report = home.runner.sync()
    assert (report.state, report.pushed, report.uploaded, report.problems) == (State.OK, 2, 1, ())
    assert home.store.record(OUTCOME).state == "pending"

    report = desk.runner.sync()
    assert (report.state, report.downloaded) == (State.OK, 1)
    seen = desk.store.record(OUTCOME)
    assert desk.blobs.content[sha] == data
    desk.say(Action.CERTIFY, OUTCOME, "course_outcome", intents.decision(seen.content_hash, "很好"))
    assert desk.runner.sync().problems == ()

    for one in (home, laptop):
        assert one.runner.sync().state is State.OK
        assert one.store.record(OUTCOME).state == "passed"
        assert one.blobs.content[sha] == data
    assert all(said.receipt for said in home.store.journal())


def test_that_a_file_the_school_does_not_take_is_a_problem_and_stops_nothing(computer):
    home = computer("s2", "other")
    for data in (b"not a PDF at all", a_pdf()):
        home.store.note_blob(home.blobs.add(data), len(data), "application/pdf")
    report = home.runner.sync()
    assert (report.state, report.uploaded) == (State.OK, 1)
    assert len(report.problems) == 1
    assert report.problems[0].sentence


def test_that_an_expired_session_renews_itself(computer):
    home = computer("s2", "renewing")
    home.tokens.write(Grant("expired", home.tokens.read().refresh))
    assert home.runner.sync().state is State.OK
    home.tokens.write(Grant("expired", "void"))
    assert home.runner.sync().state is State.AUTH_REQUIRED


def test_that_a_wrong_password_is_told_in_a_sentence(school):
    with pytest.raises(AuthRequired) as caught:
        sign_in(school.base_url, "s1", "wrong password", "d1")
    assert caught.value.sentence
    assert hello(school.base_url).school_name == "示範高中"
