"""What an intent does to a record: the school's decision, and the client's hope that foresees it."""

import hashlib

import pytest
from attrs import evolve

from domain import intents
from domain.intents import Action, Intent
from domain.mutators import APPLIED, HELD, MERGED, NOOP, REJECTED
from domain.people import Facts
from domain.records import Record
from tests.domain.ourschool import (
    ADMIN,
    AMY,
    BEN,
    CHEN,
    CLOSES,
    COMPETITION,
    MP4,
    NOW,
    after,
    competition,
    do,
    filled,
    new_id,
    outcome,
    receipt,
    say,
    school,
    window,
    write,
)

PASSED_BEFORE = Facts(passed_before=True, school_year="114")


def answer(outcome):
    return outcome.status, outcome.reason


# ---- writing


def test_that_the_first_save_makes_the_record_its_writers():
    new = Record(new_id(), "competition", "", "")
    made = do(AMY, write(new, description="甲"), None, school())
    assert made.status == APPLIED
    assert (made.record.owner, made.record.state, made.record.srv) == (
        "amy",
        "editable",
        {"source": "student"},
    )
    assert made.record.values == {"description": "甲"}


def test_that_an_outcome_begins_as_a_draft_of_its_course():
    made = do(AMY, write(evolve(outcome(), values={}), summary="甲"), None, school())
    assert (made.record.state, made.record.parent) == ("draft", outcome().parent)


def test_that_an_empty_page_may_be_saved_and_saved_again_without_effect():
    new = Record(new_id(), "competition", "amy")
    assert do(AMY, write(new), None, school()).status == APPLIED
    assert do(AMY, write(competition()), competition(), school()).status == NOOP


def test_that_a_value_that_came_second_waits_beside_the_first():
    seen = competition()
    first = do(AMY, write(seen, award="甲"), seen, school(), device="home").record
    second = do(AMY, write(seen, award="乙", description="新"), first, school(), device="school")
    assert second.status == MERGED
    assert (second.record.text("award"), second.record.text("description")) == ("甲", "新")
    assert [(c.field, c.device, c.value) for c in second.put] == [("award", "school", "乙")]


@pytest.mark.parametrize(
    ("record", "code"),
    [
        (outcome("pending"), "locked_pending"),
        (outcome("passed"), "locked_passed"),
        (competition("picked"), "selected"),
        (competition("locked"), "selection_locked"),
        (competition("submitted"), "selection_submitted"),
        (competition("reopened"), "selection_reopened"),
        (evolve(competition(), deleted=True), "deleted"),
    ],
)
def test_that_words_for_a_locked_record_wait_beside_it(record, code):
    d = intents.save({"document_note": (None, "在另一台電腦寫的")})
    d = intents.with_file(d, "media_file", None, MP4)
    late = Intent(new_id(), Action.SAVE, record.id, record.form, d)
    refused = do(AMY, late, record, school(), device="laptop")
    assert answer(refused) == (REJECTED, code)
    assert refused.record is None
    kept = {c.field: c.value for c in refused.put}
    assert kept == {"document_note": "在另一台電腦寫的", "files/media_file": MP4.as_json()}


@pytest.mark.parametrize("state", ["pending", "passed"])
def test_that_saying_again_what_the_locked_record_says_is_no_trouble(state):
    record = outcome(state)
    again = Intent(
        new_id(),
        Action.SAVE,
        record.id,
        record.form,
        intents.save({"summary": ("", record.text("summary")), "media_note": ("x", "")}),
    )
    assert do(AMY, again, record, school()) == do(AMY, again, record, school())
    assert do(AMY, again, record, school()).status == NOOP
    assert do(AMY, again, record, school()).record is None, "nothing may travel along into a locked record"


def test_that_a_diverse_save_after_the_deadline_is_held_and_an_outcomes_draft_never_is():
    at = school("senior-high", window("diverse_edit"), window("outcome_submit"), now=CLOSES)
    assert answer(do(AMY, write(competition(), award="甲"), competition(), at)) == (HELD, "closed")
    assert do(AMY, write(outcome(), summary="甲"), outcome(), at).status == APPLIED


