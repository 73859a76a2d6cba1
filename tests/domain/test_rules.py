"""May this person do this now: domain.md 3.1-3.5 row by row, for both kinds of school."""

from datetime import timedelta

import pytest
from attrs import evolve

from domain.forms import FORMS
from domain.forms.system import COMMENT_LIMIT
from domain.intents import Action
from domain.people import Facts, Role
from domain.records import Record
from domain.rules import Case, judge, may, missing
from tests.domain.ourschool import (
    ADMIN,
    AMY,
    BEN,
    CHEN,
    CLOSES,
    COMPETITION,
    COUNSELOR,
    after,
    competition,
    filled,
    new_id,
    outcome,
    receipt,
    school,
    window,
)

BOTH = ("senior-high", "experimental")
STUDENT_ACTS = (Action.SAVE, Action.DELETE, Action.SUBMIT)
TEACHER_ACTS = (Action.CERTIFY, Action.REJECT, Action.REVOKE)
STUDENTS = Facts(consented=True, school_year="114")
TEACHERS = Facts(teaches=True, school_year="114")
MICRO = timedelta(microseconds=1)

# domain.md 3.1, one row a state: what the student may, what the certifier may, at each kind of school
CERTIFICATION = {
    "draft": ({*STUDENT_ACTS}, set(), set()),
    "pending": (set(), {Action.CERTIFY, Action.REJECT}, {Action.CERTIFY, Action.REJECT}),
    "passed": (set(), {Action.REVOKE}, {Action.REJECT}),
    "failed": ({*STUDENT_ACTS}, set(), set()),
    "revoked": ({*STUDENT_ACTS}, set(), set()),
}


def code(verdict):
    return "" if verdict else verdict.code


def ask(actor, action, record, at, facts=None, absent=False):
    usual = TEACHERS if actor.role is Role.TEACHER else STUDENTS
    return code(may(actor, action, record, at, facts or usual, absent))


# ---- 3.1 certification


@pytest.mark.parametrize("key", BOTH)
@pytest.mark.parametrize("state", CERTIFICATION)
def test_that_each_state_allows_what_the_manuals_say(key, state):
    students, senior, experimental = CERTIFICATION[state]
    record, at = outcome(state), school(key)
    assert {a for a in STUDENT_ACTS if not ask(AMY, a, record, at)} == students
    certifiers = senior if key == "senior-high" else experimental
    assert {a for a in TEACHER_ACTS if not ask(CHEN, a, record, at)} == certifiers


@pytest.mark.parametrize("key", BOTH)
@pytest.mark.parametrize("state", CERTIFICATION)
def test_that_nobody_does_what_is_another_persons(key, state):
    record, at = outcome(state), school(key)
    for action in (*STUDENT_ACTS, Action.WITHDRAW, Action.SELECT, Action.RESOLVE):
        for stranger in (BEN, CHEN, COUNSELOR, ADMIN):
            assert ask(stranger, action, record, at, TEACHERS) == "forbidden"
    for action in TEACHER_ACTS:
        for stranger in (AMY, BEN, COUNSELOR):
            assert ask(stranger, action, record, at, TEACHERS) == "forbidden"
        assert ask(CHEN, action, record, at, Facts(teaches=False)) == "forbidden"


def test_that_a_counselor_may_do_nothing_yet():
    everything = [outcome(state) for state in CERTIFICATION] + [competition(), receipt()]
    for record in everything:
        for action in Action:
            assert ask(COUNSELOR, action, record, school(), Facts(teaches=True)) == "forbidden"


def test_that_the_organiser_certifies_in_experimental_education_and_not_elsewhere():
    """SB 1.3 (2), (3): 實驗教育單位辦理者或授課教師."""
    pending = outcome("pending")
    for action in (Action.CERTIFY, Action.REJECT):
        assert ask(ADMIN, action, pending, school("experimental"), Facts()) == ""
        assert ask(ADMIN, action, pending, school("senior-high"), Facts()) == "forbidden"
    assert ask(ADMIN, Action.REJECT, outcome("passed"), school("experimental"), Facts()) == ""


@pytest.mark.parametrize("key", BOTH)
def test_that_what_was_sent_is_not_taken_back_by_the_student(key):
    assert ask(AMY, Action.WITHDRAW, outcome("pending"), school(key)) == "locked_pending"


def test_that_a_kind_of_school_may_let_students_take_it_back_until_the_deadline():
    at = school("senior-high", window("outcome_submit"))
    at = evolve(at, profile=evolve(at.profile, outcome=evolve(at.profile.outcome, withdraw=True)))
    assert ask(AMY, Action.WITHDRAW, outcome("pending"), at) == ""
    assert ask(AMY, Action.WITHDRAW, outcome("pending"), evolve(at, now=CLOSES)) == "closed"
    assert ask(AMY, Action.WITHDRAW, outcome("passed"), at) == "locked_passed"


def test_that_the_refusal_names_whom_to_ask_at_this_kind_of_school():
    passed = outcome("passed")
    senior = may(AMY, Action.SAVE, passed, school(), STUDENTS)
    experimental = may(AMY, Action.SAVE, passed, school("experimental"), STUDENTS)
    assert "授課教師取消認證" in senior.text
    assert "實驗教育辦理者或授課教師設為認證不通過" in experimental.text


