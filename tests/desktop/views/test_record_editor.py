"""Writing a record: every word is kept, nothing from elsewhere gets in the way, and buttons tell the truth."""

import time

import pytest
from attrs import evolve
from PySide6.QtTest import QTest

from demo import hands
from desktop.operations import records
from domain.intents import Action
from tests.desktop.views import desks, screens
from tests.desktop.views.screens import DRAFT, FAILED, HOLES, PASSED, PENDING, PICKED, WHOLE


@pytest.fixture
def desk(open_desk):
    return open_desk("student", screens.small_school()).desk


@pytest.fixture
def window(desk, qtbot):
    with screens.shown(desk) as made:
        yield made


def heard(desk, record_id, seq=100, **values):
    """The school says that these values of the record changed elsewhere."""
    record = desk.record(record_id)
    desks.hear(desk, [evolve(record, ver=record.ver + 1, values={**record.values, **values})], seq)


def test_that_typing_is_kept_within_300_ms_and_becomes_a_draft_within_two_seconds(desk, window):
    editor = screens.edit(window, "competition", HOLES)
    began = time.monotonic()
    hands.write(editor.form.frames["award"].editor, "特優")
    hands.wait(lambda: desk.unsaved(HOLES), "留底", 0.6)
    assert time.monotonic() - began < 0.6
    hands.wait(desk.unsent, "草稿", 2.5)
    assert time.monotonic() - began < 2.5
    screens.settle(desk)
    assert "特優" in desk.record(HOLES).text("award")
    assert desk.unsaved(HOLES) == ()


def test_that_somebody_who_never_pauses_is_kept_too(desk, window):
    box = screens.edit(window, "competition", HOLES).form.frames["award"].editor
    box.setFocus()
    for _ in range(6):
        QTest.keyClick(box, "a")
        hands.live(0.1)
    assert desk.unsaved(HOLES)


@pytest.mark.parametrize("leave", ["another record", "another page", "the list", "Ctrl+S", "closing"])
def test_that_leaving_saves_at_once(desk, window, leave):
    editor = screens.edit(window, "competition", HOLES)
    screens.commit(editor.form.frames["award"].editor, "金牌")
    ways = {
        "another record": lambda: window.page("competition").open_record(WHOLE),
        "another page": lambda: window.go("home"),
        "the list": lambda: window.page("competition").close_record(),
        "Ctrl+S": lambda: QTest.keyClick(window, "S", hands.Qt.KeyboardModifier.ControlModifier),
        "closing": window.close,
    }
    ways[leave]()
    screens.settle(desk)
    assert "金牌" in desk.record(HOLES).text("award")


def test_that_a_word_being_composed_is_neither_overwritten_nor_lost(desk, window):
    editor = screens.edit(window, "competition", HOLES)
    box = editor.form.frames["description"].editor
    screens.compose(box, "ㄓㄨˋ")
    heard(desk, HOLES, description="別台電腦寫的", award="特優")
    assert box.value() == ""
    assert editor.form.frames["award"].editor.value() == "特優"
    window.page("competition").open_record(WHOLE)
    screens.settle(desk)
    assert "ㄓㄨˋ" in desk.record(HOLES).text("description")


def test_that_what_came_meanwhile_appears_when_the_composing_is_given_up(desk, window):
    editor = screens.edit(window, "competition", HOLES)
    box = editor.form.frames["description"].editor
    screens.compose(box, "ㄓ")
    heard(desk, HOLES, description="別台電腦寫的")
    assert box.value() == ""
    screens.compose(box, "")
    assert box.value() == "別台電腦寫的"


def test_that_too_many_characters_are_marked_while_typing_saved_and_named_when_sending(desk, window):
    editor = screens.edit(window, "course_outcome", DRAFT)
    frame = editor.form.frames["summary"]
    hands.clear(frame.editor)
    screens.commit(frame.editor, "光" * 98 + "🌱\nＡ")
    assert frame.over
    assert "超過 1 字" in frame.counter_text
    assert frame.editor.property("problem")
    editor.save_now()
    screens.settle(desk)
    assert len(desk.record(DRAFT).text("summary")) == 101
    with screens.nobody_asks():
        hands.click(editor.submit_button)
    assert "超過 1 字" in frame.message
    assert "請刪減到 100 字以內" in frame.message
    assert hands.says(editor.banner, "超過 1 字")
    assert desk.record(DRAFT).state == "draft"


def test_that_a_new_record_exists_only_after_something_was_typed(desk, window):
    before = len(desk.entries("competition"))
    editor = screens.begin(window, "competition")
    window.go("home")
    screens.settle(desk)
    assert len(desk.entries("competition")) == before
    screens.open_page(window, "competition")
    hands.write(editor.form.frames["competition_name"].editor, "校內科展")
    editor.save_now()
    screens.settle(desk)
    made = desk.record(editor.record_id)
    assert made.text("competition_name") == "校內科展"
    assert made.text("year_term") == "114-1"


