"""What the rest of the kit promises: words for everybody, colours with meaning, nothing that traps the keyboard."""

import pytest
from PySide6.QtCore import QMimeData, QModelIndex, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from desktop import theme
from desktop.views import kit
from desktop.views.kit import gallery, specimens
from desktop.views.kit.fields import counter_words
from desktop.views.kit.rows import RecordDelegate


@pytest.fixture(autouse=True)
def calm(qapp):
    theme.apply(qapp, "light")
    theme.current().reduced_motion = True
    yield
    theme.current().reduced_motion = False


@pytest.mark.parametrize(
    ("count", "words", "tone"),
    [(0, "0／100", "muted"), (89, "89／100", "muted"), (90, "90／100", "warning"), (100, "100／100", "warning"),
     (104, "104／100，超過 4 字", "danger")],
)  # fmt: skip
def test_that_the_counter_warns_before_it_complains(count, words, tone):
    assert counter_words(count, 100) == (words, tone)


def test_that_a_frame_counts_with_the_counter_it_was_given(qtbot):
    frame = kit.FieldFrame("簡述", kit.TextArea(), limit=2, counter=lambda text: len(text.split()))
    qtbot.addWidget(frame)
    frame.editor.set_value("a b c")
    assert (frame.counter_text, frame.counter_tone, frame.over) == ("3／2，超過 1 字", "danger", True)
    assert frame.editor.property("problem") is True
    frame.editor.set_value("a")
    assert (frame.over, frame.editor.property("problem")) == (False, False)


def test_that_a_frame_names_its_editor_and_describes_its_trouble(qtbot):
    frame = kit.FieldFrame("證照字號", kit.LineEdit(), required=True, hint="可留空")
    qtbot.addWidget(frame)
    assert frame.editor.accessibleName() == "證照字號，必填"
    frame.set_error("請填寫證照字號")
    assert frame.editor.accessibleDescription() == "請填寫證照字號"
    assert frame.editor.property("problem") is True
    frame.clear()
    assert (frame.message, frame.editor.property("problem")) == ("可留空", False)


def test_that_a_frame_repeats_what_its_editor_cannot_read(qtbot):
    frame = kit.FieldFrame("日期", kit.DateEdit())
    qtbot.addWidget(frame)
    frame.editor.setText("明天")
    frame.editor.editingFinished.emit()
    assert frame.message == frame.editor.problem != ""


def test_that_a_file_card_says_which_file_its_buttons_mean(qtbot):
    card = kit.FileCard("獎狀.pdf", "3.2 MB", "pdf")
    qtbot.addWidget(card)
    card.set_check("格式正確 · 3.2 MB · 已驗證可開啟")
    assert card.accessibleName() == "獎狀.pdf，3.2 MB"
    assert card.accessibleDescription() == "格式正確 · 3.2 MB · 已驗證可開啟"
    assert card.preview_button.accessibleName() == "預覽 獎狀.pdf"
    assert card.remove_button.accessibleName() == "移除 獎狀.pdf"
    with qtbot.waitSignal(card.opened):
        card.preview_button.click()
    with qtbot.waitSignal(card.removed):
        card.remove_button.click()


def test_that_a_page_takes_files_and_names_what_it_cannot_take(qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(400, 300)
    page.show()
    overlay = kit.DropOverlay(page)
    _drag(page, ["/a/表.xlsx"], QDragEnterEvent)
    assert overlay.isVisible()
    assert "PDF、JPG、PNG、MP3、MP4" in overlay.sentence
    _drag(page, ["/a/證明.PDF"], QDragEnterEvent)
    assert overlay.sentence == "放開以加入證明文件"
    page.grab()
    with qtbot.waitSignals([overlay.dropped, overlay.refused]) as _:
        taken, left = [], []
        overlay.dropped.connect(taken.extend)
        overlay.refused.connect(left.extend)
        _drag(page, ["/a/證明.PDF", "/a/表.xlsx"], QDropEvent)
    assert (taken, left) == (["/a/證明.PDF"], ["/a/表.xlsx"])
    assert not overlay.isVisible()


def _drag(page, paths, kind):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(path) for path in paths])
    place = QPointF(9, 9) if kind is QDropEvent else QPoint(9, 9)
    event = kind(
        place, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(page, event)


@pytest.mark.parametrize("dense", [False, True])
@pytest.mark.parametrize("checkable", [False, True])
def test_that_rows_paint_and_speak(qtbot, dense, checkable):
    rows = specimens.record_list(dense, checkable)
    qtbot.addWidget(rows)
    rows.resize(420, 320)
    rows.show()
    assert not rows.grab().isNull()
    first = rows.model().index(0, 0)
    assert first.data(Qt.ItemDataRole.AccessibleTextRole).startswith("校園植物圖鑑：從氣候變遷談起，認證中")
    assert rows.visualRect(first).height() == (44 if dense else 60)


def test_that_a_row_may_carry_a_picture(qtbot):
    rows = specimens.record_list(False, False)
    qtbot.addWidget(rows)
    picture = QPixmap(80, 80)
    picture.fill(Qt.GlobalColor.red)
    rows.model().setData(rows.model().index(0, 0), picture, kit.Role.ICON)
    rows.show()
    seen = rows.grab().toImage()
    assert any(seen.pixelColor(36, y).name() == "#ff0000" for y in range(60))


def test_that_space_checks_a_row_and_enter_opens_it(qtbot):
    rows = specimens.record_list(False, True)
    qtbot.addWidget(rows)
    rows.show()
    index = rows.model().index(0, 0)
    rows.setCurrentIndex(index)
    qtbot.keyClick(rows, Qt.Key.Key_Space)
    assert Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) == Qt.CheckState.Checked
    with qtbot.waitSignal(rows.opened):
        qtbot.keyClick(rows, Qt.Key.Key_Return)


