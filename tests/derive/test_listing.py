"""Lists as offices bring them: our template, Excel's, LibreOffice's, CSV of either encoding; and what is none."""

import zipfile
from io import BytesIO

import openpyxl
import pytest

from derive import listing
from derive.sheet_writing import Sheet, book_of
from domain.errors import BadInput
from tests.derive.test_rosters import SOFFICE, convert

HEADINGS = ("帳號", "姓名")
ROWS = [("s1", "林怡君"), ("s2", "林𠮷祥")]


def workbook(rows=ROWS, headings=HEADINGS) -> bytes:
    return book_of([Sheet("名單", [(one, 12) for one in headings], rows)])


def read(data: bytes, optional=()):
    return listing.read(data, HEADINGS, optional)


def said(sheet) -> list[tuple[str, str]]:
    return [(one.cell, one.sentence) for one in sheet.problems]


@pytest.mark.parametrize(
    "data",
    [
        workbook(),
        "帳號,姓名\r\ns1,林怡君\r\ns2,林𠮷祥\r\n".encode("utf-8-sig"),
        "帳號,姓名\ns1,林怡君\ns2,林𠮷祥\n".encode(),
        "帳號\t姓名\r\ns1\t林怡君\r\ns2\t林𠮷祥\r\n".encode("utf-16"),
        workbook(headings=("帳號*", "姓名（必填）")),
        workbook(rows=[("", ""), *ROWS, ("", "")]),
    ],
)
def test_that_a_list_reads_the_same_however_it_was_saved(data):
    sheet = read(data)
    assert [(line.text("帳號"), line.text("姓名")) for line in sheet.lines] == ROWS
    assert not sheet.problems


def test_that_a_csv_of_windows_in_taiwan_is_read():
    sheet = read("帳號,姓名\r\ns1,林怡君\r\n".encode("cp950"))
    assert sheet.lines[0].text("姓名") == "林怡君"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xd0\xcf\x11\xe0" + bytes(100), "舊版 Excel"),
        (b"PK\x03\x04 nothing", "打不開"),
        (bytes(2000), "不是 Excel 也不是 CSV"),
        (b"\xff" * 20, "文字編碼"),
    ],
)
def test_that_what_is_no_list_is_told_with_what_to_do(data, words):
    with pytest.raises(BadInput) as error:
        read(data)
    assert words in error.value.sentence
    assert error.value.remedy


def test_that_an_ods_is_told_as_such():
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    with pytest.raises(BadInput) as error:
        read(packed.getvalue())
    assert ".ods" in error.value.sentence


def test_that_faults_have_the_address_of_their_cell():
    data = workbook([("s1", ""), ("s2", "林")], headings=("帳號", "姓名"))
    assert said(read(data)) == [("B2", "「姓名」不能空白。")]
    odd = workbook([("s1", "林", "x")], headings=("帳號", "姓名", "生日"))
    assert said(read(odd)) == [("C1", "不認得「生日」這一欄，請改名或刪除。")]
    short = workbook([("s1",)], headings=("帳號",))
    assert said(read(short))[0] == ("A1", "少了「姓名」這一欄。")
    twice = workbook([("s1", "林", "張")], headings=("帳號", "姓名", "姓名"))
    assert said(read(twice)) == [("C1", "「姓名」這一欄出現兩次，請留一欄。")]


def test_that_a_list_without_lines_is_no_list():
    assert said(read(workbook([]))) == [("A2", "名單裡沒有任何一列資料。")]


def test_that_a_line_that_stands_twice_names_the_first():
    sheet = read(workbook([("s1", "甲"), ("s1", "乙")]))
    sheet.once(("帳號",), "和第 {row} 列重複。")
    assert said(sheet) == [("A3", "和第 2 列重複。")]


def test_that_numbers_and_days_of_excel_become_what_was_meant():
    book = openpyxl.Workbook()
    book.active.append(["帳號", "姓名"])
    book.active.append([1140317, 2.5])
    packed = BytesIO()
    book.save(packed)
    line = read(packed.getvalue()).lines[0]
    assert (line.text("帳號"), line.text("姓名")) == ("1140317", "2.5")


@pytest.mark.slow
@pytest.mark.skipif(SOFFICE is None, reason="needs LibreOffice (Debian: libreoffice-calc-nogui)")
def test_that_a_list_saved_by_libreoffice_reads_cleanly(tmp_path):
    source, back = tmp_path / "名單.xlsx", tmp_path / "back"
    source.write_bytes(workbook())
    back.mkdir()
    ods = convert(source, "ods", back)
    with pytest.raises(BadInput):
        read(ods.read_bytes())
    for path in (
        convert(ods, "xlsx", back),
        convert(ods, "csv:Text - txt - csv (StarCalc):44,34,76,1", back),
    ):
        sheet = read(path.read_bytes())
        assert [(line.text("帳號"), line.text("姓名")) for line in sheet.lines] == ROWS
        assert not sheet.problems
