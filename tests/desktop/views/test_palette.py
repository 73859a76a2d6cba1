"""Ctrl+K: everything by a few letters, by keyboard only; what was used lately comes first."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from demo import hands
from desktop import theme
from desktop.models import palette
from desktop.models.palette import Command
from tests.desktop.views import screens

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk(open_desk):
    return open_desk("student", screens.small_school()).desk


def opened(window):
    QTest.keyClick(window, Qt.Key.Key_K, CTRL)
    hands.live(0.01)
    assert window.palette_box.box.hasFocus()
    return window.palette_box


def titles(box):
    return [row.title for row in box.popup.model.rows]


def command(window, words):
    box = opened(window)
    hands.write(box.box, words)
    hands.live(0.01)
    found = titles(box)
    QTest.keyClick(box.box, Qt.Key.Key_Return)
    hands.live(0.01)
    return found


@pytest.mark.parametrize("words", ["競賽表現", "競表", "competition"])
def test_that_a_few_letters_lead_to_a_page(desk, qtbot, words):
    with screens.shown(desk) as window:
        assert command(window, words)[0] == "競賽表現"
        assert window.nav.current == "competition"
        assert not window.palette_box.shown


@pytest.mark.parametrize(("words", "page"), [("作品集", "portfolio"), ("簽章", "signed_receipts")])
def test_that_papers_are_found_by_other_words(desk, qtbot, words, page):
    with screens.shown(desk) as window:
        command(window, words)
        assert window.nav.current == page


def test_that_a_new_record_is_begun(desk, qtbot):
    with screens.shown(desk) as window:
        assert command(window, "新增競賽")[0] == "新增競賽表現"
        assert window.page("competition").editor.draft.fresh


def test_that_a_record_is_opened(desk, qtbot):
    with screens.shown(desk) as window:
        assert "全國高中科學探究競賽第 11 屆" in command(window, "第 11 屆")
        assert window.page("competition").editor.record_id == screens.HOLES


def test_that_what_the_head_of_the_window_offers_is_there_with_its_keys(desk, qtbot):
    looks = []
    with screens.shown(desk) as window:
        window.look_changed.connect(lambda mode, scale: looks.append(mode))
        rows = {row.title: row.meta for row in opened(window).popup.model.rows}
        assert (rows["立即同步"], rows["搜尋全部"], rows["存檔"]) == ("F5", "Ctrl+F", "Ctrl+S")
        assert {"登出", "外觀：淺色", "外觀：深色"} <= set(rows)
        window.palette_box.close()
        command(window, "dark")
        assert looks == ["dark"]


def test_that_what_was_used_lately_comes_first_also_after_a_restart(desk, qtbot):
    with screens.shown(desk) as window:
        command(window, "服務學習")
        command(window, "首頁")
        assert titles(opened(window))[:2] == ["首頁", "服務學習"]
        window.palette_box.close()
        screens.settle(desk)
    with screens.shown(desk) as window:
        assert titles(opened(window))[:2] == ["首頁", "服務學習"]


def test_that_escape_gives_the_keyboard_back(desk, qtbot):
    with screens.shown(desk) as window:
        editor = screens.edit(window, "competition", screens.HOLES)
        field = editor.form.frames["award"].editor
        field.setFocus()
        box = opened(window)
        QTest.keyClick(box.box, Qt.Key.Key_Escape)
        assert not box.shown
        assert field.hasFocus()
        opened(window)
        QTest.keyClick(box.box, Qt.Key.Key_K, CTRL)
        assert not box.shown


def test_that_it_goes_when_the_person_goes_elsewhere(desk, qtbot):
    with screens.shown(desk) as window:
        box = opened(window)
        window.nav.tree.setFocus()
        assert not box.shown


def test_that_nothing_fitting_is_said(desk, qtbot):
    with screens.shown(desk) as window:
        assert command(window, "鱷魚鱷魚") == []
        assert window.palette_box.shown
        assert hands.says(window.palette_box.popup, "沒有符合")


@pytest.mark.parametrize(
    ("width", "height", "scale"), [(1280, 800, 1.0), (1024, 640, 1.5), (1920, 1000, 1.0)]
)
def test_that_it_stands_in_the_upper_middle_and_fits(desk, qtbot, qapp, width, height, scale):
    theme.apply(qapp, "light", scale)
    with screens.shown(desk, width, height) as window:
        place = opened(window).popup.geometry()
        assert place.width() == min(int(width * 0.8), theme.px(600))
        assert abs(place.center().x() - window.rect().center().x()) <= 1
        assert window.rect().contains(place)
    theme.apply(qapp, "light", 1.0)


def test_that_a_teacher_is_offered_only_what_a_teacher_does(class_desk, qtbot):
    with screens.shown(class_desk.desk) as window:
        found = titles(opened(window))
        assert not any(title.startswith("新增") for title in found)
        assert "登出" in found


def test_that_closer_letters_are_a_better_fit():
    assert palette.fits("競賽", "競賽表現") > palette.fits("競賽", "新增競賽表現") > 0
    assert palette.fits("競表", "競賽表現") > 0
    assert palette.fits("表競", "競賽表現") == 0
    assert palette.fits("ＳＹＮＣ", "sync now") > palette.fits("sn", "sync now") > 0


def test_that_no_more_than_eighty_are_shown_and_eight_remembered():
    many = [Command(str(n), f"指令 {n}", lambda: None) for n in range(200)]
    assert len(palette.chosen("", many, ())) == 80
    assert len(palette.chosen("指", many, ())) == 80
    recent = ()
    for n in range(20):
        recent = palette.remember(recent, str(n % 10))
    assert recent == tuple(str(n) for n in (9, 8, 7, 6, 5, 4, 3, 2))
    assert palette.chosen("", many, recent)[0].key == "9"
