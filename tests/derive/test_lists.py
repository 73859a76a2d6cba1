"""Lists of a backup: our own read back exactly, other systems' by their labels, and nothing is dropped in silence."""

import io
import unicodedata
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import given, settings, strategies as st
from openpyxl import Workbook

from derive import lists, resources, sheet_reading, sheets
from derive.vocabulary import Vocabulary
from domain.errors import BadInput
from domain.fields import Choice, Day, FileSlot, Number, YearTerm
from domain.forms import DIVERSE, FORMS, SIXTEEN
from domain.records import Attachment, Record, clean
from domain.validation import storable, tidy
from tests.derive import hostile

CODES = resources.codelists()
SENIOR = resources.profile("senior-high")
PROFILES = {name: resources.profile(name) for name in resources.profile_names()}
VOCABULARIES = {name: Vocabulary(one, CODES, resources.aliases()) for name, one in PROFILES.items()}
WORDS = VOCABULARIES["senior-high"]
BACKED_UP = [form for form in SIXTEEN if form.key not in ("receipt", "announcement")]


def workbook(*rows, name="清單"):
    book = Workbook()
    book.active.title = name
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(form, *rows, mode=""):
    grids = sheet_reading.read(workbook(*rows))
    return lists.read(grids[0], FORMS[form], mode, "資料夾/清單.xlsx", WORDS)


def spelled(field, text):
    return tidy(field, unicodedata.normalize("NFC", text))


LETTERS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cf", "Cn"]), min_size=1, max_size=30
)


def answers(form):
    """What a person may have entered in the form's fields."""

    def of(field):
        match field:
            case FileSlot():
                return st.nothing()
            case Choice():
                return st.sampled_from([entry.code for entry in CODES[field.codes].entries])
            case Day():
                return st.dates(date(2020, 1, 1), date(2030, 12, 31)).map(str)
            case Number():
                return st.decimals(0, 18, places=field.places and 1).map(lambda n: tidy(field, str(n)))
            case YearTerm():
                return st.builds("{}-{}".format, st.integers(108, 118), st.sampled_from("12"))
        return LETTERS.map(lambda text: spelled(field, text))

    fields = {one.key: of(one) for one in form.fields if not isinstance(one, FileSlot)}
    fields.pop("external_media_url", None)
    return st.fixed_dictionaries({}, optional=fields)


@pytest.mark.parametrize("form", BACKED_UP, ids=lambda form: form.key)
@settings(max_examples=16, deadline=None)
@given(data=st.data(), name=st.sampled_from(sorted(PROFILES)))
def test_that_our_own_list_reads_back_exactly(form, data, name):
    fields = PROFILES[name].fields(form)
    shown = {one.key for one in fields}
    values = {key: value for key, value in clean(data.draw(answers(form))).items() if key in shown}
    slot = next(iter(form.slots), None)
    files = {slot.key: Attachment("0" * 64, 3, "獎狀.pdf", "application/pdf")} if slot else {}
    record = Record("r", form.key, values=values, files=files)
    course = {"year_term": "113-2", "subject_name": "生物", "enrolment_mode": "retake", "grade_level": "1"}
    parent = Record("e", "enrolment", values=course) if form.inherited else None
    out = io.BytesIO()
    row = sheets.Row(record, parent, {key: f"資料夾/{one.name}" for key, one in files.items()})
    sheets.write(out, form, [row], CODES, fields=fields)
    grid = sheet_reading.read(out.getvalue())[0]
    listed, notes = lists.read(grid, form, "", "清單.xlsx", VOCABULARIES[name])
    assert notes == []
    if not (values or files or parent):
        assert listed == []
        return
    (one,) = listed
    assert one.notes == ()
    assert dict(one.values) == values
    assert {key: (named.name, named.path) for key, named in one.files.items()} == {
        key: (file.name, f"資料夾/{file.name}") for key, file in files.items()
    }
    if parent:
        assert one.course == course


