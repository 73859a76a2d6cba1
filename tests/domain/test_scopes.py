"""Who may read what."""

import pytest
from attrs import evolve

from domain.forms import FORMS
from domain.records import Record
from domain.scopes import STAFF, TEACHERS, scopes_of
from tests.domain.ourschool import competition, enrolment, filled, new_id, outcome, receipt

OWN = {"acc:amy"}
COURSE = {"acc:amy", "crs:chinese"}
GUIDES = {"stu:amy", "cls:高一仁"}


@pytest.mark.parametrize(
    ("state", "scopes"),
    [("draft", OWN), ("pending", COURSE), ("passed", COURSE), ("failed", COURSE), ("revoked", COURSE)],
)
def test_that_a_teacher_sees_what_was_sent_and_what_came_back_unchanged(state, scopes):
    guides = {"stu:amy"} if state != "draft" else set()
    assert scopes_of(outcome(state), "chinese") == scopes | guides
    assert scopes_of(outcome(state)) == OWN | guides, "no course, no teacher"


@pytest.mark.parametrize("state", ["failed", "revoked"])
def test_that_what_is_being_rewritten_is_the_students_own(state):
    assert scopes_of(filled(outcome(state), summary="重寫中"), "chinese") == OWN


def test_that_a_deleted_outcome_leaves_the_teacher_and_stays_with_the_student():
    assert scopes_of(evolve(outcome("failed"), deleted=True), "chinese") == OWN


@pytest.mark.parametrize("form", ["autobiography", "study_plan", "consent", "inquiry", "phrase"])
def test_that_guides_do_not_get_what_a_student_keeps_or_asks_the_office(form):
    assert not scopes_of(Record(new_id(), form, "amy"), "chinese", "高一仁") & GUIDES


def test_that_guides_get_what_the_school_has_of_a_student():
    for record in (competition(), receipt(), enrolment(), outcome("pending")):
        assert scopes_of(record, "", "高一仁") >= OWN | GUIDES
        assert not scopes_of(evolve(record, deleted=True), "", "高一仁") & GUIDES
    assert "crs:chinese" not in scopes_of(competition(), "chinese", "高一仁")


def test_that_a_guides_colleagues_are_not_among_the_students():
    person = Record(new_id(), "person", "amy", values={"role": "student"})
    assert scopes_of(person, "", "高一仁") >= GUIDES
    teacher = Record(new_id(), "person", "chen", values={"role": "teacher", "class_name": "高一仁"})
    assert scopes_of(teacher, "", "高一仁") == {"acc:chen", STAFF, TEACHERS}


def test_that_a_comment_is_the_students_and_the_guides_and_a_note_nobodys():
    said = Record(new_id(), "counsel_comment", "lee", values={"student": "amy", "text": "寫得很清楚"})
    assert scopes_of(said, "", "高一仁") == {"acc:lee", *OWN, *GUIDES}
    assert scopes_of(evolve(said, deleted=True), "", "高一仁") == {"acc:lee", *OWN}, (
        "both hear that it is gone"
    )
    for form in ("counseling_note", "reminder"):
        assert scopes_of(evolve(said, form=form), "", "高一仁") == {"acc:lee"}
    talk = evolve(said, form="consultation")
    assert scopes_of(talk, "", "高一仁") == {"acc:lee", STAFF}


def test_that_a_class_knows_who_guides_it_and_a_student_who_guides_him():
    whole = Record(new_id(), "guidance", "lee", values={"class_name": "高一仁"})
    assert scopes_of(whole) == {"school", "acc:lee", STAFF}
    single = Record(new_id(), "guidance", "lee", values={"student": "amy"})
    assert scopes_of(single) == {"acc:amy", "acc:lee", STAFF}


def test_that_an_enrolment_is_the_students_and_the_courses():
    assert scopes_of(enrolment()) == COURSE | {"stu:amy"}
    assert scopes_of(enrolment(course="")) == OWN | {"stu:amy"}


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
