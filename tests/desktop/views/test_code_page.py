"""代碼表: what is unchecked is marked with words, lists are searched, and a newer one reaches every computer."""

from __future__ import annotations

import openpyxl
import pytest

from demo import hands
from derive.sheet_writing import Sheet, book_of
from desktop.models import code_lists as model
from desktop.views.code_page import CodePage
from domain import codelists
from domain.people import Role
from domain.records import Record
from server.services.accounts import NewAccount
from tests.desktop.conftest import PASSWORD, STUDENT
from tests.desktop.views import desks, screens
from tests.desktop.views.computers import computer
from tests.desktop.views.homes import shown

OFFICE = "code-office"


@pytest.fixture
def office(open_desk):
    return open_desk("administrator", [desks.school()])


@pytest.fixture
def page(office):
    with screens.shown(office.desk) as window:
        yield screens.open_page(window, "admin_codelists")


def rows(page) -> list[tuple[str, ...]]:
    return list(page.table.rows.table.rows)


def test_that_what_nobody_has_checked_is_marked_in_words(page):
    hands.choose(page.choice, "licence_code")
    assert page.pill.text.endswith("個未核對")
    assert {row[3] for row in rows(page)} == {model.UNCHECKED}
    assert "⚠" in page.listing.option
    hands.choose(page.choice, "cadre_level")
    assert page.pill.text == "都核對過"
    assert {row[3] for row in rows(page)} == {model.CHECKED}
    assert page.stamp.text() == "程式附的代碼表，還沒有換成學校自己的。"


def test_that_a_list_is_searched_by_code_name_and_issuer(page):
    hands.choose(page.choice, "licence_code")
    hands.write(page.search, "多益")
    page._show()
    assert [row[0] for row in rows(page)] == ["local-toeic"]
    hands.write(page.search, "沒有這種證照")
    page._show()
    assert page.count.text() == "沒有符合的代碼。"


def test_that_the_programs_own_lists_are_looked_at_only(page):
    hands.choose(page.choice, "term")
    assert page.import_button.isHidden()
    assert "不能更換" in page.how.text()


def test_that_the_schools_own_list_counts_offline_for_every_selector(open_desk):
    text = (
        "code,label,since,until,verified,source\n4230,多益,,,true,國教署\nlocal-toeic,TOEIC,,113,false,GK\n"
    )
    values = {"name": "licence_code", "school_year": "114", "source": "國教署", "content": text}
    own = Record(desks.identity(900), "codelist", state="current", ver=3, values=values)
    student = open_desk("student", [desks.school(), own])
    assert [one.code for one in student.desk.codes["licence_code"].offered(114)] == ["4230"]
    assert student.desk.codes["cadre_level"].label("2") == "班級幹部"
    desks.hear(student.desk, [own_with(own, text.replace("多益", "多益測驗"))], 50)
    assert student.desk.codes["licence_code"].label("4230") == "多益測驗"
    listing = model.listings(student.desk)["licence_code"]
    assert model.stamp(listing).startswith("學校匯入的 114 學年度版本")


def own_with(record: Record, text: str) -> Record:
    return Record(record.id, record.form, state="current", ver=4, values={**record.values, "content": text})


def test_that_a_newer_list_is_looked_at_brought_in_and_read_by_a_student(qtbot, qapp, campus, tmp_path):
    campus.school.doorkeeper.add([NewAccount(OFFICE, "吳明德", Role.ADMINISTRATOR, PASSWORD)])
    with (
        computer(campus, tmp_path / "office", OFFICE) as at,
        computer(campus, tmp_path / "home", STUDENT) as home,
    ):
        at.sync()
        page = shown(qtbot, CodePage(desks.Visit(at.desk, save_to=[tmp_path / "匯出"])))
        hands.choose(page.choice, "makeup_method")
        page.ask_and_export()
        assert openpyxl.load_workbook(tmp_path / "匯出.xlsx").active["A1"].value == "代碼"
        lines = [("1", "專班辦理"), ("2", "自學輔導")]
        path = tmp_path / "補修方式.xlsx"
        path.write_bytes(book_of([Sheet("代碼", [("代碼", 9), ("名稱", 9)], lines)]))
        hands.write(page.source, "國教署 114 學年度公告")
        page.look_at(path)
        screens.settle(at.desk)
        assert page.preview.headline.text() == "可以匯入：新增 2 筆。"
        hands.click(page.preview.accept_button)
        screens.settle(at.desk)
        assert "已在學校生效" in page.job.banner.text
        home.sync()
        found = home.desk.codes["makeup_method"]
        assert [(one.code, one.source) for one in found.entries] == [
            ("1", "國教署 114 學年度公告"),
            ("2", "國教署 114 學年度公告"),
        ]
        assert isinstance(found, codelists.CodeList)
