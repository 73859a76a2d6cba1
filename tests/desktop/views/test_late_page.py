"""逾時補做: the office sees what came late with what speaks for it, and says one word to as many as it marks."""

import pytest

from demo import hands
from desktop.models import late as model
from desktop.operations import late
from desktop.views import undo
from domain.errors import NotAllowed
from domain.intents import Action
from tests.desktop.views import desks, screens
from tests.desktop.views.late_acts import LATE
from tests.desktop.views.test_office_work import person


@pytest.fixture
def office(open_desk):
    people = [person(place) for place in range(5)]
    return open_desk("administrator", [desks.school(), *desks.WINDOWS, *people, *LATE])


def late_page(window):
    return screens.open_page(window, "admin_late")


def word(page, action: Action, reason: str = "停電", says: str = "不准補做 4 件") -> list:
    """Write the reason, press the button, agree; what goes to the school."""
    hands.write(page.panel.words, reason)
    with screens.answering(says) as asked:
        hands.click(page.panel.grant_button if action is Action.GRANT else page.panel.refuse_button)
        hands.wait(lambda: asked, "詢問")
    screens.settle(page.desk)
    return [one.intent for one in page.desk.unsent()]


def test_that_each_act_is_shown_with_whose_how_late_and_what_speaks_for_it(office):
    with screens.shown(office.desk) as window:
        page = late_page(window)
        assert [line.title for line in page.model.lines][:2] == ["高一仁 3 王柏翰", "高一仁 1 林小宇"]
        assert [line.meta for line in page.model.lines] == [
            "晚 12 分鐘",
            "晚 1 小時 5 分",
            "晚 3 小時 20 分",
            "晚 2 天 2 小時",
        ]
        page.open_record(desks.identity(810))
        hands.live(0.05)
        words = hands.shown_words(page.view)
        assert "停了 25 分鐘" in words
        assert "F7KQ-2M9X-PARC：沒有人先報過這個代碼" in words
        assert "4 件等候決定" in hands.shown_words(page.header)


def test_that_the_list_is_narrowed_by_evidence_act_and_words(office):
    with screens.shown(office.desk) as window:
        page = late_page(window)
        hands.choose(page.evidence, "noted")
        assert [line.record.id for line in page.model.lines] == [desks.identity(811)]
        hands.choose(page.evidence, "*")
        hands.choose(page.act, "save_draft")
        assert [line.record.id for line in page.model.lines] == [desks.identity(813)]
        hands.choose(page.act, "*")
        hands.write(page.search, "宇")
        hands.wait(lambda: len(page.model.lines) == 1, "找到一件")


def test_that_one_word_is_said_to_all_that_are_marked_and_can_be_taken_back(office):
    desk = office.desk
    with screens.shown(desk) as window:
        page = late_page(window)
        hands.click(page.all_button)
        said = word(page, Action.REFUSE)
        assert {one.d["intent"] for one in said} == {desks.identity(n) for n in (810, 811, 812, 813)}
        assert {(one.action, one.d["reason"]) for one in said} == {(Action.REFUSE, "停電")}
        assert said[0].record == desk.record(said[0].d["intent"]).text("record")
        assert {line.pill for line in page.model.lines} == {"不准，待同步"}
        assert model.count(desk) == 0
        assert page.panel.isHidden()
        undo.take_back(window, said)
        screens.settle(desk)
        assert list(desk.unsent()) == []
        assert {line.pill for line in page.model.lines} == {"等待決定"}


def test_that_without_a_line_the_trial_says_so_and_the_word_waits_here(office):
    with screens.shown(office.desk) as window:
        page = late_page(window)
        page.open_record(desks.identity(811))
        hands.write(page.panel.words, "有代碼")
        with hands.answering(hands.pressing("准予補做 1 件"), "准予"):
            hands.click(page.panel.grant_button)
            hands.wait(page.desk.unsent, "說出去", 20)
        screens.settle(page.desk)
        [one] = page.desk.unsent()
        assert (one.intent.action, one.intent.d["intent"]) == (Action.GRANT, desks.identity(811))
        assert page.panel.reason == ""


def test_that_a_word_needs_a_reason_and_what_was_begun_is_kept(office):
    desk = office.desk
    with screens.shown(desk) as window:
        page = late_page(window)
        hands.click(page.panel.refuse_button)
        assert "理由" in page.panel.frame.message
        hands.write(page.panel.words, "校內停")
        window.go("home")
        screens.settle(desk)
        assert list(desk.unsent()) == []
    with screens.shown(desk) as window:
        assert late_page(window).panel.reason == "校內停"
    with pytest.raises(NotAllowed, match="理由"):
        late.say(desk, [desk.record(desks.identity(810))], Action.GRANT, " ")


def test_that_what_was_decided_is_read_with_why_and_by_whom(office):
    with screens.shown(office.desk) as window:
        page = late_page(window)
        page.open_record(desks.identity(814))
        hands.live(0.05)
        words = hands.shown_words(page.view)
        assert "查證屬實" in words
        assert "吳明德" in words
        assert page.panel.isHidden()


def test_that_a_school_without_late_grants_offers_only_a_no(open_desk):
    desk = open_desk("administrator", [desks.school(), *LATE], "experimental").desk
    with screens.shown(desk) as window:
        page = late_page(window)
        assert not page.panel.grant_button.isEnabled()
        assert "逾時無法補做" in page.panel.grant_button.toolTip()
        assert page.panel.refuse_button.isEnabled()
