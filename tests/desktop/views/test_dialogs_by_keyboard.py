"""Dialogs and popovers by keyboard: Tab reaches every control, each has a name, Esc shuts, the focus goes back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QScrollArea

from demo import hands, sample_heavy, sample_pictures
from desktop.models import decisions
from desktop.operations import phrases
from desktop.views import kit
from desktop.views.decision_dialog import DecisionDialog
from desktop.views.history_dialog import HistoryDialog
from desktop.views.keys import KeySheet
from desktop.views.main_window import MainWindow
from desktop.views.phrase_dialog import PhraseDialog
from desktop.views.queue_sheet_menu import SheetDialog
from desktop.views.recovery import RecoveryDialog
from desktop.views.renew import RenewDialog
from desktop.views.shrink_dialog import ShrinkDialog
from desktop.views.sync_popover import SyncPopover
from domain.intents import Action
from domain.shrinking import Choice
from tests.desktop.views import desks, screens
from tests.desktop.views.test_accessibility import NAMELESS, arrows, controls

KEY = Qt.Key


def confirm(window: MainWindow):
    return kit.ConfirmDialog(window, "刪除紀錄", "要刪除嗎？", "刪除", True, "都會移除。")


def typed(window: MainWindow):
    return kit.ConfirmDialog(window, "確認", "「114-1」", "確認收訖", True, "不能改回。", "確認")


def history(window: MainWindow):
    return HistoryDialog(window, window.desk.record(screens.WHOLE), window)


STUDENTS = {
    "confirm": confirm,
    "typed": typed,
    "history": history,
    "recovery": lambda window: RecoveryDialog("WXYZ-2345-ABCD", window),
    "renew": lambda window: RenewDialog(window.desk, window),
    "keys": KeySheet,
}


def decide(window: MainWindow):
    works = window.page("certify_queue")._shown()
    made = decisions.trials(window.desk, works, Action.CERTIFY)
    return DecisionDialog(window, "通過", made, False, "之後可以取消。")


def library(window: MainWindow):
    for place, words in enumerate(("請補上數據", "請說明分工")):
        window.desk.write(lambda w=words, p=str(place): phrases.keep(window.desk, w, p))
    screens.settle(window.desk)
    return PhraseDialog(window.desk, window)


TEACHERS = {"decide": decide, "library": library, "sheet": lambda window: SheetDialog(window, ())}


@pytest.fixture(params=[*STUDENTS, *TEACHERS])
def case(request, open_desk, qtbot):
    """A window with a list in focus, and how the dialog in front of it is made."""
    if request.param in STUDENTS:
        make, page = STUDENTS[request.param], "competition"
        desk = open_desk("student", screens.small_school()).desk
    else:
        make, page = TEACHERS[request.param], "certify_queue"
        desk = open_desk("teacher", [desks.school(), *desks.WINDOWS, *desks.class_of(4)]).desk
    with screens.shown(desk) as window:
        window.go(page)
        screens.settle(desk)
        window.page(page).list.setFocus()
        yield window, make


def walk(top) -> list[str]:
    """What Tab does not reach in this window, and what has no name."""
    wanted, seen = set(controls(top)), []
    for _ in range(2 * len(wanted) + 4):
        focus = top.focusWidget()
        if focus is not None:
            seen.append(focus)
        QTest.keyClick(focus or top, KEY.Key_Tab)
    reached = {w for one in seen for w in (one, one.focusProxy()) if w is not None}
    missed = [one for one in wanted - reached if one.focusProxy() not in reached and not arrows(one, reached)]
    return [f"no Tab: {one!r} {one.accessibleName()}" for one in missed] + [
        f"no name: {one!r}" for one in wanted if not named(one)
    ]


def named(one) -> bool:
    spoken = QAccessible.queryAccessibleInterface(one)
    name = spoken.text(QAccessible.Text.Name).strip() if spoken else ""
    return isinstance(one, QScrollArea) or bool(name and spoken.role() not in NAMELESS)


def assert_back(window: MainWindow, before) -> None:
    """The window is in front again, and the keyboard where it was."""
    window.activateWindow()  # what a window manager does
    hands.wait(window.isActiveWindow, "回到視窗")
    assert QApplication.focusWidget() is before


def test_that_every_dialog_is_walked_by_tab_and_left_by_escape(case):
    window, make = case
    before = QApplication.focusWidget()
    dialog = make(window)
    dialog.open()
    hands.wait(dialog.isActiveWindow, "視窗在最前面")
    assert dialog.windowTitle() or dialog.accessibleName()
    assert walk(dialog) == []
    QTest.keyClick(dialog.focusWidget() or dialog, KEY.Key_Escape)
    assert not dialog.isVisible()
    assert_back(window, before)


def test_that_the_sync_popover_is_walked_by_tab_and_left_by_escape(open_desk, qtbot):
    desk = open_desk("student", screens.small_school()).desk
    with screens.shown(desk) as window:
        window.indicator.setFocus()
        popover = SyncPopover(desk, window)
        popover.show_above(window.indicator)
        hands.live(0.02)
        assert len(popover.findChildren(QPushButton)) >= 2
        assert walk(popover) == []
        QTest.keyClick(popover.focusWidget() or popover, KEY.Key_Escape)
        assert not popover.isVisible()
        assert_back(window, window.indicator)


@pytest.mark.parametrize("opened", ["palette", "search"])
def test_that_palette_and_search_give_the_keyboard_back(open_desk, qtbot, opened):
    desk = open_desk("student", screens.small_school()).desk
    with screens.shown(desk) as window:
        window.go("competition")
        window.page("competition").list.setFocus()
        key = KEY.Key_K if opened == "palette" else KEY.Key_F
        QTest.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
        inside = QApplication.focusWidget()
        assert inside is not window.page("competition").list
        QTest.keyClick(inside, KEY.Key_Escape)
        assert QApplication.focusWidget() is window.page("competition").list


def test_that_the_shrink_dialog_is_walked_by_tab_and_left_by_escape(open_desk, qtbot, tmp_path):
    photo = sample_pictures.bench_photo(tmp_path / "s.jpg")
    heic = sample_heavy.telephone_heic(tmp_path / "IMG_1.HEIC", photo)
    desk = open_desk("student", screens.small_school()).desk
    with screens.shown(desk) as window:
        editor = screens.edit(window, "competition", screens.HOLES)
        hands.drop(editor, heic)
        screens.settle(desk)
        panel = next(slot for slot in editor.form.slots.values() if slot.help_button.isVisibleTo(editor))
        panel.help_button.setFocus()
        before = QApplication.focusWidget()
        panel.help_button.click()
        hands.wait(lambda: window.findChildren(ShrinkDialog), "縮小檔案的視窗")
        dialog = window.findChildren(ShrinkDialog)[-1]
        dialog.activateWindow()
        hands.wait(lambda: dialog.result_shown is not None or dialog.trouble.isVisible(), "縮小完成", 60)
        assert dialog._choice is Choice.CLEAR
        assert walk(dialog) == []
        QTest.keyClick(dialog.focusWidget() or dialog, KEY.Key_Escape)
        assert_back(window, before)
