"""Lists from the office's desk: looked at first, then all of them or nothing, each with its place in the history."""

import io

import openpyxl
import pytest
from sqlalchemy import select

from derive import resources
from derive.listing import BadList
from derive.rolls import ROLLS, template
from derive.sheet_writing import Sheet, book_of
from domain.errors import BadInput
from domain.people import Role
from server.db import rows, tables
from server.services import enrolling, rolls
from server.services.accounts import Doorkeeper, NewAccount, NotSignedIn
from server.services.rolls import Fate
from sync.wire import Login
from sync.wire.office import FirstPassword, FirstPasswords, ListLook
from tests.server.campus import Campus

CODE = "113200306H01AA1B2C01234"
PEOPLE = ("帳號", "姓名", "身分", "班級", "年級")
COURSES = ("帳號", "課程", "科目名稱", "學年期", "課程代碼", "修習方式")
CODES = resources.codelists()


@pytest.fixture
def keeper(campus: Campus):
    made = Doorkeeper(campus.office)
    yield made
    made.close()


def book(headings, *lines) -> bytes:
    return book_of([Sheet("名單", [(one, 12) for one in headings], lines)])


def look(campus: Campus, keeper: Doorkeeper, kind: str, data: bytes, seen: str = ""):
    return enrolling.look(campus.office, keeper, ListLook(kind, data, seen), "office")


def bring(campus: Campus, keeper: Doorkeeper, kind: str, data: bytes):
    return look(campus, keeper, kind, data, look(campus, keeper, kind, data).mark)


def of_form(campus: Campus, form: str):
    return campus.office.database.read(lambda conn: rows.of_forms(conn, (form,))).result()


def accounts(campus: Campus) -> set[str]:
    return campus.office.database.read(lambda conn: set(conn.scalars(select(tables.account.c.id)))).result()


def test_that_a_look_writes_nothing_and_tells_what_it_comes_to(campus, keeper):
    before = accounts(campus)
    told = look(campus, keeper, "users", book(PEOPLE, ("new1", "林怡君", "學生", "高一仁", "一年級")))
    assert (told.counts["new"], told.written, told.faults) == (1, False, [])
    assert accounts(campus) == before


def test_that_new_people_have_an_account_and_no_password(campus, keeper):
    told = bring(campus, keeper, "users", book(PEOPLE, ("new1", "林怡君", "學生", "高一仁", "一年級")))
    assert told.written
    made = next(one for one in of_form(campus, "person") if one.owner == "new1")
    assert (made.text("name"), made.text("role"), made.text("grade_level")) == ("林怡君", "student", "1")
    with pytest.raises(NotSignedIn):
        keeper.sign_in(Login("new1", "", "computer"))
    assert not next(one for one in enrolling.holders(campus.office).accounts if one.account == "new1").ready


def test_that_first_passwords_are_set_once_and_kept_stretched(campus, keeper):
    bring(campus, keeper, "users", book(PEOPLE, ("new1", "林怡君", "學生", None, None)))
    given = FirstPasswords([FirstPassword("new1", "abcd-efgh-2345")])
    assert enrolling.give(campus.office, keeper, given).accounts == ["new1"]
    assert keeper.sign_in(Login("new1", "abcd-efgh-2345", "computer")).account_id == "new1"
    other = FirstPasswords([FirstPassword("new1", "zzzz-zzzz-9999")])
    assert enrolling.give(campus.office, keeper, other).accounts == []
    query = select(tables.account.c.password).where(tables.account.c.id == "new1")
    kept = campus.office.database.read(lambda conn: conn.scalar(query)).result()
    assert kept.startswith("$argon2id$")
    again = FirstPasswords([FirstPassword("new1", "zzzz-zzzz-9999")], again=True)
    assert enrolling.give(campus.office, keeper, again).accounts == ["new1"]


def test_that_a_list_again_tells_changed_same_and_gone(campus, keeper):
    first = book(
        PEOPLE,
        ("n1", "甲", "教師", None, None),
        ("n2", "乙", "教師", None, None),
        ("n3", "丙", "教師", None, None),
    )
    bring(campus, keeper, "users", first)
    second = book(PEOPLE, ("n1", "甲甲", "教師", None, None), ("n2", "乙", "教師", None, None))
    told = look(campus, keeper, "users", second)
    assert {key: told.counts[key] for key in ("new", "changed", "same", "gone")} == {
        "new": 0, "changed": 1, "same": 1, "gone": 1
    }  # fmt: skip
    assert [(one.who, one.what) for one in told.lines if one.fate == "changed"] == [
        ("n1 甲甲", "姓名：甲→甲甲")
    ]
    bring(campus, keeper, "users", second)
    assert {one.owner for one in of_form(campus, "person")} >= {"n1", "n2", "n3"}


def test_that_a_blank_cell_leaves_what_was_there(campus, keeper):
    bring(campus, keeper, "users", book(PEOPLE, ("n1", "甲", "學生", "高一仁", "一年級")))
    told = bring(campus, keeper, "users", book(PEOPLE, ("n1", "甲", "學生", None, None)))
    assert told.counts["same"] == 1
    assert next(one for one in of_form(campus, "person") if one.owner == "n1").text("class_name") == "高一仁"


