"""操作紀錄: without a line the acts of this computer, and it says so; what the school tells is tried at a real one."""

import pytest

from demo import hands
from desktop.models import audit as model
from desktop.operations import office
from domain.forms import FORMS
from sync.wire.office import AuditDetail, AuditRow
from tests.desktop.views import desks, screens

ROW = AuditRow(
    "done|x:000000002", "done", "2026-03-01T06:00:00Z", "acc-wang", "王小明", "reject", desks.identity(60),
    "course_outcome", "手搖發電機", "acc-lin", "林小宇", "pending", "failed", "pc-1", "請補上數據",
)  # fmt: skip


@pytest.fixture
def desk(open_desk):
    desk = open_desk("administrator", [desks.school(), *desks.WINDOWS]).desk
    new = office.blank(desk, FORMS["announcement"], {"published_on": "2026-03-01"})
    office.put_up(desk, new, {"title": (None, "停課通知"), "body": (None, "明天停課。")}, {})
    return desk


def opened(window):
    page = screens.open_page(window, "admin_audit")
    screens.settle(page.desk)
    return page


def texts(page) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in page.view.grid.rows]


def test_that_without_a_line_the_acts_of_this_computer_are_shown_and_it_says_so(desk):
    with screens.shown(desk) as window:
        page = opened(window)
        assert "離線" in page.note.text()
        assert [row[2:4] for row in texts(page)] == [["儲存", "公告：停課通知"]]
        assert not page.sheet.isEnabled()


def test_that_they_are_found_by_a_single_character(desk):
    with screens.shown(desk) as window:
        page = opened(window)
        hands.write(page.text, "課")
        hands.click(page.find_button)
        screens.settle(desk)
        assert len(texts(page)) == 1
        hands.clear(page.text)
        hands.write(page.text, "龘")
        hands.click(page.find_button)
        screens.settle(desk)
        assert texts(page) == []
        assert "沒有符合條件" in hands.shown_words(page)


def test_that_a_row_says_who_did_what_from_where_to_where(desk):
    cells = [cell.text for cell in model.row(desk, ROW).cells]
    assert cells[1:3] == ["王小明", "認證不通過"]
    assert cells[3].endswith("手搖發電機")
    assert cells[5:] == ["認證中 → 認證不通過", "pc-1", "請補上數據"]


def test_that_what_changed_is_told_field_by_field(desk):
    told = AuditDetail(ROW, False, {"summary": "甲"}, {"summary": "甲乙"}, {}, {"document_file": "報告.pdf"})
    assert [(one.before, one.after) for one in model.changes(desk, told)] == [
        ("甲", "甲乙"),
        ("", "報告.pdf"),
    ]


def test_that_days_are_days_of_the_school_both_taken_in():
    asked = model.query("", "", "", "2026-02-28", "2026-02-28", "")
    assert (asked.since, asked.until) == ("2026-02-27T16:00:00Z", "2026-02-28T16:00:00Z")
