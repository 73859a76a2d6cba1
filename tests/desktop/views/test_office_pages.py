"""管理: the office writes settings, windows and announcements; nothing binds anybody before its button is pressed."""

import pytest
from attrs import evolve
from PySide6.QtCore import Qt

from demo import hands
from desktop.operations import records
from desktop.store.views import Said
from desktop.views.pages import reachable
from domain.intents import Action
from tests.desktop.views import desks, screens

PAGES = (
    "admin_school",
    "admin_windows",
    "admin_announcements",
    "admin_picks",
    "admin_receipts",
    "admin_late",
    "admin_progress",
    "admin_audit",
    "admin_keeping",
)
SUBMIT, CERTIFY = desks.identity(11), desks.identity(12)
NOTICE = desks.announcement(201, "選課說明會", "週五下午一點。", "2026-02-25")


@pytest.fixture
def office(open_desk):
    return open_desk("administrator", [desks.school(), *desks.WINDOWS, NOTICE])


def said(desk) -> list[Said]:
    screens.settle(desk)
    return list(desk.unsent())


def put_up(desk, editor) -> dict[str, tuple[object, object]]:
    """Press the button; what the one act says, {key: (from, to)}."""
    hands.click(editor.submit_button)
    [one] = said(desk)
    assert one.intent.action is Action.SAVE
    return {key: (change["from"], change["to"]) for key, change in one.intent.d["f"].items()}


@pytest.mark.parametrize("role", ["student", "teacher", "counselor", "administrator"])
@pytest.mark.parametrize("profile", ["senior-high", "experimental"])
def test_that_only_the_office_has_these_pages(open_desk, role, profile):
    desk = open_desk(role, [desks.school()], profile).desk
    for key in PAGES:
        assert reachable(key, desk) == (role == "administrator")
        in_menu = (
            bool(desk.profile.label_of(key, role)) if role != "student" else bool(desk.profile.label_of(key))
        )
        assert in_menu == (role == "administrator")


def test_that_an_announcement_goes_out_at_its_button_and_not_before(office):
    desk = office.desk
    with screens.shown(desk) as window:
        editor = screens.begin(window, "admin_announcements")
        hands.write(editor.form.frames["title"].editor, "停課通知")
        hands.write(editor.form.frames["body"].editor, "明天停課。")
        hands.live(2)
        assert said(desk) == []
        assert "還沒有公布" in hands.shown_words(editor.footer)
        changes = put_up(desk, editor)
    assert changes == {
        "title": (None, "停課通知"),
        "body": (None, "明天停課。"),
        "published_on": (None, changes["published_on"][1]),
    }
    record = desk.record(editor.record_id)
    assert (record.owner, record.state, record.text("body")) == ("", "current", "明天停課。")
    assert desk.unsaved(editor.record_id) == ()


def test_that_what_was_begun_waits_in_the_list_and_is_never_put_up_by_itself(office):
    desk = office.desk
    with screens.shown(desk) as window:
        editor = screens.begin(window, "admin_announcements")
        hands.write(editor.form.frames["title"].editor, "停課通知")
        window.go("home")
        screens.settle(desk)
    assert not records.rescue(desk)
    assert said(desk) == []
    with screens.shown(desk) as window:
        page = screens.open_page(window, "admin_announcements")
        first = page.model.lines[0]
        assert (first.title, first.pill) == ("停課通知", "還沒公布")
        page.open_record(first.record.id)
        assert screens.whole(page.editor).form.frames["title"].editor.value() == "停課通知"
        hands.press(page.editor, "取消新增")
        screens.settle(desk)
        assert [line.title for line in page.model.lines] == ["選課說明會"]


