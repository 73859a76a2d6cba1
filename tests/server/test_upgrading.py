"""Two programs, the newer with a field more: what it wrote comes into its own field when the school is new."""

from collections.abc import Mapping

import pytest
from attrs import evolve

from domain import lifting
from domain.fields import Number, Text
from domain.forms import FORMS
from domain.forms.form import Form
from domain.intents import Action
from server.db import tables
from server.services import checking
from server.services.upgrading import lift_what_is_known
from tests.server.campus import Campus, pdf

MOOD = Text(key="mood_2030", label="心情", limit=20)


def newer(*fields: Text | Number) -> Mapping[str, Form]:
    """The forms of a program that knows more of an outcome."""
    form = FORMS["course_outcome"]
    return {**FORMS, form.key: evolve(form, fields=(*form.fields, *fields))}


@pytest.fixture
def written(campus: Campus) -> str:
    """An outcome that a newer program wrote, at a school that is not new yet."""
    made = campus.outcome(mood_2030="開心")
    assert campus.one("amy", made).status == "applied"
    assert lift_what_is_known(campus.office) == 0
    return made.record


def test_that_a_new_school_lifts_it_with_a_line_of_history_and_every_copy_hears(
    campus: Campus, written: str
) -> None:
    before = campus.rows("amy")[written]
    assert lift_what_is_known(campus.office, newer(MOOD)) == 1
    after = campus.rows("amy")[written]
    assert (after.values["mood_2030"], after.unknown) == ("開心", {})
    assert (after.ver, after.seq > before.seq) == (before.ver + 1, True)
    assert checking.verify(campus.office) == []
    lines = campus.office.database.read(
        lambda conn: conn.execute(
            tables.history.select().where(tables.history.c.rec == written).order_by(tables.history.c.ver)
        ).all()
    ).result()
    assert [one.action for one in lines] == ["save_draft", "upgrade"]
    assert lines[-1]._mapping["values"]["mood_2030"] == "開心"


def test_that_it_is_done_once_and_again_when_it_was_cut_short(campus: Campus, written: str) -> None:
    assert lift_what_is_known(campus.office, newer(MOOD)) == 1
    seq = campus.rows("amy")[written].seq
    assert lift_what_is_known(campus.office, newer(MOOD)) == 0
    meta = tables.meta.delete().where(tables.meta.c.key == "forms")
    campus.office.database.write(lambda conn: conn.execute(meta).rowcount).result()
    assert lift_what_is_known(campus.office, newer(MOOD)) == 0
    assert campus.rows("amy")[written].seq == seq


def test_that_what_is_under_review_keeps_its_hash_and_is_lifted_when_it_comes_back(
    campus: Campus,
) -> None:
    data = pdf("reviewed")
    campus.send("amy", data)
    record = campus.submitted(data, mood_2030="開心")
    seen = campus.record("amy", record).content_hash
    assert lift_what_is_known(campus.office, newer(MOOD)) == 0
    assert campus.record("amy", record).content_hash == seen
    assert campus.one("chen", campus.act(Action.CERTIFY, record)).status == "applied"
    assert campus.rows("amy")[record].unknown == {"mood_2030": "開心"}


def test_that_the_owner_s_next_save_lifts_what_was_left(campus: Campus) -> None:
    """As after a return: the record was not the owner's to change when the school became new."""
    made = campus.outcome()
    campus.one("amy", made)
    key = "document_note"
    left = tables.record.update().where(tables.record.c.id == made.record).values(unknown={key: "來自新程式"})
    campus.office.database.write(lambda conn: conn.execute(left).rowcount).result()
    campus.one("amy", campus.edit(made.record, "summary", "我學會了閱讀。", "改寫"))
    row = campus.rows("amy")[made.record]
    assert (row.values[key], row.values["summary"], row.unknown) == ("來自新程式", "改寫", {})


def test_that_nothing_is_overwritten_and_what_does_not_fit_stays_in_the_bag(
    campus: Campus, written: str
) -> None:
    bag = evolve(
        campus.record("amy", written), unknown={"mood_2030": "開心", "hours": "many", "later": {"a": 1}}
    )
    taken = lifting.lifted(evolve(bag, values={**bag.values, "mood_2030": "平靜"}), newer(MOOD))
    assert (taken.values["mood_2030"], taken.unknown["mood_2030"]) == ("平靜", "開心")
    odd = lifting.lifted(evolve(bag, unknown={"mood_2030": 7}), newer(MOOD))
    assert odd.unknown == {"mood_2030": 7}
    both = lifting.lifted(bag, newer(MOOD))
    assert both.unknown == {"hours": "many", "later": {"a": 1}}
