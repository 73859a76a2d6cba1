"""公告: what is new stands out in the menu, in the list and on the first screen, until it was read."""

import pytest
from attrs import evolve
from PySide6.QtTest import QTest

from demo import hands
from desktop.models import notices
from desktop.views.kit.nav_model import NOTE
from tests.desktop.views import desks, screens

OLD, NEW = desks.identity(90), desks.identity(91)


@pytest.fixture
def schedule(tmp_path):
    return screens.write_pdf(tmp_path, "時間表.pdf")


@pytest.fixture
def desk(open_desk):
    old = desks.announcement(90, "勾選開始了", "請在三月二十二日前完成。", "2026-02-20")
    new = desks.announcement(91, "選課說明會", "三月五日中午。\n在禮堂。", "2026-02-27")
    with_file = evolve(new, files={"document_file": desks.attachment(b"%PDF-none", "時間表.pdf")})
    return open_desk("student", [*screens.small_school(), old, with_file]).desk


def note(window, key="announcement"):
    return window.nav._model.find(key).data(NOTE)


def pills(page):
    return {line.record.id: line.pill for line in page.model.lines}


def test_that_the_menu_counts_what_was_not_read_and_the_list_marks_it(desk, qtbot):
    with screens.shown(desk) as window:
        assert note(window) == "2 則未讀"
        assert note(window, "inquiry") == "2 則未讀"
        window.go("announcement")
        page = window.page("announcement")
        screens.settle(desk)
        assert pills(page) == {NEW: "", OLD: "未讀"}
        assert note(window) == "1 則未讀"
        hands.click_row(page.list, page.model.row_of(OLD))
        screens.settle(desk)
        assert set(pills(page).values()) == {""}
        assert not note(window)


def test_that_reading_is_remembered_on_this_computer_until_the_school_changes_the_text(desk, qtbot):
    with screens.shown(desk) as window:
        window.go("announcement", NEW)
        screens.settle(desk)
    with screens.shown(desk) as window:
        assert note(window) == "1 則未讀"
        changed = desk.record(NEW)
        desks.hear(desk, [evolve(changed, ver=2, values={**changed.values, "body": "改到三月六日。"})], 200)
        assert note(window) == "2 則未讀"


def test_that_a_page_behind_another_counts_nothing_as_read(desk, qtbot):
    with screens.shown(desk) as window:
        window.go("announcement", NEW)
        screens.settle(desk)
        window.go("home")
        desks.hear(desk, [desks.announcement(92, "停課", "颱風。", "2026-03-01")], 200)
        screens.settle(desk)
        assert note(window) == "2 則未讀"


def test_that_the_first_screen_names_the_newest_first_and_leads_to_it(desk, qtbot):
    with screens.shown(desk) as window:
        row = next(row for row in window.page("home").said.rows if "公告" in row.note.pill)
        assert (row.note.title, row.note.pill) == ("選課說明會", "未讀公告")
        QTest.mouseClick(row, hands.LEFT)
        assert window.nav.current == "announcement"
        assert window.page("announcement").shown_id == NEW


def test_that_a_profile_without_that_line_tells_it_at_the_first_screen(open_desk, qtbot):
    posted = desks.announcement(91, "選課說明會", "三月五日。", "2026-02-27")
    desk = open_desk("student", [desks.school(profile="experimental"), posted], "experimental").desk
    with screens.shown(desk) as window:
        assert note(window, "home") == "1 則公告"
        window.go("announcement")
        screens.settle(desk)
        assert not notices.unread(desk)
        assert not note(window, "home")


def test_that_an_attachment_that_is_not_here_yet_says_so_and_one_that_is_can_be_saved(desk, qtbot, tmp_path):
    kept = screens.own_file(desk, "時間表.pdf", "kept")
    record = desk.record(NEW)
    with screens.shown(desk) as window:
        window.go("announcement", NEW)
        page = window.page("announcement")
        screens.settle(desk)
        hands.press(page.detail, "預覽")
        assert "還沒下載" in page.preview.pane.sentence
        desks.hear(desk, [evolve(record, ver=2, files={"document_file": kept})], 200)
        screens.settle(desk)
        hands.press(page.detail, "預覽")
        hands.wait(lambda: page.preview.pane.state == "shown", "預覽")
        target = tmp_path / "我的時間表.pdf"
        with hands.answering(hands.choosing_file(target), "存檔視窗"):
            hands.press(page.preview, "另存一份")
        screens.settle(desk)
        assert target.read_bytes() == desk.blobs.read_all(kept.sha256)


def test_that_groups_stay_as_the_person_left_them(desk, qtbot):
    with screens.shown(desk) as window:
        tree, find = window.nav.tree, window.nav._model.find
        rect = tree.visualRect(find("diverse"))
        QTest.mouseClick(tree.viewport(), hands.LEFT, pos=rect.center())
        assert not tree.isExpanded(find("diverse"))
        screens.settle(desk)
    with screens.shown(desk) as window:
        tree, find = window.nav.tree, window.nav._model.find
        assert not tree.isExpanded(find("diverse"))
        assert tree.isExpanded(find("courses"))
        window.nav.set_collapsed(True)
        window.nav.set_collapsed(False)
        assert not tree.isExpanded(find("diverse"))
        assert window.nav.folded == {"diverse"}
