"""The client's hope foresees the school's decision, in every history."""

from attrs import evolve
from hypothesis import given, strategies as st

from domain import intents
from domain.intents import Action, Intent
from domain.mutators import APPLIED, MERGED, NOOP, REJECTED, Context, perform, project
from domain.people import Facts, Role
from domain.records import Record
from domain.refusals import REASONS
from tests.domain.ourschool import (
    ADMIN,
    AMY,
    CHEN,
    competition,
    do,
    new_id,
    outcome,
    receipt,
    say,
    school,
    write,
)


def answer(outcome):
    return outcome.status, outcome.reason


def resolve(record, before, chosen, field="award", devices=("laptop",)):
    d = intents.resolution(field, devices, before, chosen)
    return Intent(new_id(), Action.RESOLVE, record.id, record.form, d)


# ---- hope and decision

PEOPLE = {"owner": AMY, "teacher": CHEN, "staff": ADMIN}
ACTS = [
    *[
        ("owner", a)
        for a in (
            Action.SAVE,
            Action.SUBMIT,
            Action.DELETE,
            Action.RESTORE,
            Action.SELECT,
            Action.DESELECT,
            Action.RESOLVE,
        )
    ],
    *[("owner", a) for a in (Action.WITHDRAW, Action.CONFIRM, Action.REPORT)],
    *[("teacher", a) for a in (Action.CERTIFY, Action.REJECT, Action.REVOKE)],
    *[("staff", a) for a in (Action.LOCK, Action.UNLOCK, Action.SEND, Action.REOPEN, Action.PROCESS)],
]
steps = st.lists(st.tuples(st.sampled_from(ACTS), st.sampled_from(["甲", "乙", ""])), max_size=14)


def _intent(action: Action, record: Record, word: str) -> Intent:
    key = {"course_outcome": "summary", "competition": "description"}.get(record.form, "")
    match action:
        case Action.SAVE:
            return write(record, **({key: word} if key else {}))
        case Action.RESOLVE:
            return resolve(record, record.text(key), word, key)
        case Action.REPORT:
            return say(action, record, intents.report(("less",), word))
        case Action.PROCESS:
            return say(action, record, intents.reply(word))
        case Action.CERTIFY | Action.REJECT | Action.REVOKE:
            return say(action, record, intents.decision(record.content_hash, word))
    return say(action, record)


@given(
    st.sampled_from(["senior-high", "experimental"]),
    st.sampled_from([outcome(), competition(), receipt()]),
    steps,
)
def test_that_what_the_client_hopes_is_what_the_school_decides(key, record, steps):
    """project() == perform() wherever the school agrees, in every history; times and names are the school's word."""
    at = school(key)
    at = evolve(at, profile=evolve(at.profile, outcome=evolve(at.profile.outcome, withdraw=True)))
    for (who, action), word in steps:
        actor = PEOPLE[who]
        intent = _intent(action, record, word)
        decided = do(actor, intent, record, at)
        hoped = project(intent, record, actor)
        if decided.status == APPLIED:
            assert _words(hoped) == _words(decided.record)
            record = decided.record
        elif decided.status == NOOP:
            assert _words(hoped) == _words(record)
        else:
            assert decided.record is None
            assert decided.reason in REASONS


def _words(record: Record) -> tuple[object, ...]:
    beside = {key: record.srv.get(key) for key in ("comment", "reasons", "reviewed_hash", "restored_pass")}
    report = {k: v for k, v in dict(record.srv.get("report", {})).items() if k not in ("at", "processed_at")}
    return (
        record.state,
        record.deleted,
        record.selection,
        dict(record.values),
        dict(record.files),
        beside,
        report,
    )


@given(steps)
def test_that_no_history_changes_what_was_passed_picked_or_sent(steps):
    """INV-8: from the moment of the decision until the pass is undone the content stays."""
    at, record, pinned = school(), outcome(), ""
    for (who, action), word in steps:
        decided = do(PEOPLE[who], _intent(action, record, word), record, at)
        record = decided.record if decided.status in (APPLIED, MERGED) else record
        pinned = record.content_hash if action is Action.CERTIFY and decided.status == APPLIED else pinned
        if record.state == "passed":
            assert record.content_hash == record.srv["reviewed_hash"] == pinned
        elif record.state not in ("passed", "pending"):
            assert record.selection == "none"


def test_that_a_hope_leaves_alone_what_does_not_fit():
    assert project(say(Action.SUBMIT, outcome()), None, AMY) is None
    passed = outcome("passed")
    assert project(say(Action.SUBMIT, passed), passed, AMY) == passed
    gone = evolve(competition(), deleted=True)
    assert project(say(Action.SELECT, gone), gone, AMY) == gone
    dream = Record(new_id(), "dream_diary", "amy", state="editable")
    assert project(say(Action.DELETE, dream), dream, AMY) == dream


def test_that_the_persons_own_words_stay_on_their_screen_until_the_school_has_answered():
    pending = outcome("pending")
    assert project(write(pending, summary="還在打字"), pending, AMY).text("summary") == "還在打字"


def test_that_the_clients_clock_and_device_decide_nothing():
    record = outcome()
    one = say(Action.SUBMIT, record)
    for made in ({}, {"wall": "1999-01-01T00:00:00Z"}, {"wall": "2999-01-01T00:00:00Z"}):
        for device in ("", "home"):
            told = evolve(one, made=made)
            decided = perform(told, record, Context(AMY, school(), Facts(), device))
            assert decided == perform(one, record, Context(AMY, school(), Facts(), ""))


def test_that_a_teacher_who_is_also_somebodys_parent_is_a_teacher():
    """A part is a matter of the role; an account id alone opens nothing."""
    teacher_with_her_id = evolve(CHEN, id="amy")
    assert teacher_with_her_id.role is Role.TEACHER
    assert answer(do(teacher_with_her_id, write(competition(), award="x"), competition(), school())) == (
        REJECTED,
        "forbidden",
    )
