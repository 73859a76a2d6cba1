"""Courses of a student: how many outcomes are left for each, into one and back."""

import pytest

from demo import hands
from tests.desktop.views import desks, screens
from tests.desktop.views.screens import COURSE


@pytest.fixture
def desk(open_desk):
    school = desks.school(outcome_quota="5")
    return open_desk("student", [school, *screens.small_school()[1:]]).desk


def line(page, record):
    return page.model.lines[page.model.row_of(record)]


def test_that_a_course_tells_how_many_are_left_and_counts_down(desk, qtbot):
    with screens.shown(desk) as window:
        window.go("course_outcome")
        page = window.page("course_outcome")
        assert line(page, COURSE).pill == "可新增 1 件"
        hands.click_row(page.list, 0)
        page.outcomes.add()
        hands.write(page.outcomes.editor.form.frames["summary"].editor, "第五件")
        hands.press(page, "所有課程")
        screens.settle(desk)
        assert page.outcomes is None
        assert line(page, COURSE).pill == "已達上限"


def test_that_a_full_course_greys_the_button_and_says_why(desk, qtbot):
    desks.hear(desk, [desks.outcome(64, desk.record(COURSE), "draft")], 100)
    with screens.shown(desk) as window:
        page = screens.open_page(window, "course_outcome", COURSE)
        assert not page.add_button.isEnabled()
        assert page.add_button.toolTip()


def test_that_the_way_back_stands_before_the_chief_act(desk, qtbot):
    with screens.shown(desk) as window:
        page = screens.open_page(window, "course_outcome", COURSE)
        back = hands.named_button(page, "所有課程")
        assert back.mapTo(page, back.rect().center()).x() < page.add_button.x()