def test_that_a_new_diverse_record_for_a_year_that_is_over_is_held_too():
    """The year is in the save, there being no record yet."""
    at = school("senior-high", window("diverse_edit"), now=after())
    new = Record(new_id(), "competition", "amy")
    assert do(AMY, write(new, **COMPETITION), None, at, Facts()).status == HELD
    assert do(AMY, write(new, **{**COMPETITION, "year_term": "115-1"}), None, at, Facts()).status == APPLIED


def test_that_a_record_is_not_moved_into_or_out_of_a_year_that_is_over():
    at = school("senior-high", window("diverse_edit"), now=after())
    this_year, next_year = competition(), filled(competition(), year_term="115-1")
    for record, year in ((this_year, "115-1"), (next_year, "114-2")):
        facts = Facts(school_year=record.text("year_term")[:3])
        assert do(AMY, write(record, year_term=year), record, at, facts).status == HELD


def test_that_only_a_student_begins_a_record():
    for actor in (CHEN, ADMIN):
        made = do(actor, write(Record(new_id(), "competition"), award="甲"), None, school())
        assert answer(made) == (REJECTED, "forbidden")


def test_that_an_act_on_nothing_says_so():
    for action in set(Action) - {Action.SAVE, Action.CONSENT}:
        d = intents.resolution("award", (), None, None) if action is Action.RESOLVE else None
        assert answer(do(AMY, say(action, outcome(), d), None, school())) == (REJECTED, "missing")


def test_that_a_form_nobody_knows_here_or_another_form_is_refused():
    dream = Record(new_id(), "dream_diary", "amy")
    assert answer(do(AMY, write(dream, text="x"), None, school())) == (REJECTED, "unknown_form")
    assert answer(do(AMY, write(dream, text="x"), dream, school())) == (REJECTED, "unknown_form")
    record = competition()
    assert answer(do(AMY, evolve(write(record), form="work"), record, school())) == (REJECTED, "bad_request")


def test_that_a_deletion_is_of_what_was_seen():
    seen = outcome()
    changed = filled(seen, summary="新的")
    assert answer(do(AMY, say(Action.DELETE, seen), changed, school())) == (REJECTED, "stale")
    gone = do(AMY, say(Action.DELETE, seen), seen, school())
    assert gone.record.deleted
    assert gone.record.values == seen.values
    assert do(AMY, say(Action.DELETE, seen), gone.record, school()).status == NOOP


# ---- sending and certifying


def test_that_sending_stamps_the_time_and_clears_the_last_review():
    back = outcome(
        "failed", comment="請補資料", reasons=["02"], decided_by="陳", decided_at="2026-01-01T00:00:00Z"
    )
    sent = do(AMY, say(Action.SUBMIT, back), back, school()).record
    assert sent.state == "pending"
    assert sent.srv["submitted_at"] == "2026-02-20T04:00:00Z"
    assert not {"comment", "reasons", "decided_by", "decided_at"} & set(sent.srv)


@pytest.mark.parametrize("action", [Action.CERTIFY, Action.REJECT])
def test_that_a_decision_is_signed_and_pins_the_content(action):
    pending = outcome("pending")
    d = intents.decision(pending.content_hash, "再寫清楚一點", ("02",))
    done = do(CHEN, say(action, pending, d), pending, school()).record
    assert done.state == {Action.CERTIFY: "passed", Action.REJECT: "failed"}[action]
    assert done.srv["reviewed_hash"] == pending.content_hash
    assert (done.srv["decided_by"], done.srv["decided_at"]) == ("陳玉珊", "2026-02-20T04:00:00Z")
    assert (done.srv["comment"], done.srv["reasons"]) == ("再寫清楚一點", ["02"])
    assert done.content_hash == pending.content_hash


@pytest.mark.parametrize("action", [Action.CERTIFY, Action.REJECT])
def test_that_a_decision_on_what_has_changed_since_is_stale(action):
    seen = outcome("pending")
    rewritten = filled(seen, summary="換了內容再送")
    assert answer(do(CHEN, say(action, seen), rewritten, school())) == (REJECTED, "stale")