@pytest.mark.parametrize(
    "written",
    ["1141220", "114/12/20", "114.12.20", "民國114年12月20日", "2025/12/20", "2025-12-20", "20251220",
     "2025/12/20 上午 12:00:00", "2025-12-20T00:00:00", date(2025, 12, 20), datetime(2025, 12, 20),  # noqa: DTZ001 - a workbook knows no zones
     1141220, 46011],
)  # fmt: skip
def test_that_a_day_is_read_however_it_is_written(written):
    (one,), notes = read("competition", ["競賽名稱", "結果公布日期"], ["科展", written])
    assert (one.values["result_date"], one.notes, notes) == ("2025-12-20", (), [])


def test_that_the_29th_of_february_of_a_roc_leap_year_is_a_day():
    (one,), _ = read("work", ["名稱", "日期"], ["短片", "1130229"])
    assert one.values["completed_on"] == "2024-02-29"


@pytest.mark.parametrize(
    ("head", "cells"),
    [
        (["學年度", "學期"], ["114", "1"]),
        (["學年度", "學期別"], [114, 1]),
        (["學年", "學期"], ["114學年度", "第一學期"]),
        (["學年度", "學期"], ["2025", "上"]),
        (["學年度／學期別"], ["114 學年度第 1 學期"]),
        (["學年期"], ["114-1"]),
        (["學年期"], ["1141"]),
        (["學年期"], ["114上"]),
        (["學年期"], ["114學年度第1學期"]),
    ],
)
def test_that_a_term_is_read_however_it_is_written(head, cells):
    (one,), notes = read("competition", ["競賽名稱", *head], ["科展", *cells])
    assert (one.values["year_term"], one.notes, notes) == ("114-1", (), [])


@pytest.mark.parametrize("written", ["班級幹部", "2", 2, "02", "2 班級幹部", "2.班級幹部", "(2)班級幹部"])
def test_that_a_choice_is_read_by_label_or_code(written):
    (one,), _ = read("cadre_experience", ["單位名稱", "擔任職務", "幹部等級"], ["高一仁", "班長", written])
    assert (one.values["cadre_level"], one.notes) == ("2", ())


def test_that_what_is_not_in_a_list_is_said_with_its_cell():
    (one,), _ = read("cadre_experience", ["單位名稱", "幹部等級", "擔任職務"], ["高一仁", "宇宙幹部", "班長"])
    assert "cadre_level" not in one.values
    (note,) = one.notes
    assert note.place.endswith("B2")
    assert "宇宙幹部" in note.sentence


def test_that_a_licence_that_is_not_listed_keeps_its_name():
    (one,), _ = read("licence", ["證照名稱", "取得證照日期"], ["潛水 OW", "1140701"])
    assert one.values["licence_code"] == "local-other"
    assert one.values["licence_name"] == "潛水 OW"
    assert one.notes == ()


def test_that_a_day_that_does_not_exist_is_said_and_the_rest_is_taken():
    (one,), _ = read("work", ["名稱", "日期"], ["短片", "1140230"])
    assert dict(one.values) == {"work_name": "短片"}
    assert "1140230" in one.notes[0].sentence


def test_that_an_unknown_column_is_said_once_and_an_empty_one_is_not():
    _, notes = read(
        "work", ["名稱", "日期", "星座", "空欄"], ["一", "1140101", "獅子", None], ["二", "", "", ""]
    )
    assert [note.sentence for note in notes] == ["不認得「星座」這一欄，沒有匯入。"]
    assert notes[0].place.endswith("C1")


def test_that_an_empty_cell_moves_no_other():
    listed, notes = read(
        "service_learning",
        ["服務名稱", "服務單位", "內容簡述"], ["淨灘", None, "撿到三袋"], [None, "博物館", "導覽"],
    )  # fmt: skip
    assert [clean(one.values) for one in listed] == [
        {"service_name": "淨灘", "description": "撿到三袋"},
        {"service_unit": "博物館", "description": "導覽"},
    ]
    assert notes == []


