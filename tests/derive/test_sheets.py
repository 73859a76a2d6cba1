"""A form's list as a workbook: typed cells, text that stays text, nothing on the disk but the list itself."""

import io
import os
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings, strategies as st
from openpyxl import load_workbook

from derive import sheets
from derive.resources import codelists, profile
from derive.sheet_writing import LONGEST, safe_text
from derive.sheets import Row, cell, columns
from domain.fields import Choice, Day, Flag, Link, Number, Text, YearTerm
from domain.forms import DIVERSE, FORMS, SIXTEEN
from domain.records import Attachment, Record

CODES = codelists()
LEVELS = Choice(key="cadre_level", label="等級", codes="cadre_level")
NUMBER = Number(key="n", label="n")
DAY = Day(key="d", label="d")
TEXT = Text(key="t", label="t", limit=10)


def written(form, rows, **more):
    out = io.BytesIO()
    count = sheets.write(out, FORMS[form], rows, CODES, **more)
    return count, load_workbook(io.BytesIO(out.getvalue())).worksheets[0]


def a_competition(**values):
    return Record(id="r1", form="competition", owner="s1", state="editable", values=values)


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        (TEXT, "字", "字"),
        (TEXT, None, None),
        (TEXT, "", None),
        (NUMBER, "12.500", Decimal("12.500")),
        (NUMBER, "十二", "十二"),
        (NUMBER, "NaN", "NaN"),
        (DAY, "2026-02-28", date(2026, 2, 28)),
        (DAY, "2026-02-30", "2026-02-30"),
        (YearTerm(key="y", label="y"), "114-1", "114 學年度第 1 學期"),
        (YearTerm(key="y", label="y"), "?", "?"),
        (Flag(key="f", label="f"), True, "是"),
        (Flag(key="f", label="f"), None, "否"),
        (Link(key="l", label="l"), "https://a.tw", "https://a.tw"),
        (LEVELS, "no such code", "no such code"),
    ],
)
def test_that_a_value_becomes_what_a_workbook_can_reckon_with(field, value, expected):
    assert cell(field, value, CODES) == expected


def test_that_a_code_reads_as_its_label():
    known = CODES["cadre_level"].entries[0]
    assert cell(LEVELS, known.code, CODES) == known.label


@pytest.mark.parametrize("form", SIXTEEN, ids=lambda form: form.key)
def test_that_every_form_has_a_sheet_with_distinct_titles(form):
    titles = [column.title for column in columns(form)]
    assert len(titles) == len(set(titles))
    assert titles[-4:] == ["狀態", "認證日期", "認證說明", "是否勾選"]
    assert set(form.inherited) <= {column.key for column in columns(form)}


@pytest.mark.parametrize("form", DIVERSE, ids=lambda form: form.key)
def test_that_fields_kept_at_the_school_have_no_national_name(form):
    national = {column.key: column.national for column in columns(form) if column.source == "value"}
    assert not national["document_note"]
    assert national["description"] == "內容簡述"


@pytest.mark.parametrize("form", ["course_outcome", "competition"])
def test_that_what_is_not_there_leaves_its_cell_and_moves_no_other(form):
    """Others leave out the cell of a missing document, and every later one stands under the wrong title."""
    place = {"document_file": "名稱.pdf", "media_file": "影片.mp4"}
    whole = Record("r1", form, "s1", values={"award": "佳作", "summary": "字"}, srv={"comment": "最後一欄"})
    _, full = written(
        form, [Row(whole, None, place), Row(whole, None, {"media_file": "影片.mp4"}), Row(whole)]
    )
    header, all_there, no_document, no_file = ([cell.value for cell in row] for row in full.iter_rows())
    assert len(header) == len(all_there) == len(no_document) == len(no_file)
    moved = [
        (title, one, other)
        for title, one, other in zip(header, all_there, no_file, strict=True)
        if one != other and one not in place.values()
    ]
    assert moved == []
    assert "名稱.pdf" in all_there
    assert no_document.index("影片.mp4") == all_there.index("影片.mp4")