def test_that_the_second_of_two_teachers_changes_nothing():
    """Co-teachers: the first word stands, the same word again is no news."""
    seen = outcome("pending")
    passed = do(CHEN, say(Action.CERTIFY, seen), seen, school()).record
    colleague = evolve(CHEN, id="dou", name="竇老師")
    again = do(colleague, say(Action.CERTIFY, seen), passed, school())
    assert (again.status, again.record) == (NOOP, passed)
    failed = do(CHEN, say(Action.REJECT, seen), seen, school()).record
    assert do(colleague, say(Action.REJECT, seen), failed, school()).status == NOOP
    assert answer(do(colleague, say(Action.CERTIFY, seen), failed, school())) == (REJECTED, "state")
    assert answer(do(colleague, say(Action.REJECT, seen), passed, school())) == (REJECTED, "state")


def test_that_who_has_no_say_gets_no_noop_either():
    passed = outcome("passed")
    assert answer(do(AMY, say(Action.CERTIFY, passed), passed, school())) == (REJECTED, "forbidden")
    lost_the_course = Facts(teaches=False)
    assert answer(do(CHEN, say(Action.CERTIFY, passed), passed, school(), lost_the_course)) == (
        REJECTED,
        "forbidden",
    )
    assert answer(do(BEN, say(Action.DELETE, outcome()), evolve(outcome(), deleted=True), school())) == (
        REJECTED,
        "forbidden",
    )


def test_that_sending_the_same_content_from_two_computers_is_one_sending():
    seen = outcome()
    sent = do(AMY, say(Action.SUBMIT, seen), seen, school()).record
    assert do(AMY, say(Action.SUBMIT, seen), sent, school()).status == NOOP
    passed = do(CHEN, say(Action.CERTIFY, sent), sent, school()).record
    assert do(AMY, say(Action.SUBMIT, seen), passed, school()).status == NOOP
    other = filled(seen, summary="別的")
    assert answer(do(AMY, say(Action.SUBMIT, other), sent, school())) == (REJECTED, "locked_pending")


@pytest.mark.parametrize(
    ("key", "action", "state"),
    [("senior-high", Action.REVOKE, "revoked"), ("experimental", Action.REJECT, "failed")],
)
@pytest.mark.parametrize("selection", ["none", "picked", "reopened"])
def test_that_what_is_no_longer_passed_is_no_longer_picked(key, action, state, selection):
    passed = outcome("passed") if selection == "none" else outcome("passed", selection=selection)
    undone = do(
        CHEN, say(action, passed, intents.decision(passed.content_hash, "資料有誤")), passed, school(key)
    ).record
    assert (undone.state, undone.selection, undone.srv["comment"]) == (state, "none", "資料有誤")
    assert undone.srv["reviewed_hash"] == passed.content_hash
    assert do(AMY, write(undone, summary="改好了"), undone, school(key)).status == APPLIED


def test_that_a_pass_belongs_to_the_content():
    """The 2021 rule: the same bytes are not certified twice."""
    for record in (outcome(), outcome("failed", comment="上一次的意見"), outcome("revoked")):
        again = do(AMY, say(Action.SUBMIT, record), record, school(), PASSED_BEFORE).record
        assert again.state == "passed"
        assert again.srv["restored_pass"] is True
        assert again.srv["reviewed_hash"] == record.content_hash
        assert again.srv["submitted_at"] == again.srv["decided_at"] == "2026-02-20T04:00:00Z"
        assert "comment" not in again.srv
    fresh = do(AMY, say(Action.SUBMIT, outcome()), outcome(), school(), PASSED_BEFORE).record
    rewritten = filled(evolve(fresh, state="revoked"), summary="新內容")
    assert "restored_pass" not in do(AMY, say(Action.SUBMIT, rewritten), rewritten, school()).record.srv


def test_that_a_restored_pass_has_a_deadline_like_any_sending():
    at = school("senior-high", window("outcome_submit"), now=CLOSES)
    assert answer(do(AMY, say(Action.SUBMIT, outcome()), outcome(), at, PASSED_BEFORE)) == (HELD, "closed")


