"""The forms, read against the manual."""

import json
import os
from pathlib import Path

import pytest

from derive.resources import codelists
from domain.crossrules import RULES
from domain.fields import Choice, Day, FileSlot, Flag, Link, Number, Text, YearTerm
from domain.forms import DIVERSE, FORMS, OWN, SIXTEEN, SYSTEM
from domain.forms.form import Form
from domain.spec import dump

GOLDEN = Path(__file__).parent.parent / "golden" / "forms.json"

# key: label, kind, required at selection (SA §6-1 ... §6-10, step 5; A1, A12)
MANUAL = {
    "cadre_experience": [
        ("unit_name", "單位名稱", Text, True),
        ("start_date", "開始日期", Day, True),
        ("end_date", "結束日期", Day, True),
        ("position_title", "擔任職務", Text, True),
        ("description", "內容簡述", Text, True),
        ("cadre_level", "幹部等級", Choice, True),
    ],
    "competition": [
        ("competition_name", "競賽名稱", Text, True),
        ("event_category", "項目", Text, True),
        ("competition_field", "競賽領域", Choice, True),
        ("competition_level", "競賽等級", Choice, True),
        ("award", "獎項", Text, True),
        ("result_date", "結果公佈日期", Day, True),
        ("description", "內容簡述", Text, True),
        ("participation_type", "團體參與", Choice, True),
    ],
    "licence": [
        ("licence_code", "證照名稱", Choice, True),
        ("licence_name", "證照全名", Text, False),
        ("licence_category", "證照類別", Choice, True),
        ("score", "分數", Number, False),
        ("component_results", "分項結果", Text, False),
        ("obtained_on", "取得證照日期", Day, True),
        ("certificate_number", "證照字號", Text, False),
        ("test_group", "檢定組別", Text, False),
        ("description", "內容簡述", Text, True),
    ],
    "service_learning": [
        ("service_name", "服務名稱", Text, True),
        ("service_unit", "服務單位", Text, True),
        ("start_date", "開始日期", Day, True),
        ("end_date", "結束日期", Day, True),
        ("hours", "時數", Number, True),
        ("description", "內容簡述", Text, True),
    ],
    "flexible_learning": [
        ("flexible_type", "彈性學習時間類別(種類)", Choice, True),
        ("offering_name", "內容(開設名稱)", Text, True),
        ("offering_unit", "開設單位", Text, True),
        ("periods_per_week", "每週節數", Number, True),
        ("weeks", "開設週數", Number, True),
        ("description", "內容簡述", Text, True),
    ],
    "group_activity": [
        ("group_activity_type", "團體活動時間類別", Choice, True),
        ("organiser", "辦理單位", Text, False),
        ("activity_name", "團體活動內容名稱", Text, False),
        ("activity_year", "活動學年度", Number, True),
        ("activity_semester", "活動學期", Choice, True),
        ("periods", "節數", Number, True),
        ("description", "內容簡述", Text, True),
    ],
    "workplace_learning": [
        ("workplace_type", "職場學習類別", Choice, True),
        ("workplace_unit", "職場學習單位", Text, True),
        ("job_title", "職場學習職稱", Text, False),
        ("start_date", "開始日期", Day, True),
        ("end_date", "結束日期", Day, True),
        ("hours", "時數", Number, True),
        ("description", "內容簡述", Text, True),
    ],
    "work": [
        ("work_name", "名稱", Text, True),
        ("completed_on", "日期", Day, True),
        ("description", "內容簡述", Text, True),
    ],
    "advanced_placement": [
        ("project_name", "計畫專案", Text, False),
        ("offering_unit", "開設單位", Text, True),
        ("course_name", "課程名稱", Text, True),
        ("start_date", "開始日期", Day, True),
        ("end_date", "結束日期", Day, True),
        ("credits", "學分數", Number, True),
        ("total_hours", "總時數", Number, True),
        ("description", "內容簡述", Text, True),
    ],
    "other_performance": [
        ("activity_name", "名稱", Text, True),
        ("organiser", "主辦單位", Text, True),
        ("start_date", "開始日期", Day, True),
        ("end_date", "結束日期", Day, True),
        ("hours", "時數", Number, True),
        ("description", "內容簡述", Text, True),
    ],
}
SHARED_BEFORE = [("year_term", "學年度／學期別", YearTerm, True)]
SHARED_AFTER = [
    ("document_file", "證明文件", FileSlot, True),
    ("document_note", "證明文件說明", Text, False),
    ("media_file", "影音檔案", FileSlot, False),
    ("media_note", "影音檔案說明", Text, False),
    ("external_media_url", "影音檔案外部連結", Link, False),
]
PERSONAL = {
    "autobiography": ["自傳用途", "撰寫日期", "自傳簡述", "自傳檔案說明", "自傳檔案"],
    "study_plan": ["學習計畫用途", "撰寫日期", "學習計畫簡述", "學習計畫檔案說明", "學習計畫檔案"],
}


