"""歷史: what was saved when and by which step, what changed word by word, and the way back to every version."""

from itertools import pairwise

import pytest
from attrs import evolve
from hypothesis import example, given, strategies as st

from demo import hands
from desktop.models import differences, history
from desktop.operations import records
from desktop.views.history_dialog import HistoryDialog
from domain.intents import Action
from sync.wire import PushReply, Result
from tests.desktop.views import desks, screens
from tests.desktop.views.screens import HOLES, WHOLE


@pytest.fixture
def desk(open_desk):
    return open_desk("student", screens.small_school()).desk


def saved(desk, record, leaves=False, **values):
    """Saved here; leaves: on its way to the school, so that the next save is another one."""
    held = desk.record(record)
    changes = {key: (held.values.get(key), value) for key, value in values.items()}
    records.save(desk, held, changes)
    if leaves:
        desk.store.freeze(9, 1 << 20)


def told(desk, record):
    return history.versions(desk.journal(record), desk.base(record), desk.record(record))


def opened(window, record):
    editor = screens.edit(window, "competition", record)
    editor.more.aboutToShow.emit()
    editor.more.history.trigger()
    hands.live(0.02)
    [dialog] = [one for one in window.findChildren(HistoryDialog) if one.isVisible()]
    return dialog


def test_that_every_save_is_a_version_newest_first(desk, qtbot):
    saved(desk, WHOLE, leaves=True, award="優等")
    saved(desk, WHOLE, award="特優")
    found = told(desk, WHOLE)
    assert [one.record.text("award") for one in found] == ["特優", "優等", "佳作"]
    assert [one.before.text("award") for one in found] == ["優等", "佳作", "佳作"]
    assert [one.word for one in found[:2]] == ["還在這台電腦", "還在這台電腦"]
    assert all(one.at is not None for one in found[:2])
    assert found[1].record.text("competition_name") == desk.record(WHOLE).text("competition_name")


def test_that_what_another_computer_wrote_is_the_version_of_the_school(desk, qtbot):
    saved(desk, WHOLE, leaves=True, award="優等")
    [said] = desk.journal(WHOLE)
    answer = Result(said.intent.id, "applied", ver=2)
    desk.store.settle(PushReply("s", "r", "epoch-1", "2026-03-02T02:30:00Z", 200, 9, [answer], 30, end=True))
    held = desk.base(WHOLE)
    elsewhere = {**held.values, "award": "銅牌", "description": "在家裡重寫"}
    desks.hear(desk, [evolve(held, ver=3, values=elsewhere)], 300)
    saved(desk, WHOLE, award="特優")
    found = told(desk, WHOLE)
    assert [one.key == "school" for one in found] == [False, True, False, False]
    assert found[1].record.text("description") == "在家裡重寫"
    assert found[0].record.text("description") == "在家裡重寫"
    assert (found[1].before.text("award"), found[1].record.text("award")) == ("優等", "銅牌")


def test_that_a_refused_save_is_told_and_changes_nothing_after_it(desk, qtbot):
    saved(desk, WHOLE, leaves=True, award="優等")
    [said] = desk.journal(WHOLE)
    desk.store.set_aside(said.intent.id, "closed", "已經截止")
    saved(desk, WHOLE, award="特優")
    newest, refused, _ = told(desk, WHOLE)
    assert (refused.tone, refused.note, refused.record.text("award")) == ("danger", "已經截止", "優等")
    assert newest.before.text("award") == "佳作"


def test_that_sending_and_the_decision_of_the_school_are_steps(desk, qtbot):
    found = told(desk, screens.FAILED)
    assert [one.step for one in found][:2] == ["認證不通過", "送出認證"]
    assert "請補上實驗數據" in found[0].note
    assert not found[0].changed


def test_that_the_window_says_what_came_and_what_went(desk, qtbot):
    saved(desk, WHOLE, leaves=True, description="小組四人，負責數據分析與發表。")
    with screens.shown(desk) as window:
        dialog = opened(window, WHOLE)
        assert dialog.version.step
        assert hands.says(dialog.sheet, "刪去")
        assert hands.says(dialog.sheet, "加上")
        assert any("加上「" in one.accessibleName() for one in dialog.findChildren(hands.QLabel))
        assert not dialog.restore_button.isEnabled()
        dialog.close()


