"""The office writes the school's own records through the same door as everybody else; each act, each role."""

import pytest
from sqlalchemy import select

from domain import intents
from domain.intents import Action, Intent
from domain.people import Role
from domain.records import Record
from domain.scopes import STAFF
from server.db import rows, tables
from server.services import acting, pulling, uploading
from server.services.accounts import Doorkeeper, NewAccount
from server.services.publishing import publish
from sync.wire import Row
from tests.server.campus import PASSWORD, Campus, attachment, cursors, new_id, pdf, rows_of

WINDOW = {
    "kind": "diverse_edit",
    "zone": "Asia/Taipei",
    "closes_at": "2026-03-01T16:00:00Z",
    "school_year": "114",
}
NOTICE = {"title": "選課說明會", "body": "週五下午一點。", "published_on": "2026-02-20"}
WHO = {"admin": "applied", "amy": "forbidden", "chen": "forbidden", "lee": "forbidden"}


@pytest.fixture
def crowd(campus: Campus) -> Campus:
    """The same school with a counselor and a second administrator."""
    doorkeeper = Doorkeeper(campus.office)
    doorkeeper.add(
        [
            NewAccount("lee", "張輔導", Role.COUNSELOR, PASSWORD),
            NewAccount("deputy", "副管理者", Role.ADMINISTRATOR, PASSWORD),
        ]
    )
    doorkeeper.close()
    return campus


def fresh(form: str, values: dict[str, str]) -> Intent:
    d = intents.save({key: (None, value) for key, value in values.items()})
    return Intent(new_id(), Action.SAVE, new_id(), form, d)


def held(campus: Campus, record: str) -> Record:
    return campus.office.database.read(lambda conn: rows.load(conn, [record])).result()[record]


def settings_of(campus: Campus) -> Record:
    return campus.office.database.read(lambda conn: rows.of_forms(conn, ("school",))).result()[0]


def told(campus: Campus, who: str, told_intent: Intent) -> str:
    result = campus.one(who, told_intent)
    return result.reason or result.status


def seen(campus: Campus, who: str, scope: str = "school") -> dict[str, Row]:
    return campus.rows(who, scope)


@pytest.mark.parametrize(("who", "answer"), WHO.items())
def test_that_each_act_on_the_schools_records_is_the_offices(crowd: Campus, who: str, answer: str) -> None:
    assert told(crowd, who, fresh("window", WINDOW)) == answer
    assert told(crowd, who, fresh("announcement", NOTICE)) == answer
    school = settings_of(crowd)
    assert told(crowd, who, crowd.edit(school.id, "diverse_cap", "1", "8", "school")) == answer
    up = publish(crowd.office, [Record("", "announcement", values=NOTICE)])[0]
    assert told(crowd, who, crowd.edit(up.id, "title", NOTICE["title"], "改期", "announcement")) == answer
    gone = Intent(
        new_id(), Action.DELETE, up.id, "announcement", intents.seen(held(crowd, up.id).content_hash)
    )
    assert told(crowd, who, gone) == answer
    assert held(crowd, up.id).deleted == (answer == "applied")


def test_that_what_the_office_writes_is_everybodys_and_binds_at_once(crowd: Campus) -> None:
    assert (
        crowd.one("admin", fresh("window", {**WINDOW, "closes_at": "2026-02-01T16:00:00Z"})).status
        == "applied"
    )
    for who in ("amy", "chen", "lee", "deputy"):
        assert "diverse_edit" in [one.values.get("kind") for one in seen(crowd, who).values()]
    work = {"year_term": "114-1", "work_name": "陶燈"}
    assert crowd.one("amy", fresh("work", work)).status == "held_late"


def test_that_what_is_not_whole_is_refused_with_what_is_missing(crowd: Campus) -> None:
    result = crowd.one("admin", fresh("announcement", {"title": "沒有內容"}))
    assert (result.status, result.reason) == ("rejected", "incomplete")
    assert "內容" in result.sentence


def test_that_the_command_line_and_the_application_write_the_same_records(crowd: Campus) -> None:
    said = fresh("announcement", NOTICE)
    assert crowd.one("admin", said).status == "applied"
    changed = publish(
        crowd.office, [Record(said.record, "announcement", values={**NOTICE, "title": "改期"})]
    )[0]
    assert (
        crowd.one("admin", crowd.edit(changed.id, "body", NOTICE["body"], "週一。", "announcement")).status
        == "applied"
    )
    assert held(crowd, said.record).values == {**NOTICE, "title": "改期", "body": "週一。"}


def test_that_the_history_says_who_changed_what_when(crowd: Campus) -> None:
    school = settings_of(crowd)
    crowd.one("admin", crowd.edit(school.id, "diverse_cap", "1", "8", "school"))
    crowd.clock.forward(hours=1)
    crowd.one("deputy", crowd.edit(school.id, "diverse_cap", "8", "9", "school"))
    table = tables.history
    query = select(table).where(table.c.rec == school.id).order_by(table.c.ver)
    before, first, second = crowd.office.database.read(lambda conn: list(conn.execute(query))).result()[-3:]
    caps = [one._mapping[table.c["values"]]["diverse_cap"] for one in (before, first, second)]
    assert caps == ["1", "8", "9"]
    assert [first.actor, second.actor] == ["admin", "deputy"]
    assert first.at < second.at


