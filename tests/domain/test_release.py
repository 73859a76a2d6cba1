"""What the owner is shown of a record whose decision is kept back, and what the owner's own acts make of it."""

from attrs import evolve

from domain import release
from domain.people import Facts
from domain.windows import Window
from tests.domain.ourschool import NOW, outcome, school

DECIDED = {"decided_at": "2026-02-20T04:00:00Z", "decided_by": "陳玉珊", "comment": "很好", "reasons": ["01"]}


def kept(state: str = "passed", **srv: object):
    before = evolve(outcome(), state="pending", ver=4)
    after = evolve(before, state=state, ver=5).with_srv(**DECIDED, reviewed_hash=before.content_hash, **srv)
    return before, release.kept_back(before, after)


def test_that_the_owner_is_shown_what_was_there_before():
    before, truth = kept()
    assert release.as_owner_sees(truth) == before
    assert release.unnoticed(before, truth)


def test_that_a_decision_falls_away_with_what_is_taken_back_and_survives_everything_else():
    _, truth = kept()
    seen = release.as_owner_sees(truth)
    back = release.rejoined(truth, evolve(seen, state="draft"))
    assert (back.state, back.ver) == ("draft", truth.ver)
    assert not set(back.srv) & {*DECIDED, release.MARK}
    assert release.rejoined(truth, seen) == truth


def test_that_thinking_again_keeps_what_the_owner_was_shown_first():
    before, truth = kept()
    again = release.kept_back(truth, evolve(truth, state="failed", ver=6).with_srv(comment="再想想"))
    assert release.as_owner_sees(again) == before
    assert release.let_out(again).srv["comment"] == "再想想"
    assert not release.hidden(release.let_out(again))


def test_that_a_school_keeps_back_only_where_it_says_so_and_until_the_hour():
    facts = Facts(school_year="114", grade="1")
    assert not release.withheld(school(), facts)
    for window, kept_back in (
        (Window(release.WINDOW, opens_at=None, school_year="114"), True),
        (Window(release.WINDOW, opens_at=NOW, school_year="114"), False),
        (Window(release.WINDOW, opens_at=None, school_year="113"), False),
        (Window(release.WINDOW, opens_at=None, school_year="114", grade="2"), False),
    ):
        assert release.withheld(school("senior-high", window), facts) is kept_back
