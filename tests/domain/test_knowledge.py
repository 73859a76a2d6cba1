"""From records to facts: the same counting on both sides."""

from datetime import timedelta

import pytest
from attrs import evolve

from derive.resources import codelists, profile
from domain import knowledge
from domain.lifecycle import SELECTION_LABELS
from domain.records import Record
from tests.domain.ourschool import (
    AMY,
    BEN,
    CHEN,
    COURSE,
    NOW,
    competition,
    enrolment,
    filled,
    new_id,
    outcome,
)

OTHER = new_id()


def facts(record, actor=AMY, *related, conflicts=0, quota=None):
    return knowledge.facts(record, actor, related, conflicts, quota)


def consent(kind="outcome", year="114", owner="amy"):
    return Record(new_id(), "consent", owner, state="current", values={"kind": kind, "school_year": year})


def test_that_an_outcome_lives_in_its_enrolments_year_and_grade():
    found = facts(outcome(), AMY, enrolment(year_term="113-2", grade_level="2"))
    assert (found.school_year, found.grade, found.enrolled) == ("113", "2", True)
    assert facts(competition()).school_year == "114"
    assert facts(competition()).grade == ""


def test_that_no_enrolment_or_a_deleted_or_foreign_one_is_none():
    for related in ([], [evolve(enrolment(), deleted=True)], [enrolment("ben")], [enrolment(record=OTHER)]):
        assert not facts(outcome(), AMY, *related).enrolled
    disguised = evolve(competition(), id=COURSE)
    assert not facts(outcome(), AMY, disguised).enrolled
    assert facts(competition()).enrolled


def test_that_a_teacher_teaches_whose_enrolment_the_copy_holds():
    assert facts(outcome("pending"), CHEN, enrolment()).teaches
    assert not facts(outcome("pending"), CHEN).teaches
    assert not facts(outcome("pending"), AMY, enrolment()).teaches


def test_that_the_others_of_the_course_are_counted_without_deleted_foreign_and_other_courses():
    own = outcome()
    others = [
        outcome(),
        outcome("failed"),
        evolve(outcome(), deleted=True),
        evolve(outcome(), owner="ben"),
        evolve(outcome(), parent=OTHER),
        own,
    ]
    assert facts(own, AMY, enrolment(), *others).outcomes_in_course == 2


@pytest.mark.parametrize(
    ("text", "told", "counts"), [("5", 3, 5), ("0", 3, 0), ("", 3, 3), ("", None, None), ("²", 3, 3)]
)
def test_that_a_course_may_have_a_quota_of_its_own(text, told, counts):
    assert facts(outcome(), AMY, enrolment(quota=text), quota=told).quota == counts


@pytest.mark.parametrize("selection", SELECTION_LABELS)
def test_that_everything_chosen_counts_towards_the_cap(selection):
    chosen = outcome("passed", selection=selection)
    assert facts(outcome("passed"), AMY, enrolment(), chosen).picked == (selection != "none")


def test_that_the_cap_counts_by_kind_owner_and_the_enrolments_year():
    last_year = enrolment(record=OTHER, year_term="113-1")
    others = [
        outcome("passed", selection="picked"),
        evolve(outcome("passed", selection="picked"), parent=OTHER),
        evolve(outcome("passed", selection="picked"), deleted=True),
        evolve(outcome("passed", selection="picked"), owner="ben"),
        competition("picked"),
        filled(competition("locked"), year_term="113-1"),
        Record(new_id(), "dream_diary", "amy", srv={"selection": "picked"}),
    ]
    assert facts(outcome("passed"), AMY, enrolment(), last_year, *others).picked == 1
    assert facts(competition(), AMY, enrolment(), last_year, *others).picked == 1
    assert facts(evolve(competition("picked"), form="work"), AMY, *others).picked == 1, "ten forms, one cap"


def test_that_an_agreement_is_for_one_kind_one_year_and_one_person():
    record = outcome("passed")
    assert facts(record, AMY, enrolment(), consent()).consented
    assert facts(record, AMY, enrolment(year_term="113-2"), consent()).consented is False
    for other in (
        consent("diverse"),
        consent(year="113"),
        consent(owner="ben"),
        evolve(consent(), deleted=True),
    ):
        assert not facts(record, AMY, enrolment(), other).consented
    assert facts(competition(), AMY, consent("diverse")).consented


def test_that_waiting_files_and_open_conflicts_are_passed_on():
    found = facts(outcome("pending", blobs_pending=2), CHEN, enrolment(), conflicts=3)
    assert (found.blobs_missing, found.conflicts_open) == (2, 3)


def test_that_a_record_of_an_unknown_form_does_no_harm():
    assert facts(Record(new_id(), "dream_diary", "amy"), BEN, enrolment()).enrolled


def test_that_the_school_is_what_its_records_say():
    values = {"name": "示範高中", "school_year": "114", "outcome_cap": "5", "resubmission_open": True}
    window = {"kind": "outcome_submit", "closes_at": "2026-02-28T16:00:00Z"}
    records = [
        Record(new_id(), "school", values=values),
        Record(new_id(), "window", values=window),
        Record(new_id(), "window", values=window, deleted=True),
        Record(new_id(), "window", values={**window, "closes_at": "whenever"}),
    ]
    at = knowledge.school(records, profile("senior-high"), codelists(), NOW)
    assert (at.settings.name, at.settings.school_year, at.settings.outcome_cap) == ("示範高中", 114, 5)
    assert at.settings.resubmission_open
    assert at.settings.diverse_cap == profile("senior-high").diverse.cap
    assert len(at.windows) == 2
    assert knowledge.at(at, NOW + timedelta(days=1)).settings == at.settings


def test_that_a_school_that_said_nothing_is_as_its_profile_has_it():
    for key in ("senior-high", "experimental"):
        at = knowledge.school([], profile(key), codelists(), NOW)
        assert at.settings.outcome_quota == profile(key).outcome.quota
        assert at.settings.outcome_cap == profile(key).outcome.cap
        assert at.windows == ()
