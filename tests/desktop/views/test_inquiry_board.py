"""Asking the school: from the page it is about, offline too; the answer comes back to the same place."""

from __future__ import annotations

import pytest
from attrs import evolve
from PySide6.QtCore import Qt

from demo import hands
from desktop.models import home, inquiries
from desktop.operations import inquiries as operations
from desktop.views.pages import page_for
from domain.crossrules import UNLISTED_LICENCE
from domain.errors import BadInput
from domain.records import Record
from server.services import acting
from tests.desktop.views import desks
from tests.desktop.views.computers import computer


def cadre(number: int, title: str, term: str = "114-1") -> Record:
    values = {
        "year_term": term,
        "unit_name": "二年三班",
        "position_title": title,
        "cadre_level": "2",
        "start_date": "2025-09-01",
        "end_date": "2026-01-20",
    }
    return Record(
        desks.identity(number), "school_cadre", desks.STUDENT, state="editable", ver=1, values=values,
        srv={"source": "school"},
    )  # fmt: skip


def licence(number: int, code: str, **values: str) -> Record:
    told = {"year_term": "114-1", "licence_code": code, **values}
    files = {"document_file": desks.attachment(b"%PDF", "成績單.pdf")}
    return Record(
        desks.identity(number), "licence", desks.STUDENT, state="editable", ver=1, values=told, files=files,
        srv={"source": "student"},
    )  # fmt: skip


@pytest.fixture
def visit(open_desk):
    records = [desks.school(), *desks.WINDOWS, cadre(200, "學藝股長"), cadre(201, "副班長", "113-2")]
    more = [licence(300, "local-toeic"), licence(301, UNLISTED_LICENCE, licence_name="LPIC-1")]
    return open_desk("student", [*records, *more])


def show(qtbot, visit, key):
    page = page_for(key, visit)
    qtbot.addWidget(page)
    page.resize(1100, 700)
    page.show()
    qtbot.waitExposed(page)
    return page


def ask(qtbot, visit, page, kinds, text):
    for kind in kinds:
        page.board.panel.boxes[kind].set_value(True)
    page.board.panel.words.set_value(text)
    hands.click(page.board.panel.send_button)
    qtbot.waitUntil(lambda: not visit.desk.writer.waiting)


def test_that_an_error_is_told_about_the_record_that_is_shown(qtbot, visit):
    page = show(qtbot, visit, "school_cadre")
    page.open_record(desks.identity(201))
    hands.click(page.report_button)
    assert hands.says(page, "關於「二年三班 副班長」")
    assert not page.shelf.isVisible()
    ask(qtbot, visit, page, ["wrong"], "結束日期應該是六月")
    [question] = inquiries.questions(visit.desk, "school_cadre")
    assert (question.record.text("record"), question.subject) == (desks.identity(201), "二年三班 副班長")
    assert (question.text, question.pill) == ("資料有誤：結束日期應該是六月", "等待送到學校")
    assert hands.says(page, "資料有誤：結束日期應該是六月")
    assert page.report_button.text() == "回報學校（1）"
    hands.click(page.board.back_button)
    assert page.shelf.isVisible()


def test_that_something_missing_is_about_no_record(qtbot, visit):
    page = show(qtbot, visit, "school_cadre")
    hands.click(page.report_button)
    ask(qtbot, visit, page, ["fewer"], "少了合唱團伴奏")
    [question] = inquiries.questions(visit.desk, "school_cadre")
    assert (question.record.text("record"), question.subject) == ("", "")


def test_that_a_report_needs_a_kind_and_words(qtbot, visit):
    page = show(qtbot, visit, "school_cadre")
    hands.click(page.report_button)
    ask(qtbot, visit, page, [], "不對")
    assert "問題狀況" in page.board.panel.problem.text()
    assert visit.desk.unsent() == ()
    with pytest.raises(BadInput):
        operations.ask(visit.desk, "licence", "  ")