def test_that_a_new_record_can_be_given_up_without_a_trace(desk, window):
    editor = screens.begin(window, "competition")
    assert editor.delete_button.text() == "取消新增"
    hands.write(editor.form.frames["award"].editor, "特優")
    hands.live(0.4)
    with screens.nobody_asks():
        hands.click(editor.delete_button)
    screens.settle(desk)
    assert desk.record(editor.record_id) is None
    assert desk.store.edited() == ()


def test_that_keystrokes_of_a_new_record_survive_a_crash_as_a_draft(desk, window):
    editor = screens.begin(window, "competition")
    screens.commit(editor.form.frames["competition_name"].editor, "差一點就不見了")
    hands.wait(desk.store.edited, "留底", 1)
    desk.write(lambda: records.rescue(desk))
    screens.settle(desk)
    assert desk.record(editor.record_id).text("competition_name") == "差一點就不見了"


def test_that_sending_lists_every_required_hole(desk, window):
    editor = screens.edit(window, "course_outcome", DRAFT)
    hands.clear(editor.form.frames["summary"].editor)
    with screens.nobody_asks():
        hands.click(editor.submit_button)
    assert "還沒填" in editor.form.frames["summary"].message
    assert editor.form.frames["summary"].editor.hasFocus()


def test_that_sending_asks_once_and_locks_the_record(desk, window):
    file = screens.own_file(desk)
    record = desk.record(DRAFT)
    desks.hear(desk, [evolve(record, ver=2, files={"document_file": file})], 100)
    editor = screens.edit(window, "course_outcome", DRAFT)
    with screens.answering("送出認證") as said:
        hands.click(editor.submit_button)
    screens.settle(desk)
    assert any("不能修改" in text for text in said)
    assert desk.record(DRAFT).state == "pending"
    assert not editor.submit_button.isEnabled()
    assert editor.submit_button.toolTip()
    assert editor.form.frames["summary"].editor.isReadOnly()


@pytest.mark.parametrize(
    ("page", "record"),
    [("course_outcome", PENDING), ("course_outcome", PASSED), ("competition", PICKED)],
)
def test_that_what_may_not_be_changed_is_read_only_and_says_why(desk, window, page, record):
    editor = screens.edit(window, page, record)
    frames = editor.form.frames.values()
    boxes = [f.editor for f in frames if isinstance(f.editor, screens.TYPED)]
    assert boxes
    assert all(box.isReadOnly() for box in boxes)
    assert all(box.isEnabled() for box in boxes), "words can still be marked and copied"
    for button in (editor.save_button, editor.delete_button):
        assert not button.isEnabled()
        assert button.toolTip()
        assert button.accessibleDescription() == button.toolTip()
    assert editor.banner.isVisible()


def test_that_a_failed_outcome_shows_why_and_can_be_mended(desk, window):
    editor = screens.edit(window, "course_outcome", FAILED)
    assert hands.says(editor.banner, "請補上實驗數據")
    assert not editor.form.frames["summary"].editor.isReadOnly()


def test_that_deleting_asks_and_then_takes_the_record_out_of_the_list(desk, window):
    page = screens.open_page(window, "competition", HOLES)
    with screens.answering("取消"):
        hands.click(page.editor.delete_button)
    assert desk.record(HOLES) is not None
    with screens.answering("刪除"):
        hands.click(page.editor.delete_button)
    screens.settle(desk)
    assert page.editor is None
    assert page.model.row_of(HOLES) < 0


def test_that_words_typed_in_a_record_just_before_another_is_opened_stay_with_their_own(desk, window):
    page = screens.open_page(window, "competition", HOLES)
    screens.commit(page.editor.form.frames["award"].editor, "甲")
    page.open_record(WHOLE)
    screens.commit(page.editor.form.frames["award"].editor, "乙")
    window.go("home")
    screens.settle(desk)
    assert "甲" in desk.record(HOLES).text("award")
    assert "乙" not in desk.record(HOLES).text("award")
    assert "乙" in desk.record(WHOLE).text("award")


def test_that_a_save_that_fails_is_said_and_tried_again(desk, window, monkeypatch):
    editor = screens.edit(window, "competition", HOLES)
    whole = desk.store.enqueue
    tries = []

    def full_disk(intent, **more):
        tries.append(intent)
        if len(tries) == 1:
            raise OSError(28, "No space left on device")
        return whole(intent, **more)

    monkeypatch.setattr(desk.store, "enqueue", full_disk)
    monkeypatch.setattr("desktop.views.record_editor.RETRY_MS", 100)
    screens.commit(editor.form.frames["award"].editor, "特優")
    editor.save_now()
    hands.wait(lambda: hands.says(editor.footer, "還沒有存好"), "說明沒有存好")
    assert editor.draft.dirty
    hands.wait(lambda: len(tries) == 2, "再存一次")
    screens.settle(desk)
    assert "特優" in desk.record(HOLES).text("award")


def test_that_the_buttons_follow_the_same_rule_as_the_school(desk, window):
    for record in (DRAFT, FAILED, PASSED, PENDING):
        editor = screens.edit(window, "course_outcome", record)
        verdict = desk.may(Action.DELETE, desk.record(record))
        assert editor.delete_button.isEnabled() == bool(verdict)
