"""Behind the status line: what went wrong first, each with one way on."""

import hashlib
from datetime import timedelta

import pytest

from demo import hands
from desktop.courier import Condition, Courier
from desktop.models import attention
from desktop.operations import records
from desktop.views.sync_popover import SyncPopover
from domain.commitment import code_of
from domain.forms import FORMS
from domain.records import Record
from domain.windows import stamp
from tests.desktop.views import desks, screens
from tests.desktop.views.screens import HOLES, WHOLE


@pytest.fixture
def desk(open_desk):
    return open_desk("student", screens.small_school()).desk


def say(desk, record, award):
    held = desk.record(record)
    desk.write(lambda: records.save(desk, held, {"award": (held.text("award"), award)}))
    screens.settle(desk)
    return desk.unsent()[-1].intent.id


def popover(desk, window):
    made = SyncPopover(desk, window)
    made.show_above(window.indicator)
    hands.live(0.02)
    return made


def words(widget):
    labels = [one for one in widget.findChildren(hands.QLabel) if one.isVisible()]
    return [one.text() for one in sorted(labels, key=lambda one: one.mapTo(widget, one.pos()).y())]


def test_that_what_the_school_did_not_take_stands_first(desk, qtbot):
    refused = say(desk, HOLES, "特優")
    desk.store.freeze(10, 100_000)
    desk.store.set_aside(refused, "bad", "學校沒有收下這一筆。")
    say(desk, WHOLE, "金牌")
    with screens.shown(desk) as window:
        told = words(popover(desk, window))
        first = next(n for n, text in enumerate(told) if "學校沒有收下" in text)
        second = next(n for n, text in enumerate(told) if "等待送到學校" in text)
        assert first < second
        assert "需要處理 1 件" in told[0]


def near_the_end(hours):
    """The small school, with an end of 多元表現 so near."""
    near = {
        "kind": "diverse_edit",
        "zone": "Asia/Taipei",
        "closes_at": stamp(desks.NOW + timedelta(hours=hours)),
    }
    school = [one for one in screens.small_school() if one.text("kind") != "diverse_edit"]
    return [*school, Record(desks.identity(99), "window", state="current", values=near)]


@pytest.mark.parametrize(("hours", "told"), [(70, 1), (80, 0)])
def test_that_near_an_end_without_the_school_there_is_a_code_to_tell(open_desk, qtbot, hours, told):
    desk = open_desk("student", near_the_end(hours)).desk
    said = say(desk, WHOLE, "金牌")
    [line] = [one for one in desk.unsent() if one.intent.id == said]
    code = code_of(hashlib.sha256(line.body).hexdigest())
    with screens.shown(desk) as window:
        assert words(popover(desk, window)).count(code) == told
        said = [pair.text for item in attention.items(desk) if item.word for pair in item.word.said]
        assert said.count(code) == told


def test_that_in_calm_it_tells_what_reached_the_school_last(qtbot, home):
    desk = home.desk
    blank = records.blank(desk, FORMS["competition"])
    desk.write(lambda: records.save(desk, blank, {"competition_name": (None, "科展")}))
    hands.wait(lambda: desk.record(blank.id) and not desk.unsent_count(), "送到學校")
    with screens.shown(desk) as window:
        told = words(popover(desk, window))
        assert any(text.endswith("送到學校") and "月" in text for text in told)
        assert any("科展" in text for text in told)


def test_that_an_item_leads_to_its_record(desk, qtbot):
    say(desk, WHOLE, "金牌")
    with screens.shown(desk) as window:
        window._open_popover()
        made = window.findChild(SyncPopover)
        button = next(b for b in made.findChildren(hands.QAbstractButton) if b.text() == "開啟")
        hands.click(button)
        assert window.page("competition").editor.record_id == WHOLE


def test_that_a_session_that_ran_out_offers_to_sign_in_again(desk, qtbot):
    with screens.shown(desk) as window:
        desk.courier = Courier(lambda: None, desk)
        desk.courier.condition = Condition(state="auth_required", sentence="登入過期了。")
        made = popover(desk, window)
        asked = []
        made.sign_in_wanted.connect(lambda: asked.append(True))
        hands.press(made, "重新登入")
        assert asked == [True]


def test_that_much_missing_at_the_school_is_the_persons_decision(desk, qtbot):
    with screens.shown(desk) as window:
        desk.courier = Courier(lambda: None, desk)
        desk.courier.condition = Condition(state="wipe_guard")
        assert hands.named_button(popover(desk, window), "查看並決定") is not None
        with screens.answering("取消") as said:
            window.decide_wipe()
        assert any("先問學校" in text for text in said)
