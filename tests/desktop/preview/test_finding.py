"""Finding in the shown PDF: from one character on, over all pages, with the current match in sight."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop.preview import PreviewPane
from tests.desktop.preview import papers
from tests.desktop.preview.test_pane import PDF, a_picture

pytestmark = pytest.mark.usefixtures("never_waits")


def opened(pane, qtbot, data, written=""):
    pane.show_bytes("報告.pdf", PDF, data)
    assert pane.state == "shown"
    layer = pane.viewer.text
    qtbot.keyClick(pane.viewer.view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert layer.find_bar.isVisible()
    layer.find_bar.field.setText(written)
    if written:
        settled(layer, qtbot)
    return layer


def settled(layer, qtbot):
    qtbot.waitUntil(lambda: not layer.hits.busy, timeout=20000)


def where(layer):
    """The current match on the screen."""
    number, span = layer.hits.span
    return [layer.view.sheets.placed(number, box) for box in layer.texts.page(number).rects(*span)]


def test_that_one_character_is_found_on_every_page_and_enter_goes_round(reading_pane, qtbot):
    layer = opened(reading_pane, qtbot, papers.chinese(3), "質")
    bar = layer.find_bar
    assert bar.said.text() == "1 / 3"
    for expected in ("2 / 3", "3 / 3", "1 / 3"):
        qtbot.keyClick(bar.field, Qt.Key.Key_Return)
        assert bar.said.text() == expected
    qtbot.keyClick(bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert bar.said.text() == "3 / 3"
    qtbot.keyClick(bar.field, Qt.Key.Key_F3)
    assert bar.said.text() == "1 / 3"
    qtbot.keyClick(bar.field, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert bar.said.text() == "3 / 3"
    qtbot.mouseClick(bar.on, Qt.MouseButton.LeftButton)
    assert bar.said.text() == "1 / 3"


@pytest.mark.parametrize("zooms", [0, 4])
def test_that_the_current_match_is_scrolled_to_also_when_zoomed(reading_pane, qtbot, zooms):
    layer = opened(reading_pane, qtbot, papers.chinese(3), "ocean")
    for _ in range(zooms):
        reading_pane.viewer.act("in")
    for _ in range(4):
        layer.hits.step(1)
        seen = layer.view.viewport().rect()
        assert all(seen.contains(rect.toAlignedRect()) for rect in where(layer))


def test_that_the_search_begins_with_the_page_one_looks_at(reading_pane, qtbot):
    reading_pane.show_bytes("報告.pdf", PDF, papers.chinese(5))
    for _ in range(3):
        reading_pane.viewer.act("next")
    layer = reading_pane.viewer.text
    reading_pane.viewer.act("find")
    layer.find_bar.field.setText("水質")
    settled(layer, qtbot)
    assert layer.find_bar.said.text() == "4 / 5"


@pytest.mark.parametrize(
    "make", [papers.chinese, lambda: papers.turned(90), lambda: papers.turned(180), papers.cropped]
)
@pytest.mark.parametrize("zooms", [0, 2])
def test_that_the_mark_lies_on_the_ink_it_stands_for(reading_pane, qtbot, make, zooms):
    """Where a match is drawn the page alone has ink, and around the whole text there is none."""
    layer = opened(reading_pane, qtbot, make(), "學習歷程檔案記錄")
    for _ in range(zooms):
        reading_pane.viewer.act("in")
    layer.view.reveal()
    box = layer.texts.page(0).rects(*layer.hits.span[1])[0]
    layer.find_bar.shut()
    reading_pane.viewer.act("drop")

    def has_ink():
        shot = layer.view.viewport().grab().toImage()
        rect = layer.view.sheets.placed(0, box).toAlignedRect()
        area = rect & QRect(0, 0, shot.width(), shot.height())
        columns = [x for x in range(area.left(), area.right()) if dark(shot, x, area.top(), area.bottom())]
        rows = [
            y for y in range(area.top(), area.bottom()) if dark(shot, area.left(), y, y + 1, area.right())
        ]
        assert len(columns) > area.width() * 0.5
        assert len(rows) > area.height() * 0.5

    qtbot.waitUntil(has_ink, timeout=8000)


def dark(shot, x, top, bottom, right=0):
    return any(
        shot.pixelColor(n, y).lightness() < 140
        for y in range(top, bottom)
        for n in range(x, max(right, x + 1))
    )


def test_that_matches_are_drawn_and_the_current_one_stronger(reading_pane, qtbot):
    layer = opened(reading_pane, qtbot, papers.chinese(1), "學")

    def drawn():
        shot = layer.view.viewport().grab().toImage()
        other = layer.view.sheets.placed(0, layer.texts.page(0).rects(*layer.hits.on(0)[1])[0])
        strong, faint = (
            shot.pixelColor(rect.toAlignedRect().topLeft() + QPoint(1, 1))
            for rect in (where(layer)[0], other)
        )
        assert strong.green() < faint.green() - 25
        assert faint.hsvSaturation() > 50

    qtbot.waitUntil(drawn, timeout=5000)


def test_that_what_is_not_there_is_said_in_words(reading_pane, qtbot):
    layer = opened(reading_pane, qtbot, papers.chinese(2), "鯨魚")
    assert layer.find_bar.said.text() == "找不到「鯨魚」。"
    assert not layer.find_bar.on.isEnabled()
    assert not layer.find_bar.copy.isVisible()


def test_that_a_scan_is_said_to_have_no_text_before_anything_is_written(reading_pane, qtbot):
    layer = opened(reading_pane, qtbot, papers.scan())
    qtbot.waitUntil(lambda: "掃描" in layer.find_bar.said.text())
    assert layer.find_bar.field.isEnabled()
    qtbot.keyClick(layer.find_bar.field, Qt.Key.Key_Escape)
    qtbot.keyClick(layer.view, Qt.Key.Key_PageDown)
    assert reading_pane.viewer.current == 2


def test_that_esc_shuts_the_bar_gives_the_keyboard_back_and_leaves_the_match_selected(reading_pane, qtbot):
    reading_pane.show_bytes("報告.pdf", PDF, papers.chinese(2))
    reading_pane.viewer.view.setFocus()
    layer = opened(reading_pane, qtbot, papers.chinese(2), "自主學習")
    qtbot.waitUntil(layer.find_bar.field.hasFocus)
    qtbot.keyClick(layer.find_bar.field, Qt.Key.Key_Escape)
    assert not layer.find_bar.isVisible()
    assert reading_pane.viewer.view.hasFocus()
    assert layer.picking.text == "自主學習"
    assert layer.hits.needle == ""


def test_that_the_found_sentence_is_copied_whole(reading_pane, qtbot):
    layer = opened(reading_pane, qtbot, papers.chinese(1), "水質")
    qtbot.keyClick(
        layer.find_bar.field,
        Qt.Key.Key_C,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    copied = QGuiApplication.clipboard().text()
    assert copied == "我在自主學習計畫中研究社區的水質，Ｐｙｔｈｏｎ程式分析了三個月的數據。"
    assert layer.whisper.words.text() == f"已複製 {len(copied)} 個字。"


def test_that_ctrl_f_is_the_previews_only_while_the_keyboard_is_in_it(qtbot, reading_pane):
    window, asked = QWidget(), []
    qtbot.addWidget(window)
    box, field = QVBoxLayout(window), QLineEdit()
    box.addWidget(field)
    box.addWidget(reading_pane)
    QShortcut(QKeySequence("Ctrl+F"), window, lambda: asked.append("all"))
    window.resize(500, 700)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    reading_pane.show_bytes("報告.pdf", PDF, papers.chinese(1))
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert asked == ["all"]
    assert not reading_pane.viewer.text.find_bar.isVisible()
    reading_pane.viewer.view.setFocus()
    qtbot.keyClick(reading_pane.viewer.view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert asked == ["all"]
    assert reading_pane.viewer.text.find_bar.isVisible()
    reading_pane.show_bytes("照片.jpg", "image/jpeg", a_picture())
    qtbot.keyClick(reading_pane.viewer.area, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert asked == ["all", "all"]
    reading_pane.setParent(None)


def test_that_digits_and_signs_written_in_the_field_do_not_zoom(reading_pane, qtbot):
    layer = opened(reading_pane, qtbot, papers.chinese(1))
    before = reading_pane.viewer.zoom
    qtbot.keyClicks(layer.find_bar.field, "10+-= ")
    assert layer.find_bar.field.text() == "10+-= "
    assert reading_pane.viewer.zoom == pytest.approx(before)


def test_that_another_file_begins_without_a_search(reading_pane, qtbot):
    layer = opened(reading_pane, qtbot, papers.chinese(2), "水質")
    reading_pane.show_bytes("別的.pdf", PDF, papers.scan())
    assert not layer.find_bar.isVisible()
    assert (layer.hits.total, layer.texts.known, layer.picking.ends) == (0, 0, None)
    reading_pane.clear()
    assert layer.texts.count == 0


def test_that_matches_come_while_a_long_file_is_still_read(reading_pane, qtbot):
    reading_pane.show_bytes("長.pdf", PDF, papers.long())
    layer, told = reading_pane.viewer.text, []
    reading_pane.viewer.act("find")
    layer.hits.changed.connect(lambda: told.append(layer.find_bar.said.text()))
    layer.find_bar.field.setText("文字")
    settled(layer, qtbot)
    assert any(text.startswith("1 / ") and "正在讀頁面文字" in text for text in told)
    assert layer.find_bar.said.text() == "1 / 6000"
    layer.find_bar.field.setText("鯨魚")
    settled(layer, qtbot)
    assert layer.find_bar.said.text() == "1 / 1"
    qtbot.waitUntil(lambda: reading_pane.viewer.current in (149, 150))


def test_that_a_file_whose_texts_cannot_be_read_is_shown_and_says_so(qtbot, pane):
    pane.show_bytes("報告.pdf", PDF, papers.chinese(1))
    pane.viewer.act("find")
    assert pane.viewer.text.find_bar.said.text() == "這份 PDF 的文字讀不出來，不能搜尋。"
    failing = PreviewPane(lambda _data, _numbers, _done, failed: failed(ValueError("broken")))
    qtbot.addWidget(failing)
    failing.show_bytes("報告.pdf", PDF, papers.chinese(1))
    failing.viewer.act("find")
    assert failing.state == "shown"
    assert failing.viewer.text.find_bar.said.text() == "這份 PDF 的文字讀不出來，不能搜尋。"
