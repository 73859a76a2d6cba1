"""Every key of the sheet does what it says, and the sheet shows every key that works everywhere."""

import pytest
from PySide6.QtGui import QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from demo import hands
from desktop.views.keys import SHEET, KeySheet
from tests.desktop.views import screens

CTRL = hands.Qt.KeyboardModifier.ControlModifier
KEY = hands.Qt.Key


@pytest.fixture
def window(open_desk, qtbot):
    with screens.shown(open_desk("student", screens.small_school()).desk) as made:
        yield made


def test_that_the_sheet_names_every_key_of_the_window(window):
    works = {one.key().toString() for one in window.findChildren(QShortcut) if one.parent() is window}
    assert works == {key for key, _ in SHEET[0][1]}


def test_that_ctrl_slash_opens_the_sheet_and_escape_shuts_it(window):
    QTest.keyClick(window, KEY.Key_Slash, CTRL)
    sheet = window.findChild(KeySheet)
    assert sheet.isVisible()
    assert hands.says(sheet, "馬上存檔")
    QTest.keyClick(sheet, KEY.Key_Escape)
    assert not sheet.isVisible()


def test_that_ctrl_n_begins_a_record_of_the_open_page_and_says_where_there_is_none(window):
    page = screens.open_page(window, "competition")
    QTest.keyClick(window, KEY.Key_N, CTRL)
    hands.live(0.01)
    assert page.editor.draft.fresh
    screens.open_page(window, "home")
    QTest.keyClick(window, KEY.Key_N, CTRL)
    assert "Ctrl+N" in window.toasts.toasts[-1].text


def test_that_f6_goes_from_the_menu_to_the_list_to_the_form_and_round(window):
    editor = screens.edit(window, "competition", screens.WHOLE)
    page = window.page("competition")
    window.nav.tree.setFocus()
    seen = []
    for _ in range(3):
        QTest.keyClick(window, KEY.Key_F6)
        seen.append(QApplication.focusWidget())
    assert page.shelf.isAncestorOf(seen[0])
    assert editor.isAncestorOf(seen[1])
    assert window.nav.isAncestorOf(seen[2])


def test_that_shift_f6_goes_the_other_way_round(window):
    screens.edit(window, "competition", screens.WHOLE)
    page = window.page("competition")
    window.nav.tree.setFocus()
    seen = []
    for _ in range(3):
        QTest.keyClick(window, KEY.Key_F6, hands.Qt.KeyboardModifier.ShiftModifier)
        seen.append(QApplication.focusWidget())
    assert page.detail.isAncestorOf(seen[0])
    assert page.shelf.isAncestorOf(seen[1])
    assert window.nav.isAncestorOf(seen[2])
