"""What a screen reader is told without being asked: a save, the road to the school, a field that is wrong."""

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest

from demo import hands
from desktop.status import Status
from tests.desktop.views import screens

POLITE, URGENT = QAccessible.AnnouncementPoliteness.Polite, QAccessible.AnnouncementPoliteness.Assertive
KEY = hands.Qt.Key


@pytest.fixture
def heard(monkeypatch):
    """Everything announced from now on, each with how much it presses; it is announced all the same."""
    told = []
    really = QAccessible.updateAccessibility

    def listen(event):
        if hasattr(event, "message"):
            told.append((event.message(), event.politeness()))
        really(event)

    monkeypatch.setattr(QAccessible, "updateAccessibility", listen)
    return told


@pytest.fixture
def window(open_desk, qtbot):
    with screens.shown(open_desk("student", screens.small_school()).desk) as made:
        yield made


def test_that_who_saves_hears_that_it_is_saved(window, heard):
    editor = screens.edit(window, "competition", screens.WHOLE)
    hands.write(editor.form.frames["award"].editor, "獎")
    editor.save_button.setFocus()
    QTest.keyClick(editor.save_button, KEY.Key_Space)
    screens.settle(window.desk)
    assert any(text.startswith("已存在這台電腦") and how == POLITE for text, how in heard)


def test_that_a_save_that_failed_interrupts(window, heard):
    editor = screens.edit(window, "competition", screens.WHOLE)
    editor._not_saved(editor.draft, lambda: None, OSError("no"))
    assert any(text.startswith("還沒有存好") and how == URGENT for text, how in heard)


def test_that_typing_on_is_not_disturbed_by_saves(window, heard):
    editor = screens.edit(window, "competition", screens.WHOLE)
    box = editor.form.frames["award"].editor
    box.setFocus()
    hands.write(box, "獎")
    editor.save_now()
    screens.settle(window.desk)
    assert [text for text, _ in heard if "已存" in text] == []


def test_that_the_road_to_the_school_is_heard_when_it_changes(window, heard):
    window._show_status(Status("ok", "已同步 · 剛剛"))
    window._show_status(Status("attention", "需要處理 1 件"))
    assert any(text == "需要處理 1 件" and how == URGENT for text, how in heard)
    told = len(heard)
    window._show_status(Status("attention", "需要處理 1 件"))
    assert len(heard) == told


def test_that_what_is_wrong_with_a_field_is_heard_with_its_name(window, heard):
    editor = screens.edit(window, "competition", screens.HOLES)
    editor.form.mark_missing()
    frames, told = editor.form.frames, [text for text, _ in heard]
    wrong = [one for one in editor.draft.missing() if one.severity == "error" and one.field_key in frames]
    assert wrong
    assert all(f"{frames[one.field_key].label_text}：{one.sentence}" in told for one in wrong)
    award = editor.form.frames["award"]
    hands.write(award.editor, "獎" * 21)
    assert any("，超過" in text for text, _ in heard)


def test_that_a_message_in_the_corner_is_heard_and_an_error_interrupts(window, heard):
    window.say("已複製。", "success")
    window.say("沒有存成。", "danger")
    assert ("已複製。", POLITE) in heard
    assert ("沒有存成。", URGENT) in heard