def test_that_a_file_is_put_up_with_the_words(office):
    desk, file = office.desk, screens.own_file(office.desk, "時間表.pdf")
    with screens.shown(desk) as window:
        editor = screens.edit(window, "admin_announcements", NOTICE.id)
        editor.put_file(editor.draft, "document_file", file)
        assert said(desk) == []
        window.go("home")
        screens.settle(desk)
        editor = screens.edit(window, "admin_announcements", NOTICE.id)
        assert put_up(desk, editor) == {}
    [one] = desk.unsent()
    assert [put["name"] for put in one.intent.d["att"]["put"]] == ["時間表.pdf"]
    assert desk.record(NOTICE.id).files == {"document_file": file}


def test_that_a_file_survives_the_program(office):
    desk, file = office.desk, screens.own_file(office.desk, "時間表.pdf")
    with screens.shown(desk) as window:
        editor = screens.edit(window, "admin_announcements", NOTICE.id)
        editor.put_file(editor.draft, "document_file", file)
        screens.settle(desk)
    with screens.shown(desk) as window:
        editor = screens.edit(window, "admin_announcements", NOTICE.id)
        assert editor.draft.record.files == {"document_file": file}
        hands.press(editor, "放棄修改")
        screens.settle(desk)
        assert editor.draft.record.files == {}
    assert said(desk) == []


def test_that_what_is_missing_is_said_and_nothing_goes_out(office):
    with screens.shown(office.desk) as window:
        editor = screens.begin(window, "admin_announcements")
        hands.write(editor.form.frames["title"].editor, "停課通知")
        hands.click(editor.submit_button)
        assert "內容還沒填" in editor.banner.text
        assert editor.form.frames["body"].message
    assert said(office.desk) == []


def test_that_an_announcement_is_taken_down_after_a_question(office):
    desk = office.desk
    with screens.shown(desk) as window:
        editor = screens.edit(window, "admin_announcements", NOTICE.id)
        with hands.answering(hands.confirming(), "取下"):
            hands.press(editor, "取下")
        screens.settle(desk)
    assert [one.intent.action for one in said(desk)] == [Action.DELETE]
    assert desk.entries("announcement") == ()


def test_that_the_end_of_a_window_is_typed_as_a_day_and_kept_as_the_instant_after_it(office):
    desk = office.desk
    with screens.shown(desk) as window:
        editor = screens.edit(window, "admin_windows", SUBMIT)
        closes = editor.form.frames["closes_at"].editor
        hands.clear(closes.day)
        hands.write(closes.day, "2026-03-10")
        hands.clear(closes.clock)
        before = desk.record(SUBMIT).text("closes_at")
        assert put_up(desk, editor) == {"closes_at": (before, "2026-03-10T16:00:00Z")}
        assert closes.clock.value() in ("", "24:00")


def test_that_an_hour_that_is_none_is_not_saved(office):
    with screens.shown(office.desk) as window:
        editor = screens.edit(window, "admin_windows", SUBMIT)
        hands.write(editor.form.frames["closes_at"].editor.clock, "25:99")
        hands.write(editor.form.frames["printed"].editor, "改了")
        hands.click(editor.submit_button)
        assert "看不懂" in editor.banner.text
    assert said(office.desk) == []


@pytest.mark.parametrize("half", ["2026-03-", "三月"])
def test_that_half_a_day_does_not_go_out_as_no_deadline(office, half):
    with screens.shown(office.desk) as window:
        editor = screens.edit(window, "admin_windows", SUBMIT)
        closes = editor.form.frames["closes_at"].editor
        hands.clear(closes.day)
        hands.write(closes.day, half)
        editor.publish()
        assert "截止看不懂" in editor.banner.text
    assert said(office.desk) == []


def test_that_changes_are_given_up_at_a_button(office):
    desk = office.desk
    with screens.shown(desk) as window:
        editor = screens.edit(window, "admin_windows", SUBMIT)
        words = editor.form.frames["printed"].editor
        before = words.value()
        hands.write(words, "延到四月")
        page = window.page("admin_windows")
        window.go("home")
        screens.settle(desk)
        window.go("admin_windows")
        assert page.model.lines[page.model.row_of(SUBMIT)].pill == "修改還沒送出"
        hands.press(editor, "放棄修改")
        screens.settle(desk)
        assert words.value() == before
        assert desk.unsaved(SUBMIT) == ()
    assert said(desk) == []


