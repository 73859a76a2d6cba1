"""Manual 000, 4-1 step 7 and notes 2, 3: a teacher takes a pass back after the deadline, at two real computers."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from attrs import evolve

from demo import hands, roster
from demo.school import Place, build
from demo.stage import Actor, Town
from domain.windows import stamp
from server.services.publishing import publish, set_school
from tests.stories import chapters

pytestmark = [pytest.mark.story, pytest.mark.slow, pytest.mark.qt]

BIO = roster.BIOLOGY.key


@pytest.fixture(scope="module")
def own_place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return build(tmp_path_factory.mktemp("taken") / "school")


@pytest.fixture
def people(qapp, own_place: Place, tmp_path: Path) -> Iterator[tuple[Actor, Actor]]:
    """A student and the teacher, each at a computer of their own; the deadlines are the school's own again after."""
    qapp.setQuitOnLastWindowClosed(False)
    town = Town(own_place)
    town.connect()
    windows = town.records("window")
    student, teacher = (Actor(account, tmp_path / account, town) for account in ("s1", "t1"))
    try:
        chapters.sign_in(student)
        teacher.start()
        teacher.enter(first=True)
        yield student, teacher
    finally:
        student.leave()
        teacher.leave()
        publish(town.office, [evolve(one, ver=0) for one in windows])
        town.stop()


def over(town: Town, kind: str) -> None:
    """That window of the school shut a minute ago."""
    [window] = [one for one in town.records("window") if one.text("kind") == kind]
    shut = stamp(datetime.now(UTC) - timedelta(minutes=1))
    publish(town.office, [evolve(window, values={**window.values, "closes_at": shut, "printed": ""})])


def all_sent(person: Actor) -> None:
    person.sync_until(lambda: not person.desk.sync_facts().unsent, "arrived")


def heard(person: Actor, record: str, state: str) -> None:
    person.sync_until(lambda: (one := person.desk.record(record)) and one.state == state, state)


def passed(student: Actor, teacher: Actor, folder: Path) -> str:
    """An outcome that was written, sent and passed; its id."""
    editor = chapters.new(chapters.course(student, BIO))
    hands.write(editor.form.frames["summary"].editor, "量測唾液分解澱粉的速率")
    chapters.put(editor, "document_file", chapters.paper(folder, "報告.pdf"))
    chapters.saved(editor, student)
    chapters.sent(editor, student)
    all_sent(student)
    student.sync_until(lambda: not student.desk.sync_facts().uploads, "the file too")
    heard(teacher, editor.record_id, "pending")
    decide(teacher, editor.record_id, "certify_queue", "certify_button")
    heard(student, editor.record_id, "passed")
    return editor.record_id


def decide(teacher: Actor, record: str, queue: str, button: str, comment: str = "") -> None:
    """The teacher clicks the outcome in the list and a button under it, and says yes."""
    page = teacher.go(queue)
    page.open_record(record)
    hands.click_row(page.list, page.model.row_of(record))
    hands.wait(lambda: page.list.record and page.list.record.id == record, "chosen")
    pressed = getattr(page.bar, button)
    if comment:
        hands.click(pressed)
        hands.write(page.panel.comment, comment)
    with hands.answering(hands.confirming(), "question"):
        hands.click(pressed)
    teacher.settle()
    all_sent(teacher)


def opened(student: Actor, record: str):
    """The form of the outcome, found as a student finds it, and its line in the list."""
    page = chapters.course(student, BIO)
    hands.click_row(page.list, page.model.row_of(record))
    hands.wait(lambda: page.editor is not None and page.editor.form.is_whole, "form")
    return page.editor, page.model.lines[page.model.row_of(record)]


def told_at_home(student: Actor) -> list[str]:
    home = student.go("home")
    hands.live(0.3)
    return [row.note.pill for row in home.said.rows]


def warned(editor) -> str:
    """What the question before deleting says; the answer is no."""
    said: list[str] = []

    def answer(box) -> bool:
        said.append(hands.shown_words(box))
        return hands.pressing("取消")(box)

    with hands.answering(answer, "question"):
        hands.click(editor.delete_button)
    return "".join(said)


def test_that_a_pass_taken_back_in_time_is_mended_and_sent_again(people, tmp_path):
    student, teacher = people
    record = passed(student, teacher, tmp_path)
    decide(teacher, record, "certify_done", "revoke_button")
    heard(student, record, "revoked")
    assert "已取消認證" in told_at_home(student)
    editor, line = opened(student, record)
    assert line.pill == editor.pill.text == "已取消認證"
    assert "已取消認證" in editor.banner.text
    assert "可以修改後重新送出" in editor.banner.text
    assert "不要刪除" in warned(editor)
    hands.write(editor.form.frames["summary"].editor, "（補上對照組）")
    chapters.sent(editor, student)
    all_sent(student)
    assert {one.id: one.state for one in student.town.records("course_outcome")}[record] == "pending"


def test_that_after_the_deadline_it_is_sent_again_only_while_the_school_takes_it(people, tmp_path):
    student, teacher = people
    town = student.town
    record = passed(student, teacher, tmp_path)
    over(town, "outcome_submit")
    decide(teacher, record, "certify_done", "revoke_button")
    heard(student, record, "revoked")
    editor, _ = opened(student, record)
    assert not editor.submit_button.isVisible()
    assert editor.form.frames["summary"].editor.isReadOnly()
    assert "不能再重送" in editor.banner.text
    assert "就不能再新增" in warned(editor)

    set_school(town.office, {"resubmission_open": True})
    student.sync_until(lambda: student.desk.school().settings.resubmission_open, "resubmission")
    editor, _ = opened(student, record)
    assert editor.submit_button.isVisible()
    hands.write(editor.form.frames["summary"].editor, "（補上對照組）")
    chapters.sent(editor, student)
    all_sent(student)
    heard(teacher, record, "pending")
    decide(teacher, record, "certify_queue", "reject_button", "請寫出誤差")
    heard(student, record, "failed")
    editor, line = opened(student, record)
    assert (line.pill, "意見：請寫出誤差" in line.subtitle) == ("認證不通過", True)
    assert "請寫出誤差" in editor.banner.text
    hands.write(editor.form.frames["summary"].editor, "（誤差 2%）")
    chapters.sent(editor, student)
    all_sent(student)
    heard(teacher, record, "pending")
    decide(teacher, record, "certify_queue", "reject_button", "再補一張圖")

    over(town, "outcome_certify")
    heard(student, record, "failed")
    editor, _ = opened(student, record)
    assert not editor.submit_button.isVisible()
    assert editor.form.frames["summary"].editor.isReadOnly()
    held = {one.id: one for one in town.records("course_outcome")}[record]
    assert "（誤差 2%）" in held.text("summary")
