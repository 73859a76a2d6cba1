"""Search over everything from the head of the window: while typing, from one character on, also inside PDFs."""

import pymupdf
import pytest
from attrs import evolve
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from demo import hands
from derive import words
from desktop.operations import attachments
from tests.desktop.views import desks, screens

CHINESE = "china-t"


def pdf_saying(text):
    made = pymupdf.open()
    made.new_page().insert_text((72, 72), text, fontname=CHINESE, fontsize=12)
    data = made.tobytes()
    made.close()
    return data


@pytest.fixture
def desk(open_desk):
    return open_desk("student", screens.small_school()).desk


def typed(window, text):
    window.finder.start()
    hands.clear(window.finder.box)
    hands.write(window.finder.box, text)
    hands.wait(window.finder.popup.isVisible, "搜尋結果")
    hands.live(0.25)
    return [row.title for row in window.finder.popup.model.rows]


@pytest.mark.parametrize("text", ["探", "科學", "科學探", "全國高中科學探究競賽第 11 屆"])
def test_that_what_is_typed_is_found_from_one_character_on(desk, qtbot, text):
    with screens.shown(desk) as window:
        assert "全國高中科學探究競賽第 11 屆" in typed(window, text)


def test_that_enter_opens_what_is_chosen_and_the_keys_choose(desk, qtbot):
    with screens.shown(desk) as window:
        titles = typed(window, "科學探究")
        assert len(titles) == 3
        QTest.keyClick(window.finder.box, Qt.Key.Key_Down)
        wanted = window.finder.popup.list.currentIndex().data()
        assert wanted == titles[1]
        QTest.keyClick(window.finder.box, Qt.Key.Key_Return)
        assert window.nav.current == "competition"
        hands.wait(lambda: window.page("competition").editor is not None, "表單")
        assert window.page("competition").editor.draft.record.text("competition_name") == wanted
        assert not window.finder.popup.isVisible()


def test_that_an_outcome_is_opened_in_its_course_and_a_course_by_its_subject(desk, qtbot):
    with screens.shown(desk) as window:
        typed(window, "物")
        rows = window.finder.popup.model.rows
        assert {row.key for row in rows} >= {screens.COURSE, screens.DRAFT, screens.PASSED}
        assert all("物理" in row.subtitle + row.title for row in rows)
        place = [row.key for row in rows].index(screens.DRAFT)
        hands.click_row(window.finder.popup.list, place)
        outcomes = window.page("course_outcome").outcomes
        hands.wait(lambda: outcomes.editor is not None, "紀錄打開")
        assert outcomes.editor.record_id == screens.DRAFT


def test_that_the_place_that_says_it_is_shown(desk, qtbot):
    with screens.shown(desk) as window:
        typed(window, "數據分析")
        assert any("負責實驗設計與數據分析" in row.subtitle for row in window.finder.popup.model.rows)
        typed(window, "獎狀")
        assert any("檔案「獎狀.pdf」" in row.subtitle for row in window.finder.popup.model.rows)


def test_that_nothing_found_is_said_and_escape_ends_it(desk, qtbot):
    with screens.shown(desk) as window:
        assert typed(window, "鱷魚") == []
        assert hands.says(window.finder.popup, "找不到")
        QTest.keyClick(window.finder.box, Qt.Key.Key_Escape)
        assert not window.finder.popup.isVisible()
        assert window.finder.box.value() == ""


def test_that_ctrl_f_goes_to_the_box_also_in_a_crowded_window(desk, qtbot):
    with screens.shown(desk, 1024, 640) as window:
        assert not window.finder.box.isVisible()
        assert window.chip.isVisible()
        QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        assert window.finder.box.hasFocus()
        typed(window, "探究")
        assert window.rect().contains(window.finder.popup.geometry())
        window.nav.setFocus()
        window.finder.popup.list.setFocus()
        window.work.currentWidget().setFocus()
        window.nav.tree.setFocus()
        assert not window.finder.popup.isVisible()
        assert not window.finder.box.isVisible()
        assert window.chip.isVisible()


def test_that_words_inside_a_pdf_are_found_and_said_to_be_there(desk, qtbot):
    data = pdf_saying("電磁感應實驗紀錄")
    desk.blobs.adopt_bytes(data)
    held = desks.attachment(data, "報告.pdf")
    desks.hear(desk, [evolve(desk.record(screens.WHOLE), ver=2, files={"document_file": held})], 100)
    with screens.shown(desk) as window:
        window.reader.read_one()
        hands.wait(lambda: held.sha256 not in desk.unread_files(), "讀檔案裡的字")
        typed(window, "感應實")
        [row] = window.finder.popup.model.rows
        assert row.key == screens.WHOLE
        assert "在檔案「報告.pdf」中" in row.subtitle


def test_that_a_file_taken_in_is_read_when_nothing_else_is_done(desk, qtbot, tmp_path):
    path = tmp_path / "心得.pdf"
    path.write_bytes(pdf_saying("螢火蟲復育"))
    with screens.shown(desk) as window:
        editor = screens.edit(window, "competition", screens.HOLES)
        editor.files.take("document_file", path)
        hands.wait(lambda: desk.search("螢火", ("competition",)), "讀檔案裡的字", 10)


def test_that_a_file_that_cannot_be_read_has_no_words_and_is_not_tried_again(desk, qtbot):
    data = b"%PDF-1.7 nothing of the kind"
    desk.blobs.adopt_bytes(data)
    held = desks.attachment(data, "壞的.pdf")
    desks.hear(desk, [evolve(desk.record(screens.WHOLE), ver=2, files={"document_file": held})], 100)
    attachments_noted = lambda: held.sha256 not in desk.unread_files()  # noqa: E731 - read twice
    assert not attachments_noted()
    desk.hands.start(lambda: attachments.note_words(desk, held.sha256))
    hands.wait(attachments_noted, "試過了")


def test_that_a_long_file_is_cut_and_lines_of_chinese_are_joined():
    assert words.joined("學習\n歷程 檔案\nhello world") == "學習歷程檔案\nhello world"
    assert "感應實驗" in words.joined("感應\n 實驗")
    made = pymupdf.open()
    for _ in range(60):
        page = made.new_page()
        for line in range(60):
            page.insert_text((30, 20 + 12 * line), "word " * 20, fontsize=8)
    assert len(words.of_pdf(made.tobytes())) == words.MOST
    locked = made.tobytes(encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="x", owner_pw="y")
    made.close()
    assert words.of_pdf(locked) == ""
    assert words.of_pdf(b"") == ""


def test_that_a_teacher_finds_the_outcomes_that_wait(class_desk, qtbot):
    desk = class_desk.desk
    with screens.shown(desk) as window:
        typed(window, "水質")
        row = window.finder.popup.model.rows[0]
        QTest.keyClick(window.finder.box, Qt.Key.Key_Return)
        assert window.nav.current == "certify_queue"
        assert row.payload.form == "course_outcome"
