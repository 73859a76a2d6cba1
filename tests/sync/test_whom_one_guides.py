"""Real copies and a real school: a guide's copy holds a class while the school says so, and lets go of it after."""

import itertools
from collections.abc import Iterator

import pytest

from domain import intents
from domain.intents import Action
from domain.people import Role
from domain.records import Attachment, Record
from server.app import Embedded
from server.services import guiding
from server.services.accounts import NewAccount
from server.services.guiding import Assignment
from server.services.office import init
from server.services.publishing import publish, set_school
from server.settings import Settings
from sync.effects import State
from tests.sync.test_with_the_school import Computer, a_pdf

_DEVICES = (f"g{n}" for n in itertools.count())
_IDS = (f"01900000-0000-7000-8000-0000000000{n:02x}" for n in itertools.count())

pytestmark = [pytest.mark.story, pytest.mark.timeout(120)]


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Embedded]:
    folder = tmp_path_factory.mktemp("school")
    init(Settings(folder=folder), "senior-high")
    with Embedded(folder) as running:
        people = {"s1": Role.STUDENT, "s2": Role.STUDENT, "g1": Role.COUNSELOR}
        running.doorkeeper.add([NewAccount(one, one, role, "password1") for one, role in people.items()])
        set_school(running.office, {"name": "示範高中", "school_year": "114"})
        publish(running.office, [_person("s1", "高一仁"), _person("s2", "高二忠")])
        yield running


def _person(student: str, class_name: str) -> Record:
    record = {"s1": "01900000-0000-7000-8000-0000000000e1", "s2": "01900000-0000-7000-8000-0000000000e2"}
    values = {"name": student, "role": "student", "class_name": class_name}
    return Record(record[student], "person", owner=student, values=values)


@pytest.fixture
def computer(school: Embedded) -> Iterator[object]:
    opened: list[Computer] = []

    def at(account: str) -> Computer:
        opened.append(Computer(school.base_url, account, next(_DEVICES)))
        return opened[-1]

    yield at
    for one in opened:
        one.close()


def _synced(*computers: Computer) -> None:
    for one in computers:
        assert one.runner.sync().state is State.OK


def _students(computer: Computer) -> set[str]:
    return {entry.record.owner for entry in computer.store.records(form="person")}


def test_that_a_caseload_comes_with_the_assignment_and_goes_with_it(school: Embedded, computer) -> None:
    home, guide = computer("s1"), computer("g1")
    work = next(_IDS)
    home.say(Action.SAVE, work, "work", intents.save({"work_name": (None, "橋梁模型")}))
    kept = next(_IDS)
    home.say(Action.SAVE, kept, "autobiography", intents.save({"purpose": (None, "選課")}))
    _synced(home, guide)
    assert _students(guide) == set()
    [given] = guiding.assign(school.office, [Assignment("g1", "counselor", "高一仁")])
    _synced(guide)
    assert _students(guide) == {"s1"}
    assert guide.store.base(work) == home.store.base(work)
    assert guide.store.record(kept) is None, "自傳 stay with the student"
    guiding.end(school.office, [given.id])
    _synced(guide)
    assert _students(guide) == set()
    assert guide.store.record(work) is None


def test_that_a_student_goes_to_another_class_and_what_was_said_stays(school: Embedded, computer) -> None:
    home, guide = computer("s2"), computer("g1")
    guiding.assign(school.office, [Assignment("g1", "homeroom", "高二忠")])
    _synced(guide)
    said, noted = next(_IDS), next(_IDS)
    for record, form in ((said, "counsel_comment"), (noted, "counseling_note")):
        d = intents.save({"student": (None, "s2"), "text": (None, "記得帶作品來")})
        guide.say(Action.SAVE, record, form, d)
    _synced(guide, home)
    assert home.store.record(said).text("text") == "記得帶作品來"
    assert home.store.record(noted) is None
    publish(school.office, [_person("s2", "高三孝")])
    _synced(guide, home)
    assert _students(guide) == set()
    assert guide.store.record(said) == home.store.record(said), "one's own words stay one's own"
    assert guide.store.record(noted) is not None


def test_that_a_file_of_a_guided_student_comes_when_it_is_asked_for(school: Embedded, computer) -> None:
    home, guide = computer("s1"), computer("g1")
    guiding.assign(school.office, [Assignment("g1", "counselor", student="s1")])
    data, work = a_pdf(7), next(_IDS)
    sha = home.blobs.add(data)
    home.store.note_blob(sha, len(data), "application/pdf")
    file = Attachment(sha, len(data), "模型.pdf", "application/pdf")
    d = intents.with_file(intents.save({"work_name": (None, "橋梁模型")}), "document_file", None, file)
    home.say(Action.SAVE, work, "work", d)
    _synced(home, guide)
    assert guide.store.record(work).files["document_file"] == file
    assert not guide.blobs.has(sha), "a class's files are not kept ready"
    guide.store.ask_for(file)
    _synced(guide)
    assert guide.blobs.has(sha)
    assert guide.store.wanted() == ()
