"""A counselor and a homeroom teacher at the demo school: they look, they say, they note, they print; offline too."""

from collections.abc import Iterator
from pathlib import Path

import pymupdf
import pytest

from demo import hands, roster
from demo.stage import Actor, Town
from desktop.views.caseload_page import CaseloadPage
from desktop.views.consultation_page import ConsultationPage
from desktop.views.read_page import ReadPage
from tests.stories.test_offline import NAME, sign_in, write_competition

pytestmark = [pytest.mark.story, pytest.mark.qt]
SAID = "獎狀的日期再看一次，其他都很清楚。"
NOTED = "家長來電，談選組。"


@pytest.fixture
def counselor(qapp, town: Town, tmp_path: Path) -> Iterator[Actor]:
    qapp.setQuitOnLastWindowClosed(False)
    actor = Actor(roster.COUNSELOR.account, tmp_path / "counselor", town)
    yield actor
    actor.leave()


def opened(actor: Actor) -> CaseloadPage:
    """The students, counted."""
    actor.start()
    actor.enter(first=True)
    actor.sync()
    page = actor.go("caseload")
    assert isinstance(page, CaseloadPage)
    hands.wait(lambda: len(page.pupils) == len(roster.STUDENTS), "學生清單")
    return page


def test_that_a_counselor_reads_and_speaks_offline_and_the_student_hears_it(
    student: Actor, counselor: Actor, town: Town
) -> None:
    sign_in(student)
    write_competition(student)
    student.sync_until(lambda: not student.desk.sync_facts().unsent, "送到學校")
    page = opened(counselor)
    hands.write(page.search, "林怡君")
    hands.wait(lambda: len(page.table.pupils.rows) == 1, "篩選")
    page.open_student("s1")
    hands.wait(lambda: NAME in [line.title for line in page.student.model.lines], "競賽")
    town.cut()
    panel = page.student.panel
    hands.write(panel.comments.editor, SAID)
    hands.click(panel.comments.button)
    counselor.settle()
    hands.write(panel.notes.editor, NOTED)
    hands.click(panel.notes.button)
    counselor.settle()
    assert hands.says(page.student, "還沒送到學校")
    town.connect()
    counselor.sync_until(lambda: not counselor.desk.sync_facts().unsent, "送到學校")
    [kept] = town.records("counseling_note")
    assert (kept.owner, kept.text("text")) == (roster.COUNSELOR.account, NOTED)
    student.sync()
    home = student.go("home")
    hands.wait(lambda: hands.says(home, SAID), "首頁")
    assert hands.says(home, roster.COUNSELOR.name)
    assert not student.desk.entries("counseling_note")


def test_that_a_student_is_told_who_guides_the_class(student: Actor) -> None:
    sign_in(student)
    student.sync()
    page = student.go("person")
    assert isinstance(page, ReadPage)
    hands.wait(lambda: hands.says(page, f"{roster.SECOND_TEACHER.name}（導師）"), "誰看得到")
    assert hands.says(page, "自傳、學習計畫")


def test_that_sheets_of_a_class_are_printed_and_a_consultation_reaches_the_office(
    counselor: Actor, town: Town, tmp_path: Path
) -> None:
    page = opened(counselor)
    target = tmp_path / "確認單.pdf"
    with hands.answering(hands.choosing_file(target), "存檔視窗"):
        hands.click(page.acts.print_button)
    hands.wait(lambda: hands.says(page, "PDF 做好了"), "確認單", 30)
    made = pymupdf.open(target)
    assert {text for _, text, _ in made.get_toc()} == {one.name for one in roster.STUDENTS}
    talks = counselor.go("consultation")
    assert isinstance(talks, ConsultationPage)
    hands.click(talks.empty.button)
    hands.write(talks.editor.editors["topic"], "高二選組")
    talks.editor.picker.choose_shown()
    hands.write(talks.editor.editors["content"], "說明三個班群。")
    hands.click(talks.editor.save_button)
    counselor.settle()
    counselor.sync_until(lambda: not counselor.desk.sync_facts().unsent, "送到學校")
    [record] = town.records("consultation")
    assert record.text("students").count(",") == len(roster.STUDENTS) - 1