def test_that_the_late_are_held_and_the_early_and_the_wrong_are_refused():
    at = school("senior-high", window("outcome_submit", opens_at=NOW))
    record = outcome()
    assert do(AMY, say(Action.SUBMIT, record), record, at).status == APPLIED
    late = do(AMY, say(Action.SUBMIT, record), record, evolve(at, now=CLOSES))
    assert (answer(late), late.record) == ((HELD, "closed"), None)
    assert "2 月 28 日" in late.sentence
    early = evolve(at, now=NOW.replace(year=2025))
    assert answer(do(AMY, say(Action.SUBMIT, record), record, early)) == (REJECTED, "not_open")
    holed = evolve(record, files={})
    assert answer(do(AMY, say(Action.SUBMIT, holed), holed, evolve(at, now=CLOSES))) == (
        REJECTED,
        "incomplete",
    )


# ---- selection, agreement, receipts


def test_that_a_pick_is_made_once():
    passed = outcome("passed")
    picked = do(AMY, say(Action.SELECT, passed), passed, school()).record
    assert picked.selection == "picked"
    assert do(AMY, say(Action.SELECT, passed), picked, school()).status == NOOP
    taken_back = do(AMY, say(Action.DESELECT, picked), picked, school()).record
    assert taken_back.selection == "none"
    assert do(AMY, say(Action.DESELECT, picked), taken_back, school()).status == NOOP


def test_that_a_pick_is_of_what_was_seen():
    seen = competition()
    assert answer(do(AMY, say(Action.SELECT, seen), filled(seen, award="乙"), school())) == (
        REJECTED,
        "stale",
    )


def test_that_the_schools_own_acts_repeat_without_effect():
    for action, before, end in (
        (Action.LOCK, "picked", "locked"),
        (Action.UNLOCK, "locked", "picked"),
        (Action.SEND, "locked", "submitted"),
        (Action.REOPEN, "submitted", "reopened"),
    ):
        record = competition(before)
        done = do(ADMIN, say(action, record), record, school()).record
        assert done.selection == end
        assert done.content_hash == record.content_hash
        assert do(ADMIN, say(action, record), done, school()).status == NOOP


def test_that_an_agreement_is_to_the_words_that_the_school_shows():
    at = school(consent_outcome="本人同意")
    sha = hashlib.sha256("本人同意".encode()).hexdigest()
    new = Record(new_id(), "consent", "amy")
    d = intents.consent("outcome", "114", sha)
    given = do(AMY, say(Action.CONSENT, new, {**d, "extra": "x"}), None, at)
    assert given.status == APPLIED
    assert given.record.values == d, "nothing travels along"
    assert (given.record.state, given.record.owner) == ("current", "amy")
    assert given.record.srv["given_at"] == "2026-02-20T04:00:00Z"
    assert do(AMY, say(Action.CONSENT, new, d), given.record, at).status == NOOP
    old = intents.consent("outcome", "114", "a" * 64)
    assert answer(do(AMY, say(Action.CONSENT, new, old), None, at)) == (REJECTED, "stale")
    assert answer(do(CHEN, say(Action.CONSENT, new, d), None, at)) == (REJECTED, "forbidden")


def test_that_a_receipt_is_confirmed_once_and_then_not_reported():
    """SA §7-1 注意事項."""
    confirmed = do(AMY, say(Action.CONFIRM, receipt()), receipt(), school()).record
    assert confirmed.state == "confirmed"
    assert do(AMY, say(Action.CONFIRM, receipt()), confirmed, school()).status == NOOP
    report = say(Action.REPORT, confirmed, intents.report(("less",), "少了一件"))
    assert answer(do(AMY, report, confirmed, school())) == (REJECTED, "locked_confirmed")


def test_that_the_schools_answer_stands_beside_the_report():
    reported = do(
        AMY, say(Action.REPORT, receipt(), intents.report(("less",), "少了一件")), receipt(), school()
    ).record
    assert reported.srv["report"] == {"types": ["less"], "text": "少了一件", "at": "2026-02-20T04:00:00Z"}
    answered = do(
        ADMIN,
        say(Action.PROCESS, reported, {**intents.reply("已補上"), "text": "x"}),
        reported,
        school(now=after()),
    ).record
    assert answered.state == "processed"
    assert answered.srv["report"]["text"] == "少了一件"
    assert answered.srv["report"]["reply"] == "已補上"
    assert answered.srv["report"]["at"] < answered.srv["report"]["processed_at"]
