"""Rows of records in a narrow list: words first, the pill under them; and dialogs that fit their window."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QDialog, QWidget

from desktop import theme
from desktop.views import kit

NARROW, WIDE = 240, 420


@pytest.fixture(autouse=True)
def large(qapp):
    theme.apply(qapp, "light", 1.5)
    yield
    theme.apply(qapp, "light", 1.0)


@pytest.fixture
def index(qapp):
    made = QStandardItemModel()
    item = QStandardItem("全國高級中等學校跨領域探究與實作")
    for role, words in (
        (kit.Role.SUBTITLE, "2026 年 2 月 25 日公布"),
        (kit.Role.META, "114 學年度第 1 學期，全校師生"),
        (kit.Role.PILL, "等待決定"),
        (kit.Role.ICON, "megaphone"),
    ):
        item.setData(words, role)
    made.appendRow(item)
    yield made.index(0, 0)
    made.clear()


def row(width):
    return QRect(0, 0, theme.px(width), theme.px(60))


def test_that_a_narrow_row_gives_its_title_the_whole_line(index):
    delegate = kit.RecordDelegate()
    assert delegate.room(row(NARROW), index) == theme.px(NARROW) - 2 * theme.px(16)
    assert delegate.room(row(WIDE), index) < theme.px(WIDE) - theme.px(16 + 40 + 12 + 16)


def test_that_what_is_quiet_never_reaches_over_the_left_edge(index):
    delegate = kit.RecordDelegate()
    size, width, stacked = delegate._marks(row(NARROW), index)
    assert not stacked
    assert width + size.width() + theme.px(12) + 2 * theme.px(16) <= theme.px(NARROW)


def test_that_a_dialog_is_never_larger_than_its_window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1024, 640)
    dialog = QDialog(window, Qt.WindowType.Dialog)
    kit.fit(dialog, 760, 520)
    assert dialog.width() < window.width()
    assert dialog.height() < window.height()
    window.resize(2400, 1600)
    kit.fit(dialog, 760, 520)
    assert (dialog.width(), dialog.height()) == (theme.px(760), theme.px(520))
