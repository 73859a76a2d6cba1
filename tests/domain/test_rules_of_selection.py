"""May this person pick, lock, confirm or report now: domain.md 3.3 and 3.4."""

from datetime import timedelta

import pytest
from attrs import evolve

from domain.intents import Action
from domain.people import Facts
from domain.records import Record
from domain.rules import may
from tests.domain.ourschool import (
    ADMIN,
    AMY,
    BEN,
    CHEN,
    CLOSES,
    after,
    competition,
    filled,
    new_id,
    outcome,
    receipt,
    school,
    window,
)

STUDENTS = Facts(consented=True, school_year="114")
MICRO = timedelta(microseconds=1)


def ask(actor, action, record, at, facts=STUDENTS, absent=False):
    verdict = may(actor, action, record, at, facts, absent)
    return "" if verdict else verdict.code


# ---- 3.3 selection


@pytest.mark.parametrize("key", ["senior-high", "experimental"])
def test_that_only_passed_outcomes_are_picked(key):
    for state in ("draft", "pending", "passed", "failed", "revoked"):
        answer = "" if state == "passed" else "not_passed"
        assert ask(AMY, Action.SELECT, outcome(state), school(key)) == answer


def test_that_what_was_passed_is_picked_though_the_form_has_changed_since():
    assert ask(AMY, Action.SELECT, evolve(outcome("passed"), files={}), school()) == ""


def test_that_an_incomplete_diverse_record_is_kept_but_not_picked():
    """SA §6-11 4-1 and 注意 3; anomalies A10 and A12."""
    whole, at = competition(), school()
    assert ask(AMY, Action.SELECT, whole, at) == ""
    for holed in (
        evolve(whole, files={}),
        filled(whole, description=""),
        filled(whole, award=""),
        filled(whole, result_date=""),
    ):
        assert ask(AMY, Action.SAVE, holed, at) == ""
        assert ask(AMY, Action.SELECT, holed, at) == "incomplete"


def test_that_a_pick_asks_for_the_agreement_if_the_school_has_written_one():
    for record, words in (
        (outcome("passed"), {"consent_outcome": "本人同意"}),
        (competition(), {"consent_diverse": "本人同意"}),
    ):
        assert ask(AMY, Action.SELECT, record, school(**words), Facts()) == "no_consent"
        assert ask(AMY, Action.SELECT, record, school(**words), Facts(consented=True)) == ""
        assert ask(AMY, Action.SELECT, record, school(), Facts()) == ""


def test_that_the_cap_counts_each_kind_for_itself():
    at = school(outcome_cap=6, diverse_cap=10)
    for record, cap in ((outcome("passed"), 6), (competition(), 10)):
        assert ask(AMY, Action.SELECT, record, at, Facts(picked=cap - 1)) == ""
        assert ask(AMY, Action.SELECT, record, at, Facts(picked=cap)) == "cap"
    assert ask(AMY, Action.SELECT, competition(), school(diverse_cap=0), Facts(picked=99)) == ""


def test_that_a_conflict_is_settled_before_a_pick():
    assert ask(AMY, Action.SELECT, competition(), school(), Facts(conflicts_open=2)) == "conflicts_open"


def test_that_picks_are_changed_until_their_own_deadline():
    for passed, kind in ((outcome("passed"), "outcome_select"), (competition(), "diverse_select")):
        at = school("senior-high", window(kind))
        picked = passed.with_srv(selection="picked")
        for now, answer in ((CLOSES - MICRO, ""), (CLOSES, "closed")):
            assert ask(AMY, Action.SELECT, passed, evolve(at, now=now)) == answer
            assert ask(AMY, Action.DESELECT, picked, evolve(at, now=now)) == answer


def test_that_what_the_school_locked_or_sent_stays():
    for selection in ("locked", "submitted"):
        for action in (Action.SELECT, Action.DESELECT):
            assert ask(AMY, action, competition(selection), school()) == f"selection_{selection}"
    assert ask(AMY, Action.SELECT, competition("picked"), school()) == "selection_picked"
    assert ask(AMY, Action.DESELECT, competition(), school()) == "state"


