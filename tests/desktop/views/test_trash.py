"""Several records go at once and come back at once; what was deleted can still be seen, and be had again."""

import pytest
from attrs import evolve
from PySide6.QtCore import QItemSelectionModel

from demo import hands
from tests.desktop.views import desks, screens
from tests.desktop.views.screens import HOLES, PICKED, WHOLE
from tests.desktop.views.test_undo import toast


@pytest.fixture
def desk(open_desk):
    return open_desk("student", screens.small_school()).desk


def mark(page, *records):
    page.list.clearSelection()
    for record in records:
        index = page.model.index(page.model.row_of(record))
        page.list.selectionModel().select(index, QItemSelectionModel.SelectionFlag.Select)
    page.list.setFocus()


def delete_two(desk, window):
    page = screens.open_page(window, "competition")
    mark(page, WHOLE, HOLES)
    with screens.answering("刪除") as said:
        hands.QTest.keyClick(page.list, hands.Qt.Key.Key_Delete)
    screens.settle(desk)
    return page, said


def test_that_marked_records_go_at_once_and_one_word_brings_them_all_back(desk, qtbot):
    before = {one: desk.record(one) for one in (WHOLE, HOLES)}
    with screens.shown(desk) as window:
        _, said = delete_two(desk, window)
        assert any("選到的 2 筆" in text for text in said)
        assert all(desk.record(one).deleted for one in before)
        hands.click(toast(window, "復原 刪除 2 筆").action)
        screens.settle(desk)
        assert {one: desk.record(one) for one in before} == before
        assert desk.unsent() == ()


def test_that_one_that_may_not_go_keeps_the_others_too_and_says_why(desk, qtbot):
    with screens.shown(desk) as window:
        page = screens.open_page(window, "competition")
        mark(page, WHOLE, PICKED)
        with screens.nobody_asks():
            hands.QTest.keyClick(page.list, hands.Qt.Key.Key_Delete)
            screens.settle(desk)
        assert "不能刪除" in window.toasts.toasts[-1].text
        assert not desk.record(WHOLE).deleted


def test_that_a_deletion_that_has_not_left_is_undone_from_the_trash(desk, qtbot):
    before = desk.record(WHOLE)
    with screens.shown(desk) as window:
        delete_two(desk, window)
        window.go("trash", WHOLE)
        trash = window.page("trash")
        assert len(trash.model.lines) == 2
        assert "原來那一筆" in trash.why.text()
        hands.click(trash.restore_button)
        screens.settle(desk)
        assert desk.record(WHOLE) == before
        assert window.page("competition").editor.record_id == WHOLE
        assert [line.record.id for line in trash.model.lines] == [HOLES] or not trash.isVisible()


def test_that_what_the_school_has_deleted_is_had_again_with_all_its_content(desk, qtbot):
    before = desk.record(WHOLE)
    gone = evolve(before, deleted=True, ver=9)
    with screens.shown(desk) as window:
        desks.hear(desk, [gone], 100)
        window.go("trash", WHOLE)
        trash = window.page("trash")
        assert "新增一筆" in trash.why.text()
        hands.click(trash.restore_button)
        screens.settle(desk)
        made = desk.record(window.page("competition").editor.record_id)
        assert made.id != WHOLE
        assert (made.values, made.files) == (before.values, before.files)


def test_that_an_empty_trash_says_so(desk, qtbot):
    with screens.shown(desk) as window:
        window.go("trash")
        assert hands.says(window.page("trash"), "沒有刪除的紀錄")
