"""換學年度, and the settings of the office end to end: what it writes decides what students may do."""

import pytest

from demo import hands
from desktop.operations import year
from domain.intents import Action
from tests.desktop.views import desks, screens


@pytest.fixture
def office(open_desk):
    return open_desk("administrator", [desks.school(term_ends_on="2026-01-20"), *desks.WINDOWS])


def test_that_the_next_year_gets_its_windows_a_year_later_in_one_go(office):
    desk = office.desk
    with screens.shown(desk) as window:
        page = screens.open_page(window, "admin_school")
        with screens.answering("換到 115 學年度") as said:
            hands.click(page.year_button)
        screens.settle(desk)
        assert any("114 學年度 → 115 學年度" in one for one in said)
    assert desk.school().settings.school_year == 115
    assert year.already(desk) == 0
    new = [e.record for e in desk.entries("window") if e.record.text("school_year") == "115"]
    assert {one.text("kind") for one in new} == {one.text("kind") for one in desks.WINDOWS}
    old = desks.WINDOWS[0].text("closes_at")
    assert any(one.text("closes_at") == f"{int(old[:4]) + 1}{old[4:]}" for one in new)
    assert {said.intent.action for said in desk.unsent()} == {Action.SAVE}
    assert desk.entries("school")[0].record.text("term_ends_on") == "2027-01-20"


def test_that_contradictions_are_said_before_and_what_is_not_wanted_is_left_out(office):
    desk = office.desk
    with screens.shown(desk) as window:
        page = screens.open_page(window, "admin_school")

        def look(box):
            if not hasattr(box, "boxes") or "先截止" not in hands.shown_words(box):
                return False
            for one in box.boxes[1:]:
                one.setChecked(False)
            hands.click(box.go_button)
            return True

        with hands.answering(look, "換學年度"):
            hands.click(page.year_button)
        screens.settle(desk)
    assert len([e for e in desk.entries("window") if e.record.text("school_year") == "115"]) == 1


def test_that_giving_it_up_changes_nothing(office):
    desk = office.desk
    with screens.shown(desk) as window:
        page = screens.open_page(window, "admin_school")
        with screens.answering("取消"):
            hands.click(page.year_button)
        screens.settle(desk)
    assert list(desk.unsent()) == []