def test_that_picks_may_be_swapped_while_the_school_takes_corrections():
    """SA §7-1 5-1, anomaly A17: out with a reopened one, in with another, and back again."""
    later = CLOSES + timedelta(days=9)
    at = school("senior-high", window("diverse_select"), window("receipt_modify", later), now=after())
    swaps = [
        ("reopened", Action.DESELECT),
        ("reopened", Action.SELECT),
        ("none", Action.SELECT),
        ("picked", Action.DESELECT),
    ]
    for selection, action in swaps:
        assert ask(AMY, action, competition(selection), at) == ""
        assert ask(AMY, action, competition(selection), evolve(at, now=later)) == "closed"
        announced = evolve(at, windows=at.windows[:1])
        if selection != "reopened":
            assert ask(AMY, action, competition(selection), announced) == "closed", "no corrections announced"
    assert ask(AMY, Action.SAVE, competition("reopened"), at) == "selection_reopened", "no content"


def test_that_the_school_locks_unlocks_sends_and_reopens():
    table = {
        Action.LOCK: {"picked", "reopened"},
        Action.UNLOCK: {"locked"},
        Action.SEND: {"locked"},
        Action.REOPEN: {"locked", "submitted"},
    }
    for action, starts in table.items():
        for selection in ("none", "picked", "locked", "submitted", "reopened"):
            answer = "" if selection in starts else "state"
            assert ask(ADMIN, action, competition(selection), school()) == answer
            assert ask(AMY, action, competition(selection), school()) == "forbidden"


def test_that_a_deleted_record_is_not_picked_sent_or_certified():
    gone = {Action.SELECT: competition(), Action.DESELECT: competition("picked"), Action.SUBMIT: outcome()}
    for action, record in gone.items():
        assert ask(AMY, action, evolve(record, deleted=True), school()) == "deleted"
    assert ask(ADMIN, Action.LOCK, evolve(competition("picked"), deleted=True), school()) == "deleted"
    assert (
        ask(CHEN, Action.CERTIFY, evolve(outcome("pending"), deleted=True), school(), Facts(teaches=True))
        == "deleted"
    )


# ---- 3.4 receipts


def test_that_a_receipt_is_confirmed_or_reported_within_its_window():
    at = school("senior-high", window("receipt_confirm"))
    for action in (Action.CONFIRM, Action.REPORT):
        assert ask(AMY, action, receipt(), at) == ""
        assert ask(AMY, action, receipt(), evolve(at, now=CLOSES)) == "closed"
        assert ask(AMY, action, receipt("confirmed"), at) == "locked_confirmed"
        assert ask(AMY, action, receipt("reported"), at) == "state"
        assert ask(BEN, action, receipt(), at) == "forbidden"


def test_that_after_the_schools_answer_the_student_confirms():
    """P-shinher9 流程四: 請同學重新確認."""
    assert ask(AMY, Action.CONFIRM, receipt("processed"), school()) == ""
    assert ask(AMY, Action.REPORT, receipt("processed"), school()) == "state"


def test_that_an_imported_receipt_waits_for_its_window():
    open_now = school("senior-high", window("receipt_confirm"))
    soon = school("senior-high", window("receipt_confirm", opens_at=CLOSES - timedelta(days=1)))
    for action in (Action.CONFIRM, Action.REPORT):
        assert ask(AMY, action, receipt("imported"), school()) == "not_open"
        assert ask(AMY, action, receipt("imported"), soon) == "not_open"
        assert ask(AMY, action, receipt("imported"), open_now) == ""


def test_that_only_a_school_that_takes_reports_gets_them():
    assert ask(AMY, Action.REPORT, receipt(), school("experimental")) == "state"
    assert ask(AMY, Action.CONFIRM, receipt(), school("experimental")) == ""


def test_that_the_school_answers_what_was_reported_and_nothing_else():
    for state in ("imported", "open", "confirmed", "reported", "processed"):
        answer = "" if state == "reported" else "state"
        assert ask(ADMIN, Action.PROCESS, receipt(state), school()) == answer
        assert ask(AMY, Action.PROCESS, receipt(state), school()) == "forbidden"


def test_that_a_form_of_a_newer_program_is_left_alone():
    assert ask(AMY, Action.SAVE, Record(new_id(), "dream_diary", "amy"), school()) == "unknown_form"


def test_that_an_act_on_what_is_not_there_is_answered():
    assert ask(AMY, Action.DELETE, outcome(), school(), absent=True) == "missing"
