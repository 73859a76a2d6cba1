"""The window round the pages: menu, deadline, keys, and a look that changes while it is open."""

import pytest
from PySide6.QtGui import QFontMetrics

from demo import hands
from desktop import theme
from desktop.views import commands
from desktop.views.pages import reachable
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


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5])
def test_that_every_line_of_the_menu_is_whole(open_desk, qtbot, qapp, scale):
    theme.apply(qapp, "light", scale)
    with screens.shown(open_desk("student", [desks.school()]).desk, 1800, 900) as window:
        tree = window.nav.tree
        words = [
            child.label
            for item in window.desk.profile.menu_of("student")
            for child in (item, *item.items)
            if reachable(child.key, window.desk)
        ]
        room = tree.viewport().width() - theme.px(44 + 8)
        metrics = QFontMetrics(theme.font("strong"))
        assert tree.verticalScrollBar().isVisible()
        assert [word for word in words if metrics.horizontalAdvance(word) > room] == []
    theme.apply(qapp, "light", 1.0)


@pytest.mark.parametrize("scale", [1.0, 1.25])
@pytest.mark.parametrize("profile", ["senior-high", "experimental"])
def test_that_the_deadline_and_the_school_are_whole_in_the_head_at_every_width(
    open_desk, qtbot, qapp, profile, scale
):
    theme.apply(qapp, "light", scale)
    with screens.shown(open_desk("student", [desks.school(), *desks.WINDOWS], profile).desk) as window:
        for width in (1024, 1100, 1200, 1280, 1440, 1600):
            window.resize(width, 700)
            hands.live(0.02)
            assert window.chip.width() >= window.chip.sizeHint().width(), width
            assert window.school.width() >= window.school.sizeHint().width() * 0.9, width
    theme.apply(qapp, "light", 1.0)


OWN = {"開啟兩階段驗證", "修改密碼", "修改Email", "快速鍵", "外觀", "文字大小", "登出"}


@pytest.mark.parametrize("role", ["teacher", "counselor", "administrator"])
def test_that_staff_find_only_what_is_theirs_behind_their_name_and_among_the_commands(open_desk, qtbot, role):
    with screens.shown(open_desk(role, [desks.school()], "experimental").desk) as window:
        assert {one.text() for one in window.person.menu().actions() if one.text()} == OWN
        offered = {command.title for command in commands.commands(window)}
        assert not offered & {"我的備份", "學習歷程 PDF", "最近刪除", "從備份還原或匯入"}
