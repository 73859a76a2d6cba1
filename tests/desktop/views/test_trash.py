"""Several records go at once and come back at once; what was deleted can still be seen, and be had again."""

import pytest
from attrs import evolve
from PySide6.QtCore import QItemSelectionModel

from demo import hands
from desktop.changes import Changes
from desktop.models import history
from desktop.operations import records
from desktop.views.history_dialog import Change, HistoryDialog
from domain.intents import Action
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


def deleted_at_school(desk, record=WHOLE, seq=100):
    before = desk.record(record)
    desks.hear(desk, [evolve(before, deleted=True, ver=9)], seq)
    return before


def answer(desk, status, reason="", sentence=""):
    """The school's word on everything that was sent."""
    desk.store.freeze(9, 1 << 20)
    told = [Result(said.intent.id, status, reason, sentence, 10) for said in desk.unsent()]
    reply = PushReply("s", "r", "epoch-1", "2026-03-02T02:30:00Z", 300, 9, told, 30, end=True)
    desk.bus.tell(Changes(records=desk.store.settle(reply).records))


def shut(desk):
    """The school hears no more of 多元表現 this year."""
    desks.hear(desk, [desks.window(14, "diverse_edit", -1)], 400)


def restored(desk, window):
    window.go("trash", WHOLE)
    hands.click(window.page("trash").restore_button)
    screens.settle(desk)


def test_that_what_the_school_has_deleted_comes_back_as_the_same_record(desk, qtbot):
    with screens.shown(desk) as window:
        before = deleted_at_school(desk)
        window.go("trash", WHOLE)
        assert "原來那一筆" in window.page("trash").why.text()
        restored(desk, window)
        assert desk.record(WHOLE) == evolve(before, ver=9, seq=desk.record(WHOLE).seq)
        assert [said.intent.action for said in desk.unsent()] == [Action.RESTORE]
        assert window.page("competition").editor.record_id == WHOLE
        assert "已復原「全國高中科學探究競賽第 10 屆」" in window.toasts.toasts[-1].text
        assert not window.page("trash").model.lines


def test_that_its_history_tells_of_the_deletion_and_of_the_return(desk, qtbot):
    with screens.shown(desk) as window:
        records.delete(desk, desk.record(WHOLE))
        desk.store.freeze(9, 1 << 20)
        restored(desk, window)
        found = history.versions(desk.journal(WHOLE), desk.base(WHOLE), desk.record(WHOLE))
        assert [one.step for one in found][:2] == ["復原", "刪除"]


def test_that_what_may_not_come_back_says_why_and_stays(desk, qtbot):
    with screens.shown(desk) as window:
        deleted_at_school(desk)
        shut(desk)
        window.go("trash", WHOLE)
        trash = window.page("trash")
        assert not trash.restore_button.isEnabled()
        assert "截止" in trash.why.text()
        assert desk.record(WHOLE).deleted


def test_that_one_that_came_too_late_waits_for_the_school_and_says_so(desk, qtbot):
    with screens.shown(desk) as window:
        deleted_at_school(desk)
        restored(desk, window)
        answer(desk, "held_late", "closed", "「多元表現填寫」已截止。")
        shut(desk)
        window.go("trash", WHOLE)
        trash = window.page("trash")
        assert [line.pill for line in trash.model.lines] == ["逾時收存"]
        assert "學校准許之後" in trash.why.text()
        assert not trash.restore_button.isEnabled()


def test_that_only_a_school_that_cannot_restore_it_makes_it_a_new_one_and_this_is_told(desk, qtbot):
    with screens.shown(desk) as window:
        before = deleted_at_school(desk)
        restored(desk, window)
        answer(desk, "rejected", "bad_request", "送出的內容格式不正確。")
        assert desk.record(WHOLE).deleted
        window.go("trash", WHOLE)
        assert "送出的內容格式不正確。學校不能復原這一筆" in window.page("trash").why.text()
        restored(desk, window)
        made = desk.record(window.page("competition").editor.record_id)
        assert made.id != WHOLE
        assert (made.values, made.files) == (before.values, before.files)
        assert "已用同樣的內容新增一筆" in window.toasts.toasts[-1].text


def test_that_a_rule_that_refused_once_is_asked_again(desk, qtbot):
    """A full course may have room tomorrow: what the school said of a rule makes no second record."""
    with screens.shown(desk) as window:
        deleted_at_school(desk)
        restored(desk, window)
        answer(desk, "rejected", "quota", "這門課最多可新增 3 件成果，已經用完。")
        restored(desk, window)
        assert not desk.record(WHOLE).deleted
        assert window.page("competition").editor.record_id == WHOLE


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
