"""課程諮詢紀錄 as their author writes, finds and exports them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pymupdf
import pytest

from demo import hands
from desktop.desk import Desk
from desktop.models import consultations
from desktop.operations import counsel, records
from desktop.views.consultation_page import ConsultationPage
from domain.forms import FORMS
from tests.desktop.views import caseloads
from tests.desktop.views.desks import Visit

pytestmark = pytest.mark.qt
TALK = {
    "consultation_type": "1",
    "held_on": "2026-03-01",
    "periods": "2",
    "topic": "高二選組 *說明*",
    "students": "stu-0,stu-3",
    "student_names": "林小宇、王柏翰",
    "content": "說明三個班群。\n=1+1",
}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = caseloads.counselor(tmp_path / "home", caseloads.caseload(6))
    yield made
    made.close()


@pytest.fixture
def page(desk: Desk, qtbot: object) -> ConsultationPage:
    made = ConsultationPage(Visit(desk))
    qtbot.addWidget(made)
    made.resize(1100, 760)
    made.show()
    return made


def settled(desk: Desk) -> None:
    hands.wait(lambda: not (desk.writer.waiting or desk.hands.waiting), "寫好了")
    hands.live(0.02)


def talk(desk: Desk, **more: str) -> str:
    record = records.blank(desk, FORMS["consultation"])
    counsel.consult(desk, record, {**TALK, **more}, True)
    return record.id


def fill(page: ConsultationPage) -> None:
    editor = page.editor
    editor.editors["topic"].setText("選課諮詢")
    editor.editors["content"].setPlainText("談課程地圖。")
    editor.picker.class_name.set_value("高一仁")
    editor.picker.class_name.edited.emit("高一仁")
    editor.picker.choose_shown()


def test_that_a_group_is_written_down_with_every_student(page: ConsultationPage, desk: Desk) -> None:
    page.add()
    fill(page)
    assert page.editor.save()
    settled(desk)
    [record] = consultations.kept(desk)
    assert record.text("students") == "stu-0,stu-3"
    assert record.text("held_on") == "2026-03-02", "today, unless another day is written"
    assert record.text("student_names").count("、") == 1
    assert page.model.rowCount() == 1
    assert not page.editor.dirty


def test_that_what_is_missing_is_said_and_nothing_goes_out(page: ConsultationPage, desk: Desk) -> None:
    page.add()
    page.editor.editors["topic"].setText("選課諮詢")
    assert not page.editor.save()
    assert "學生帳號" in page.editor.banner.text
    assert "諮詢內容" in page.editor.banner.text
    assert consultations.kept(desk) == []
    assert not desk.unsent()


def test_that_what_was_typed_and_not_saved_is_there_again(
    page: ConsultationPage, desk: Desk, qtbot: object
) -> None:
    kept = talk(desk)
    page.reload()
    page.open_record(kept)
    page.editor.editors["content"].setPlainText("補上一句。")
    page.editor._keep()
    settled(desk)
    again = ConsultationPage(Visit(desk))
    qtbot.addWidget(again)
    again.open_record(kept)
    assert again.editor.editors["content"].value() == "補上一句。"
    assert desk.record(kept).text("content") == TALK["content"], "nothing is said before it is saved"
    again.editor.save()
    settled(desk)
    assert desk.record(kept).text("content") == "補上一句。"


def test_that_a_stranger_cannot_be_written_about(page: ConsultationPage, desk: Desk) -> None:
    page.add()
    fill(page)
    page.editor.picker.chosen["nobody"] = "外校生"
    page.editor.save()
    settled(desk)
    [error] = page.host.failed
    assert "輔導" in str(error)
    assert consultations.kept(desk) == []


def test_that_the_list_is_searched_and_sorted_by_day(page: ConsultationPage, desk: Desk) -> None:
    talk(desk, held_on="2026-01-05", topic="早的")
    talk(desk, held_on="2026-02-05", topic="晚的", student_names="陳品妤")
    page.reload()
    assert [line.title for line in page.model.lines] == ["晚的", "早的"]
    page.search.setText("陳品妤")
    page.search.searched.emit("陳品妤")
    assert [line.title for line in page.model.lines] == ["晚的"]


def test_that_the_list_goes_out_as_a_worksheet_and_a_pdf(
    page: ConsultationPage, desk: Desk, tmp_path: Path
) -> None:
    talk(desk)
    page.reload()
    page.host.save_to.append(tmp_path / "諮詢")
    page.export_sheet()
    settled(desk)
    sheet = openpyxl.load_workbook(tmp_path / "諮詢.xlsx").active
    assert [cell.value for cell in sheet[1]] == [name for name, _ in consultations.HEADINGS]
    assert sheet["B2"].value == "團體諮詢"
    assert sheet["F2"].value == TALK["content"]
    page.export_pdf()
    hands.wait(lambda: not page.job.running, "PDF", 30)
    text = "".join(one.get_text() for one in pymupdf.open(tmp_path / "諮詢.pdf")).replace("\n", "")
    assert "高二選組 *說明*" in text
    assert "=1+1" in text


def test_that_a_new_one_can_be_given_up_and_an_old_one_deleted(page: ConsultationPage, desk: Desk) -> None:
    page.add()
    page.editor.delete()
    settled(desk)
    assert page.editor.record is None
    kept = talk(desk)
    records.delete(desk, desk.record(kept))
    page.reload()
    assert page.model.rowCount() == 0
    assert page.shelf.currentWidget() is page.empty
