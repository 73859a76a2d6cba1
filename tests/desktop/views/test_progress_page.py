"""進度: two tables of counts, what was told last where there is no line, a workbook, a drafted reminder."""

import msgspec
import pytest
from PySide6.QtGui import QGuiApplication

from demo import hands
from derive import sheet_reading
from desktop.operations import progress
from sync.wire.office import CourseProgress, Progress, StudentProgress
from tests.desktop.views import desks, screens

COURSES = [
    CourseProgress("phys", "物理", "114-1", ["王小明"], 30, 12, 8, "2026-02-20T02:30:00Z"),
    CourseProgress("chem", "化學", "114-1", ["陳玉珊", "林大同"], 28, 0, 20),
    CourseProgress("geo", "地球科學", "114-1", [], 5, 2, 0, "2026-03-01T02:30:00Z"),
]


def student(place: int, **more: object) -> StudentProgress:
    given = {
        "account": f"acc-{place}", "name": desks.NAMES[place], "class_name": "高一仁" if place < 3 else "高一義",
        "seat": str(place + 1), "number": f"1100{place}", "passed": 2, "picked_outcomes": 1, "picked_diverse": 0,
        "consent_outcome": True, "consent_diverse": False, "receipts_open": 0, **more,
    }  # fmt: skip
    return StudentProgress(**given)  # type: ignore[arg-type]


STUDENTS = [student(0), student(1, picked_outcomes=0), student(2, receipts_open=3), student(3, passed=0)]
TOLD = Progress("2026-03-02T01:00:00Z", "114", COURSES, STUDENTS)


@pytest.fixture
def office(open_desk):
    visit = open_desk("administrator", [desks.school(), *desks.WINDOWS])
    visit.desk.note(progress.KEPT, msgspec.json.encode(TOLD).decode())
    screens.settle(visit.desk)
    return visit


def opened(window):
    page = screens.open_page(window, "admin_progress")
    screens.settle(page.desk)
    return page


def shown(page) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in page.views[page.switch.value].grid.rows]


def test_that_what_was_told_last_is_shown_without_a_line_and_says_so(office):
    with screens.shown(office.desk) as window:
        page = opened(window)
        assert "離線，這是 3 月 2 日" in hands.shown_words(page.header)
        assert "2 門課有 14 件待認證，最久等了 10 天" in page.summary.text()
        assert shown(page)[0] == ["物理", "114-1", "王小明", "12", "10 天", "8", "30"]
        assert [row[0] for row in shown(page)] == ["物理", "地球科學", "化學"]


def test_that_a_heading_sorts_by_number_and_back(office):
    with screens.shown(office.desk) as window:
        page = opened(window)
        grid = page.views["courses"].grid
        grid.sort_by(6)
        assert [row[0] for row in shown(page)] == ["地球科學", "化學", "物理"]
        grid.sort_by(6)
        assert [row[0] for row in shown(page)] == ["物理", "化學", "地球科學"]


def test_that_students_are_narrowed_by_class_and_by_what_is_not_done(office):
    with screens.shown(office.desk) as window:
        page = opened(window)
        page.switch.select("students")
        page._switched("students")
        assert len(shown(page)) == 4
        hands.choose(page.lack, "outcomes")
        assert [row[2] for row in shown(page)] == [desks.NAMES[1]]
        hands.choose(page.lack, "receipts")
        assert [row[2] for row in shown(page)] == [desks.NAMES[2]]
        hands.choose(page.lack, "*")
        hands.choose(page.class_name, "高一義")
        assert [row[2] for row in shown(page)] == [desks.NAMES[3]]


def test_that_the_table_is_written_as_it_is_shown(office, tmp_path):
    desk, path = office.desk, tmp_path / "進度.xlsx"
    with screens.shown(desk) as window:
        page = opened(window)
        window.ask_where_to_save = lambda title, name: path
        page.export()
        screens.settle(desk)
    [grid] = sheet_reading.read(path.read_bytes())
    assert [str(cell) for cell in grid.rows[1]][:4] == ["物理", "114-1", "王小明", "12"]


def test_that_a_reminder_is_drafted_with_no_pressure_and_sent_by_nobody(office):
    desk = office.desk
    with screens.shown(desk) as window:
        page = opened(window)
        page.switch.select("students")
        page._switched("students")
        with screens.answering("寫成公告草稿") as said:
            page.remind()
        assert any("自願" in one for one in said)
        screens.settle(desk)
        assert list(desk.unsent()) == []
        words = window.page("admin_announcements").editor.form.frames["body"].editor.value()
        assert "由你自己決定" in words
        assert not any(one.name in words for one in STUDENTS)


def test_that_a_reminder_to_teachers_names_courses_and_can_be_copied(office):
    with screens.shown(office.desk) as window:
        page = opened(window)

        def copy(box):
            hands.click(box.copy_button)
            box.reject()
            return True

        with hands.answering(lambda box: hasattr(box, "copy_button") and copy(box), "擬提醒"):
            page.remind()
        told = QGuiApplication.clipboard().text()
        assert "王小明　物理（114-1）：12 件，最早的等了 10 天" in told
        assert "化學" not in told


def test_that_nothing_told_yet_is_said(open_desk):
    visit = open_desk("administrator", [desks.school()])
    with screens.shown(visit.desk) as window:
        page = opened(window)
        assert "連上學校後" in hands.shown_words(page)
