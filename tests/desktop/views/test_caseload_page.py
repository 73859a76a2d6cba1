"""The caseload as its guide uses it: counting, narrowing down, sorting, pictures, one student, notes and words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pymupdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from demo import hands
from desktop.desk import Desk
from desktop.models import caseload, reminders
from desktop.models.caseload import COLUMNS
from desktop.models.search import found
from desktop.operations import counsel
from desktop.views.caseload_page import CaseloadPage
from desktop.views.caseload_table import SHARE
from desktop.views.home_page import HomePage
from desktop.views.pages import place_of, searched
from desktop.views.reminder_dialog import ReminderDialog
from tests.desktop.views import caseloads, desks
from tests.desktop.views.desks import Visit

pytestmark = pytest.mark.qt


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = caseloads.counselor(tmp_path, caseloads.caseload(12))
    yield made
    made.close()


@pytest.fixture
def page(desk: Desk, qtbot: object) -> CaseloadPage:
    made = CaseloadPage(Visit(desk))
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    hands.wait(lambda: bool(made.pupils), "數好了")
    return made


def names(page: CaseloadPage) -> list[str]:
    return [one.tally.account for one in page.table.pupils.rows]


def pupil(page: CaseloadPage, number: int) -> caseload.Pupil:
    return next(one for one in page.pupils if one.tally.account == caseloads.account(number))


def cell(page: CaseloadPage, row: int, key: str, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
    column = next(n for n, one in enumerate(COLUMNS) if one.key == key)
    return page.table.pupils.data(page.table.pupils.index(row, column), role)


def settled(desk: Desk) -> None:
    hands.wait(lambda: not (desk.writer.waiting or desk.bench.waiting), "寫好了")


def test_that_everybody_is_counted_by_class_and_seat(page: CaseloadPage) -> None:
    assert len(page.pupils) == 12
    assert names(page)[:3] == [caseloads.account(n) for n in (0, 3, 6)], "高一仁 by seat"
    first = pupil(page, 0)
    assert (first.passed, first.pending, first.failed, first.unsent) == (1, 1, 1, 0)
    assert (first.tally.picked_outcomes, first.confirmed, first.receipts) == (1, 2, 2)
    assert (pupil(page, 3).tally.diverse, pupil(page, 3).tally.whole) == (3, 2)
    assert cell(page, 0, "courses") == "3／3"
    assert cell(page, 1, "courses", SHARE).part == 2
    assert cell(page, 0, "days") == "5 天", "the window of sending is the next to close for students"


def test_that_typing_chips_and_classes_narrow_down(page: CaseloadPage) -> None:
    page.search.setText("高二忠")
    page.search.searched.emit("高二忠")
    assert {one.tally.class_name for one in page.table.pupils.rows} == {"高二忠"}
    page.search.clear()
    page.search.searched.emit("")
    page.chip.select("unconfirmed")
    page.chip.changed.emit("unconfirmed")
    assert all(one.confirmed < one.receipts for one in page.table.pupils.rows)
    assert len(page.table.pupils.rows) == 8
    page.class_name.set_value("高一義")
    page.class_name.edited.emit("高一義")
    assert {one.tally.class_name for one in page.table.pupils.rows} == {"高一義"}
    page.search.setText("沒有這個人")
    page.search.searched.emit("沒有這個人")
    assert page.shelf.currentWidget() is page.empty


def test_that_every_column_sorts_both_ways_and_the_rest_stays_by_class(page: CaseloadPage) -> None:
    for place, column in enumerate(COLUMNS):
        page.table.sort(place, False)
        rising = [column.order(one) for one in page.table.pupils.rows]
        assert rising == sorted(rising)
        page.table.sort(place, True)
        assert [column.order(one) for one in page.table.pupils.rows] == sorted(rising, reverse=True)
        assert page.order.value() == column.key
    page.order.edited.emit("failed")
    failed = [one.failed for one in page.table.pupils.rows]
    assert failed == sorted(failed, reverse=True), "most first"


def test_that_pictures_say_the_same_as_their_tables(page: CaseloadPage) -> None:
    page.way.select("charts")
    page.way.changed.emit("charts")
    assert page.shelf.currentWidget() is page.charts
    standing, spread = page.charts.pictures
    assert sum(standing.series[0][2]) == sum(one.passed for one in page.pupils)
    assert sum(spread.series[0][2]) == len(page.pupils)
    assert "認證通過" in standing.sentence()


def test_that_enter_opens_a_student_and_the_way_back_keeps_the_place(page: CaseloadPage) -> None:
    page.table.choose(caseloads.account(3))
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert page.currentWidget() is page.student
    titles = [line.title for line in page.student.model.lines]
    assert titles[0] == "課程學習成果"
    assert {"競賽表現", "收訖明細"} <= set(titles)
    page.student.closed.emit()
    assert page.table.chosen[0].tally.account == caseloads.account(3)


def test_that_a_comment_and_a_note_are_kept_apart(page: CaseloadPage, desk: Desk) -> None:
    page.open_student(caseloads.account(0))
    panel = page.student.panel
    assert not panel.comments.button.isEnabled()
    panel.comments.editor.setPlainText("寫得很清楚")
    panel.concern.setChecked(True)
    panel.comments.button.click()
    settled(desk)
    panel.notes.editor.setPlainText("家長來電")
    panel.notes.button.click()
    settled(desk)
    [said] = [entry.record for entry in desk.entries("counsel_comment")]
    [noted] = [entry.record for entry in desk.entries("counseling_note")]
    assert (said.text("student"), said.text("text")) == (caseloads.account(0), "寫得很清楚")
    assert said.text("record") == page.student.model.lines[1].record.id
    assert noted.text("written_on") == "2026-03-02"
    assert (len(panel.comments.rows), len(panel.notes.rows)) == (1, 1)


def test_that_words_begun_about_one_student_do_not_go_to_the_next(page: CaseloadPage) -> None:
    page.open_student(caseloads.account(0))
    page.student.panel.comments.editor.setPlainText("給第一位")
    page.open_student(caseloads.account(1))
    assert page.student.panel.comments.editor.value() == ""
    page.open_student(caseloads.account(0))
    assert page.student.panel.comments.editor.value() == "給第一位"


def test_that_a_student_who_came_meanwhile_appears(page: CaseloadPage, desk: Desk) -> None:
    desks.hear(desk, caseloads.pupil(20), 5000, caseloads.SCOPE)
    hands.wait(lambda: len(page.pupils) == 13, "新來的學生")
    assert caseloads.account(20) in names(page)


def test_that_nobody_given_says_so(tmp_path: Path, qtbot: object) -> None:
    desk = caseloads.counselor(tmp_path, [desks.school()])
    page = CaseloadPage(Visit(desk))
    qtbot.addWidget(page)
    hands.wait(lambda: not desk.bench.waiting, "數好了")
    hands.live(0.05)
    assert "還沒有指定" in page.empty._sentence.text()
    desk.close()


def test_that_opening_a_file_asks_the_school_for_it(page: CaseloadPage, desk: Desk) -> None:
    page.open_student(caseloads.account(0))
    record = page.student.model.lines[1].record
    file = record.files["document_file"]
    page.student._preview(file)
    settled(desk)
    assert desk.store.blob_state(file.sha256) == "asked"
    assert desk.store.wanted()[0] == (file.sha256, file.size)


def test_that_a_guides_search_leads_to_the_student(desk: Desk) -> None:
    forms = searched(desk)
    [hit] = [one for one in desk.search("110003", forms) if one.entry.record.form == "person"]
    assert place_of(hit.entry.record, desk) == "caseload"
    row = next(row for row in found(desk, "電磁感應", forms) if row.payload.form == "course_outcome")
    assert any(name in row.subtitle for name in desks.NAMES), "whose it is"


def test_that_sheets_to_be_signed_are_made_for_whom_is_marked(page: CaseloadPage, tmp_path: Path) -> None:
    page.host.save_to.append(tmp_path / "確認單")
    page.table.selectRow(0)
    assert page.acts.print_button.text() == "歷程確認單（1 位）"
    page.acts.print_button.click()
    hands.wait(lambda: not page.acts.job.running, "PDF", 30)
    pdf = pymupdf.open(tmp_path / "確認單.pdf")
    text = "".join(sheet.get_text() for sheet in pdf)
    assert len(pdf) == 1
    assert [mark[1] for mark in pdf.get_toc()] == [page.table.pupils.rows[0].tally.name]
    for words in ("學習歷程確認單", "課程學習成果勾選（1／2）", "物理", "學生簽名", "家長簽名", "導師簽名"):
        assert words in text.replace("\n", "")
    page.table.clearSelection()
    assert page.acts.print_button.text() == "歷程確認單（12 位）"


def test_that_a_drafted_reminder_presses_nobody_and_goes_nowhere_by_itself(
    page: CaseloadPage, desk: Desk
) -> None:
    told = reminders.drafts(page.pupils)
    assert len(told) == 12
    for one in told:
        assert reminders.VOLUNTARY in one.text
        assert not [word for word in ("必須", "務必", "一定要", "扣分", "落後") if word in one.text]
    dialog = ReminderDialog(page.host, page.pupils, page)
    assert len(dialog.drafts) == 12
    dialog.editor.setPlainText("改過的話")
    dialog.keep()
    settled(desk)
    assert {entry.record.form for entry in desk.entries(("reminder", "counsel_comment"))} == {"reminder"}
    assert "改過的話" in {entry.record.text("text") for entry in desk.entries("reminder")}
    again = ReminderDialog(page.host, page.pupils, page)
    assert again.editor.value() == "改過的話", "a draft is taken up again"


def test_that_reminders_said_are_words_to_each_student_and_their_drafts_are_gone(
    page: CaseloadPage, desk: Desk
) -> None:
    counsel.draft(desk, [(counsel.about(caseloads.account(0), "林小宇"), "草稿")])
    dialog = ReminderDialog(page.host, page.pupils[:2], page)
    desk.write(lambda: counsel.say_all(desk, dialog.written))
    settled(desk)
    said = [entry.record for entry in desk.entries("counsel_comment")]
    assert len(said) == 2
    assert all(one.text("student_name") for one in said)
    assert not desk.entries("reminder")


def test_that_nothing_to_tell_makes_no_draft() -> None:
    calm = caseload.Pupil(caseload.Tally("s", "r", "林小宇", courses=1, sent=1))
    assert reminders.drafts([calm]) == ()


def test_that_the_first_page_of_a_guide_sums_up_the_classes(desk: Desk, qtbot: object) -> None:
    visit = Visit(desk)
    page = HomePage(visit)
    qtbot.addWidget(page)
    hands.wait(lambda: len(page.guided.rows) == 3, "三個班")
    assert page.guided.count.text() == "共 12 位"
    page.guided.rows[0].opened.emit()
    assert visit.went == [("caseload", "")]


def test_that_a_teacher_who_guides_nobody_sees_no_card(tmp_path: Path, qtbot: object) -> None:
    desk = desks.make(tmp_path, desks.TEACHER, "teacher", "王小明", [desks.school(), *desks.class_of(2)])
    page = HomePage(Visit(desk))
    qtbot.addWidget(page)
    assert page.guided.isHidden()
    desk.close()


def test_that_one_goes_from_student_to_student_in_the_order_of_the_table(page: CaseloadPage) -> None:
    order = names(page)
    page.open_student(order[0])
    assert not page.student.before.isEnabled()
    page.student.after.click()
    assert page.student.account == order[1]
    page.open_student(order[-1])
    assert not page.student.after.isEnabled()
    page.student.stepped.emit(1)
    assert page.student.account == order[-1]
