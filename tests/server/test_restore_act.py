"""A deleted record comes back as itself: under its own id, with its history, its files and what was said of it."""

from pathlib import Path

from msgspec import Raw

from domain import intents
from domain.intents import Action, Intent
from server.db import tables
from server.services import backing
from sync import wire
from tests.server.campus import DEADLINE, Campus, new_id, pdf

CONTEST = "competition"


def deleted(campus: Campus, record: str, form: str = "course_outcome") -> None:
    assert campus.one("amy", campus.act(Action.DELETE, record, form=form)).status == "applied"


def restoring(campus: Campus, record: str, form: str = "course_outcome") -> Intent:
    return campus.act(Action.RESTORE, record, form=form)


def lines(campus: Campus, record: str) -> list[tuple[str, str]]:
    h = tables.history.c
    query = tables.history.select().where(h.rec == record).order_by(h.ver)
    found = campus.office.database.read(lambda conn: conn.execute(query).all()).result()
    return [(one.action, one.state) for one in found]


def contest(campus: Campus) -> str:
    d = intents.save({"competition_name": (None, "數學競賽"), "year_term": (None, "114-1")})
    made = Intent(new_id(), Action.SAVE, new_id(), CONTEST, d)
    assert campus.one("amy", made).status == "applied"
    return made.record


def test_that_the_same_record_is_there_again_with_its_history(campus: Campus) -> None:
    data = pdf()
    record = campus.submitted(data)
    campus.send("amy", data)
    campus.one("chen", campus.act(Action.REJECT, record))
    before = campus.rows("amy")[record]
    deleted(campus, record)
    assert campus.rows("amy")[record].deleted
    assert campus.rows("chen", "crs:chinese")[record].present is False
    told = restoring(campus, record)
    result = campus.one("amy", told, device="amy-home")
    assert (result.status, result.missing) == ("applied", [])
    after = campus.rows("amy")[record]
    same = ("id", "state", "values", "files", "srv", "parent", "owner")
    assert [getattr(after, key) for key in same] == [getattr(before, key) for key in same]
    assert (after.deleted, after.ver) == (False, before.ver + 2)
    assert lines(campus, record)[-2:] == [("delete_draft", "deleted"), ("restore", "failed")]
    assert campus.rows("chen", "crs:chinese")[record].present is True
    assert campus.one("amy", told, device="amy-home") == result
    assert campus.one("amy", restoring(campus, record)).status == "noop"
    assert campus.one("amy", campus.submit(record)).status == "applied"
    assert campus.one("chen", campus.act(Action.CERTIFY, record)).status == "applied"


def test_that_no_review_of_it_makes_a_pass_of_what_comes_back(campus: Campus) -> None:
    """Another record with these words was passed; that pass is asked for by sending, and given at once."""
    data = pdf()
    passed = campus.submitted(data)
    campus.send("amy", data)
    campus.one("chen", campus.act(Action.CERTIFY, passed))
    twin = campus.outcome(file=data)
    campus.one("amy", twin)
    deleted(campus, twin.record)
    assert campus.one("amy", restoring(campus, twin.record)).status == "applied"
    assert campus.rows("amy")[twin.record].state == "draft"
    assert campus.one("amy", campus.submit(twin.record)).status == "applied"
    row = campus.rows("amy")[twin.record]
    assert (row.state, row.srv["restored_pass"]) == ("passed", True)


def test_that_nobody_else_can_and_is_told_no_more_than_of_any_absent_record(campus: Campus) -> None:
    made = campus.outcome()
    campus.one("amy", made)
    deleted(campus, made.record)
    told = restoring(campus, made.record)
    absent = Intent(new_id(), Action.RESTORE, new_id(), "course_outcome", told.d)
    answers = []
    for one in (told, absent):
        foreign = Intent(new_id(), one.action, one.record, one.form, one.d)
        result = campus.one("ben", foreign)
        answers.append((result.status, result.reason, result.sentence, result.ver))
    assert answers[0] == answers[1] == ("rejected", "missing", answers[0][2], 0)
    assert campus.rows("amy")[made.record].deleted


