"""Choosing between two values, and letting go of one."""

import pytest
from attrs import evolve

from domain import intents
from domain.intents import Action, Intent
from domain.mutators import APPLIED, HELD, REJECTED
from domain.people import Facts
from tests.domain.ourschool import (
    AMY,
    CLOSES,
    PDF,
    after,
    competition,
    do,
    filled,
    new_id,
    outcome,
    school,
    window,
)


def answer(outcome):
    return outcome.status, outcome.reason


# ---- conflicts


def resolve(record, before, chosen, field="award", devices=("laptop",)):
    d = intents.resolution(field, devices, before, chosen)
    return Intent(new_id(), Action.RESOLVE, record.id, record.form, d)


def test_that_a_resolution_puts_the_chosen_words_and_drops_the_row():
    record = competition()
    done = do(AMY, resolve(record, "第一名", "特優"), record, school())
    assert (done.status, done.record.text("award"), done.drop) == (APPLIED, "特優", (("award", "laptop"),))
    assert answer(do(AMY, resolve(record, "第二名", "特優"), record, school())) == (REJECTED, "stale")
    assert do(AMY, resolve(record, "第二名", "第一名"), record, school()).status == APPLIED, (
        "as it is already"
    )


def test_that_nothing_and_the_empty_text_are_the_same_to_a_resolution():
    record = filled(competition(), award="")
    for before in (None, ""):
        assert do(AMY, resolve(record, before, "特優"), record, school()).status == APPLIED


LOCKED_ONES = [
    outcome("pending"),
    outcome("passed"),
    outcome("passed", selection="locked"),
    competition("picked"),
    competition("locked"),
    competition("submitted"),
    competition("reopened"),
]


@pytest.mark.parametrize("record", LOCKED_ONES)
def test_that_of_a_locked_record_a_second_value_is_let_go_but_not_put_in(record):
    """Else a value that came too late would bar the way to a pick for ever."""
    key = "summary" if record.form == "course_outcome" else "award"
    now = record.text(key)
    at = school("senior-high", window("diverse_edit"), window("outcome_submit"), now=after())
    let_go = do(AMY, resolve(record, now, now, key), record, at)
    assert (let_go.status, let_go.record, let_go.drop) == (APPLIED, record, ((key, "laptop"),))
    put_in = do(AMY, resolve(record, now, "別的", key), record, at)
    assert put_in.status == REJECTED
    assert put_in.record is None


def test_that_a_resolution_is_no_way_around_the_deadline():
    at = school("senior-high", window("diverse_edit"), now=CLOSES)
    record = competition()
    assert answer(do(AMY, resolve(record, "第一名", "特優"), record, at)) == (HELD, "closed")
    assert do(AMY, resolve(record, "第一名", "第一名"), record, at).status == APPLIED
    moved = filled(competition(), year_term="115-1")
    d = resolve(moved, "115-1", "114-1", "year_term")
    assert do(AMY, d, moved, at, Facts(school_year="115")).status == HELD


def test_that_a_file_is_chosen_like_a_word():
    record = competition()
    other = evolve(PDF, sha256="e" * 64)
    done = do(AMY, resolve(record, PDF.as_json(), other.as_json(), "files/document_file"), record, school())
    assert done.record.files == {"document_file": other}
    gone = do(AMY, resolve(record, PDF.as_json(), None, "files/document_file"), record, school())
    assert gone.record.files == {}
