"""What the acts of one push see of each other: all that came before, and nothing of what went wrong."""

import pytest
from attrs import evolve
from sqlalchemy import select

from domain import intents
from domain.intents import Action, Intent
from domain.records import Conflict, Record
from server.db import tables
from server.services import deciding
from tests.server.campus import Campus, attachment, new_id, pdf


def history(campus: Campus, record: str) -> list[tuple[int, str]]:
    """The versions of a record with the summary of each."""
    table = tables.history
    query = select(table).where(table.c.rec == record).order_by(table.c.ver)
    found = campus.office.database.read(lambda conn: conn.execute(query).all()).result()
    return [(row.ver, row._mapping["values"]["summary"]) for row in found]


def test_that_a_fault_after_the_record_was_written_leaves_no_trace_of_it(
    campus: Campus, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = campus.outcome()
    real = deciding.perform

    def faulty(intent: Intent, record: object, context: object) -> object:
        outcome = real(intent, record, context)  # type: ignore[arg-type]
        if intent.id != broken.id:
            return outcome
        return evolve(outcome, put=(Conflict(made.record, "summary", "pc", object(), intent.id),))

    monkeypatch.setattr(deciding, "perform", faulty)
    broken = campus.edit(made.record, "summary", "我學會了閱讀。", "壞了")
    after = campus.edit(made.record, "summary", "我學會了閱讀。", "好的")
    results = campus.do("amy", made, broken, after)
    assert [(one.status, one.ver) for one in results] == [("applied", 1), ("rejected", 1), ("applied", 2)]
    row = campus.rows("amy")[made.record]
    assert (row.values["summary"], row.ver, row.conflicts) == ("好的", 2, [])
    assert history(campus, made.record) == [(1, "我學會了閱讀。"), (2, "好的")]


def test_that_acts_of_one_push_build_on_each_other(campus: Campus) -> None:
    made = campus.outcome(file=pdf())
    edited = campus.edit(made.record, "summary", "我學會了閱讀。", "改寫")
    given = {"document_file": attachment(pdf())}
    content = Record(made.record, "course_outcome", "amy", made.d["parent"], "draft")
    content = evolve(content, values={"summary": "改寫"}, files=given)
    told = intents.submission(content.content_hash, given)
    sent = Intent(new_id(), Action.SUBMIT, made.record, "course_outcome", told)
    late = campus.edit(made.record, "summary", "改寫", "太晚")
    results = campus.do("amy", made, edited, sent, late)
    assert [one.status for one in results] == ["applied", "applied", "applied", "rejected"]
    assert [one.ver for one in results] == [1, 2, 3, 3]
    row = campus.rows("amy")[made.record]
    assert (row.state, row.ver, row.srv["blobs_pending"]) == ("pending", 3, 1)
    assert [one.value for one in row.conflicts] == ["太晚"]
    assert [ver for ver, _ in history(campus, made.record)] == [1, 2, 3]


def test_that_the_value_that_came_second_in_one_push_blocks_the_submission_in_it(campus: Campus) -> None:
    made = campus.outcome(file=pdf())
    assert campus.one("amy", made).status == "applied"
    told = campus.submit(made.record)
    second = campus.edit(made.record, "summary", "別的", "乙")
    choice = intents.resolution("summary", ("amy-pc",), "我學會了閱讀。", "我學會了閱讀。")
    chosen = Intent(new_id(), Action.RESOLVE, made.record, "course_outcome", choice)
    again = Intent(new_id(), Action.SUBMIT, made.record, "course_outcome", told.d)
    results = campus.do("amy", second, told, chosen, again)
    assert [(one.status, one.reason) for one in results] == [
        ("merged", ""),
        ("rejected", "conflicts_open"),
        ("applied", ""),
        ("applied", ""),
    ]
    assert campus.rows("amy")[made.record].conflicts == []


def test_that_two_copies_in_one_push_are_one_act(campus: Campus) -> None:
    made = campus.outcome()
    other = Intent(made.id, Action.SAVE, made.record, made.form, intents.save({"summary": (None, "別的")}))
    first, second, third = campus.do("amy", made, made, other)
    assert first == second
    assert (first.status, first.ver) == ("applied", 1)
    assert third.status == "reused"
    assert campus.rows("amy")[made.record].ver == 1


def test_that_several_selections_in_one_push_count_against_the_cap(campus: Campus) -> None:
    passed = []
    for number in range(3):
        data = pdf(str(number))
        record = campus.submitted(data)
        campus.send("amy", data)
        assert campus.one("chen", campus.act(Action.CERTIFY, record)).status == "applied"
        passed.append(record)
    first, second, third = (campus.act(Action.SELECT, record) for record in passed)
    room = campus.act(Action.DESELECT, passed[0])
    again = campus.act(Action.SELECT, passed[2])
    results = campus.do("amy", first, second, third, room, again)
    assert [(one.status, one.reason) for one in results] == [
        ("applied", ""),
        ("applied", ""),
        ("rejected", "cap"),
        ("applied", ""),
        ("applied", ""),
    ]
