"""Guides at the school: what they are given, what goes when it is taken away, and what they write."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest

from derive.listing import BadList
from domain import intents
from domain.errors import BadInput
from domain.intents import Action, Intent
from domain.people import Role
from domain.records import Record
from server.db import tables
from server.services import accounts, audit, guiding, importing, pulling, rolls, uploading
from server.services.accounts import Doorkeeper, NewAccount
from server.services.audit import Reader
from server.services.guiding import Assignment
from server.services.publishing import publish, set_school
from server.services.rolls import Fate
from sync import wire
from sync.wire.office import AuditQuery
from tests.server.campus import PASSWORD, Campus, new_id, pdf, rows_of

PEOPLE = {"amy": "高一仁", "ben": "高一仁", "cat": "高二忠"}


@pytest.fixture
def guided(campus: Campus) -> Campus:
    """Two more accounts, a counselor and a homeroom teacher, and everybody's class."""
    doorkeeper = Doorkeeper(campus.office)
    doorkeeper.add(
        [
            NewAccount("cat", "張小貓", Role.STUDENT, PASSWORD),
            NewAccount("lee", "李輔導", Role.COUNSELOR, PASSWORD),
        ]
    )
    doorkeeper.close()
    publish(campus.office, [person(one) for one in PEOPLE])
    return campus


def person(account: str, class_name: str = "", record: str = "") -> Record:
    values = {"name": account, "role": "student", "class_name": class_name or PEOPLE[account]}
    return Record(record, "person", account, values=values)


def person_id(campus: Campus, account: str) -> str:
    return next(one for one, row in campus.rows(account).items() if row.form == "person")


def give(campus: Campus, guide: str = "lee", kind: str = "counselor", **whom: str) -> str:
    return guiding.assign(campus.office, [Assignment(guide, kind, **whom)])[0].id


def seen(campus: Campus, who: str = "lee") -> dict[str, wire.Row]:
    """What the account reads because it guides somebody."""
    pages = campus.pull(who).scopes.items()
    return {
        row.id: row
        for scope, page in pages
        if scope.startswith(("cls:", "stu:"))
        for row in rows_of(page)
        if row.present
    }


def owners(rows: Mapping[str, wire.Row]) -> set[str]:
    return {row.owner for row in rows.values()}


def written(form: str, **values: str) -> Intent:
    return Intent(
        new_id(), Action.SAVE, new_id(), form, intents.save({k: (None, v) for k, v in values.items()})
    )


def test_that_a_guide_sees_a_class_from_the_day_it_is_given_until_it_is_taken_away(guided: Campus) -> None:
    assert seen(guided) == {}
    given = give(guided, class_name="高一仁", school_year="114")
    assert owners(seen(guided)) == {"amy", "ben"}
    assert {row.form for row in seen(guided).values()} == {"person", "enrolment"}
    guiding.end(guided.office, [given])
    assert not [scope for scope in guided.pull("lee").scopes if scope.startswith("cls:")]


def test_that_a_guide_of_one_student_sees_that_student(guided: Campus) -> None:
    give(guided, "chen", "homeroom", student="cat")
    assert owners(seen(guided, "chen")) == {"cat"}
    assert owners(seen(guided, "dou")) == set()


def test_that_last_years_class_is_not_this_years(guided: Campus) -> None:
    give(guided, class_name="高一仁", school_year="114")
    set_school(guided.office, {"school_year": "115"})
    assert seen(guided) == {}


def test_that_drafts_and_autobiographies_stay_with_the_student(guided: Campus) -> None:
    give(guided, class_name="高一仁")
    before = set(seen(guided))
    guided.one("amy", guided.outcome())
    guided.one("amy", written("autobiography", purpose="選課", year_term="114-1"))
    assert set(seen(guided)) == before
    data = pdf("amy")
    guided.send("amy", data)
    sent = guided.submitted(data)
    made = written("competition", competition_name="數學競賽", year_term="114-1")
    guided.one("amy", made)
    assert set(seen(guided)) - before == {sent, made.record}