def test_that_it_can_be_taken_back(qtbot, visit):
    page = show(qtbot, visit, "school_cadre")
    hands.click(page.report_button)
    ask(qtbot, visit, page, ["more"], "這筆不是我的")
    hands.live(0.05)
    hands.press(page.board, "收回詢問「二年三班 學藝股長」")
    qtbot.waitUntil(lambda: inquiries.questions(visit.desk, "school_cadre") == ())
    assert page.report_button.text() == "回報學校"


def test_that_a_student_without_any_cadre_can_still_say_so(qtbot, open_desk):
    visit = open_desk("student", [desks.school(), *desks.WINDOWS])
    page = show(qtbot, visit, "school_cadre")
    assert page.shelf.currentIndex() == 1
    hands.click(page.report_button)
    ask(qtbot, visit, page, ["fewer"], "我是 114-1 的班長")
    assert len(inquiries.questions(visit.desk, "school_cadre")) == 1


def test_that_a_licence_that_the_list_lacks_is_asked_for(qtbot, visit):
    page = show(qtbot, visit, "licence")
    page.open_record(desks.identity(301))
    hands.click(page.ask_button)
    assert hands.says(page, "關於「LPIC-1」")
    ask(qtbot, visit, page, [], "LPIC-1，發照單位 LPI")
    [question] = inquiries.questions(visit.desk, "licence")
    assert (question.subject, question.text) == ("LPIC-1", "LPIC-1，發照單位 LPI")
    page.open_record(desks.identity(300))
    assert page.split.isVisible()
    hands.click(page.ask_button)
    assert page.board.concern.isHidden()


def test_that_the_answer_stands_under_the_question_and_on_the_first_screen(qtbot, visit):
    operations.ask(
        visit.desk, "school_cadre", "日期不對", ["wrong"], desks.identity(200), "二年三班 學藝股長"
    )
    mine = inquiries.questions(visit.desk, "school_cadre")[0].record
    report = {"reply": "已更正。", "processed_at": "2026-03-01T02:00:00Z"}
    desks.hear(visit.desk, [evolve(mine, ver=2, state="processed", srv={"report": report})], 900)
    page = show(qtbot, visit, "school_cadre")
    hands.click(page.report_button)
    assert hands.says(page, "已更正。")
    notes = [(note.title, note.text, note.page) for note in home.said(visit.desk)]
    assert ("二年三班 學藝股長", "已更正。", "school_cadre") in notes


def test_that_a_licence_is_called_by_its_name_and_not_by_its_code(qtbot, visit):
    page = show(qtbot, visit, "licence")
    assert {line.title for line in page.model.lines} == {"TOEIC 多益測驗", "清單沒有的證照"}
    page.open_record(desks.identity(300))
    assert page.editor.title.text() == "TOEIC 多益測驗"


def test_that_a_file_is_previewed_from_the_list_without_opening_the_record(qtbot, visit):
    page = show(qtbot, visit, "licence")
    row = page.model.row_of(desks.identity(300))
    place = page.list.file_place(row, "成績單.pdf")
    with qtbot.waitSignal(page.list.file_clicked) as clicked:
        qtbot.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert clicked.args[0].name == "成績單.pdf"
    assert page.preview.isVisible()
    assert page.editor is None
    hands.click_row(page.list, row)
    assert page.editor is not None
    spoken = page.model.index(row).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "成績單.pdf" in spoken


def test_that_the_school_answers_what_a_student_asked(qapp, campus, tmp_path):
    with computer(campus, tmp_path / "a") as student:
        student.sync()
        operations.ask(student.desk, "licence", "請增列 LPIC-1")
        student.sync()
        [told] = acting.reports(campus.school.office)
        acting.answer(campus.school.office, told.id, "已增列。")
        student.sync()
        [question] = inquiries.questions(student.desk, "licence")
        assert (question.pill, question.reply, question.open) == ("已處理", "已增列。", False)