def test_that_a_teacher_is_not_told_what_a_student_should_do():
    assert ask(CHEN, Action.REJECT, outcome("passed"), school()) == "state"
    assert ask(CHEN, Action.REVOKE, outcome("pending"), school()) == "state"


@pytest.mark.parametrize("key", BOTH)
def test_that_a_deadline_is_over_exactly_at_its_instant(key):
    at = school(key, window("outcome_submit"), window("outcome_certify"))
    for actor, action, record in (
        (AMY, Action.SUBMIT, outcome()),
        (CHEN, Action.CERTIFY, outcome("pending")),
        (CHEN, Action.REJECT, outcome("pending")),
    ):
        assert ask(actor, action, record, evolve(at, now=CLOSES - MICRO)) == ""
        assert ask(actor, action, record, evolve(at, now=CLOSES)) == "closed"


def test_that_a_window_that_is_not_yet_open_says_so():
    at = school("senior-high", window("outcome_submit", opens_at=CLOSES - timedelta(days=1)))
    assert ask(AMY, Action.SUBMIT, outcome(), at) == "not_open"


def test_that_the_sentence_of_a_deadline_tells_which_and_when():
    refusal = may(
        AMY, Action.SUBMIT, outcome(), school("senior-high", window("outcome_submit"), now=CLOSES), STUDENTS
    )
    assert refusal.sentence == "「課程學習成果上傳及送出認證」已於 2026 年 2 月 28 日（六）24:00 截止。"


def test_that_a_school_may_be_lenient_for_some_seconds():
    at = school("senior-high", window("outcome_submit"), now=CLOSES)
    lenient = evolve(at, profile=evolve(at.profile, deadlines=evolve(at.profile.deadlines, grace=60)))
    assert ask(AMY, Action.SUBMIT, outcome(), lenient) == ""
    assert ask(AMY, Action.SUBMIT, outcome(), evolve(lenient, now=CLOSES + timedelta(seconds=60))) == "closed"


def test_that_drafts_of_outcomes_are_written_after_the_deadline_too():
    at = school("senior-high", window("outcome_submit"), now=after())
    for state in ("draft", "failed", "revoked"):
        assert ask(AMY, Action.SAVE, outcome(state), at) == ""
        assert ask(AMY, Action.DELETE, outcome(state), at) == ""


RESENDING = [
    # the school opened it, teachers' deadline is over, kind of school, answer
    (True, False, "senior-high", ""),
    (True, True, "senior-high", "closed"),
    (False, False, "senior-high", "closed"),
    (True, False, "experimental", "closed"),
]


@pytest.mark.parametrize(("opened", "over", "key", "answer"), RESENDING)
@pytest.mark.parametrize("state", ["failed", "revoked"])
def test_that_what_came_back_is_sent_again_only_if_the_school_opened_it_and_before_the_teachers_deadline(
    opened, over, key, answer, state
):
    """SA §4-1 7; SB: 超過作業時程將無法進行補做."""
    teachers = window("outcome_certify", CLOSES + timedelta(days=7))
    now = CLOSES + timedelta(days=7) if over else after()
    at = school(key, window("outcome_submit"), teachers, now=now, resubmission_open=opened)
    assert ask(AMY, Action.SUBMIT, outcome(state), at) == answer
    assert ask(AMY, Action.SUBMIT, outcome(), at) == "closed", "a first sending has no second chance"


def test_that_the_window_of_the_enrolments_year_and_grade_counts():
    at = school(
        "senior-high",
        window("outcome_submit", year="113"),
        window("outcome_submit", after() + timedelta(days=9), grade="2"),
        window("outcome_submit", CLOSES, grade="3"),
        now=after(),
    )
    record = outcome()
    for year, grade, answer in (("113", "2", "closed"), ("114", "2", ""), ("114", "3", "closed")):
        assert ask(AMY, Action.SUBMIT, record, at, Facts(school_year=year, grade=grade)) == answer


def test_that_a_new_outcome_needs_an_enrolment_and_room_in_the_course():
    new = outcome()
    at = school(outcome_quota=3)
    room = Facts(outcomes_in_course=2)
    full = Facts(outcomes_in_course=3)
    assert ask(AMY, Action.SAVE, new, at, room, absent=True) == ""
    assert ask(AMY, Action.SAVE, new, at, full, absent=True) == "quota"
    assert ask(AMY, Action.SAVE, new, at, full) == "", "what is there already may be edited"
    assert ask(AMY, Action.SAVE, new, at, evolve(full, quota=5), absent=True) == "", "the course has its own"
    assert ask(AMY, Action.SAVE, new, at, evolve(full, quota=0), absent=True) == "", "0 is no limit"
    assert ask(AMY, Action.SAVE, new, school(), full, absent=True) == "", "the school has set none"
    assert ask(AMY, Action.SAVE, new, at, Facts(enrolled=False), absent=True) == "not_enrolled"
    assert ask(AMY, Action.SUBMIT, new, at, Facts(enrolled=False)) == "not_enrolled"


