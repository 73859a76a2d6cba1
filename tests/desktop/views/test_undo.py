"""A deletion is taken back: as if never said while only this computer knows of it, afterwards by an act of its own."""

import pytest

from demo import hands
from desktop.courier import Courier
from sync.effects import State
from sync.ports import Touched
from sync.report import Report
from tests.desktop.views import screens
from tests.desktop.views.screens import HOLES, WHOLE


@pytest.fixture
def desk(open_desk):
    return open_desk("student", screens.small_school()).desk


def delete(desk, window, record):
    editor = screens.edit(window, "competition", record)
    with screens.answering("刪除"):
        hands.click(editor.delete_button)
    screens.settle(desk)


def toast(window, action):
    return next(one for one in window.toasts.toasts if one.action.text() == action)


def test_that_a_deleted_record_is_brought_back_with_all_it_held(desk, qtbot):
    before = desk.record(WHOLE)
    with screens.shown(desk) as window:
        delete(desk, window, WHOLE)
        assert desk.record(WHOLE).deleted
        assert window.page("competition").editor is None
        shown = toast(window, "復原")
        assert "已刪除「全國高中科學探究競賽第 10 屆」" in shown.text
        hands.click(shown.action)
        screens.settle(desk)
        assert desk.record(WHOLE) == before
        assert desk.unsent() == ()
        assert window.page("competition").editor.record_id == WHOLE


def test_that_a_record_the_school_never_saw_is_brought_back_too(desk, qtbot):
    with screens.shown(desk) as window:
        editor = screens.begin(window, "competition")
        screens.commit(editor.form.frames["award"].editor, "特優")
        editor.save_now()
        screens.settle(desk)
        delete(desk, window, editor.record_id)
        hands.click(toast(window, "復原").action)
        screens.settle(desk)
        assert window.page("competition").editor.draft.record.text("award") == "特優"


def test_that_a_deletion_that_has_left_is_answered_by_the_record_itself(desk, qtbot):
    before = desk.record(WHOLE)
    with screens.shown(desk) as window:
        delete(desk, window, WHOLE)
        desk.store.freeze(9, 1 << 20)
        hands.click(toast(window, "復原").action)
        screens.settle(desk)
        assert desk.record(WHOLE) == before
        assert "復原也會送過去" in window.toasts.toasts[-1].text
        assert [said.intent.action.value for said in desk.unsent()] == ["delete_draft", "restore"]
        assert window.page("competition").editor.record_id == WHOLE


def test_that_two_deletions_are_taken_back_one_by_one(desk, qtbot):
    with screens.shown(desk) as window:
        delete(desk, window, WHOLE)
        delete(desk, window, HOLES)
        first, second = (one for one in window.toasts.toasts if one.action.text() == "復原")
        hands.click(first.action)
        screens.settle(desk)
        assert (desk.record(WHOLE).deleted, desk.record(HOLES).deleted) == (False, True)
        hands.click(second.action)
        screens.settle(desk)
        assert not desk.record(HOLES).deleted


class Road:
    """A school that is always there and counts the visits."""

    def __init__(self):
        self.trips = 0

    def sync(self, progress, cancel):
        self.trips += 1
        return Report(State.OK, "", touched=Touched(), poll_after=30)

    def hang_up(self):
        pass

    def close(self):
        pass


def test_that_a_deletion_waits_while_it_can_be_taken_back_and_other_post_does_not(desk, qtbot):
    road = Road()
    desk.hire(Courier(lambda: road, desk))
    with screens.shown(desk) as window:
        delete(desk, window, WHOLE)
        hands.live(0.8)
        assert road.trips == 0
        hands.click(toast(window, "復原").action)
        hands.wait(lambda: road.trips == 1, "出發")
        delete(desk, window, HOLES)
        editor = screens.begin(window, "competition")
        screens.commit(editor.form.frames["award"].editor, "特優")
        editor.save_now()
        hands.wait(lambda: road.trips == 2, "一起出發")