def test_that_two_administrators_keep_both_values_and_only_they_see_the_second(crowd: Campus) -> None:
    school = settings_of(crowd)
    crowd.one("admin", crowd.edit(school.id, "diverse_cap", "1", "8", "school"))
    assert crowd.one("deputy", crowd.edit(school.id, "diverse_cap", "1", "9", "school")).status == "merged"
    for who, waiting in {"admin": ["9"], "deputy": ["9"], "amy": [], "chen": [], "lee": []}.items():
        assert [one.value for one in seen(crowd, who)[school.id].conflicts] == waiting
    d = intents.resolution("diverse_cap", ("deputy-pc",), "8", "9")
    assert crowd.one("admin", Intent(new_id(), Action.RESOLVE, school.id, "school", d)).status == "applied"
    row = seen(crowd, "deputy")[school.id]
    assert (row.values["diverse_cap"], row.conflicts) == ("9", [])


@pytest.mark.parametrize("file_first", [True, False])
def test_that_a_file_of_an_announcement_reaches_everybody(crowd: Campus, file_first: bool) -> None:
    data = pdf("時間表")
    file = attachment(data)
    said = fresh("announcement", NOTICE)
    said = Intent(
        said.id,
        said.action,
        said.record,
        said.form,
        intents.with_file(dict(said.d), "document_file", None, file),
    )
    if file_first:
        crowd.send("admin", data)
    assert crowd.one("admin", said).status == "applied"
    if not file_first:
        assert seen(crowd, "amy")[said.record].srv["blobs_pending"] == 1
        crowd.send("admin", data)
    assert "blobs_pending" not in seen(crowd, "amy")[said.record].srv
    for who in ("amy", "chen"):
        size = crowd.office.database.read(
            lambda conn, who=who: uploading.readable(
                conn, who, file.sha256, pulling.entitled(conn, crowd.office, who)
            )
        ).result()
        assert size == len(data)


def picked(campus: Campus) -> str:
    """An outcome of Amy's that was passed and picked."""
    data = pdf("勾選")
    record = campus.submitted(data)
    campus.send("amy", data)
    assert campus.one("chen", campus.act(Action.CERTIFY, record)).status == "applied"
    assert campus.one("amy", campus.act(Action.SELECT, record)).status == "applied"
    return record


def test_that_the_office_pulls_picks_with_their_courses_people_and_questions(crowd: Campus) -> None:
    draft = crowd.outcome()
    crowd.one("amy", draft)
    record = picked(crowd)
    asked = fresh("inquiry", {"about": "licence", "text": "請增列證照"})
    assert crowd.one("amy", asked).status == "applied"
    rows_there = seen(crowd, "admin", STAFF)
    assert {record, crowd.enrolments["amy/chinese"], asked.record} <= set(rows_there)
    assert draft.record not in rows_there, "what nobody picked is not the office's"
    assert {one.form for one in rows_there.values()} == {"course_outcome", "enrolment", "inquiry"}


def test_that_the_course_behind_a_pick_stays_when_the_list_is_imported_again(crowd: Campus) -> None:
    picked(crowd)
    course = crowd.enrolments["amy/chinese"]
    again = held(crowd, course)
    publish(crowd.office, [Record(course, "enrolment", "amy", values={**again.values, "credits": "3"})])
    row = seen(crowd, "admin", STAFF)[course]
    assert (row.present, row.values["credits"]) == (True, "3")


def test_that_what_is_not_picked_any_more_leaves_the_office(crowd: Campus) -> None:
    record = picked(crowd)
    first = crowd.pull("admin")
    assert crowd.one("amy", crowd.act(Action.DESELECT, record)).status == "applied"
    later = rows_of(crowd.pull("admin", cursors(first)).scopes[STAFF])
    assert [(one.id, one.present) for one in later] == [(record, False)]


@pytest.mark.parametrize("who", ["amy", "chen", "lee"])
def test_that_nobody_else_reads_the_offices_scope(crowd: Campus, who: str) -> None:
    picked(crowd)
    assert STAFF not in crowd.pull(who).scopes


def test_that_private_notes_stay_private(crowd: Campus) -> None:
    phrase = fresh("phrase", {"text": "寫得很清楚。"})
    assert crowd.one("chen", phrase).status == "applied"
    autobiography = fresh("autobiography", {"purpose": "自己看"})
    assert crowd.one("amy", autobiography).status == "applied"
    for page in crowd.pull("admin").scopes.values():
        assert not {phrase.record, autobiography.record} & {one.id for one in rows_of(page)}
    assert (
        told(crowd, "admin", crowd.edit(phrase.record, "text", "寫得很清楚。", "改", "phrase")) == "missing"
    )


PICK_ACTS = (Action.LOCK, Action.SEND, Action.REOPEN)


@pytest.mark.parametrize("who", WHO)
def test_that_locking_sending_and_reopening_are_the_offices(crowd: Campus, who: str) -> None:
    record = picked(crowd)
    results = [told(crowd, who, crowd.act(action, record)) for action in PICK_ACTS]
    assert results == ["applied"] * 3 if who == "admin" else set(results) <= {"forbidden", "missing"}
    assert held(crowd, record).selection == ("reopened" if who == "admin" else "picked")


@pytest.mark.parametrize("who", WHO)
def test_that_answering_a_question_is_the_offices(crowd: Campus, who: str) -> None:
    asked = fresh("inquiry", {"about": "licence", "text": "請增列證照"})
    crowd.one("amy", asked)
    reply = Intent(new_id(), Action.PROCESS, asked.record, "inquiry", intents.reply("已增列。"))
    result = told(crowd, who, reply)
    assert result == "applied" if who == "admin" else result in ("forbidden", "missing")
    assert len(acting.reports(crowd.office)) == (0 if who == "admin" else 1)