def test_that_a_sending_must_be_complete_and_settled():
    at, record = school(), outcome()
    assert ask(AMY, Action.SUBMIT, evolve(record, files={}), at) == "incomplete"
    assert ask(AMY, Action.SUBMIT, filled(record, summary="字" * 101), at) == "incomplete"
    assert ask(AMY, Action.SUBMIT, filled(record, summary="字" * 100), at) == ""
    assert ask(AMY, Action.SUBMIT, filled(record, summary=""), at) == "incomplete"
    assert ask(AMY, Action.SUBMIT, filled(record, summary=""), school("experimental")) == "", "SB 表 3：選填"
    assert ask(AMY, Action.SUBMIT, record, at, Facts(conflicts_open=1)) == "conflicts_open"
    assert missing(record, FORMS[record.form], at) == ()


def test_that_no_pass_is_given_before_every_file_is_there():
    pending = outcome("pending")
    waiting = evolve(TEACHERS, blobs_missing=1)
    assert ask(CHEN, Action.CERTIFY, pending, school(), waiting) == "blob_missing"
    assert ask(CHEN, Action.REJECT, pending, school(), waiting) == ""


def test_that_a_pass_is_not_undone_once_the_school_has_locked_or_sent_the_record():
    for key, action in (("senior-high", Action.REVOKE), ("experimental", Action.REJECT)):
        for selection, answer in (
            ("picked", ""),
            ("reopened", ""),
            ("locked", "selection_locked"),
            ("submitted", "selection_submitted"),
        ):
            assert ask(CHEN, action, outcome("passed", selection=selection), school(key)) == answer


# ---- 3.2 多元表現 and profile records


def test_that_a_diverse_record_is_edited_until_the_deadline_and_while_not_picked():
    """SA §6-2 2-1."""
    at = school("senior-high", window("diverse_edit"))
    for action in (Action.SAVE, Action.DELETE):
        assert ask(AMY, action, competition(), at) == ""
        assert ask(AMY, action, competition(), evolve(at, now=CLOSES)) == "closed"
        assert ask(AMY, action, competition("picked"), at) == "selected"
        for selection in ("locked", "submitted", "reopened"):
            assert ask(AMY, action, competition(selection), at) == f"selection_{selection}"
        assert ask(AMY, action, competition(source="school"), at) == "school_made"


def test_that_a_new_diverse_record_counts_for_the_year_it_is_written_for():
    at = school("senior-high", window("diverse_edit"), now=after())
    new = Record(new_id(), "competition", "amy", state="editable")
    assert ask(AMY, Action.SAVE, filled(new, **COMPETITION), at, Facts(), absent=True) == "closed"
    assert ask(AMY, Action.SAVE, filled(new, year_term="115-1"), at, Facts(), absent=True) == ""
    assert ask(AMY, Action.SAVE, new, at, Facts(), absent=True) == "", "no year is chosen yet"


def test_that_profile_records_have_no_deadline():
    every = [window(kind, year="") for kind in ("diverse_edit", "outcome_submit", "diverse_select")]
    at = school("senior-high", *every, now=after())
    for form in ("autobiography", "study_plan"):
        record = Record(new_id(), form, "amy", state="editable", values={"year_term": "114-1"})
        for action in (Action.SAVE, Action.DELETE):
            assert ask(AMY, action, record, at) == ""
        assert ask(AMY, Action.SELECT, record, at) == "forbidden", "never submitted (SA §3-1)"


@pytest.mark.parametrize("form", ["school_cadre", "receipt", "person", "enrolment"])
def test_that_nobody_writes_what_comes_to_the_school_in_lists(form):
    record = Record(new_id(), form, "amy", state="editable", srv={"source": "school"})
    for actor in (AMY, CHEN, COUNSELOR, ADMIN):
        for action in (Action.SAVE, Action.DELETE, Action.RESOLVE):
            assert ask(actor, action, record, school(), TEACHERS) == "forbidden"


def test_that_comments_kept_for_oneself_are_a_certifiers_and_nobody_elses():
    mine = Record(new_id(), "phrase", CHEN.id, state="editable", values={"text": "請補上數據"})
    for action in (Action.SAVE, Action.DELETE):
        assert may(CHEN, action, mine, school())
        for other in (AMY, COUNSELOR, ADMIN):
            assert may(other, action, mine, school()).code == "forbidden"
    assert may(AMY, Action.SAVE, evolve(mine, owner=AMY.id), school(), absent=True).code == "forbidden"


def test_that_a_comment_is_as_long_as_a_student_reads():
    said = outcome("pending")
    case = Case(CHEN, Action.REJECT, said, FORMS["course_outcome"], school(), Facts(teaches=True))
    assert judge(evolve(case, d={"comment": "字" * COMMENT_LIMIT}))
    refusal = judge(evolve(case, d={"comment": "字" * (COMMENT_LIMIT + 3)}))
    assert (refusal.code, "超過 3 字" in refusal.sentence) == ("comment_too_long", True)
