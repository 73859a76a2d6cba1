"""Courses of a student: how many outcomes are left for each, into one and back."""

import pytest
from attrs import evolve

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


def test_that_the_newest_term_is_asked_for_first_and_the_rest_is_one_press_away(open_desk, qtbot):
    old = desks.enrolment(51, owner=desks.STUDENT, subject="化學", year="113-2")
    retaken = desks.enrolment(52, owner=desks.STUDENT, subject="數學", year="114-1")
    retaken = evolve(retaken, values={**retaken.values, "enrolment_mode": "retake"})
    desk = open_desk("student", [*screens.small_school(), old, retaken]).desk
    with screens.shown(desk) as window:
        window.go("course_outcome")
        page = window.page("course_outcome")
        assert [line.title for line in page.model.lines] == ["數學", "物理"]
        assert "另有 1 門" in page.header._subtitle.text()
        hands.click(hands.named_button(page.mode, "重修"))
        assert [line.title for line in page.model.lines] == ["數學"]
        hands.click(hands.named_button(page.mode, "借讀"))
        assert page.model.lines == ()
        hands.press(page, "看全部課程")
        assert {line.title for line in page.model.lines} == {"數學", "物理", "化學"}
        hands.choose(page.term, "113-")
        assert [line.title for line in page.model.lines] == ["化學"]


def test_that_the_other_profile_shows_its_own_columns(open_desk, qtbot):
    thirds = desks.enrolment(51, owner=desks.STUDENT, subject="人際關係", year="114-T2")
    graded = {**thirds.values, "grade_text": "A", "qualitative_comment": "主動提問", "credits": "2"}
    whole = desks.enrolment(52, owner=desks.STUDENT, subject="自主學習", year="114-0")
    records = [desks.school(profile="experimental"), evolve(thirds, values=graded), whole]
    desk = open_desk("student", [*records, desks.outcome(60, thirds, "draft")], "experimental").desk
    with screens.shown(desk) as window:
        window.go("course_outcome")
        page = window.page("course_outcome")
        assert not page.mode.isVisible()
        told = {line.title: line.subtitle for line in page.model.lines}
        for words in (
            "114 學年",
            "三學期制",
            "第 2 學期",
            "實得學分 2",
            "質性評語 主動提問",
            "成績 A",
        ):
            assert words in told["人際關係"]
        assert "114 學年 · 不分學期 ·" in told["自主學習"]
        assert {line.title: line.meta for line in page.model.lines} == {
            "人際關係": "成果數量 1",
            "自主學習": "成果數量 0",
        }
        assert {line.pill for line in page.model.lines} == {"可新增"}


@pytest.mark.parametrize(("profile", "whom"), [("senior-high", "學校"), ("experimental", "實驗教育辦理者")])
def test_that_who_sees_no_course_is_told_whom_to_ask(open_desk, qtbot, profile, whom):
    desk = open_desk("student", [desks.school(profile=profile)], profile).desk
    with screens.shown(desk) as window:
        window.go("course_outcome")
        page = window.page("course_outcome")
        assert hands.says(page, f"請向{whom}確認是否已設定為這門課的修課學生")
