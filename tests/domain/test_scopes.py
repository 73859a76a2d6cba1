"""Who may read what."""

import pytest
from attrs import evolve

from domain.forms import FORMS
from domain.records import Record
from domain.scopes import STAFF, scopes_of
from tests.domain.ourschool import competition, enrolment, filled, new_id, outcome, receipt

OWN = {"acc:amy"}
COURSE = {"acc:amy", "crs:chinese"}


@pytest.mark.parametrize(
    ("state", "scopes"),
    [("draft", OWN), ("pending", COURSE), ("passed", COURSE), ("failed", COURSE), ("revoked", COURSE)],
)
def test_that_a_teacher_sees_what_was_sent_and_what_came_back_unchanged(state, scopes):
    assert scopes_of(outcome(state), "chinese") == scopes
    assert scopes_of(outcome(state)) == OWN, "no course, no teacher"


@pytest.mark.parametrize("state", ["failed", "revoked"])
def test_that_what_is_being_rewritten_is_the_students_own(state):
    assert scopes_of(filled(outcome(state), summary="重寫中"), "chinese") == OWN


def test_that_a_deleted_outcome_leaves_the_teacher_and_stays_with_the_student():
    assert scopes_of(evolve(outcome("failed"), deleted=True), "chinese") == OWN


def test_that_nobody_but_the_student_gets_profile_diverse_and_receipt_records():
    for record in (
        competition(),
        receipt(),
        Record(new_id(), "autobiography", "amy"),
        Record(new_id(), "consent", "amy"),
    ):
        assert scopes_of(record, "chinese") == OWN


def test_that_an_enrolment_is_the_students_and_the_courses():
    assert scopes_of(enrolment()) == COURSE
    assert scopes_of(enrolment(course="")) == OWN


def test_that_what_is_for_everyone_has_no_owner():
    for form in ("school", "window", "announcement"):
        assert scopes_of(Record(new_id(), form)) == {"school"}


@pytest.mark.parametrize("selection", ["picked", "locked", "submitted", "reopened"])
def test_that_the_office_sees_what_was_picked_and_nothing_before(selection):
    assert STAFF in scopes_of(competition(selection))
    assert STAFF in scopes_of(outcome("passed", selection=selection), "chinese")
    assert STAFF not in scopes_of(evolve(competition(selection), deleted=True))
    assert STAFF not in scopes_of(competition()) | scopes_of(outcome("passed"), "chinese")


def test_that_the_office_sees_people_questions_and_what_was_reported_of_a_receipt():
    for form in ("person", "inquiry"):
        assert STAFF in scopes_of(Record(new_id(), form, "amy"))
    told = receipt("reported").with_srv(report={"text": "少一筆"})
    assert STAFF in scopes_of(told)
    assert STAFF in scopes_of(evolve(told, state="confirmed")), "the answer is not forgotten"
    assert STAFF not in scopes_of(receipt("open")) | scopes_of(receipt("confirmed"))


@pytest.mark.parametrize("form", ["phrase", "autobiography", "study_plan", "consent"])
def test_that_private_notes_stay_private(form):
    assert scopes_of(Record(new_id(), form, "amy"), "chinese") == OWN


def test_that_every_form_is_somewhere():
    for key in FORMS:
        assert scopes_of(Record(new_id(), key, "amy", state="pending"), "chinese")
