"""The window round the pages: menu, deadline, keys, and a look that changes while it is open."""

import pytest

from demo import hands
from desktop import theme
from tests.desktop.views import desks, screens


@pytest.fixture
def desk(open_desk):
    return open_desk("student", screens.small_school()).desk


def test_that_the_deadline_of_the_nearest_window_stands_in_the_header(desk, qtbot):
    with screens.shown(desk) as window:
        assert "課程學習成果上傳及送出認證" in window.chip.text()
        assert "還有 5 天" in window.chip.text()
        hands.click(window.chip)
        assert window.nav.current == "home"
        later = desks.window(11, "outcome_submit", 0.5)
        desks.hear(desk, [later], 100)
        assert "12 時" in window.chip.text() or "11 時" in window.chip.text()


def test_that_the_menu_stays_with_the_page(desk, qtbot):
    with screens.shown(desk) as window:
        for key in ("competition", "course_outcome", "home"):
            window.go(key)
            assert window.nav.current == key


def test_that_a_change_of_letters_and_colours_leaves_no_button_cut(desk, qtbot, qapp):
    with screens.shown(desk) as window:
        editor = screens.edit(window, "course_outcome", screens.DRAFT)
        for mode, scale in (("dark", 1.5), ("light", 0.9), ("light", 1.0)):
            theme.apply(qapp, mode, scale)
            hands.live(0.05)
            button = editor.submit_button
            assert button.height() >= button.fontMetrics().height()
            assert window.rect().contains(button.mapTo(window, button.rect().bottomRight()))


def test_that_the_smallest_window_is_kept(desk, qtbot):
    with screens.shown(desk, 300, 300) as window:
        assert (window.width(), window.height()) == (1024, 640)


def test_that_leaving_with_work_underway_counts_it(desk, qtbot):
    with screens.shown(desk) as window:
        editor = screens.edit(window, "competition", screens.HOLES)
        screens.commit(editor.form.frames["award"].editor, "特優")
        with screens.answering("取消") as said:
            window.sign_out()
        assert any("還有 1 件" in text for text in said)