def test_that_a_version_is_restored_as_a_save_and_the_later_one_stays(desk, qtbot):
    saved(desk, WHOLE, leaves=True, award="優等")
    saved(desk, WHOLE, leaves=True, award="特優", description="")
    before = desk.record(WHOLE)
    with screens.shown(desk) as window:
        dialog = opened(window, WHOLE)
        dialog.list.setCurrentIndex(dialog.model.index(1))
        hands.press(dialog, "還原這一版")
        screens.settle(desk)
        now = desk.record(WHOLE)
        assert (now.text("award"), now.text("description")) == ("優等", "小組三人，負責實驗設計與數據分析。")
        last = desk.journal(WHOLE)[-1].intent
        assert last.action is Action.SAVE
        assert last.d["f"]["award"] == {"from": "特優", "to": "優等"}
        assert before.values in [one.record.values for one in told(desk, WHOLE)]
        assert len(dialog.model.rows) == 4
        assert window.page("competition").editor.form.frames["award"].editor.value() == "優等"
        dialog.close()


def test_that_a_file_is_restored_when_it_is_still_there(desk, qtbot, tmp_path):
    kept = screens.own_file(desk, "第一版.pdf", "1")
    desk.store.note_blob(kept.sha256, kept.size, kept.mime)
    gone = desks.attachment(b"%PDF-gone", "不見了.pdf")
    records.set_file(desk, desk.record(HOLES), "document_file", kept)
    desk.store.freeze(9, 1 << 20)
    records.set_file(desk, desk.record(HOLES), "document_file", gone)
    desk.store.freeze(9, 1 << 20)
    records.set_file(desk, desk.record(HOLES), "document_file", None)
    with screens.shown(desk) as window:
        dialog = opened(window, HOLES)
        files = [one.record.files.get("document_file") for one in history_of(dialog)]
        assert files == [None, gone, kept, None]
        dialog.list.setCurrentIndex(dialog.model.index(2))
        hands.press(dialog, "還原這一版")
        screens.settle(desk)
        assert desk.record(HOLES).files["document_file"] == kept
        place = [one.record.files.get("document_file") for one in history_of(dialog)].index(gone)
        dialog.list.setCurrentIndex(dialog.model.index(place))
        hands.press(dialog, "還原這一版")
        screens.settle(desk)
        assert desk.record(HOLES).files["document_file"] == kept
        assert any("不見了.pdf" in toast.text for toast in window.toasts.toasts)
        dialog.close()


def history_of(dialog):
    return [row.payload for row in dialog.model.rows]


def test_that_what_may_not_be_edited_may_not_be_restored(desk, qtbot):
    saved(desk, WHOLE, leaves=True, award="優等")
    held = desk.record(WHOLE)
    desks.hear(desk, [evolve(held, ver=9, srv={**held.srv, "selection": "picked"})], 300)
    with screens.shown(desk) as window:
        dialog = opened(window, WHOLE)
        dialog.list.setCurrentIndex(dialog.model.index(dialog.model.rowCount() - 1))
        assert not dialog.restore_button.isEnabled()
        assert "勾選" in dialog.why.text()
        dialog.close()


def test_that_a_new_record_has_no_history_yet(desk, qtbot):
    with screens.shown(desk) as window:
        editor = screens.begin(window, "competition")
        editor.more.aboutToShow.emit()
        assert not editor.more.history.isEnabled()


TEXTS = st.text(alphabet="甲乙丙丁，。 ab1\n", max_size=24)


@given(TEXTS, TEXTS)
@example("小組三人，負責分析。", "小組四人，負責架設與分析，並發表。")
@example("用 Python 寫", "用 Python3 寫好")
def test_that_both_texts_can_be_read_from_the_woven_one(before, after):
    steps = differences.woven(before, after)
    assert "".join(s.text for s in steps if s.kind != "added") == before
    assert "".join(s.text for s in steps if s.kind != "removed") == after
    assert all(one.kind != other.kind for one, other in pairwise(steps))
