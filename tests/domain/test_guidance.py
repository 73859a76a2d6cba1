"""Who guides whom, and what guides may write about whom."""

import pytest
from attrs import evolve

from domain import intents
from domain.forms.guidance import COUNSEL
from domain.guidance import Reach, named_together, reach, students_named
from domain.intents import Action, Intent
from domain.mutators import Context, perform
from domain.people import Actor, Facts, Role
from domain.records import Record
from domain.rules import may
from tests.domain.ourschool import ADMIN, AMY, CHEN, COUNSELOR, new_id, school

MINE = Facts(guided=frozenset({"amy", "ben"}))
WRITTEN = ("counseling_note", "counsel_comment", "consultation", "reminder")


def given(**values: str) -> Record:
    return Record(new_id(), "guidance", COUNSELOR.id, values=values)


def written(form: str, students: str = "amy", owner: str = COUNSELOR.id) -> Record:
    key = "students" if form == "consultation" else "student"
    return Record(new_id(), form, owner, state="editable", values={key: students, "text": "要記得"})


def ask(actor: Actor, action: Action, record: Record, facts: Facts, **more: object) -> str:
    verdict = may(actor, action, record, school(), facts, **more)
    return "" if verdict else verdict.code


def test_that_an_assignment_counts_in_its_year_and_one_without_a_year_always():
    found = (
        given(class_name="高一仁", school_year="114"),
        given(class_name="高二忠", school_year="113"),
        given(student="amy"),
        evolve(given(student="ben"), deleted=True),
    )
    assert reach(found, 114) == Reach(frozenset({"高一仁"}), frozenset({"amy"}))
    assert reach(found, 115) == Reach(frozenset(), frozenset({"amy"}))


def test_that_students_are_named_one_by_one_or_together():
    assert students_named(written("counseling_note")) == ("amy",)
    assert students_named(written("consultation", "amy, ben,,amy")) == ("amy", "ben")
    assert named_together(["amy", "ben", "amy"]) == "amy,ben"


@pytest.mark.parametrize("form", WRITTEN)
def test_that_a_guide_writes_about_his_own_students_only(form):
    assert ask(COUNSELOR, Action.SAVE, written(form), MINE, absent=True) == ""
    assert ask(CHEN, Action.SAVE, written(form, owner=CHEN.id), MINE, absent=True) == ""
    assert ask(COUNSELOR, Action.SAVE, written(form, "eve"), MINE, absent=True) == "not_guided"
    assert ask(AMY, Action.SAVE, written(form, owner="amy"), MINE, absent=True) == "forbidden"
    assert ask(AMY, Action.DELETE, written(form), MINE) == "forbidden", "not the student's to take away"


@pytest.mark.parametrize("form", WRITTEN)
def test_that_a_comment_needs_its_student_today_and_what_one_keeps_does_not(form):
    gone = Facts(guided=frozenset({"ben"}))
    kept = form in ("counseling_note", "consultation")
    assert ask(COUNSELOR, Action.SAVE, written(form), gone) == ("" if kept else "not_guided")
    assert ask(COUNSELOR, Action.DELETE, written(form), gone) == ""
    record = evolve(written(form), deleted=True)
    d = intents.seen(record.content_hash)
    assert ask(COUNSELOR, Action.RESTORE, record, gone, d=d) == ("" if kept else "not_guided")
    assert ask(COUNSELOR, Action.RESTORE, record, MINE, d=d) == ""


def test_that_a_comment_cannot_be_moved_to_a_stranger_or_be_about_nobody():
    moved = intents.save({"student": ("amy", "eve")})
    assert ask(COUNSELOR, Action.SAVE, written("counsel_comment"), MINE, d=moved) == "not_guided"
    empty = intents.save({"text": (None, "你好")})
    new = Record(new_id(), "counsel_comment", COUNSELOR.id, state="editable")
    assert ask(COUNSELOR, Action.SAVE, new, MINE, absent=True, d=empty) == "about_nobody"


def test_that_the_school_signs_a_comment_with_the_name_of_whoever_said_it():
    d = intents.save({"student": (None, "amy"), "text": (None, "寫得很清楚")})
    context = Context(COUNSELOR, school(), MINE)
    made = perform(Intent(new_id(), Action.SAVE, new_id(), "counsel_comment", d), None, context)
    assert made.record is not None
    assert (made.record.srv["by"], made.record.owner) == (COUNSELOR.name, COUNSELOR.id)
    again = intents.save({"text": ("寫得很清楚", "寫得很清楚，繼續")})
    other = Context(Actor(COUNSELOR.id, Role.COUNSELOR, "改名後"), school(), MINE)
    told = perform(
        Intent(new_id(), Action.SAVE, made.record.id, "counsel_comment", again), made.record, other
    )
    assert told.record is not None
    assert told.record.srv["by"] == "改名後"


def test_that_nothing_a_guide_writes_is_for_the_national_database():
    for form in COUNSEL:
        assert (form.sheet, form.group, form.slots) == ("", "own", ())
        assert all(one.local_only for one in form.fields)
        for action in (Action.SELECT, Action.SUBMIT, Action.SEND, Action.LOCK):
            for who in (COUNSELOR, AMY, ADMIN):
                assert ask(who, action, written(form.key), MINE) == "forbidden"
