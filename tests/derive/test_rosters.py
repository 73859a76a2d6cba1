"""The roster's workbook: the cover, one sheet a kind, blanks that stay where they are, links into a folder."""

import shutil
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path
from xml.dom import minidom

import openpyxl
import pytest
from attrs import evolve

from derive.rosters import Cover, compile_roster
from derive.sheet_writing import book_of
from domain.records import Attachment
from tests.domain.test_rosters import AMY, CODE, CODES, PDF, competition, outcome, roster

FILM = Attachment("b" * 64, 9, "影片.MP4", "video/mp4")
SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")


def made(code: str, *entries, term: str = "1"):
    front = Cover("200306", 114, term, roster(code))
    return front, compile_roster(front, entries, {"amy": AMY}, CODES)


def opened(data: bytes):
    return openpyxl.load_workbook(BytesIO(data))


def grid(sheet) -> list[list[object]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_that_the_cover_names_school_year_term_and_roster():
    front, whole = made("25", competition())
    book = opened(book_of(whole.sheets))
    assert grid(book["封面"]) == [["學校代碼", "學年度", "學期", "名冊別"], ["200306", "114", "0", "25"]]
    assert front.name == "25_學生自填多元表現名冊_114_0"


def test_that_every_kind_has_a_sheet_in_the_receipts_order_also_an_empty_one():
    _, whole = made("25", competition())
    assert opened(book_of(whole.sheets)).sheetnames == [
        "封面", "幹部經歷暨事蹟紀錄", "競賽參與紀錄", "檢定證照紀錄", "服務學習紀錄", "彈性學習時間紀錄",
        "團體活動時間紀錄", "職場學習紀錄", "作品成果紀錄", "大學及技專校院先修課程紀錄", "其他多元表現紀錄",
    ]  # fmt: skip


def test_that_a_line_has_codes_roc_days_and_links_and_nothing_that_is_only_ours():
    _, whole = made("25", competition())
    head, line = grid(opened(book_of(whole.sheets))["競賽參與紀錄"])
    told = dict(zip(head, line, strict=True))
    assert told == {
        "身分證號": "A123456789", "出生日期": "0970229", "競賽名稱": "科展", "項目": "物理", "競賽等級代碼": "3",
        "獎項": "佳作", "結果公布日期": "1141220", "內容簡述": "一起做實驗", "團體參與代碼": "1",
        "證明文件連結": "files/competition/00001-document.pdf", "影音檔案連結": None, "外部影音連結": None,
    }  # fmt: skip
    assert head[-3:] == ["證明文件連結", "影音檔案連結", "外部影音連結"]


def test_that_an_absent_document_leaves_a_blank_and_moves_nothing():
    entry = competition()
    filmed = evolve(entry, record=evolve(entry.record, files={"media_file": FILM}))
    _, whole = made("25", filmed)
    head, line = grid(opened(book_of(whole.sheets))["競賽參與紀錄"])
    told = dict(zip(head, line, strict=True))
    assert (told["證明文件連結"], told["影音檔案連結"]) == (None, "files/competition/00001-media.mp4")
    assert whole.files == (("files/competition/00001-media.mp4", FILM),)


def test_that_a_link_leads_into_the_folder_beside_the_workbook():
    _, whole = made("25", competition())
    sheet = opened(book_of(whole.sheets))["競賽參與紀錄"]
    links = [cell.hyperlink.target for cell in sheet[2] if cell.hyperlink]
    assert links == ["files/competition/00001-document.pdf"]


def test_that_outcomes_stand_in_the_sheet_of_their_way_with_what_it_asks():
    again = outcome(
        "retake", original_year_term="113-2", original_course_code=CODE, original_subject_name="生物",
        original_grade_level="1", original_credits="2", retake_method="3",
    )  # fmt: skip
    _, whole = made("26", outcome(), again)
    book = opened(book_of(whole.sheets))
    head, line = grid(book["重修課程學習成果"])
    told = dict(zip(head, line, strict=True))
    assert (told["原修課學年度"], told["原修課學期"], told["重修方式"]) == ("113", "2", "3")
    assert (told["課程代碼"], told["實際修課學年度"], told["實際修課學期"]) == (CODE, "114", "1")
    assert len(grid(book["學期課程學習成果"])) == 2
    assert len(grid(book["補修課程學習成果"])) == 1
    assert whole.count == 2


def test_that_files_of_the_same_name_have_places_of_their_own():
    _, whole = made("25", competition(), competition(), competition())
    assert len({place for place, _ in whole.files}) == 3
    assert {one.sha256 for _, one in whole.files} == {PDF.sha256}


def test_that_what_looks_like_a_formula_is_text_and_the_xml_is_sound():
    _, whole = made("25", competition(award='=HYPERLINK("x")', description="第一行\n第二行 <&> \U00020bb7"))
    data = book_of(whole.sheets)
    line = grid(opened(data)["競賽參與紀錄"])[1]
    assert '=HYPERLINK("x")' in line
    assert "第一行\n第二行 <&> \U00020bb7" in line
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                minidom.parseString(archive.read(name))


def convert(source: Path, kind: str, folder: Path) -> Path:
    """What LibreOffice makes of the file, with settings of its own."""
    home = folder / "office"
    command = [str(SOFFICE), f"-env:UserInstallation={home.as_uri()}", "--headless"]
    subprocess.run(
        [*command, "--convert-to", kind, "--outdir", str(folder), str(source)],
        check=True,
        capture_output=True,
    )
    return folder / f"{source.stem}.{kind.partition(':')[0]}"


@pytest.mark.slow
@pytest.mark.skipif(SOFFICE is None, reason="needs LibreOffice (Debian: libreoffice-calc-nogui)")
def test_that_libreoffice_reads_every_cell_as_it_was_written(tmp_path):
    _, whole = made("25", competition(description="第一行\n第二行"), competition(award="=1+1"))
    source, back = tmp_path / "名冊.xlsx", tmp_path / "back"
    source.write_bytes(book_of(whole.sheets))
    back.mkdir()
    ods = convert(source, "ods", back)
    again = openpyxl.load_workbook(convert(ods, "xlsx", tmp_path / "back"))
    before = opened(source.read_bytes())
    assert again.sheetnames == before.sheetnames
    for name in before.sheetnames:
        assert grid(again[name]) == grid(before[name]), name