def test_that_a_course_that_is_full_by_now_has_no_room_for_it(campus: Campus) -> None:
    first = campus.outcome()
    campus.one("amy", first)
    deleted(campus, first.record)
    later = [campus.outcome() for _ in range(3)]
    assert [campus.one("amy", one).status for one in later] == ["applied"] * 3
    assert campus.one("amy", restoring(campus, first.record)).reason == "quota"
    deleted(campus, later[0].record)
    assert campus.one("amy", restoring(campus, first.record)).status == "applied"


def test_that_it_comes_too_late_like_any_writing_and_the_school_may_grant_it(campus: Campus) -> None:
    record = contest(campus)
    deleted(campus, record, CONTEST)
    campus.window("diverse_edit")
    campus.clock.now = DEADLINE
    told = restoring(campus, record, CONTEST)
    assert campus.one("amy", told).status == "held_late"
    assert campus.rows("amy")[record].deleted
    word = Intent(new_id(), Action.GRANT, record, CONTEST, intents.late(told.id, "校內停電"))
    assert campus.one("admin", word).status == "applied"
    assert not campus.rows("amy")[record].deleted
    again = campus.one("amy", told)
    assert (again.status, again.reason) == ("applied", "granted")
    assert [act for act, _ in lines(campus, record)] == [
        "save_draft",
        "delete_draft",
        "restore",
        "grant_late",
    ]


def test_that_what_the_other_computer_wrote_meanwhile_waits_beside_it(campus: Campus) -> None:
    made = campus.outcome()
    campus.one("amy", made)
    written = campus.edit(made.record, "summary", "我學會了閱讀。", "在家寫的")
    deleted(campus, made.record)
    assert campus.one("amy", written, device="home").reason == "deleted"
    assert campus.one("amy", restoring(campus, made.record)).status == "applied"
    row = campus.rows("amy")[made.record]
    assert (row.values["summary"], [one.value for one in row.conflicts]) == ("我學會了閱讀。", ["在家寫的"])
    assert campus.one("amy", campus.submit(made.record)).reason == "conflicts_open"


def test_that_a_file_that_never_came_is_asked_for_again(campus: Campus) -> None:
    data = pdf("late")
    made = campus.outcome(file=data)
    campus.one("amy", made)
    deleted(campus, made.record)
    result = campus.one("amy", restoring(campus, made.record))
    assert len(result.missing) == 1
    assert campus.rows("amy")[made.record].srv["blobs_pending"] == 1
    campus.send("amy", data)
    assert "blobs_pending" not in campus.rows("amy")[made.record].srv


def test_that_a_file_that_came_while_it_was_deleted_counts(campus: Campus) -> None:
    data = pdf("meanwhile")
    made = campus.outcome(file=data)
    campus.one("amy", made)
    deleted(campus, made.record)
    campus.send("amy", data)
    assert campus.one("amy", restoring(campus, made.record)).missing == []
    assert "blobs_pending" not in campus.rows("amy")[made.record].srv


def test_that_a_school_that_lost_all_of_it_has_it_back_in_any_order(campus: Campus, tmp_path: Path) -> None:
    made = campus.outcome()
    said = [(made, campus.one("amy", made))]
    backing.backup(campus.office, tmp_path / "backup")
    for action in (Action.DELETE, Action.RESTORE):
        told = campus.act(action, made.record)
        said.append((told, campus.one("amy", told)))
    edit = campus.edit(made.record, "summary", "我學會了閱讀。", "改寫")
    said.append((edit, campus.one("amy", edit)))
    others = [campus.outcome(), campus.outcome()]
    said += [(one, campus.one("amy", one)) for one in others]
    assert {result.status for _, result in said} == {"applied"}
    backing.restore(campus.office, tmp_path / "backup")
    for told, result in reversed(said):
        proven = wire.PushItem(Raw(told.encode()), result.receipt)
        assert campus.push("amy", proven).results[0].status == "applied"
    row = campus.rows("amy")[made.record]
    assert (row.deleted, row.ver, row.values["summary"]) == (False, 4, "改寫")
    acts = ["save_draft", "delete_draft", "restore", "save_draft"]
    assert [act for act, _ in lines(campus, made.record)] == acts