def test_that_a_title_above_the_header_and_empty_rows_do_not_matter():
    listed, notes = read(
        "service_learning",
        ["某某高中 學生學習歷程"], [], ["序號", "服務名稱", "服務單位(必填)"], [1, "淨灘", "環保局"],
        [], [None, "導覽", "博物館"],
    )  # fmt: skip
    assert [one.values["service_name"] for one in listed] == ["淨灘", "導覽"]
    assert listed[1].place.endswith("第 6 列")
    assert notes == []


def test_that_a_text_that_is_too_long_stays_whole():
    (one,), _ = read("work", ["名稱", "內容簡述"], ["短片", "長" * 300])
    assert one.values["description"] == "長" * 300


@pytest.mark.parametrize(
    ("name", "form", "mode"),
    [
        ("志工服務", "service_learning", ""),
        ("服務學習", "service_learning", ""),
        ("其它活動", "other_performance", ""),
        ("其他多元表現", "other_performance", ""),
        ("其它多元表現清單", "other_performance", ""),
        ("團體活動", "group_activity", ""),
        ("大學及技專校院先修課程", "advanced_placement", ""),
        ("校內幹部", "school_cadre", ""),
        ("幹部經歷", "cadre_experience", ""),
        ("重修課程學習成果", "course_outcome", "retake"),
        ("學期課程學習成果", "course_outcome", "semester"),
        ("彈性學習", "flexible_learning", ""),
        ("自傳", "autobiography", ""),
        ("學習計畫", "study_plan", ""),
        ("檢定證照清單", "licence", ""),
    ],
)
def test_that_the_folders_of_the_manual_are_known(name, form, mode):
    assert WORDS.form_of("不知道", name) == (FORMS[form], mode)


def test_that_every_form_of_the_manual_has_a_folder_of_its_own():
    found = {WORDS.form_of(form.folder)[0].key for form in (*DIVERSE, FORMS["school_cadre"])}
    assert len(found) == len(DIVERSE) + 1


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no workbook",
        hostile.made(("xl/workbook.xml", b"<broken")),
        hostile.ENTRIES["bomb of 9 MB"],
        workbook(["名稱", "日期"])[:-200],
    ],
)
def test_that_a_broken_workbook_is_a_sentence(data):
    with pytest.raises(BadInput) as caught:
        sheet_reading.read(data)
    assert caught.value.code == "not_a_workbook"


def repacked(book, change):
    """The workbook with its sheet's XML changed."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            text = source.read(name)
            target.writestr(name, change(text) if name.startswith("xl/worksheets/") else text)
    return out.getvalue()


def test_that_xml_with_entities_is_not_read():
    lol = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    bomb = repacked(workbook(["名稱", "日期"]), lambda text: lol + text)
    with pytest.raises(BadInput):
        sheet_reading.read(bomb)


def test_that_a_sheet_that_unpacks_to_gigabytes_of_rows_is_refused():
    row = b'<row r="%d"><c r="A%d"><v>1</v></c></row>'
    rows = b"".join(row % (n, n) for n in range(2, 400_000))
    bomb = repacked(
        workbook(["名稱", "日期"]), lambda text: text.replace(b"</sheetData>", rows + b"</sheetData>")
    )
    with pytest.raises(BadInput):
        sheet_reading.read(bomb)


CELLS = (
    st.none()
    | LETTERS
    | st.decimals()
    | st.dates()
    | st.sampled_from(["1" * 5000, "9" * 5, "０１", "\u0301"])
)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(BACKED_UP), st.lists(st.lists(CELLS, max_size=30), max_size=5))
def test_that_no_sheet_of_anything_raises(form, rows):
    titles = tuple(column.title for column in sheets.columns(form, fields=SENIOR.fields(form)))
    grid = sheet_reading.Grid("清單", (titles, *map(tuple, rows)))
    listed, _ = lists.read(grid, form, "", "清單.xlsx", WORDS)
    for one in listed:
        assert storable(form, one.values) == ()