def test_that_a_click_on_the_box_checks_and_a_click_on_the_words_does_not(qtbot):
    rows = specimens.record_list(False, True)
    qtbot.addWidget(rows)
    rows.resize(420, 320)
    rows.show()
    index = rows.model().index(0, 0)
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(200, 30))
    assert Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) == Qt.CheckState.Unchecked
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(24, 30))
    assert Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) == Qt.CheckState.Checked


def test_that_the_navigation_is_driven_by_keys_and_speaks_for_the_person_only(qtbot):
    nav = kit.SideNav(specimens.NAV)
    qtbot.addWidget(nav)
    nav.show()
    heard = []
    nav.chosen.connect(heard.append)
    nav.select("home")
    assert heard == []
    qtbot.keyClick(nav.tree, Qt.Key.Key_Down)
    qtbot.keyClick(nav.tree, Qt.Key.Key_Down)
    qtbot.keyClick(nav.tree, Qt.Key.Key_Return)
    assert (heard, nav.current) == (["basic"], "basic")
    nav.set_note("comp", "待補", "warning")
    nav.grab()


def test_that_a_collapsed_navigation_keeps_its_place(qtbot):
    nav = kit.SideNav(specimens.NAV)
    qtbot.addWidget(nav)
    nav.select("fill")
    nav.set_collapsed(True)
    assert (nav.width(), nav.current) == (56, "fill")
    assert nav.holds_current(nav.tree.currentIndex())
    nav.show()
    nav.grab()
    nav.set_collapsed(False)
    assert nav.width() == 240


def test_that_errors_stay_and_at_most_three_toasts_are_shown(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 600)
    window.show()
    host = kit.ToastHost(window)
    error = host.say("沒有存成", "danger")
    undone = []
    for number in range(4):
        last = host.say(f"已刪除 {number} 件", "info", "復原", lambda: undone.append(True))
    assert len(host.toasts) == 3
    assert error in host.toasts
    assert all(window.rect().contains(toast.geometry()) for toast in host.toasts)
    last.action.click()
    assert (undone, len(host.toasts)) == ([True], 2)


def test_that_a_banner_is_hidden_until_it_has_something_to_say(qtbot):
    banner = kit.Banner()
    qtbot.addWidget(banner)
    assert banner.isHidden()
    banner.say("danger", "不通過：請補上證明文件", "查看意見")
    assert not banner.isHidden()
    assert banner.accessibleName() == "不通過：請補上證明文件"


def test_that_the_phrase_must_be_typed_before_what_cannot_be_undone(qtbot):
    box = kit.ConfirmDialog(None, "重設？", "會重新下載", "重設", danger=True, phrase="重設同步")
    qtbot.addWidget(box)
    assert not box.confirm_button.isEnabled()
    box.phrase_box.setText("重設同步")
    assert box.confirm_button.isEnabled()


@pytest.mark.parametrize(
    ("seconds", "words", "tone"),
    [(30 * 86400, "還有 30 天", "neutral"), (5 * 86400 + 3 * 3600, "還有 5 天 3 時", "warning"),
     (5 * 3600 + 60, "還有 5 時 1 分", "danger"), (20, "剩不到 1 分鐘", "danger"), (0, "已截止", "danger")],
)  # fmt: skip
def test_that_the_countdown_says_what_is_left(seconds, words, tone):
    assert (kit.countdown_words(seconds), kit.countdown_tone(seconds)) == (words, tone)


def test_that_segments_follow_the_arrow_keys(qtbot):
    strip = kit.SegmentedControl((("all", "全部"), ("draft", "草稿")))
    qtbot.addWidget(strip)
    strip.show()
    with qtbot.waitSignal(strip.changed) as told:
        qtbot.keyClick(strip, Qt.Key.Key_Right)
    assert (told.args, strip.value) == (["draft"], "draft")


def test_that_every_reachable_control_of_the_gallery_has_a_name(qtbot):
    page = gallery._page()
    qtbot.addWidget(page)
    mute = [
        widget
        for widget in page.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and isinstance(widget, kit.Button | kit.LineEdit | kit.TextArea | kit.ComboBox)
        and not widget.isHidden()
        and not (widget.accessibleName() or getattr(widget, "text", str)())
    ]
    assert mute == []


def test_that_the_gallery_renders_in_every_look(qapp, qtbot, tmp_path):
    files = gallery.render(qapp, tmp_path)
    theme.apply(qapp, "light")
    assert len(files) == 8
    assert all(not QPixmap(str(path)).isNull() for path in files)


def test_that_a_delegate_survives_an_empty_row(qtbot):
    assert RecordDelegate().sizeHint(None, QModelIndex()).height() == 60


def test_that_the_navigation_model_keeps_the_laws_of_models(qtbot, qtmodeltester):
    nav = kit.SideNav(specimens.NAV)
    qtbot.addWidget(nav)
    qtmodeltester.check(nav.tree.model())