def test_that_a_list_holds_labels_days_numbers_and_the_place_of_each_file():
    outcome = Record(
        id="o1",
        form="course_outcome",
        owner="s1",
        parent="e1",
        state="failed",
        values={"summary": "第一行\n第二行"},
        files={"document_file": Attachment("a" * 64, 10, "我的 報告.pdf", "application/pdf")},
        srv={
            "decided_at": "2026-02-28T17:30:00Z",
            "comment": "請補照片",
            "reasons": ["02"],
            "selection": "locked",
        },
    )
    enrolment = Record(
        id="e1",
        form="enrolment",
        values={"year_term": "114-1", "subject_name": "生物", "credits": "2", "enrolment_mode": "semester"},
    )
    place = {"document_file": "學期課程學習成果/我的 報告.pdf"}
    count, sheet = written("course_outcome", [Row(outcome, enrolment, place)])
    header, first = ([one.value for one in row] for row in sheet.iter_rows())
    got = dict(zip(header, first, strict=True))
    assert count == 1
    assert got["學年期"] == "114 學年度第 1 學期"
    assert got["修習方式"] == "學期"
    assert got["修課學分"] == 2
    assert got["課程學習成果簡述"] == "第一行\n第二行"
    assert got["課程學習成果文件檔案"] == "我的 報告.pdf"
    assert got["課程學習成果文件檔案位置"] == place["document_file"]
    assert got["狀態"] == "認證不通過"
    assert got["認證日期"].date() == date(2026, 3, 1)
    assert got["認證說明"].splitlines() == [CODES["rejection_reason"].label("02"), "請補照片"]
    assert got["是否勾選"] == "是"
    link = sheet.cell(2, header.index("課程學習成果文件檔案位置") + 1).hyperlink
    assert link.target == "%E6%88%91%E7%9A%84%20%E5%A0%B1%E5%91%8A.pdf"


def test_that_the_header_stays_in_sight_and_columns_have_room():
    _, sheet = written("competition", [Row(a_competition(competition_name="科展"))])
    assert sheet.freeze_panes == "A2"
    assert sheet.cell(1, 1).font.bold
    assert all(sheet.column_dimensions[one.column_letter].width >= 10 for one in sheet[1])
    assert sheet.auto_filter.ref.startswith("A1:")


@pytest.mark.parametrize(
    "text", ["=1+1", "+886", "-5 度", "@SUM(A1)", "\t=cmd|'/c calc'!A0", '=HYPERLINK("x")']
)
def test_that_what_looks_like_a_formula_stays_text(text):
    _, sheet = written("competition", [Row(a_competition(description=text))])
    found = [one for one in sheet[2] if one.value == text]
    assert len(found) == 1
    assert found[0].data_type == "s"
    assert found[0].quotePrefix


def test_that_characters_xml_cannot_hold_are_left_out_and_the_rest_is_kept():
    _, sheet = written("competition", [Row(a_competition(description="前\x00\x0b\x1f後\ufffe\ud800😀\t尾"))])
    assert "前後😀\t尾" in [one.value for one in sheet[2]]


def test_that_a_cell_holds_at_most_what_excel_allows():
    for text in ("字" * 40_000, "😀" * 20_000):
        kept = safe_text(text)
        assert len(kept.encode("utf-16-le")) // 2 <= LONGEST
        assert kept.endswith("…")
    assert safe_text("字" * LONGEST) == "字" * LONGEST


@settings(max_examples=30, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=60))
def test_that_any_text_gives_a_workbook_that_opens(text):
    _, sheet = written("competition", [Row(a_competition(description=text))])
    assert sheet.max_row == 2 or not safe_text(text)


def test_that_a_profile_names_the_columns():
    form = FORMS["course_outcome"]
    titles = [column.title for column in columns(form, fields=profile("experimental").fields(form))]
    assert "課程學習成果檔案" in titles
    assert "課程學習成果文件檔案說明" not in titles


def test_that_no_row_passes_through_a_temporary_file(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path / "none"))
    made = []
    monkeypatch.setattr("openpyxl.worksheet._writer.create_temporary_file", made.append)
    sheets.write(tmp_path / "list.xlsx", FORMS["work"], [], CODES)
    assert made == []
    assert os.listdir(tmp_path) == ["list.xlsx"]
    assert zipfile.ZipFile(tmp_path / "list.xlsx").testzip() is None
