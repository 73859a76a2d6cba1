"""The legal steps, as a table that is compared with the one in tests/golden, and laws that hold over all of it."""

import json
import os
from pathlib import Path

import pytest

from domain import lifecycle
from domain.forms import FORMS
from domain.intents import Action
from domain.lifecycle import (
    DEPUTY,
    OWNER,
    SELECTION,
    STAFF,
    TABLES,
    TEACHER,
    Transition,
    acts_as,
    transitions,
)
from domain.people import Role
from domain.rules import group_of
from domain.windows import KINDS

GOLDEN = Path(__file__).parent.parent / "golden" / "lifecycle.json"
EVERY = {**TABLES, "selection": SELECTION}
STEPS = [(name, step) for name, table in EVERY.items() for step in table]


def _plain(step: Transition) -> dict[str, object]:
    return {
        "action": step.action.value,
        "who": step.who,
        "from": sorted(step.start),
        "to": step.end,
        "gate": step.gate,
        "switch": step.switch,
    }


def _dump() -> str:
    tables = {name: [_plain(step) for step in table] for name, table in EVERY.items()}
    words = {"states": lifecycle.STATE_LABELS, "selection": lifecycle.SELECTION_LABELS}
    return json.dumps({"tables": tables, "words": words}, ensure_ascii=False, indent=1) + "\n"


def test_that_the_life_cycles_are_those_agreed_upon():
    """LICHENG_WRITE_GOLDEN=1 writes the file anew: look at the difference, history was written by the old one."""
    if os.environ.get("LICHENG_WRITE_GOLDEN"):
        GOLDEN.write_text(_dump(), encoding="utf-8")
    assert _dump() == GOLDEN.read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "step"), STEPS)
def test_that_every_step_speaks_of_known_states_windows_and_persons(name, step):
    words = lifecycle.SELECTION_LABELS if name == "selection" else lifecycle.STATE_LABELS
    assert {*step.start, step.end} <= {*words, lifecycle.ABSENT}
    assert step.end != lifecycle.ABSENT
    speaking = {Action.RESOLVE, *lifecycle.LATE_ACTIONS}
    stays = step.action in speaking and step.end == lifecycle.DELETED
    meant = step.action is Action.RESTORE and step.who == OWNER
    assert lifecycle.DELETED not in step.start or stays or meant, "nothing comes back by itself"
    assert step.gate in {"", "select", *KINDS}
    assert step.who in {OWNER, TEACHER, STAFF, DEPUTY}


@pytest.mark.parametrize("name", [name for name in EVERY if transitions(name, Action.RESTORE)])
def test_that_what_comes_back_is_what_may_be_deleted_through_the_same_window(name):
    gone = {(state, step.gate) for step in transitions(name, Action.DELETE) for state in step.start}
    assert {(step.end, step.gate) for step in transitions(name, Action.RESTORE)} == gone


def test_that_what_the_office_writes_is_the_offices_alone_and_in_force_at_once():
    steps = [step for name, step in STEPS if name in lifecycle.OFFICE]
    assert {(step.who, step.gate) for step in steps} == {(STAFF, "")}
    assert {step.end for step in steps if step.action is Action.SAVE} == {"current"}
    assert transitions("settings", Action.DELETE) == ()
    assert "absent" not in lifecycle.starts(transitions("settings", Action.SAVE)), "there is one such record"


def test_that_a_deletion_is_always_the_owners_and_never_of_what_was_sent_or_passed():
    gone = [
        step
        for name, step in STEPS
        if step.end == lifecycle.DELETED
        and lifecycle.DELETED not in step.start
        and name not in lifecycle.WHOLE
    ]
    assert gone
    for step in gone:
        assert (step.action, step.who) == (Action.DELETE, OWNER)
        assert not step.start & {"pending", "passed", "current", "confirmed"}


def test_that_only_the_teacher_passes_unless_the_content_was_passed_before():
    to_passed = [step for step in TABLES["outcome"] if step.end == "passed" and "passed" not in step.start]
    assert {(s.action, s.who, s.switch) for s in to_passed} == {
        (Action.CERTIFY, TEACHER, ""),
        (Action.SUBMIT, OWNER, "passed_before"),
        (Action.CERTIFY, TEACHER, "unreleased"),
    }


def test_that_content_changes_only_where_it_is_the_owners_own():
    writing = [
        s
        for name, s in STEPS
        if s.action in (Action.SAVE, Action.RESOLVE) and s.switch != "keeps" and name not in lifecycle.OFFICE
    ]
    assert {state for step in writing for state in step.start} == {
        "absent",
        "draft",
        "failed",
        "revoked",
        "editable",
    }


def test_that_every_act_is_somewhere_and_every_form_of_a_student_has_a_life():
    assert {step.action for _, step in STEPS} == set(Action)
    for form in FORMS.values():
        has_life = form.group in ("outcome", "diverse", "profile", "own") or form.key in lifecycle.LIVES
        assert (group_of(form) in TABLES) == has_life
    assert set(lifecycle.LIVES.values()) <= set(TABLES)


def test_that_only_outcomes_and_diverse_records_are_picked():
    for group in ("profile", "own", "receipt", "consent", "school", "system", *lifecycle.OFFICE):
        assert not any(transitions(group, action) for action in lifecycle.SELECTION_ACTIONS)
    assert lifecycle.starts(transitions("diverse", Action.SELECT)) == {"none", "reopened"}


@pytest.mark.parametrize("owns", [True, False])
@pytest.mark.parametrize("teaches", [True, False])
def test_that_each_role_plays_its_own_part_only(owns, teaches):
    assert acts_as(Role.STUDENT, owns, teaches) == ({OWNER} if owns else set())
    assert acts_as(Role.TEACHER, owns, teaches) == ({TEACHER} if teaches else set())
    assert acts_as(Role.ADMINISTRATOR, owns, teaches) == {STAFF}
    assert acts_as(Role.COUNSELOR, owns, teaches) == set()
