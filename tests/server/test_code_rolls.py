"""Newer code lists from the office: what is added, changed, withdrawn; versions kept; what was written still reads."""

import pytest

from derive import code_rolls
from derive.sheet_writing import Sheet, book_of
from domain import codelists
from domain.codelists import CodeList
from domain.errors import BadInput
from domain.intents import Action, Intent, save
from domain.scopes import SCHOOL, scopes_of
from server.db import rows
from server.services import enrolling
from server.services.facts import school_at
from server.services.publishing import set_school
from sync.wire.office import ListLook
from tests.server.campus import Campus, new_id

HEADINGS = ("代碼", "名稱", "發照單位", "核對")
NEW = (("4230", "多益測驗 TOEIC", "ETS", None), ("local-ielts", "雅思 IELTS", "IDP", "未核對"))


@pytest.fixture(autouse=True)
def year(campus: Campus):
    set_school(campus.office, {"name": "某高中", "school_year": "114"})


def book(*lines, headings=HEADINGS) -> bytes:
    return book_of([Sheet("代碼", [(one, 12) for one in headings], lines)])


def look(campus: Campus, data: bytes, seen: str = "", name: str = "licence_code"):
    return enrolling.look(campus.office, None, ListLook(f"codes/{name}", data, seen, "國教署公告"), "office")


def bring(campus: Campus, data: bytes, name: str = "licence_code"):
    told = look(campus, data, name=name)
    return look(campus, data, told.mark, name)


def codes(campus: Campus, name: str = "licence_code") -> CodeList:
    office = campus.office
    return office.database.read(lambda conn: school_at(conn, office, office.clock()).codes[name]).result()


def test_that_a_look_tells_what_is_added_changed_and_withdrawn_and_writes_nothing(campus):
    before = codes(campus)
    told = look(campus, book(*NEW))
    active = len(before.active(114))
    assert (told.counts["new"], told.counts["changed"], told.written) == (1, 1, False)
    assert told.counts["gone"] == active - 2  # one is in the list, one is the program's own
    assert [one.what for one in told.lines if one.fate == "changed"] == [
        "名稱：IELTS 雅思→雅思 IELTS；其他欄位"
    ]
    assert codes(campus) == before


def test_that_the_new_list_counts_from_then_on_and_withdrawn_codes_end_the_year_before(campus):
    assert bring(campus, book(*NEW)).written
    found = codes(campus)
    assert [one.code for one in found.active(114)] == ["4230", "local-ielts", "local-other"]
    assert (found.get("4230").verified, found.get("4230").source) == (True, "國教署公告")
    assert not found.get("local-ielts").verified
    assert found.get("local-toeic").until == 113
    assert found.label("local-toeic") == "TOEIC 多益測驗"


def test_that_records_that_use_a_withdrawn_code_are_counted_and_kept(campus):
    made = new_id()
    d = save({"year_term": (None, "114-1"), "licence_code": (None, "local-toeic")})
    assert campus.one("amy", Intent(new_id(), Action.SAVE, made, "licence", d)).status == "applied"
    told = look(campus, book(*NEW))
    used = next(one for one in told.lines if one.who.startswith("local-toeic "))
    assert used.what == "停用；有 1 筆紀錄用了這個代碼，會保留，但不能再選"
    bring(campus, book(*NEW))
    held = campus.office.database.read(lambda conn: rows.load(conn, [made])).result()[made]
    assert held.text("licence_code") == "local-toeic"


def test_that_a_second_version_follows_the_first_and_everybody_may_read_it(campus):
    bring(campus, book(*NEW))
    again = (("4230", "多益 TOEIC", "ETS", None),)
    told = bring(campus, book(*again))
    assert (told.counts["changed"], told.counts["gone"]) == (1, 1)
    found = campus.office.database.read(lambda conn: rows.of_forms(conn, ("codelist",))).result()
    assert [(one.text("name"), one.ver, one.text("school_year")) for one in found] == [
        ("licence_code", 2, "114")
    ]
    assert scopes_of(found[0]) == {SCHOOL}


def test_that_the_list_that_is_taken_along_reads_back_unchanged(campus):
    data = code_rolls.write(codes(campus))
    told = look(campus, data)
    assert {key: told.counts[key] for key in ("new", "changed", "gone")} == {
        "new": 0,
        "changed": 0,
        "gone": 0,
    }
    assert told.faults == []


@pytest.mark.parametrize(
    ("line", "cell", "words"),
    [
        (("4230", None, None, None), "B2", "不能空白"),
        (("x" * 41, "甲", None, None), "A2", "超過 40 字"),
        (("1", "甲", None, "也許"), "D2", "請填已核對、未核對"),
    ],
)
def test_that_what_is_wrong_is_told_by_its_cell(campus, line, cell, words):
    told = look(campus, book(line))
    assert [(one.cell, words in one.sentence) for one in told.faults] == [(cell, True)]
    assert not look(campus, book(line), told.mark).written


def test_that_a_code_stands_once_and_years_are_years(campus):
    told = look(campus, book(("1", "甲", "x", None), ("1", "乙", "y", None)))
    assert [one.cell for one in told.faults] == ["A3"]
    odd = book(("1", "甲", "2026"), headings=("代碼", "名稱", "起始學年度"))
    assert [one.cell for one in look(campus, odd).faults] == ["C2"]


@pytest.mark.parametrize("name", ["term", "enrolment_mode", "../x", "roster_code"])
def test_that_what_the_program_tells_apart_is_not_replaced(campus, name):
    with pytest.raises(BadInput):
        look(campus, book(*NEW), name=name)


def test_that_a_list_survives_its_own_text():
    made = codelists.parse("x", 'code,label,since,until,verified,source,issuer\n1,"甲,乙",113,,true,s,ETS\n')
    assert codelists.parse("x", codelists.text_of(made)) == made