@pytest.mark.parametrize(
    ("kind", "headings", "line", "cell", "words"),
    [
        ("users", PEOPLE, ("X 1", "甲", "學生", None, None), "A2", "小寫英文"),
        ("users", PEOPLE, ("n1", "甲", "校長", None, None), "C2", "沒有「校長」這種身分"),
        ("users", PEOPLE, ("amy", "甲", "教師", None, None), "C2", "不能改成教師"),
        ("users", PEOPLE, ("n1", None, "學生", None, None), "B2", "不能空白"),
        ("users", (*PEOPLE, "密碼"), ("n1", "甲", "學生", None, None, "secret"), "F1", "不認得「密碼」"),
        ("courses", ("課程", "教師帳號"), ("bio", "nobody"), "B2", "沒有「nobody」這個帳號"),
        ("courses", ("課程", "教師帳號"), ("bio", "amy"), "B2", "不是教師帳號"),
        (
            "enrolments",
            COURSES,
            ("amy", "c", "生物", "114-1", "12345", None),
            "E2",
            "課程代碼要 23 碼，這裡是 5 碼",
        ),
        ("enrolments", COURSES, ("amy", "c", "生物", "上學期", None, None), "D2", "學年期"),
        ("enrolments", COURSES, ("amy", "c", "生物", "114-1", None, "自學"), "F2", "不在清單裡"),
    ],
)
def test_that_what_is_wrong_is_told_by_its_cell(campus, keeper, kind, headings, line, cell, words):
    told = look(campus, keeper, kind, book(headings, line))
    assert [one.cell for one in told.faults] == [cell]
    assert words in told.faults[0].sentence


def test_that_one_wrong_cell_keeps_the_whole_list_out(campus, keeper):
    before = accounts(campus)
    data = book(PEOPLE, ("n1", "甲", "學生", None, None), ("n2", "乙", "校長", None, None))
    told = look(campus, keeper, "users", data)
    assert not look(campus, keeper, "users", data, told.mark).written
    with pytest.raises(BadList, match="名單有 1 個地方要改"):
        rolls_written(campus, keeper, rolls.plan(campus.office, "users", data))
    assert accounts(campus) == before


def test_that_what_changed_after_the_preview_is_not_written(campus, keeper):
    data = book(PEOPLE, ("n1", "甲", "學生", None, None))
    seen = look(campus, keeper, "users", data).mark
    keeper.add([NewAccount("n1", "別人", Role.STUDENT, "cloud-portfolio-1")])
    with pytest.raises(BadInput) as told:
        look(campus, keeper, "users", data, seen)
    assert told.value.code == "changed"


def test_that_an_account_taken_meanwhile_stops_the_records_too(campus, keeper, monkeypatch):
    found = rolls.plan(campus.office, "users", book(PEOPLE, ("n1", "甲", "學生", None, None)))
    keeper.add([NewAccount("n1", "別人", Role.STUDENT, "cloud-portfolio-1")])
    with pytest.raises(BadInput):
        rolls_written(campus, keeper, found)
    assert all(one.owner != "n1" for one in of_form(campus, "person"))


def rolls_written(campus, keeper, found):
    from server.services.roll_writing import carry_out  # noqa: PLC0415 - the one place that goes past the look

    return carry_out(campus.office, keeper, found)


def test_that_enrolments_come_in_with_their_codes_and_their_history(campus, keeper):
    line = ("amy", "bio-114-1", "生物", "114-1", CODE.lower(), "重修")
    bring(campus, keeper, "enrolments", book(COURSES, line))
    made = next(one for one in of_form(campus, "enrolment") if one.text("course") == "bio-114-1")
    assert (made.text("course_code"), made.text("enrolment_mode")) == (CODE, "retake")
    query = select(tables.history.c.actor).where(tables.history.c.rec == made.id)
    assert campus.office.database.read(lambda conn: list(conn.scalars(query))).result() == ["office"]
    again = look(campus, keeper, "enrolments", book(COURSES, line))
    assert again.counts["same"] == 1


def test_that_a_line_that_stands_twice_is_told(campus, keeper):
    line = ("amy", "bio-114-1", "生物", "114-1", None, None)
    told = look(campus, keeper, "enrolments", book(COURSES, line, line))
    assert [(one.cell, one.sentence) for one in told.faults] == [("A3", "和第 2 列是同一筆，請留一列。")]


def test_that_a_large_list_is_one_transaction(campus, keeper):
    lines = [(f"n{number}", f"學生{number}", "學生", "高一仁", "一年級") for number in range(700)]
    told = bring(campus, keeper, "users", book(PEOPLE, *lines))
    assert told.counts["new"] == 700
    seqs = {one.seq for one in of_form(campus, "person") if one.owner.startswith("n")}
    assert len(seqs) == 1


@pytest.mark.parametrize("kind", ROLLS)
def test_that_a_template_offers_its_choices_explains_itself_and_reads_back(campus, keeper, kind):
    data = template(ROLLS[kind], CODES, 114)
    made = openpyxl.load_workbook(io.BytesIO(data))
    assert made.sheetnames == [ROLLS[kind].title, "填寫說明"]
    first = made.worksheets[0]
    assert tuple(cell.value for cell in first[1]) == ROLLS[kind].headings
    offered = [one.formula1 for one in first.data_validations.dataValidation]
    assert bool(offered) is (kind != "courses")
    told = look(campus, keeper, kind, data)
    assert [one.sentence for one in told.faults] == ["名單裡沒有任何一列資料。"]


def test_that_every_fate_has_a_count(campus, keeper):
    told = look(campus, keeper, "courses", book(("課程", "教師帳號"), ("bio", "nobody")))
    assert set(told.counts) == {fate.value for fate in Fate}
