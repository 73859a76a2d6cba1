"""提交名冊: what is missing is told, workbook and files are made whole or not at all, and then it is handed in."""

import zipfile
from io import BytesIO

import openpyxl
import pytest
from attrs import evolve

from demo import hands
from derive.sheet_writing import Sheet, book_of
from desktop.models import rosters as model
from desktop.operations import rosters
from domain.intents import Action
from domain.records import Record
from tests.desktop.views import desks, screens
from tests.desktop.views.test_office_work import person

CODE = "113200306H01AA1B2C01234"
IDS = ("A123456789", "A800000014")


def whole_school(code: str = "200306") -> list[Record]:
    """Two students of one class: two passed outcomes and a competition, all locked, and an office at school."""
    found: list[Record] = [desks.school(code=code), *desks.WINDOWS]
    for place in range(2):
        joined = desks.enrolment(400 + place, place)
        values = {**joined.values, "course_code": CODE, "grade_level": "1", "enrolment_mode": "semester"}
        joined = evolve(joined, values=values)
        made = desks.outcome(500 + place, joined, "passed", selection="locked")
        who = person(place)
        found += [evolve(who, values={**who.values, "grade_level": "1"}), joined, made]
    found.append(desks.competition(600, "acc-0", selection="locked"))
    cadre = {
        "year_term": "114-1", "unit_name": "高一仁", "start_date": "2025-09-01", "end_date": "2026-01-20",
        "position_title": "班長", "cadre_level": "2",
    }  # fmt: skip
    found.append(Record(desks.identity(650), "school_cadre", "acc-0", state="editable", values=cadre))
    return found


def with_files(desk) -> None:
    for number in (500, 501):
        desk.blobs.adopt_bytes(b"%PDF-" + str(number).encode())
    desk.blobs.adopt_bytes(b"%PDF-c600")


def identities(folder, rows=None):
    path = folder / "身分資料.xlsx"
    lines = rows or [("acc-0", IDS[0], "0980101"), ("acc-1", IDS[1], "098/02/03")]
    path.write_bytes(book_of([Sheet("身分", [("帳號", 9), ("身分證號", 9), ("出生日期", 9)], lines)]))
    return path


@pytest.fixture
def office(open_desk):
    visit = open_desk("administrator", whole_school())
    with_files(visit.desk)
    return visit


def open_rosters(window, code: str):
    page = screens.open_page(window, "admin_rosters")
    hands.choose(page.form.roster, code)
    return page


def looked(page) -> str:
    page.look()
    screens.settle(page.desk)
    return page.seen.outcome.text()


def test_that_a_whole_roster_goes_into_a_zip_and_is_marked(office, tmp_path):
    with screens.shown(office.desk) as window:
        page = open_rosters(window, "26")
        page.take_identities(identities(tmp_path))
        screens.settle(office.desk)
        screens.settle(office.desk)
        assert page.seen.outcome.text() == "可以匯出：2 筆、2 位學生、2 個檔案，沒有缺漏。"
        page.export_to(tmp_path / "名冊.zip")
        screens.settle(office.desk)
        assert page.told.text() == "名冊做好了：2 筆、2 個檔案"
        with hands.answering(hands.confirming(), "標記"):
            hands.click(page.send_button)
        screens.settle(office.desk)
        said = [(one.intent.action, one.intent.record) for one in office.desk.unsent()]
        assert said == [(Action.SEND, desks.identity(500)), (Action.SEND, desks.identity(501))]
    with zipfile.ZipFile(tmp_path / "名冊.zip") as archive:
        assert sorted(archive.namelist()) == [
            "26_學生課程學習成果名冊_114_0.xlsx",
            "files/semester/00001-document.pdf",
            "files/semester/00002-document.pdf",
        ]
        assert archive.read("files/semester/00001-document.pdf") == b"%PDF-500"
        book = openpyxl.load_workbook(BytesIO(archive.read("26_學生課程學習成果名冊_114_0.xlsx")))
    assert [[cell.value for cell in row][:3] for row in book["學期課程學習成果"].iter_rows(min_row=2)] == [
        [IDS[0], "0980101", CODE],
        [IDS[1], "0980203", CODE],
    ]


