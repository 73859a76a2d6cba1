"""What was done to many in one go comes back in one go, as long as it has not left this computer."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from demo import hands
from desktop.courier import Courier
from desktop.models import undo as names
from desktop.operations import records, undoing
from desktop.views import undo
from domain.errors import NotAllowed
from domain.forms import FORMS
from domain.intents import Action
from tests.desktop.views import desks, screens
from tests.desktop.views.screens import HOLES, WHOLE
from tests.desktop.views.test_palette import opened, titles
from tests.desktop.views.test_undo import Road, toast

CTRL = Qt.KeyboardModifier.ControlModifier
FIRST, SECOND, THIRD = (desks.identity(number) for number in (60, 61, 62))


@pytest.fixture
def desk(open_desk):
    return open_desk("student", screens.small_school()).desk


@pytest.fixture
def agreed(portfolio):
    """A student who has agreed, so that two outcomes and three activities may be picked."""
    for kind in ("outcome", "diverse"):
        records.give_consent(portfolio.desk, kind, "114", portfolio.desk.consent_text(kind)[1])
    portfolio.desk.store.freeze(99, 1 << 20)
    return portfolio


def picked(desk):
    return {number for number in range(60, 63) if desk.record(desks.identity(number)).selection == "picked"}


def pending(visit):
    return [entry.record for entry in visit.desk.entries("course_outcome") if entry.record.state == "pending"]


def choose(desk, **wanted):
    changes, refused = records.choose(desk, {desks.identity(int(key[1:])): on for key, on in wanted.items()})
    desk.bus.tell(changes)
    assert refused == ()
    return changes.said


def answered(visit, said):
    """Take it back, and the words that were said of it."""
    undo.take_back(visit, said)
    screens.settle(visit.desk)
    return visit.said[-1]


def test_that_at_the_cap_one_pick_is_given_up_for_another_in_one_go(agreed):
    choose(agreed.desk, n60=True, n61=True)
    choose(agreed.desk, n60=False, n62=True)
    assert picked(agreed.desk) == {61, 62}


def test_that_more_than_the_cap_in_one_go_is_refused_here_and_not_at_the_school(agreed):
    changes, refused = records.choose(agreed.desk, {FIRST: True, SECOND: True, THIRD: True})
    assert len(changes.said) == 2
    assert [why.code for _, why in refused] == ["cap"]


def test_that_picks_and_unpicks_come_back_together(agreed):
    choose(agreed.desk, n60=True)
    said = choose(agreed.desk, n60=False, n61=True, n62=True)
    undo.offer(agreed, said)
    assert agreed.said[-1] == ("已勾選 2 件、取消 1 件。", "復原")
    assert answered(agreed, said) == ("已復原 勾選 2 件、取消 1 件。", "success")
    assert picked(agreed.desk) == {60}


def test_that_picks_made_since_keep_the_cap_whole(agreed):
    choose(agreed.desk, n60=True, n61=True)
    given_up = choose(agreed.desk, n60=False)
    choose(agreed.desk, n62=True)
    with pytest.raises(NotAllowed, match="之後又改過勾選"):
        undoing.take_back(agreed.desk, given_up)
    assert picked(agreed.desk) == {61, 62}


def test_that_decisions_on_a_class_come_back_together(class_desk):
    desk = class_desk.desk
    changes, _ = records.decide(desk, pending(class_desk), Action.CERTIFY)
    assert pending(class_desk) == []
    assert answered(class_desk, changes.said) == ("已復原 認證通過 12 件。", "success")
    assert len(pending(class_desk)) == 12
    assert desk.unsent() == ()


def test_that_what_has_left_is_told_and_the_rest_comes_back(class_desk):
    changes, _ = records.decide(class_desk.desk, pending(class_desk), Action.CERTIFY)
    class_desk.desk.store.freeze(3, 1 << 20)
    assert answered(class_desk, changes.said) == ("3 件已送往學校，復原了 9 件。", "warning")
    assert len(pending(class_desk)) == 9
    assert answered(class_desk, changes.said[:3]) == ("3 件已送往學校，不能收回。", "warning")


def test_that_one_decided_anew_since_stays_and_is_told(class_desk):
    desk = class_desk.desk
    some = pending(class_desk)[:3]
    first, _ = records.decide(desk, some, Action.CERTIFY)
    records.decide(desk, [desk.record(some[0].id)], Action.REVOKE)
    assert answered(class_desk, first.said) == ("1 件之後又改過，復原了 2 件。", "warning")
    assert desk.record(some[0].id).state == "revoked"


def test_that_the_last_act_is_known_from_what_waits_here_newest_first(class_desk):
    desk = class_desk.desk
    five = pending(class_desk)[:5]
    passed, _ = records.decide(desk, five[:3], Action.CERTIFY)
    failed, _ = records.decide(desk, five[3:], Action.REJECT, "請補上數據", ("01",))
    assert undoing.last(desk) == failed.said
    assert names.words(desk, undoing.last(desk)) == "認證不通過 2 件"
    undoing.take_back(desk, undoing.last(desk))
    assert undoing.last(desk) == passed.said
    desk.store.freeze(1, 1 << 20)
    assert names.words(desk, undoing.last(desk)) == "認證通過 2 件"
    desk.store.freeze(9, 1 << 20)
    assert undoing.last(desk) == ()


def test_that_the_key_brings_back_what_was_deleted_before_the_program_was_opened(desk, qtbot):
    records.delete_all(desk, [desk.record(WHOLE), desk.record(HOLES)])
    with screens.shown(desk) as window:
        screens.open_page(window, "competition").list.setFocus()
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Z, CTRL)
        screens.settle(desk)
        assert window.toasts.toasts[-1].text == "已復原 刪除 2 件競賽表現。"
        assert [desk.record(one).deleted for one in (WHOLE, HOLES)] == [False, False]
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Z, CTRL)
        assert "沒有可以復原的" in window.toasts.toasts[-1].text


def test_that_a_deletion_that_has_left_comes_back_with_the_key_as_long_as_it_was_the_last_word(desk, qtbot):
    before = {one: desk.record(one) for one in (WHOLE, HOLES)}
    said = records.delete_all(desk, before.values()).said
    desk.store.freeze(1, 1 << 20)
    assert undoing.last(desk) == said
    with screens.shown(desk) as window:
        screens.open_page(window, "competition").list.setFocus()
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Z, CTRL)
        screens.settle(desk)
        assert window.toasts.toasts[-1].text == "已復原 刪除 2 件競賽表現。刪除已送往學校，復原也會送過去。"
    assert {one: desk.record(one) for one in before} == before
    assert [one.intent.action for one in desk.unsent()] == [Action.DELETE, Action.RESTORE]
    assert undoing.last(desk) == (), "what was brought back is not deleted again by the same key"


def test_that_a_deletion_that_has_left_is_not_the_last_word_once_something_else_was_said(desk, qtbot):
    records.delete(desk, desk.record(WHOLE))
    desk.store.freeze(9, 1 << 20)
    [gone] = undoing.last(desk)
    assert gone.record == WHOLE
    records.save(desk, desk.record(HOLES), {"award": (None, "佳作")})
    assert undoing.last(desk) == ()


def test_that_the_last_act_is_known_after_the_program_was_shut(home):
    form = FORMS["competition"]
    made = [records.blank(home.desk, form) for _ in range(3)]
    for one in made:
        records.save(home.desk, one, {"award": (None, "佳作")})
    said = records.delete_all(home.desk, [home.desk.record(one.id) for one in made]).said
    home.desk.close()
    again = home.elsewhere("home")
    assert undoing.last(again) == said
    assert names.words(again, said) == "刪除 3 件競賽表現"
    _, became = undoing.take_back(again, said)
    assert became == undoing.TakenBack(3)
    assert [again.record(one.id).text("award") for one in made] == ["佳作"] * 3


def test_that_in_a_text_field_the_key_takes_back_the_typing(desk, qtbot):
    records.delete(desk, desk.record(HOLES))
    with screens.shown(desk) as window:
        editor = screens.edit(window, "competition", WHOLE)
        for key in ("award", "description"):
            field = editor.form.frames[key].editor
            before = field.value()
            screens.commit(field, "特優")
            field.setFocus()
            QTest.keyClick(field, Qt.Key.Key_Z, CTRL)
            screens.settle(desk)
            assert field.value() == before
            QTest.keyClick(field, Qt.Key.Key_Z, CTRL)  # nothing left to take back: still the field's own
            screens.settle(desk)
        assert desk.record(HOLES).deleted


def test_that_the_palette_names_what_it_takes_back(desk, qtbot):
    title = "全國高中科學探究競賽第 10 屆"
    with screens.shown(desk) as window:
        assert not any(one.startswith("復原") for one in titles(opened(window)))
        window.palette_box.close()
        records.delete(desk, desk.record(WHOLE))
        box = opened(window)
        hands.write(box.box, "復原")
        hands.live(0.01)
        assert titles(box)[0] == f"復原 刪除「{title}」"
        QTest.keyClick(box.box, Qt.Key.Key_Return)
        screens.settle(desk)
        assert not desk.record(WHOLE).deleted


@pytest.mark.parametrize("act", ["pick", "decide"])
def test_that_the_post_waits_while_the_word_stands_there(agreed, class_desk, qtbot, act):
    visit = agreed if act == "pick" else class_desk
    road = Road()
    visit.desk.hire(Courier(lambda: road, visit.desk))
    with screens.shown(visit.desk) as window:
        if act == "pick":
            window.go("outcome_selection")
            page = window.page("outcome_selection")
            page.model.tick([FIRST])
            page.confirm()
        else:
            window.go("certify_queue")
            window.page("certify_queue").decide(Action.CERTIFY)
        screens.settle(visit.desk)
        hands.live(0.8)
        assert road.trips == 0
        hands.click(toast(window, "復原").action)
        hands.wait(lambda: road.trips == 1, "出發")
