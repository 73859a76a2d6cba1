"""公布結果: what the certifier decided and the school has not let out yet does not leave the school for its owner."""

from datetime import timedelta

import msgspec
import pytest

from domain import intents
from domain.intents import Action, Intent
from domain.records import Record
from domain.windows import stamp
from server.services import comparing, releasing
from server.services.publishing import publish
from sync import wire
from sync.wire import checking as wire_checking
from tests.server.campus import START, Campus, cursors, new_id, pdf, rows_of

LATER = START + timedelta(days=3)
WORDS = "這句話還不能讓學生看到"


def together(campus: Campus, opens: str = stamp(LATER), **more: str) -> Record:
    values = {
        "kind": "outcome_release",
        "opens_at": opens,
        "zone": "Asia/Taipei",
        "school_year": "114",
        **more,
    }
    (made,) = publish(campus.office, [Record("", "window", values={k: v for k, v in values.items() if v})])
    return made


@pytest.fixture
def sent(campus: Campus) -> str:
    outcome = campus.submitted(pdf("release"))
    campus.send("amy", pdf("release"))
    return outcome


def decide(campus: Campus, outcome: str, action: Action = Action.CERTIFY, who: str = "chen") -> wire.Result:
    seen = campus.rows("amy")[outcome]
    assert seen is not None
    told = campus.record("amy", outcome).content_hash
    return campus.one(who, Intent(new_id(), action, outcome, "course_outcome", intents.decision(told, WORDS)))


def say(campus: Campus, who: str, outcome: str, action: Action) -> wire.Result:
    d = intents.seen(campus.record("amy", outcome).content_hash)
    return campus.one(who, Intent(new_id(), action, outcome, "course_outcome", d))


def the_teachers(campus: Campus, outcome: str) -> wire.Row:
    return campus.rows("chen", "crs:chinese")[outcome]


@pytest.mark.parametrize("action", [Action.CERTIFY, Action.REJECT])
def test_that_not_a_byte_of_a_decision_reaches_its_owner_before_the_hour(campus, sent, action):
    together(campus)
    before = campus.pull("amy")
    row = campus.rows("amy")[sent]
    assert decide(campus, sent, action).status == "applied"
    teachers = the_teachers(campus, sent)
    assert teachers.state == {"certify": "passed", "reject": "failed"}[action.value]
    assert (teachers.srv["comment"], "unreleased" in teachers.srv) == (WORDS, True)
    since = campus.pull("amy", cursors(before))
    assert rows_of(since.scopes["acc:amy"]) == [], "not even that something happened"
    anew = campus.pull("amy")
    assert msgspec.structs.replace(campus.rows("amy")[sent], seq=row.seq) == row, (
        "a new computer is told no more"
    )
    assert WORDS.encode() not in b"".join(bytes(page.rows) for page in anew.scopes.values())
    assert b"unreleased" not in b"".join(bytes(page.rows) for page in anew.scopes.values())


def test_that_at_the_hour_the_owner_is_told_and_only_then(campus, sent):
    together(campus)
    decide(campus, sent)
    before = campus.pull("amy")
    assert releasing.catch_up(campus.office) == 0
    campus.clock.forward(days=3)
    assert releasing.catch_up(campus.office) == 1
    (row,) = rows_of(campus.pull("amy", cursors(before)).scopes["acc:amy"])
    assert (row.id, row.state, row.srv["comment"]) == (sent, "passed", WORDS)
    assert "unreleased" not in the_teachers(campus, sent).srv
    assert releasing.catch_up(campus.office) == 0


def test_that_what_is_decided_after_the_hour_is_told_at_once(campus, sent):
    together(campus, stamp(START - timedelta(days=1)))
    decide(campus, sent)
    assert campus.rows("amy")[sent].state == "passed"


def test_that_without_an_hour_results_wait_for_somebody_to_let_them_out(campus, sent):
    made = together(campus, "")
    decide(campus, sent)
    campus.clock.forward(days=300)
    assert releasing.catch_up(campus.office) == 0
    assert campus.rows("amy")[sent].state == "pending"
    change = intents.save({"opens_at": (None, stamp(campus.clock()))})
    assert campus.one("admin", Intent(new_id(), Action.SAVE, made.id, "window", change)).status == "applied"
    assert campus.rows("amy")[sent].state == "passed", "the office has set the hour to now"


def test_that_the_certifier_may_let_out_one_and_take_it_back(campus, sent):
    together(campus)
    decide(campus, sent)
    assert say(campus, "amy", sent, Action.RELEASE).reason == "forbidden"
    assert say(campus, "dou", sent, Action.RELEASE).reason == "missing"
    assert say(campus, "chen", sent, Action.RELEASE).status == "applied"
    assert say(campus, "chen", sent, Action.RELEASE).status == "noop"
    assert campus.rows("amy")[sent].state == "passed"
    shown = campus.pull("amy")
    assert say(campus, "chen", sent, Action.WITHHOLD).status == "applied"
    (row,) = rows_of(campus.pull("amy", cursors(shown)).scopes["acc:amy"])
    assert (row.state, "comment" in row.srv, "decided_at" in row.srv) == ("pending", False, False)
    assert the_teachers(campus, sent).state == "passed"


