"""Several records go at once and come back at once; what was deleted can still be seen, and be had again."""

import pytest
from attrs import evolve
from PySide6.QtCore import QItemSelectionModel

from demo import hands
from desktop.operations import records
from desktop.views.history_dialog import Change, HistoryDialog
from sync.wire import PushReply, Result
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
        hands.click(toast(window, "復原").action)
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


def history_from(window, record):
    window.go("trash", record)
    hands.live(0.01)
    hands.click(window.page("trash").history_button)
    hands.live(0.02)
    [dialog] = [one for one in window.findChildren(HistoryDialog) if one.isVisible()]
    return dialog


def versions(dialog):
    return [row.payload for row in dialog.model.rows]


def test_that_a_deleted_record_still_tells_its_history_to_the_first_word(desk, qtbot):
    held = desk.record(WHOLE)
    records.save(desk, held, {"award": (held.values["award"], "特優")})
    records.delete(desk, desk.record(WHOLE))
    with screens.shown(desk) as window:
        dialog = history_from(window, WHOLE)
        assert [one.step for one in versions(dialog)] == ["刪除", "儲存", "這台電腦最早知道的內容"]
        assert [one.record.text("award") for one in versions(dialog)] == ["特優", "特優", "佳作"]
        assert hands.says(dialog, "內容沒有變")
        dialog.list.setCurrentIndex(dialog.model.index(2))
        assert not dialog.restore_button.isEnabled()
        assert "刪除" in dialog.why.text()


def test_that_the_files_of_a_deleted_record_are_told_version_by_version(desk, qtbot):
    first, second = screens.own_file(desk, "初稿.pdf", "1"), screens.own_file(desk, "定稿.pdf", "2")
    for file in (first, second):
        records.set_file(desk, desk.record(HOLES), "document_file", file)
        desk.store.freeze(9, 1 << 20)
    records.delete(desk, desk.record(HOLES))
    with screens.shown(desk) as window:
        dialog = history_from(window, HOLES)
        files = [one.record.files.get("document_file") for one in versions(dialog)]
        assert files == [second, second, first, None]
        dialog.list.setCurrentIndex(dialog.model.index(1))
        hands.live(0.02)
        [change] = [one for one in dialog.findChildren(Change) if one.isVisible()]
        assert "刪去「初」；加上「定」" in change.words.accessibleName()
        assert hands.says(dialog, "定稿.pdf")


def test_that_the_history_of_what_the_school_has_deleted_ends_with_what_it_held(desk, qtbot):
    held = desk.record(WHOLE)
    records.save(desk, held, {"award": (held.values["award"], "特優")})
    records.delete(desk, desk.record(WHOLE))
    desk.store.freeze(9, 1 << 20)
    taken = [
        Result(said.intent.id, "applied", ver=place) for place, said in enumerate(desk.journal(WHOLE), 2)
    ]
    desk.store.settle(PushReply("s", "r", "epoch-1", "2026-03-02T02:30:00Z", 200, 9, taken, 30, end=True))
    desks.hear(desk, [evolve(desk.record(WHOLE), deleted=True, ver=3)], 200)
    with screens.shown(desk) as window:
        dialog = history_from(window, WHOLE)
        assert [(one.step, one.word) for one in versions(dialog)[:2]] == [
            ("刪除", "已到學校"),
            ("儲存", "已到學校"),
        ]
        assert versions(dialog)[0].record.text("award") == "特優"
        assert not dialog.restore_button.isEnabled()