def test_that_a_student_who_changes_class_takes_everything_along(guided: Campus) -> None:
    give(guided, class_name="高一仁")
    give(guided, "chen", "homeroom", class_name="高二忠")
    made = written("competition", competition_name="數學競賽", year_term="114-1")
    guided.one("amy", made)
    assert owners(seen(guided, "chen")) == {"cat"}
    cursors = {s: wire.Cursor(p.gen, p.seq, p.nonce) for s, p in guided.pull("lee").scopes.items()}
    publish(guided.office, [person("amy", "高二忠", person_id(guided, "amy"))])
    assert owners(seen(guided)) == {"ben"}
    assert made.record in seen(guided, "chen")
    left = rows_of(guided.pull("lee", cursors).scopes["cls:高一仁"])
    assert made.record in {row.id for row in left if not row.present}, "the former guide's copy is told"
    publish(guided.office, [person("amy", "高一仁", person_id(guided, "amy"))])
    assert owners(seen(guided)) == {"amy", "ben"}
    assert owners(seen(guided, "chen")) == {"cat"}


def test_that_only_the_guides_file_is_given_out(guided: Campus) -> None:
    data = pdf("amy")
    guided.send("amy", data)
    guided.submitted(data)
    give(guided, class_name="高二忠")
    assert readable(guided, "lee", data) is None
    give(guided, class_name="高一仁")
    assert readable(guided, "lee", data) == len(data)


def readable(campus: Campus, who: str, data: bytes) -> int | None:
    sha = hashlib.sha256(data).hexdigest()
    return campus.office.database.read(
        lambda conn: uploading.readable(conn, who, sha, pulling.entitled(conn, campus.office, who))
    ).result()


def test_that_a_student_reads_what_was_said_and_nobody_else_what_was_noted(guided: Campus) -> None:
    give(guided, class_name="高一仁")
    give(guided, "chen", "homeroom", class_name="高一仁")
    said = written("counsel_comment", student="amy", text="寫得很清楚")
    noted = written("counseling_note", student="amy", text="家裡有事")
    talk = written(
        "consultation",
        consultation_type="2",
        held_on="2026-02-20",
        topic="選課",
        students="amy",
        content="談選課",
    )
    assert [one.status for one in guided.do("lee", said, noted, talk)] == ["applied"] * 3
    mine = guided.rows("amy")
    assert mine[said.record].srv["by"] == "李輔導"
    assert {noted.record, talk.record}.isdisjoint(mine)
    assert said.record in seen(guided, "chen"), "who guides the student with her reads it too"
    assert {noted.record, talk.record}.isdisjoint(seen(guided, "chen"))
    office = guided.rows("admin", "staff")
    assert talk.record in office
    assert {noted.record, said.record}.isdisjoint(office)


def test_that_what_a_guide_wrote_is_not_the_students_to_change_and_looks_absent_to_others(
    guided: Campus,
) -> None:
    give(guided, class_name="高一仁")
    said = written("counsel_comment", student="amy", text="寫得很清楚")
    guided.one("lee", said)
    for who in ("amy", "ben", "chen", "admin"):
        change = guided.edit(said.record, "text", "寫得很清楚", "改掉", "counsel_comment")
        told = guided.one(who, change)
        absent = guided.one(who, guided.edit(new_id(), "text", "寫得很清楚", "改掉", "counsel_comment"))
        assert (told.status, told.reason) == ("rejected", "missing")
        assert absent.status == "rejected"
    assert guided.rows("amy")[said.record].values["text"] == "寫得很清楚"


def test_that_nobody_is_commented_on_by_a_stranger(guided: Campus) -> None:
    give(guided, class_name="高二忠")
    told = guided.one("lee", written("counsel_comment", student="amy", text="你好"))
    assert (told.status, told.reason) == ("rejected", "not_guided")
    assert "counsel_comment" not in {row.form for row in guided.rows("amy").values()}


def test_that_two_computers_of_a_guide_disagree_without_the_student_hearing_of_it(guided: Campus) -> None:
    give(guided, class_name="高一仁")
    said = written("counsel_comment", student="amy", text="一")
    guided.one("lee", said)
    guided.one("lee", guided.edit(said.record, "text", "一", "二", "counsel_comment"), device="lee-pc")
    guided.one("lee", guided.edit(said.record, "text", "一", "三", "counsel_comment"), device="lee-home")
    assert guided.rows("lee")[said.record].conflicts
    assert not guided.rows("amy")[said.record].conflicts


