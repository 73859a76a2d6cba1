"""Selecting text of the shown PDF with mouse and keys, and copying it."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from tests.desktop.preview import papers
from tests.desktop.preview.test_pane import PDF

LEFT, CTRL, SHIFT = (
    Qt.MouseButton.LeftButton,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)

pytestmark = pytest.mark.usefixtures("never_waits")


def shown(pane, qtbot, data):
    pane.show_bytes("報告.pdf", PDF, data)
    layer = pane.viewer.text
    layer.view.wake()
    qtbot.waitUntil(lambda: layer.texts.page(0) is not None)
    return layer


def on(layer, word, number=0, side="middle"):
    """The point of the screen where a word stands."""
    page = layer.texts.page(number)
    first = page.text.index(word)
    rect = layer.view.sheets.placed(number, page.rects(first, first + len(word))[0])
    x = {"middle": rect.center().x(), "begin": rect.left() + 1, "end": rect.right() - 1}[side]
    return QPoint(round(x), round(rect.center().y()))


def drag(layer, start, end):
    port = layer.view.viewport()
    QTest.mousePress(port, LEFT, pos=start)
    QTest.mouseMove(port, (start + end) / 2)
    QTest.mouseMove(port, end)
    QTest.mouseRelease(port, LEFT, pos=end)


def clipped():
    return QGuiApplication.clipboard().text()


@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_that_dragging_over_lines_selects_and_ctrl_c_copies(reading_pane, qtbot, angle):
    layer = shown(reading_pane, qtbot, papers.turned(angle))
    drag(layer, on(layer, "課程學習成果", side="middle" if angle else "begin"), on(layer, "三個月"))
    lines = layer.picking.text.split("\n")
    assert len(lines) == 3
    assert lines[1] == papers.SENTENCES[1]
    assert lines[2].startswith("分析了")
    qtbot.keyClick(layer.view, Qt.Key.Key_C, CTRL)
    assert clipped() == layer.picking.text


def test_that_dragging_backwards_selects_the_same(reading_pane, qtbot):
    layer = shown(reading_pane, qtbot, papers.chinese(1))
    drag(layer, on(layer, "成果", side="end"), on(layer, "記錄", side="begin"))
    assert layer.picking.text == "記錄高中三年的課程學習成果"


def test_that_a_column_is_selected_without_the_one_beside_it(reading_pane, qtbot):
    layer = shown(reading_pane, qtbot, papers.columns())
    drag(layer, on(layer, "左欄第2行", side="begin"), on(layer, "左欄第4行的文字", side="end"))
    assert layer.picking.text == "左欄第2行的文字\n左欄第3行的文字\n左欄第4行的文字"


def test_that_a_double_click_selects_a_word_and_a_third_the_line(reading_pane, qtbot):
    layer = shown(reading_pane, qtbot, papers.chinese(1))
    port, at = layer.view.viewport(), on(layer, "files")
    QTest.mouseClick(port, LEFT, pos=at)
    QTest.mouseDClick(port, LEFT, pos=at)
    assert layer.picking.text == "files"
    QTest.mouseClick(port, LEFT, pos=at)
    assert layer.picking.text == papers.SENTENCES[2]


def test_that_a_click_lets_go_and_shift_makes_longer(reading_pane, qtbot):
    layer = shown(reading_pane, qtbot, papers.chinese(1))
    port = layer.view.viewport()
    QTest.mouseClick(port, LEFT, pos=on(layer, "學習歷程", side="begin"))
    assert layer.picking.ends is None
    QTest.mouseClick(port, LEFT, SHIFT, pos=on(layer, "檔案", side="end"))
    assert layer.picking.text == "學習歷程檔案"
    QTest.qWait(QGuiApplication.styleHints().mouseDoubleClickInterval() + 20)
    QTest.mouseClick(port, LEFT, pos=on(layer, "水質"))
    assert layer.picking.ends is None


def test_that_everything_is_copied_also_pages_that_nobody_saw(reading_pane, qtbot):
    reading_pane.show_bytes("報告.pdf", PDF, papers.chinese(40))
    layer = reading_pane.viewer.text
    qtbot.keyClick(layer.view, Qt.Key.Key_A, CTRL)
    qtbot.keyClick(layer.view, Qt.Key.Key_C, CTRL)
    assert "正在讀" in layer.whisper.words.text()
    qtbot.waitUntil(lambda: "已複製" in layer.whisper.words.text())
    assert clipped().count("學習歷程檔案") == 40
    assert clipped().splitlines()[-1] == "第 40 頁"


def test_that_keys_make_a_selection_longer_and_esc_lets_go(reading_pane, qtbot):
    layer = shown(reading_pane, qtbot, papers.chinese(2))
    drag(layer, on(layer, "Office", side="begin"), on(layer, "Office", side="end"))
    assert layer.picking.text == "Office"
    qtbot.keyClick(layer.view, Qt.Key.Key_Right, SHIFT)
    qtbot.keyClick(layer.view, Qt.Key.Key_Right, SHIFT | CTRL)
    assert layer.picking.text == "Office files"
    qtbot.keyClick(layer.view, Qt.Key.Key_Left, SHIFT)
    assert layer.picking.text == "Office file"
    qtbot.keyClick(layer.view, Qt.Key.Key_End, SHIFT)
    assert layer.picking.text == "Office files and the ocean."
    qtbot.keyClick(layer.view, Qt.Key.Key_Down, SHIFT)
    qtbot.keyClick(layer.view, Qt.Key.Key_Down, SHIFT)
    qtbot.waitUntil(lambda: not layer.picking.missing)
    assert "第 1 頁" in layer.picking.text
    qtbot.keyClick(layer.view, Qt.Key.Key_Escape)
    assert layer.picking.ends is None


def test_that_the_cursor_is_a_beam_over_text_only(reading_pane, qtbot):
    layer = shown(reading_pane, qtbot, papers.chinese(1))
    port = layer.view.viewport()
    QTest.mouseMove(port, on(layer, "水質"))
    qtbot.waitUntil(lambda: port.cursor().shape() == Qt.CursorShape.IBeamCursor)
    QTest.mouseMove(port, QPoint(port.width() // 2, port.height() - 10))
    qtbot.waitUntil(lambda: port.cursor().shape() == Qt.CursorShape.ArrowCursor)


def test_that_the_selection_is_drawn(reading_pane, qtbot):
    layer = shown(reading_pane, qtbot, papers.chinese(1))
    at = on(layer, "歷")
    plain = layer.view.viewport().grab().toImage()
    drag(layer, on(layer, "學習歷程", side="begin"), on(layer, "檔案記錄", side="end"))
    picked = layer.view.viewport().grab().toImage()
    around = [(at.x() + dx, at.y() + dy) for dx in range(-6, 7) for dy in range(-6, 7)]
    assert sum(plain.pixelColor(*p) != picked.pixelColor(*p) for p in around) > len(around) * 0.8


def test_that_dragging_out_of_the_window_rolls_on(reading_pane, qtbot):
    layer = shown(reading_pane, qtbot, papers.chinese(4))
    port = layer.view.viewport()
    QTest.mousePress(port, LEFT, pos=on(layer, "學習歷程", side="begin"))
    QTest.mouseMove(port, QPoint(100, port.height() - 5))
    QTest.mouseMove(port, QPoint(100, port.height() + 30))
    qtbot.waitUntil(lambda: len(layer.picking.pages) >= 2, timeout=8000)
    QTest.mouseRelease(port, LEFT, pos=QPoint(100, port.height() + 30))
    still = layer.view.verticalScrollBar().value()
    QTest.qWait(120)
    assert layer.view.verticalScrollBar().value() == still


def test_that_the_menu_copies_and_selects_all(reading_pane, qtbot):
    layer = shown(reading_pane, qtbot, papers.chinese(1))

    def menu():
        layer.view.menu_wanted.emit(layer.view.mapToGlobal(QPoint(20, 20)))
        return [one for one in layer.view.findChildren(QMenu) if one.isVisible()][-1]

    opened = menu()
    copy, everything, *_ = opened.actions()
    assert not copy.isEnabled()
    everything.trigger()
    opened.close()
    again = menu()
    again.actions()[0].trigger()
    assert clipped().startswith(papers.SENTENCES[0])
    again.actions()[3].trigger()
    assert layer.find_bar.isVisible()
    again.close()


def test_that_a_guarded_file_is_copied_and_the_wish_of_its_author_told(reading_pane, qtbot):
    layer = shown(reading_pane, qtbot, papers.guarded())
    qtbot.keyClick(layer.view, Qt.Key.Key_A, CTRL)
    qtbot.keyClick(layer.view, Qt.Key.Key_C, CTRL)
    assert clipped().startswith(papers.SENTENCES[0])
    assert "作者標示不要複製" in layer.whisper.words.text()


def test_that_a_scan_has_nothing_to_copy_and_says_so(reading_pane, qtbot):
    layer = shown(reading_pane, qtbot, papers.scan(1))
    drag(layer, QPoint(100, 100), QPoint(200, 200))
    assert layer.picking.ends is None
    qtbot.keyClick(layer.view, Qt.Key.Key_A, CTRL)
    qtbot.keyClick(layer.view, Qt.Key.Key_C, CTRL)
    assert layer.whisper.words.text() == "這裡沒有可以複製的文字。"


def test_that_what_is_selected_is_what_the_bar_looks_for(reading_pane, qtbot):
    layer = shown(reading_pane, qtbot, papers.chinese(2))
    drag(layer, on(layer, "自主學習", side="begin"), on(layer, "自主學習", side="end"))
    qtbot.keyClick(layer.view, Qt.Key.Key_F, CTRL)
    assert layer.find_bar.field.text() == "自主學習"
    qtbot.waitUntil(lambda: layer.find_bar.said.text() == "1 / 2")