def test_that_there_are_sixteen_forms_and_those_of_the_system() -> None:
    assert len(SIXTEEN) == 16
    assert [form.key for form in SYSTEM] == [
        "school",
        "person",
        "enrolment",
        "window",
        "consent",
        "inquiry",
        "deputy",
        "guidance",
        "late_act",
        "codelist",
    ]
    assert len(FORMS) == 16 + len(SYSTEM) + len(OWN)


def test_that_what_people_keep_for_themselves_names_whose_it_may_be() -> None:
    assert all(form.authors for form in OWN)
    assert not any(form.authors for form in (*SIXTEEN, *SYSTEM))


@pytest.mark.parametrize("key", MANUAL)
def test_that_a_diverse_form_asks_what_the_manual_asks(key: str) -> None:
    shown = [(one.key, one.label, type(one), one.required) for one in FORMS[key].fields]
    described = [row for row in shown if row[0] not in {k for k, *_ in SHARED_BEFORE + SHARED_AFTER}]
    assert described == MANUAL[key]
    assert shown[:1] == SHARED_BEFORE
    assert shown[-5:] == SHARED_AFTER


def test_that_the_titles_are_the_manuals() -> None:
    assert [form.title for form in DIVERSE] == [
        "幹部經歷",
        "競賽表現",
        "檢定證照",
        "服務學習",
        "彈性學習",
        "團體活動",
        "職場學習",
        "作品成果",
        "大學及技專校院先修課程",
        "其它多元表現",
    ]


@pytest.mark.parametrize("key", PERSONAL)
def test_that_a_personal_form_needs_its_file_and_stays_in_the_school(key: str) -> None:
    form = FORMS[key]
    assert [one.label for one in form.fields][1:] == PERSONAL[key]
    assert form.field("file").required
    assert not form.sheet
    assert all(one.local_only for one in form.fields)


def test_that_a_course_outcome_carries_its_own_answers_and_takes_the_rest_from_the_course() -> None:
    form = FORMS["course_outcome"]
    assert [one.key for one in form.fields] == [
        "summary",
        "document_file",
        "document_note",
        "media_file",
        "media_note",
        "external_media_url",
    ]
    enrolment = {one.key for one in FORMS["enrolment"].fields}
    assert set(form.inherited) <= enrolment


def test_that_licences_have_no_award() -> None:
    with pytest.raises(KeyError, match="award"):
        FORMS["licence"].field("award")


def test_that_cadres_of_the_school_have_no_file() -> None:
    assert FORMS["school_cadre"].slots == ()


def test_that_notes_about_files_are_in_no_national_sheet() -> None:
    for form in DIVERSE:
        assert form.field("document_note").local_only
        assert form.field("media_note").local_only
    assert FORMS["competition"].field("competition_field").local_only


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_that_a_form_names_only_what_exists(form: Form) -> None:
    keys = {one.key for one in form.fields}
    assert form.title_field in keys
    assert set(form.subtitle_fields) <= keys
    assert set(form.rules) <= set(RULES)
    assert {one.codes for one in form.fields if isinstance(one, Choice)} <= set(codelists())
    labels = [one.label for one in form.fields]
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize("form", SIXTEEN, ids=[form.key for form in SIXTEEN])
def test_that_folders_and_sheets_are_distinct(form: Form) -> None:
    assert [other.key for other in SIXTEEN if other.folder == form.folder] == [form.key]
    assert not form.sheet or [other.key for other in SIXTEEN if other.sheet == form.sheet] == [form.key]


def test_that_every_rule_is_used_by_some_form() -> None:
    assert {name for form in FORMS.values() for name in form.rules} == set(RULES)


def test_that_a_misspelt_or_senseless_field_is_refused_where_it_is_written() -> None:
    with pytest.raises(TypeError):
        Text(key="name", label="名稱", limt=40)  # type: ignore[call-arg]
    with pytest.raises(ValueError, match="limit"):
        Text(key="name", label="名稱", limit=0)
    with pytest.raises(ValueError, match="kind of file slot"):
        FileSlot(key="file", label="檔案", kind="picture")  # type: ignore[arg-type]
    twice = (Flag(key="same", label="甲"), Flag(key="same", label="乙"))
    with pytest.raises(ValueError, match="twice"):
        Form(key="form", title="表", category="表", group="system", fields=twice, title_field="same")


def test_that_the_agreed_forms_have_not_changed_unseen() -> None:
    now = json.dumps(dump(), ensure_ascii=False, indent=1, sort_keys=False) + "\n"
    if os.environ.get("LICHENG_WRITE_GOLDEN"):
        GOLDEN.write_text(now, encoding="utf-8")
    assert GOLDEN.read_text(encoding="utf-8") == now, (
        "the forms differ from tests/golden/forms.json; if that is meant, run this test once with "
        "LICHENG_WRITE_GOLDEN=1 and read the difference before committing it"
    )