def test_that_what_contradicts_itself_is_said_and_leads_to_its_window(office):
    """In this school teachers must be done before students have to be."""
    with screens.shown(office.desk) as window:
        page = screens.open_page(window, "admin_windows")
        assert "來不及認證" in hands.shown_words(page.warnings)
        page._show_as("months")
        hands.press(page.warnings, "查看")
        assert page.editor.record_id in (SUBMIT, CERTIFY)
        assert page.split.isVisible()


def test_that_a_sound_plan_is_not_remarked_upon(open_desk):
    desk = open_desk("administrator", [desks.school(), desks.window(11, "outcome_submit", 5)]).desk
    with screens.shown(desk) as window:
        assert not screens.open_page(window, "admin_windows").warnings.isVisible()


def test_that_the_months_show_each_window_and_open_it_by_keyboard(office, qtbot):
    with screens.shown(office.desk) as window:
        page = screens.open_page(window, "admin_windows")
        hands.press(page, "月曆")
        calendar = page.calendar
        bars = [calendar.bar_of(row) for row in range(5)]
        assert all(bar.width() > 0 for bar in bars)
        order = [line.record.text("kind") for line in page.model.lines]
        widths = dict(zip(order, (bar.width() for bar in bars), strict=True))
        assert widths["outcome_certify"] < widths["outcome_submit"] < widths["diverse_edit"]
        calendar.setFocus()
        qtbot.keyClick(calendar, Qt.Key.Key_Down)
        assert (
            "課程學習成果" in calendar.accessibleDescription()
            or "教師認證" in calendar.accessibleDescription()
        )
        qtbot.keyClick(calendar, Qt.Key.Key_Return)
        assert page.editor.record_id == page.model.lines[1].record.id


def test_that_a_new_window_begins_in_the_schools_year_and_zone(office):
    desk = office.desk
    with screens.shown(desk) as window:
        editor = screens.begin(window, "admin_windows")
        assert "zone" not in editor.form.frames
        hands.choose(editor.form.frames["kind"].editor, "receipt_confirm")
        changes = put_up(desk, editor)
    assert {key: to for key, (_, to) in changes.items()} == {
        "kind": "receipt_confirm",
        "school_year": "114",
        "zone": "Asia/Taipei",
    }


def test_that_the_settings_are_one_form_and_bind_the_rules_at_once(office):
    desk = office.desk
    with screens.shown(desk) as window:
        window.go("admin_school")
        editor = screens.whole(window.page("admin_school").editor)
        assert "profile" not in editor.form.frames
        assert not editor.delete_button.isVisible()
        hands.clear(editor.form.frames["diverse_cap"].editor)
        hands.write(editor.form.frames["diverse_cap"].editor, "8")
        assert put_up(desk, editor) == {"diverse_cap": ("3", "8")}
    assert desk.school().settings.diverse_cap == 8


def test_that_a_school_without_settings_says_so(open_desk):
    desk = open_desk("administrator", []).desk
    with screens.shown(desk) as window:
        window.go("admin_school")
        assert hands.says(window.page("admin_school"), "還沒有收到學校的設定")


def test_that_what_another_administrator_put_up_shows_and_ones_own_words_stay(office):
    desk = office.desk
    with screens.shown(desk) as window:
        editor = screens.edit(window, "admin_announcements", NOTICE.id)
        hands.clear(editor.form.frames["title"].editor)
        hands.write(editor.form.frames["title"].editor, "說明會改期")
        theirs = evolve(NOTICE, ver=2, values={**NOTICE.values, "body": "改到週一。"})
        desks.hear(desk, [theirs], 300)
        hands.live(0.05)
        assert editor.form.frames["body"].editor.value() == "改到週一。"
        assert editor.form.frames["title"].editor.value() == "說明會改期"
        assert put_up(desk, editor) == {"title": ("選課說明會", "說明會改期")}