def test_that_what_the_student_has_acted_on_is_not_taken_back(campus, sent):
    together(campus)
    decide(campus, sent, Action.REJECT)
    say(campus, "chen", sent, Action.RELEASE)
    campus.one("amy", campus.edit(sent, "summary", "我學會了閱讀。", "改過了。"))
    assert say(campus, "chen", sent, Action.WITHHOLD).reason == "release_acted"


def test_that_a_pass_that_is_not_let_out_cannot_be_picked_and_the_answer_tells_nothing(campus, sent):
    together(campus)
    waiting = campus.submitted(pdf("other"))
    decide(campus, sent)
    asked = [(say(campus, "amy", one, Action.SELECT)) for one in (sent, waiting)]
    assert {(one.status, one.reason, one.sentence) for one in asked} == {
        ("rejected", "not_passed", asked[0].sentence)
    }
    assert asked[0].ver == campus.rows("amy")[sent].ver


@pytest.mark.parametrize("action", [Action.CERTIFY, Action.REJECT])
def test_that_what_the_owner_does_meanwhile_is_answered_as_while_it_waits(campus, sent, action):
    together(campus)
    waiting = campus.submitted(pdf("other"))
    campus.send("amy", pdf("other"))
    decide(campus, sent, action)
    acts = (Action.DELETE, Action.WITHDRAW, Action.SELECT, Action.DESELECT, Action.REVOKE)
    for act in acts:
        one, other = (say(campus, "amy", record, act) for record in (sent, waiting))
        assert (one.status, one.reason, one.sentence, one.ver) == (
            other.status, other.reason, other.sentence, other.ver
        ), act  # fmt: skip
    one, other = (
        campus.one("amy", campus.edit(r, "summary", "我學會了閱讀。", "改。")) for r in (sent, waiting)
    )
    assert (one.reason, one.ver) == (other.reason, other.ver) == ("locked_pending", one.ver)
    again = campus.one("amy", campus.submit(sent))
    assert (again.status, again.ver) == ("noop", campus.rows("amy")[sent].ver)
    assert the_teachers(campus, sent).srv["comment"] == WORDS, "the decision stands through all of it"


def test_that_until_then_the_certifier_may_think_again(campus, sent):
    together(campus)
    before = campus.pull("amy")
    for action, state in ((Action.REJECT, "failed"), (Action.CERTIFY, "passed"), (Action.REJECT, "failed")):
        assert decide(campus, sent, action).status == "applied"
        assert the_teachers(campus, sent).state == state
    assert rows_of(campus.pull("amy", cursors(before)).scopes["acc:amy"]) == []
    say(campus, "chen", sent, Action.RELEASE)
    assert campus.rows("amy")[sent].state == "failed"
    assert decide(campus, sent, Action.CERTIFY).reason == "state"


def test_that_what_is_sent_again_is_kept_back_again_with_the_first_result_still_known(campus, sent):
    decide(campus, sent, Action.REJECT)
    first = campus.rows("amy")[sent].srv["reviewed_hash"]
    together(campus)
    campus.one("amy", campus.edit(sent, "summary", "我學會了閱讀。", "重新寫過。"))
    assert campus.one("amy", campus.submit(sent)).status == "applied"
    decide(campus, sent)
    row = campus.rows("amy")[sent]
    assert (row.state, row.srv.get("reviewed_hash")) == ("pending", first)
    say(campus, "chen", sent, Action.RELEASE)
    assert campus.rows("amy")[sent].state == "passed"


def test_that_one_years_results_do_not_wait_for_anothers(campus, sent):
    together(campus, school_year="113")
    decide(campus, sent)
    assert campus.rows("amy")[sent].state == "passed"


def test_that_a_window_taken_down_lets_everything_out(campus, sent):
    made = together(campus)
    decide(campus, sent)
    gone = Intent(new_id(), Action.DELETE, made.id, "window", intents.seen(made.content_hash))
    assert campus.one("admin", gone).status == "applied"
    assert campus.rows("amy")[sent].state == "passed"


def test_that_the_sums_by_which_copies_are_compared_are_of_what_the_owner_sees(campus, sent):
    together(campus)

    def sums(who: str, scope: str) -> bytes:
        every = list(range(wire_checking.BUCKETS))
        asked = wire_checking.Check(1, "r", {scope: every})
        return msgspec.json.encode(comparing.answer(campus.office, who, asked).scopes[scope])

    before = sums("amy", "acc:amy")
    of_the_teacher = sums("chen", "crs:chinese")
    decide(campus, sent)
    assert sums("amy", "acc:amy") == before
    assert sums("chen", "crs:chinese") != of_the_teacher
