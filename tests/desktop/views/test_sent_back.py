"""What came back from the teacher: said in the list and over the form, mended as long as the school takes it again."""

import pytest
from attrs import evolve

from demo import hands
from tests.desktop.views import desks, screens
from tests.desktop.views.screens import COURSE, FAILED, PASSED

SAID = {"decided_at": "2026-03-01T06:00:00Z", "decided_by": "王小明", "comment": "請補上實驗數據"}


def school(open_desk, **settings):
    """The sending is over, the teachers still decide."""
    windows = [one for one in desks.WINDOWS if one.text("kind") != "outcome_submit"]
    over = desks.window(11, "outcome_submit", -1, printed="昨天")
    rest = [r for r in screens.small_school() if r.form not in ("school", "window")]
    return open_desk("student", [desks.school(**settings), over, *windows, *rest]).desk


def test_that_a_failed_one_can_be_mended_and_sent_again_where_the_school_allows_it(open_desk, qtbot):
    desk = school(open_desk, resubmission_open=True)
    with screens.shown(desk) as window:
        editor = screens.edit(window, "course_outcome", FAILED)
        assert editor.submit_button.isVisible()
        assert editor.submit_button.isEnabled()
        assert not editor.form.frames["summary"].editor.isReadOnly()
        hands.write(editor.form.frames["summary"].editor, "補上數據：")
        with screens.answering("送出認證"):
            hands.click(editor.submit_button)
        screens.settle(desk)
        assert desk.record(FAILED).state == "pending"
        assert "補上數據" in desk.record(FAILED).text("summary")


def test_that_it_has_no_button_and_says_why_where_the_school_does_not(open_desk, qtbot):
    desk = school(open_desk)
    with screens.shown(desk) as window:
        editor = screens.edit(window, "course_outcome", FAILED)
        assert not editor.submit_button.isVisible()
        assert editor.form.frames["summary"].editor.isReadOnly()
        assert "截止" in editor.banner.text
        assert "不能再重送" in editor.banner.text


@pytest.mark.parametrize(("over", "words"), [(True, "就不能再新增"), (False, "不要刪除")])
def test_that_a_deletion_that_cannot_be_made_good_is_warned_of(open_desk, qtbot, over, words):
    desk = school(open_desk) if over else open_desk("student", screens.small_school()).desk
    with screens.shown(desk) as window:
        editor = screens.edit(window, "course_outcome", FAILED)
        with screens.answering("取消") as said:
            hands.click(editor.delete_button)
        assert any(words in one for one in said)
        assert not desk.record(FAILED).deleted


def test_that_a_pass_that_was_taken_back_is_told_everywhere_at_once(open_desk, qtbot):
    desk = open_desk("student", screens.small_school()).desk
    with screens.shown(desk) as window:
        page = screens.open_page(window, "course_outcome", PASSED)
        hands.wait(lambda: page.editor is not None, "紀錄打開")
        assert not page.editor.submit_button.isEnabled()
        passed = desk.record(PASSED)
        desks.hear(desk, [evolve(passed, ver=2, state="revoked", srv={**passed.srv, **SAID})], 200)
        hands.live(0.3)
        assert page.editor.pill.text == "已取消認證"
        assert "已取消認證：請補上實驗數據" in page.editor.banner.text
        assert page.editor.submit_button.isEnabled()
        line = page.model.lines[page.model.row_of(PASSED)]
        assert line.pill == "已取消認證"
        window.go("home")
        hands.live(0.3)
        notes = [row.note for row in window.page("home").said.rows]
        assert any(note.pill == "已取消認證" and "請補上實驗數據" in note.text for note in notes)


def test_that_the_list_tells_when_it_was_sent_and_decided_and_what_was_said(open_desk, qtbot):
    desk = open_desk("student", screens.small_school()).desk
    failed = desk.record(FAILED)
    desks.hear(desk, [evolve(failed, ver=2, srv={**failed.srv, **SAID})], 200)
    with screens.shown(desk) as window:
        page = screens.open_page(window, "course_outcome", COURSE)
        told = page.model.lines[page.model.row_of(FAILED)].subtitle
        assert all(words in told for words in ("2 月 27 日送出", "3 月 1 日認證", "意見：請補上實驗數據"))
        hands.click_row(page.list, page.model.row_of(FAILED))
        assert page.editor.dates.text().startswith("送出日期 2 月 27 日 ")
        assert "認證日期 3 月 1 日 " in page.editor.dates.text()
