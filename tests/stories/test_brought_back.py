"""Deleted at school, back at home: the same record, without a network, with what the teacher said of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from demo import hands
from demo.school import Place, build
from demo.stage import Actor, Town
from domain.intents import Action
from tests.stories import chapters
from tests.stories.test_taken_back import BIO, all_sent, decide, heard, opened

pytestmark = [pytest.mark.story, pytest.mark.slow, pytest.mark.qt]


@pytest.fixture(scope="module")
def own_place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return build(tmp_path_factory.mktemp("back") / "school")


@pytest.fixture
def people(qapp, own_place: Place, tmp_path: Path) -> Iterator[tuple[Actor, Actor, Actor]]:
    """A student at two computers, and the teacher."""
    qapp.setQuitOnLastWindowClosed(False)
    town = Town(own_place)
    town.connect()
    school, home = (Actor("s1", tmp_path / name, town) for name in ("school", "home"))
    teacher = Actor("t1", tmp_path / "teacher", town)
    try:
        chapters.sign_in(school)
        chapters.sign_in(home)
        teacher.start()
        teacher.enter(first=True)
        yield school, home, teacher
    finally:
        for one in (school, home, teacher):
            one.leave()
        town.stop()


def sent_back(school: Actor, teacher: Actor, folder: Path) -> str:
    """An outcome that the teacher has sent back with a word; its id."""
    editor = chapters.new(chapters.course(school, BIO))
    hands.write(editor.form.frames["summary"].editor, "量測唾液分解澱粉的速率")
    chapters.put(editor, "document_file", chapters.paper(folder, "報告.pdf"))
    chapters.saved(editor, school)
    chapters.sent(editor, school)
    all_sent(school)
    school.sync_until(lambda: not school.desk.sync_facts().uploads, "the file too")
    heard(teacher, editor.record_id, "pending")
    decide(teacher, editor.record_id, "certify_queue", "reject_button", "請寫出誤差")
    heard(school, editor.record_id, "failed")
    return editor.record_id


def deleted(person: Actor, record: str) -> None:
    editor, _ = opened(person, record)
    with hands.answering(hands.confirming(), "question"):
        hands.click(editor.delete_button)
    person.settle()
    all_sent(person)


def brought_back(person: Actor, record: str) -> None:
    """Through the page 最近刪除, in the menu behind the name."""
    [entry] = [one for one in person.window.person.menu().actions() if one.text() == "最近刪除"]
    entry.trigger()
    hands.live(0.05)
    trash = person.window.page("trash")
    hands.click_row(trash.list, trash.model.row_of(record))
    assert "原來那一筆" in trash.why.text()
    hands.click(trash.restore_button)
    person.settle()


def test_that_it_is_the_same_record_with_its_history_and_may_be_passed(people, tmp_path):
    school, home, teacher = people
    record = sent_back(school, teacher, tmp_path)
    before = school.desk.record(record)
    deleted(school, record)
    home.sync_until(lambda: (one := home.desk.record(record)) and one.deleted, "deleted there too")
    teacher.sync_until(lambda: teacher.desk.record(record) is None, "not the teacher's any more")

    home.town.cut()
    brought_back(home, record)
    here = home.desk.record(record)
    same = ("id", "state", "parent", "values", "files", "srv")
    assert [getattr(here, one) for one in same] == [getattr(before, one) for one in same]
    editor, line = opened(home, record)
    assert line.pill == "認證不通過"
    assert "請寫出誤差" in editor.banner.text
    hands.write(editor.form.frames["summary"].editor, "（誤差 2%）")
    chapters.saved(editor, home)
    home.town.connect()
    all_sent(home)

    school.sync_until(lambda: "誤差" in (school.desk.record(record) or before).text("summary"), "back here")
    assert not school.desk.record(record).deleted
    assert school.desk.conflicts(record) == ()
    acts = [said.intent.action for said in home.desk.journal(record)]
    assert acts[0] is Action.RESTORE
    editor, _ = opened(school, record)
    chapters.sent(editor, school)
    all_sent(school)
    heard(teacher, record, "pending")
    decide(teacher, record, "certify_queue", "certify_button")
    heard(home, record, "passed")
    assert len([one for one in home.town.records("course_outcome") if one.id == record]) == 1