def test_that_a_folder_is_made_as_a_new_one(office, tmp_path):
    with screens.shown(office.desk) as window:
        page = open_rosters(window, "25")
        page.take_identities(identities(tmp_path))
        screens.settle(office.desk)
        screens.settle(office.desk)
        (tmp_path / "taken").mkdir()
        page.export_to(tmp_path / "taken")
        screens.settle(office.desk)
        assert page.job.banner.text.startswith("這裡已經有「taken」")
        page.export_to(tmp_path / "名冊")
        screens.settle(office.desk)
        assert (
            tmp_path / "名冊" / "files" / "competition" / "00001-document.pdf"
        ).read_bytes() == b"%PDF-c600"


def test_that_without_ids_it_is_checked_but_not_written(office):
    with screens.shown(office.desk) as window:
        page = open_rosters(window, "26")
        assert looked(page).startswith("可以匯出")
        assert not page.seen.export_button.isEnabled()
        assert "身分資料檔" in page.seen.why.text()


def test_that_faults_are_listed_and_can_be_taken_along(office, tmp_path):
    ids = identities(tmp_path, [("acc-0", "A123456780", "0980101")])
    with screens.shown(office.desk) as window:
        page = open_rosters(window, "26")
        page.take_identities(ids)
        screens.settle(office.desk)
        screens.settle(office.desk)
        assert page.seen.outcome.text().startswith("還不能匯出：有 2 個地方要改好")
        rows = page.seen.table.rows.table.rows
        assert [(row[1], row[3]) for row in rows] == [
            ("高一仁 1 林小宇", "身分證號"),
            ("高一仁 2 陳品妤", "身分證號"),
        ]
        assert not page.seen.export_button.isEnabled()
        rosters.write_lacks(page.found.lacks, tmp_path / "缺漏.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "缺漏.xlsx").active
    assert sheet.max_row == 3


def test_that_a_bad_list_of_ids_is_told_by_its_cells(office, tmp_path):
    ids = identities(tmp_path, [("acc-0", IDS[0], "098/02/30"), ("acc-0", IDS[0], "0980101")])
    with screens.shown(office.desk) as window:
        page = open_rosters(window, "26")
        page.take_identities(ids)
        screens.settle(office.desk)
        assert "C2：看不懂日期「098/02/30」" in page.job.banner.text
        assert "A3：" in page.job.banner.text
        assert page.identities is None


def test_that_cadres_are_asked_for_by_term(office):
    with screens.shown(office.desk) as window:
        page = open_rosters(window, "24")
        assert page.form.term_frame.isVisible()
        assert looked(page).startswith("可以匯出：1 筆")
        hands.choose(page.form.term, "2")
        assert looked(page).startswith("還不能匯出")
        assert page.sent.isHidden()


def test_that_ids_are_forgotten_when_the_page_is_left(office, tmp_path):
    with screens.shown(office.desk) as window:
        page = open_rosters(window, "26")
        page.take_identities(identities(tmp_path))
        screens.settle(office.desk)
        window.go("home")
        assert page.identities is None


def test_that_a_cancelled_export_leaves_nothing_behind(office, tmp_path):
    wanted = rosters.Wanted(next(one for one in model.offered(office.desk) if one.code == "26"), 114, "1")
    ids = rosters.read_identities(identities(tmp_path))
    found = rosters.look(office.desk, wanted, ids)
    folder = tmp_path / "out"
    folder.mkdir()
    for name in ("a.zip", "a"):
        with pytest.raises(rosters.Cancelled):
            rosters.export(office.desk, found, ids, folder / name, cancel=lambda: True)
    assert list(folder.iterdir()) == []


def test_that_a_test_school_is_told_and_stopped(open_desk):
    office = open_desk("administrator", whole_school("000000"))
    with screens.shown(office.desk) as window:
        page = open_rosters(window, "26")
        assert looked(page).startswith("還不能匯出：有 1 個地方")