def test_that_what_a_guide_wrote_is_in_the_history(guided: Campus) -> None:
    give(guided, class_name="高一仁")
    said = written("counsel_comment", student="amy", text="一")
    guided.one("lee", said)
    table = tables.history
    query = table.select().where(table.c.rec == said.record)
    [line] = guided.office.database.read(lambda conn: conn.execute(query).all()).result()
    assert (line.actor, line.action) == ("lee", "save_draft")


def test_that_the_last_day_of_a_student_is_noted_once_a_day_and_makes_no_version(guided: Campus) -> None:
    give(guided, class_name="高一仁")
    doorkeeper = Doorkeeper(guided.office)
    session = doorkeeper.sign_in(wire.Login("amy", PASSWORD, "pc"))
    doorkeeper.close()
    [row] = [row for row in seen(guided).values() if row.form == "person" and row.owner == "amy"]
    assert (row.srv["seen_on"], row.ver) == ("2026-02-20", 1)
    guided.clock.forward(days=3)
    accounts.refresh(guided.office, session.refresh)
    [again] = [row for row in seen(guided).values() if row.form == "person" and row.owner == "amy"]
    assert (again.srv["seen_on"], again.ver) == ("2026-02-23", 1)


def test_that_only_what_makes_sense_can_be_assigned(guided: Campus) -> None:
    for wrong in (
        Assignment("amy", "homeroom", "高一仁"),
        Assignment("lee", "principal", "高一仁"),
        Assignment("lee", "counselor"),
        Assignment("lee", "counselor", "高一仁", "amy"),
        Assignment("lee", "counselor", student="chen"),
        Assignment("lee", "counselor", "高一仁", school_year="今年"),
    ):
        with pytest.raises(BadInput):
            guiding.assign(guided.office, [wrong])
    assert guiding.standing(guided.office) == ()


def test_that_a_list_of_guides_can_come_twice(guided: Campus, tmp_path: Path) -> None:
    path = tmp_path / "guides.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["教師帳號", "職務", "班級", "學生帳號", "學年度"])
    book.active.append(["chen", "導師", "高一仁", "", "114"])
    book.active.append(["lee", "輔導教師", "", "cat", ""])
    book.save(path)
    door = Doorkeeper(guided.office)
    for _ in range(2):
        assert importing.bring("guides", guided.office, door, path) == 2
    assert len(guiding.standing(guided.office)) == 2
    looked = rolls.plan(guided.office, "guides", path.read_bytes())
    assert [looked.count(fate) for fate in (Fate.NEW, Fate.SAME, Fate.GONE)] == [0, 2, 0]
    guiding.assign(guided.office, [Assignment("dou", "homeroom", "高二忠", school_year="114")])
    [left] = [
        one for one in rolls.plan(guided.office, "guides", path.read_bytes()).steps if one.fate is Fate.GONE
    ]
    assert (left.who, left.record) == ("dou 竇老師 高二忠", None), "told, and stays as it is"
    assert owners(seen(guided, "chen")) == {"amy", "ben"}
    book.active.append(["lee", "校長", "高一仁", "", ""])
    book.save(path)
    with pytest.raises(BadList, match="B4"):
        importing.bring("guides", guided.office, door, path)
    door.close()


def test_that_the_office_audits_what_was_said_and_never_what_was_noted(guided: Campus) -> None:
    give(guided, class_name="高一仁")
    said = written("counsel_comment", student="amy", text="寫得很清楚")
    talk = written("consultation", students="amy", topic="選課", content="談選課")
    noted = written("counseling_note", student="amy", text="家裡有事")
    draft = written("reminder", student="amy", text="還沒說")
    guided.do("lee", said, talk, noted, draft)
    found = audit.page(guided.office, Reader("admin", "admin-pc"), AuditQuery(who="lee")).rows
    assert {one.record for one in found} == {said.record, talk.record}
    told = audit.detail(guided.office, Reader("admin", "admin-pc"), found[0].key)
    assert told.after
