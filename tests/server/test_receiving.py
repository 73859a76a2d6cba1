"""The receipt package: nothing of it is believed before its hashes fit, and what students said outlives it."""

import hashlib
import json
from pathlib import Path

import openpyxl
import pytest

from derive.listing import BadList
from domain import intents
from domain.errors import BadInput
from domain.intents import Action, Intent
from domain.records import Record
from server.db import rows
from server.services import identities, packages, receiving
from server.services.publishing import publish
from tests.server import parcels
from tests.server.campus import Campus, new_id
from tests.server.parcels import IDS, PASSWORD

GRADES = {"學期成績": [{"科目名稱": "物理", "質性文字描述": "把 { 和 } 寫進簡述裡", "學期學業成績": "82"}]}
NONE: dict[str, list[object]] = {"學期成績": [], "重修成績": []}


@pytest.fixture
def office(campus: Campus, tmp_path: Path):
    publish(campus.office, [Record("", "person", who, values={"name": who}) for who in IDS])
    book = openpyxl.Workbook()
    for line in (("帳號", "身分證號"), *IDS.items()):
        book.worksheets[0].append(line)
    book.save(tmp_path / "ids.xlsx")
    identities.import_list(campus.office, tmp_path / "ids.xlsx")
    return campus.office


def package(path: Path, content=GRADES, **more) -> Path:
    files = {
        "學生修課紀錄_114_1.json": parcels.roster("修課紀錄", {IDS["amy"]: content, IDS["ben"]: NONE}),
        "校內幹部經歷_114_1.json": parcels.roster(
            "校內幹部經歷", {IDS["amy"]: {"幹部經歷": [{"單位名稱": "二年三班", "擔任職務": "班長"}]}}
        ),
    }
    return parcels.parcel(path / "receipt.zip", files, **more)


def held(office) -> dict[tuple[str, str], Record]:
    found = office.database.read(lambda conn: rows.of_forms(conn, ("receipt",))).result()
    assert len({(one.owner, one.text("category")) for one in found}) == len(found)
    return {(one.owner, one.text("category")): one for one in found}


def test_that_a_package_becomes_each_students_receipts(office, tmp_path: Path) -> None:
    done = receiving.receipts(office, package(tmp_path), PASSWORD, "114-1")
    assert (done.students, done.written, done.skipped) == (2, 3, 0)
    mine = held(office)["amy", "grades"]
    assert json.loads(mine.text("content")) == GRADES
    assert (mine.state, mine.text("year_term"), mine.text("uploaded_by")) == ("open", "114-1", "教務處")
    assert json.loads(held(office)["ben", "grades"].text("content")) == NONE


def test_that_the_term_of_the_package_counts_when_none_is_given(office, tmp_path: Path) -> None:
    files = {
        "多元表現.json": parcels.roster(
            "多元表現", {IDS["amy"]: {"作品成果紀錄": []}}, 學年度="113", 學期="2"
        )
    }
    receiving.receipts(office, parcels.parcel(tmp_path / "a.zip", files), PASSWORD)
    assert held(office)["amy", "diverse"].text("year_term") == "113-2"
    with pytest.raises(BadInput, match="--term"):
        receiving.receipts(office, package(tmp_path), PASSWORD)


@pytest.mark.parametrize("fault", ["changed", "unlisted", "missing"])
def test_that_what_does_not_fit_its_hash_is_refused_whole(office, tmp_path: Path, fault: str) -> None:
    data = parcels.roster("修課紀錄", {IDS["amy"]: GRADES})
    listing = {
        "changed": f"修課紀錄.json,{hashlib.sha256(data + b' ').hexdigest()}",
        "unlisted": f"別的.json,{hashlib.sha256(data).hexdigest()}",
        "missing": f"修課紀錄.json,{hashlib.sha256(data).hexdigest()}\n多元表現.json,{'0' * 64}",
    }[fault]
    path = parcels.parcel(tmp_path / "a.zip", {"修課紀錄.json": data}, listing=listing)
    with pytest.raises(BadInput, match="不符"):
        receiving.receipts(office, path, PASSWORD, "114-1")
    assert held(office) == {}


