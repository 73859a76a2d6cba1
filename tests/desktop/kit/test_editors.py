"""Editors tell committed text only, never cut it, and never fight an input method."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QInputMethodEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from desktop.views import kit
from desktop.views.kit.dates import UNREADABLE, parse_day


def compose(widget, preedit="", commit=""):
    event = QInputMethodEvent(preedit, [])
    if commit:
        event.setCommitString(commit)
    QApplication.sendEvent(widget, event)


@pytest.fixture(params=[kit.LineEdit, kit.TextArea])
def editor(request, qtbot):
    made = request.param()
    qtbot.addWidget(made)
    made.show()
    made.heard = []
    made.edited.connect(made.heard.append)
    return made


def test_that_preedit_is_not_told_and_a_commit_is(editor):
    compose(editor, "ㄒㄩㄝ")
    assert editor.heard == []
    assert editor.composing
    compose(editor, commit="學")
    assert editor.heard == ["學"]
    assert not editor.composing


def test_that_a_commit_that_starts_a_new_composition_is_told(editor):
    compose(editor, "ㄕㄥ", "學")
    assert editor.heard == ["學"]
    assert editor.composing


def test_that_a_counter_hears_what_is_being_composed(editor):
    lengths = []
    editor.live.connect(lambda text: lengths.append(len(text)))
    compose(editor, "ㄒㄩㄝ")
    assert lengths[-1] == 3


def test_that_the_program_cannot_change_text_under_composition(editor, qtbot):
    compose(editor, "ㄒㄩㄝ")
    assert editor.set_value("伺服器的新文字") is False
    with qtbot.waitSignal(editor.composed):
        compose(editor, commit="學")
    assert editor.value() == "學"
    assert editor.set_value("伺服器的新文字") is True
    assert editor.value() == "伺服器的新文字"


def test_that_what_the_program_shows_is_not_told_as_an_edit(editor):
    editor.set_value("來自學校")
    assert editor.heard == []


def test_that_long_text_is_never_cut(editor):
    text = "學😀" * 500
    QApplication.clipboard().setText(text)
    editor.paste()
    assert editor.value() == text


def test_that_a_dropped_file_is_left_to_the_page(editor):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/a/證明.pdf")])
    event = QDragEnterEvent(
        QPoint(2, 2),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    editor.dragEnterEvent(event)
    assert not event.isAccepted()


def test_that_tab_leaves_the_text_area(qtbot):
    area = kit.TextArea()
    qtbot.addWidget(area)
    assert area.tabChangesFocus()


def test_that_search_waits_for_a_pause_and_enter_does_not(qtbot):
    box = kit.SearchBox("搜尋名稱")
    qtbot.addWidget(box)
    with qtbot.waitSignal(box.searched, timeout=1000) as said:
        compose(box, commit="志工")
    assert said.args == ["志工"]
    with qtbot.waitSignal(box.searched, timeout=100):
        compose(box, commit="隊")
        qtbot.keyClick(box, Qt.Key.Key_Return)
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert box.value() == ""


DAYS = [
    "2026-02-28",
    "2026/2/28",
    "20260228",
    "115/2/28",
    "115.2.28",
    "1150228",
    "民國115年2月28日",
    "１１５／２／２８",
]


@pytest.mark.parametrize("typed", DAYS)
def test_that_a_day_is_understood_in_both_reckonings(typed):
    assert str(parse_day(typed)) == "2026-02-28"


@pytest.mark.parametrize("typed", ["", "2026-02-30", "昨天", "2026-13-01", "12"])
def test_that_what_is_no_day_is_not_guessed(typed):
    assert parse_day(typed) is None


def test_that_a_date_may_be_empty_and_answers_iso(qtbot):
    day = kit.DateEdit("比賽日期")
    qtbot.addWidget(day)
    heard = []
    day.edited.connect(heard.append)
    assert day.value() == ""
    qtbot.keyClicks(day, "115/2/28")
    assert (day.value(), heard[-1]) == ("2026-02-28", "2026-02-28")
    day.editingFinished.emit()
    assert day.text() == "2026-02-28"
    day.clear()
    assert (day.value(), heard[-1], day.problem) == ("", "", "")


def test_that_an_unreadable_date_is_explained_and_kept(qtbot):
    day = kit.DateEdit()
    qtbot.addWidget(day)
    qtbot.keyClicks(day, "2026-02-30")
    assert day.problem == ""
    day.editingFinished.emit()
    assert (day.problem, day.value()) == (UNREADABLE, "")
    day.set_value("")  # a refresh from the store
    assert day.text() == "2026-02-30"


def test_that_a_day_outside_the_range_is_a_problem(qtbot):
    day = kit.DateEdit()
    qtbot.addWidget(day)
    day.set_range("2025-08-01", "2026-07-31")
    day.set_value("2026-08-01")
    assert day.problem == "請選擇 2026-07-31 以前的日期"


def test_that_the_calendar_opens_by_keyboard_and_fills_the_field(qtbot):
    day = kit.DateEdit()
    qtbot.addWidget(day)
    day.show()
    day.set_value("2026-02-28")
    qtbot.keyClick(day, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    menu = QApplication.activePopupWidget()
    calendar = menu.findChild(kit.Calendar)
    assert calendar.selectedDate().toString("yyyy-MM-dd") == "2026-02-28"
    with qtbot.waitSignal(day.edited) as told:
        calendar.clicked.emit(calendar.selectedDate().addDays(1))
    assert told.args == ["2026-03-01"]


@pytest.mark.parametrize(
    ("typed", "value", "problem"),
    [("12.50", "12.5", ""), ("100", "100", ""), ("-1", "", "不可小於 0"), ("1.2345", "", "小數最多 3 位"),
     ("1e5", "", "請只輸入數字"), ("9999", "", "不可大於 999"), ("", "", "")],
)  # fmt: skip
def test_that_a_number_is_a_plain_decimal_string_or_explained(qtbot, typed, value, problem):
    number = kit.NumberEdit(maximum="999")
    qtbot.addWidget(number)
    number.setText(typed)
    number.editingFinished.emit()
    assert (number.value(), number.problem) == (value, problem)


def test_that_full_width_digits_count(qtbot):
    number = kit.NumberEdit()
    qtbot.addWidget(number)
    compose(number, commit="１２．５")
    assert number.value() == "12.5"


def test_that_the_wheel_never_changes_a_choice(qtbot):
    box = kit.ComboBox((("1", "個人"), ("2", "團體")), name="參與方式")
    qtbot.addWidget(box)
    box.set_value("1")
    event = QWheelEvent(
        QPointF(2, 2), QPointF(2, 2), QPoint(), QPoint(0, -120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    box.wheelEvent(event)
    assert not event.isAccepted()
    assert box.value() == "1"


def test_that_a_code_that_left_the_list_is_still_shown(qtbot):
    box = kit.ComboBox((("1", "個人"),))
    qtbot.addWidget(box)
    box.set_value("9")
    assert box.value() == "9"
    box.set_value("")
    assert (box.value(), box.currentIndex()) == ("", -1)


def test_that_new_options_keep_the_choice(qtbot):
    box = kit.ComboBox((("1", "個人"), ("2", "團體")))
    qtbot.addWidget(box)
    box.set_value("2")
    box.set_options((("2", "團體參與"), ("3", "其他")))
    assert (box.value(), box.currentText()) == ("2", "團體參與")
