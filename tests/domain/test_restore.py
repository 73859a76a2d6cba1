"""What was deleted comes back as itself: the same record, as what it was, and nothing that it was not."""

import pytest
from attrs import evolve

from domain import intents, lifecycle
from domain.intents import Action, Intent
from domain.mutators import APPLIED, HELD, NOOP, REJECTED, project
from domain.people import Facts
from domain.records import Record
from domain.rules import may
from tests.domain.ourschool import (
    ADMIN,
    AMY,
    BEN,
    CHEN,
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

PLENTY = Facts(school_year="114")


def gone(record: Record) -> Record:
    """The record after its owner has deleted it."""
    done = do(AMY, say(Action.DELETE, record), record, school())
    assert done.status == APPLIED
    assert done.record.deleted
    return done.record


def answer(outcome):
    return outcome.status, outcome.reason


WRITTEN = [
    outcome(),
    outcome("failed", comment="請補出處", decided_by="陳玉珊"),
    outcome("revoked", decided_by="陳玉珊"),
    competition(),
    Record(new_id(), "autobiography", "amy", "", "editable", 1, 1, {"content": "我"}),
]


@pytest.mark.parametrize("record", WRITTEN, ids=lambda one: f"{one.form}-{one.state}")
def test_that_it_is_the_same_record_with_all_that_was_said_of_it(record):
    back = do(AMY, say(Action.RESTORE, gone(record)), gone(record), school())
    assert back.status == APPLIED
    assert back.record == record
    assert project(say(Action.RESTORE, gone(record)), gone(record), AMY) == record


@pytest.mark.parametrize("passed", [True, False])
def test_that_a_review_of_the_same_content_makes_no_pass_of_what_comes_back(passed):
    """What is passed cannot be deleted, so nothing in the trash ever was; sending it again asks for the pass."""
    for record in (outcome("failed"), outcome("revoked"), evolve(outcome("failed"), state="draft")):
        assert record.srv["reviewed_hash"] == record.content_hash
        facts = Facts(school_year="114", passed_before=passed)
        back = do(AMY, say(Action.RESTORE, gone(record)), gone(record), school(), facts).record
        assert back.state == record.state
        sent = do(AMY, say(Action.SUBMIT, back), back, school(), facts).record
        assert sent.state == ("passed" if passed else "pending")


def test_that_nothing_that_was_never_deletable_comes_back_whatever_the_row_says():
    for state in ("pending", "passed"):
        odd = evolve(outcome(state), deleted=True)
        assert answer(do(AMY, say(Action.RESTORE, odd), odd, school())) == (REJECTED, "deleted")


def test_that_only_its_owner_brings_it_back():
    record = gone(outcome())
    for other in (BEN, CHEN, ADMIN):
        assert answer(do(other, say(Action.RESTORE, record), record, school())) == (REJECTED, "forbidden")


def test_that_what_the_school_made_and_what_is_asked_again_has_no_way_back():
    for record in (evolve(receipt(), deleted=True), evolve(competition(source="school"), deleted=True)):
        assert do(AMY, say(Action.RESTORE, record), record, school()).status == REJECTED
    assert not lifecycle.transitions("inquiry", Action.RESTORE)
    assert not lifecycle.transitions("posted", Action.RESTORE)


def test_that_an_unknown_record_and_one_of_another_form_are_refused():
    record = gone(competition())
    assert answer(do(AMY, say(Action.RESTORE, record), None, school())) == (REJECTED, "missing")
    other = evolve(say(Action.RESTORE, record), form="licence")
    assert answer(do(AMY, other, record, school())) == (REJECTED, "bad_request")


def test_that_the_quota_of_the_course_holds():
    record = gone(outcome())
    full = Facts(quota=2, outcomes_in_course=2, school_year="114")
    refused = do(AMY, say(Action.RESTORE, record), record, school(), full)
    assert answer(refused) == (REJECTED, "quota")
    assert "2 件" in refused.sentence
    room = evolve(full, outcomes_in_course=1)
    assert do(AMY, say(Action.RESTORE, record), record, school(), room).status == APPLIED
    before_the_school_was_restored = evolve(full, accepted=True)
    assert do(AMY, say(Action.RESTORE, record), record, school(), before_the_school_was_restored).record


def test_that_an_outcome_of_a_course_that_was_left_stays_where_it_is():
    record = gone(outcome())
    left = Facts(enrolled=False, school_year="114")
    assert answer(do(AMY, say(Action.RESTORE, record), record, school(), left)) == (REJECTED, "not_enrolled")


def test_that_the_window_of_writing_holds_and_what_is_late_waits_for_the_school():
    record = gone(competition())
    closed = school("senior-high", window("diverse_edit"), now=after())
    late = do(AMY, say(Action.RESTORE, record), record, closed)
    assert answer(late) == (HELD, "closed")
    granted = do(AMY, say(Action.RESTORE, record), record, closed, Facts(granted=True, school_year="114"))
    assert granted.status == APPLIED
    assert not granted.record.deleted
    draft = gone(outcome())
    nothing_sent = school("senior-high", window("outcome_submit"), now=after())
    assert do(AMY, say(Action.RESTORE, draft), draft, nothing_sent).status == APPLIED


def test_that_who_restores_second_finds_it_done():
    """Also when the first one has gone on writing."""
    record = gone(outcome())
    first = do(AMY, say(Action.RESTORE, record), record, school()).record
    assert do(AMY, say(Action.RESTORE, record), first, school()).status == NOOP
    assert do(AMY, say(Action.RESTORE, record), filled(first, summary="新"), school()).status == NOOP
    sent = do(AMY, say(Action.SUBMIT, first), first, school()).record
    assert do(AMY, say(Action.RESTORE, record), sent, school()).status == NOOP


def test_that_content_deleted_since_is_not_brought_back_unseen():
    record = gone(outcome())
    seen = say(Action.RESTORE, record)
    again = filled(do(AMY, seen, record, school()).record, summary="另一份")
    assert answer(do(AMY, say(Action.RESTORE, record), gone(again), school())) == (REJECTED, "stale")


def test_that_deleting_and_restoring_follow_each_other_as_they_arrive():
    record = outcome()
    deleting, restoring = say(Action.DELETE, record), say(Action.RESTORE, record)
    here = record
    for said in (deleting, deleting, restoring, restoring, deleting):
        here = do(AMY, said, here, school()).record or here
    assert here.deleted
    assert do(AMY, restoring, here, school()).record == record


def test_that_words_which_came_for_the_deleted_one_still_wait_beside_it():
    """One computer writes what the other has deleted: the words are a conflict row, and restoring settles none."""
    record = gone(outcome())
    written = write(outcome(), summary="在家寫的")
    said = Intent(new_id(), Action.SAVE, record.id, record.form, written.d)
    second = do(AMY, said, record, school(), device="home")
    assert (second.status, second.reason, len(second.put)) == (REJECTED, "deleted", 1)
    back = do(AMY, say(Action.RESTORE, record), record, school())
    assert back.drop == ()
    waiting = Facts(conflicts_open=1, school_year="114")
    assert answer(do(AMY, say(Action.SUBMIT, back.record), back.record, school(), waiting)) == (
        REJECTED,
        "conflicts_open",
    )
    chosen = intents.resolution("summary", ("home",), back.record.text("summary"), "在家寫的")
    mended = do(AMY, say(Action.RESOLVE, back.record, chosen), back.record, school())
    assert mended.record.text("summary") == "在家寫的"


def test_that_files_on_their_way_do_not_keep_the_words_away():
    record = gone(outcome())
    assert do(AMY, say(Action.RESTORE, record), record, school(), Facts(blobs_missing=1)).status == APPLIED


def test_that_the_button_is_told_why_not():
    assert may(AMY, Action.RESTORE, outcome(), school(), PLENTY).code == "not_deleted"
    assert may(AMY, Action.RESTORE, outcome("passed"), school(), PLENTY).code == "not_deleted"
    assert may(AMY, Action.RESTORE, gone(outcome("failed")), school(), PLENTY).end == "failed"