def test_that_a_wrong_password_and_a_broken_file_say_what_to_do(office, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="密碼"):
        receiving.receipts(office, package(tmp_path), "wrong", "114-1")
    (tmp_path / "no.zip").write_bytes(b"PK nothing")
    with pytest.raises(BadInput, match="重新下載"):
        receiving.receipts(office, tmp_path / "no.zip", PASSWORD, "114-1")
    broken = parcels.parcel(tmp_path / "b.zip", {"修課紀錄.json": b"\xef\xbb\xbf{not json"})
    with pytest.raises(BadInput, match="JSON"):
        receiving.receipts(office, broken, PASSWORD, "114-1")


def test_that_somebody_unknown_stops_the_import_until_it_is_said_to_skip(office, tmp_path: Path) -> None:
    files = {"修課紀錄.json": parcels.roster("修課紀錄", {IDS["amy"]: GRADES, "C199999999": GRADES})}
    path = parcels.parcel(tmp_path / "a.zip", files)
    with pytest.raises(BadInput, match="對不到帳號") as told:
        receiving.receipts(office, path, PASSWORD, "114-1")
    assert "C199999999" not in str(told.value)
    assert held(office) == {}
    assert receiving.receipts(office, path, PASSWORD, "114-1", skip_unknown=True).skipped == 1
    assert set(held(office)) == {("amy", "grades")}


def test_that_the_same_package_again_changes_nothing(office, tmp_path: Path) -> None:
    receiving.receipts(office, package(tmp_path), PASSWORD, "114-1")
    before = held(office)
    done = receiving.receipts(office, package(tmp_path), PASSWORD, "114-1")
    assert (done.written, done.unchanged) == (0, 3)
    assert held(office) == before


def test_that_a_new_import_keeps_what_a_student_confirmed_and_counts_its_version(
    campus: Campus, office, tmp_path: Path
) -> None:
    receiving.receipts(office, package(tmp_path), PASSWORD, "114-1")
    mine = held(office)["amy", "grades"]
    campus.one("amy", Intent(new_id(), Action.CONFIRM, mine.id, "receipt", intents.seen(mine.content_hash)))
    other = {"學期成績": [{"科目名稱": "物理", "學期學業成績": "90"}]}
    done = receiving.receipts(office, package(tmp_path, other), PASSWORD, "114-1")
    assert (done.written, done.after_confirmation) == (1, 1)
    again = held(office)["amy", "grades"]
    assert (again.id, again.state, again.text("import_serial")) == (mine.id, "confirmed", "2")
    assert again.srv["confirmed_rows"]
    assert json.loads(again.text("content")) == other


def test_that_no_national_id_is_kept(office) -> None:
    people = office.database.read(lambda conn: rows.of_forms(conn, ("person",))).result()
    assert all(secret not in repr(people) for secret in IDS.values())
    assert identities.accounts(office)[identities.mark(office, " a123456789 ")] == "amy"


def test_that_an_id_that_comes_twice_is_refused_with_its_cell(office, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for line in (("帳號", "身分證號"), ("amy", "A1"), ("ben", "A1"), ("zoe", "A2")):
        book.worksheets[0].append(line)
    book.save(tmp_path / "ids.xlsx")
    with pytest.raises(BadList) as told:
        identities.import_list(office, tmp_path / "ids.xlsx")
    assert sorted(one.cell for one in told.value.problems) == ["A4", "B3"]


def test_that_a_name_in_big5_is_read() -> None:
    assert packages.category_of("高一_校內幹部經歷名冊.json") == "cadres"
    assert packages.category_of("學生課程學習成果.json") == "outcomes"
    assert packages.category_of("別的.json") == ""
