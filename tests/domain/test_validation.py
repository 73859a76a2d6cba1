"""The judge: what it says of one answer, of a whole form, and of what cannot even be kept."""

from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from derive.resources import codelists, profile
from domain.fields import Choice, Day, Field, Flag, Link, Number, Text, Value, YearTerm
from domain.forms import DIVERSE, FORMS
from domain.validation import problem, problems, storable, tidy

CODES = codelists()
SCHOOL = profile("senior-high")
EXPERIMENTAL = profile("experimental")
SUMMARY = Text(key="description", label="內容簡述", limit=100, lines=4)
COMPETITION = {
    "year_term": "114-1",
    "competition_name": "校內科展",
    "event_category": "物理",
    "competition_field": "local-science",
    "competition_level": "1",
    "award": "未得獎",
    "result_date": "2026-02-28",
    "description": "研究光與植物",
    "participation_type": "2",
}
SERVICE = {
    "year_term": "114-1",
    "service_name": "淨灘",
    "service_unit": "海洋協會",
    "start_date": "2026-01-10",
    "end_date": "2026-01-10",
    "hours": "4",
    "description": "撿了三袋垃圾",
}
CADRE = {
    "year_term": "114-1",
    "unit_name": "熱音社",
    "start_date": "2025-09-01",
    "end_date": "2026-01-20",
    "position_title": "社長",
    "description": "安排練習",
    "cadre_level": "3",
}
LICENCE = {
    "year_term": "114-1",
    "licence_code": "local-apcs",
    "licence_category": "3",
    "component_results": "觀念題80,實作題340",
    "obtained_on": "2026-01-10",
    "description": "程式檢定",
}
DOCUMENT = {"document_file": object()}


def _codes(
    form: str, values: dict[str, str], files: dict[str, object] | None = None
) -> list[tuple[str, str]]:
    found = problems(FORMS[form], values, DOCUMENT if files is None else files, CODES, SCHOOL)
    return [(one.field_key, one.code) for one in found]


def test_that_a_long_summary_is_told_how_much_to_cut() -> None:
    found = problem(SUMMARY, "字" * 104, CODES)
    assert found
    assert found.sentence == "內容簡述超過 4 字，請刪減到 100 字以內"
    assert found.remedy == "請刪減到 100 字以內"
    assert problem(SUMMARY, "字" * 100, CODES) is None


def test_that_newlines_emoji_and_full_width_count_one_each() -> None:
    assert problem(SUMMARY, "😀" * 50 + "\r\n" * 25 + "Ａ" * 25, CODES) is None
    assert problem(SUMMARY, "😀" * 50 + "\r\n" * 25 + "Ａ" * 26, CODES)


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        (Choice(key="level", label="等級", codes="cadre_level"), "7", "unknown_code"),
        (Day(key="day", label="日期"), "2026-02-29", "not_a_day"),
        (Day(key="day", label="日期"), "115/02/28", "not_a_day"),
        (Number(key="hours", label="時數"), "-1", "too_small"),
        (Number(key="hours", label="時數"), "三", "not_a_number"),
        (Number(key="hours", label="時數"), "１２", "not_a_number"),
        (Number(key="hours", label="時數"), "1e3", "not_a_number"),
        (Number(key="hours", label="時數"), "NaN", "not_a_number"),
        (Number(key="hours", label="時數"), "1.2345", "too_precise"),
        (Number(key="weeks", label="週數", places=0, minimum="1", maximum="18"), "19", "too_large"),
        (Number(key="weeks", label="週數", places=0, minimum="1", maximum="18"), "0", "too_small"),
        (Number(key="weeks", label="週數", places=0, minimum="1", maximum="18"), "1.5", "too_precise"),
        (YearTerm(key="year_term", label="學年期"), "114-5", "not_a_term"),
        (Link(key="link", label="連結"), "javascript:alert(1)", "not_a_link"),
        (Link(key="link", label="連結"), "https://", "not_a_link"),
        (Link(key="link", label="連結"), "https://[bad", "not_a_link"),
        (Link(key="link", label="連結"), "https://a.tw/" + "a" * 500, "too_long"),
        (Text(key="name", label="名稱", limit=3), True, "wrong_type"),
        (Flag(key="flag", label="開放"), "yes", "wrong_type"),
    ],
)
def test_that_a_faulty_answer_is_named(field: Field, value: Value, code: str) -> None:
    found = problem(field, value, CODES)
    assert found
    assert found.code == code
    assert "請" in found.sentence or "小數" in found.sentence
    assert found.stops


@pytest.mark.parametrize("value", [None, ""])
def test_that_a_hole_is_no_fault_of_a_draft(value: Value) -> None:
    assert problem(FORMS["competition"].field("award"), value, CODES) is None


def test_that_a_list_not_yet_known_lets_any_code_pass() -> None:
    assert problem(Choice(key="way", label="補修方式", codes="makeup_method"), "7", CODES) is None


def test_that_a_complete_record_has_no_problem() -> None:
    assert _codes("competition", COMPETITION) == []
    assert _codes("service_learning", SERVICE) == []
    assert _codes("cadre_experience", CADRE) == []
    assert _codes("licence", LICENCE) == []


@pytest.mark.parametrize("form", DIVERSE, ids=[form.key for form in DIVERSE])
def test_that_an_empty_diverse_record_misses_exactly_what_is_required(form) -> None:  # type: ignore[no-untyped-def]
    missing = {one.field_key for one in problems(form, {}, {}, CODES, SCHOOL) if one.code == "missing"}
    assert missing == {one.key for one in form.fields if one.required}


def test_that_spaces_do_not_fill_a_required_field() -> None:
    assert _codes("competition", COMPETITION | {"award": " 　\n"}) == [("award", "missing")]


def test_that_an_end_before_the_start_is_refused() -> None:
    assert _codes("cadre_experience", CADRE | {"end_date": "2025-08-31"}) == [
        ("end_date", "ends_before_it_starts")
    ]


def test_that_zero_hours_warn_and_do_not_stop() -> None:
    (found,) = problems(FORMS["service_learning"], SERVICE | {"hours": "0"}, DOCUMENT, CODES, SCHOOL)
    assert (found.code, found.severity, found.stops) == ("is_zero", "warning", False)


def test_that_school_level_cadres_are_left_to_the_school() -> None:
    assert _codes("cadre_experience", CADRE | {"cadre_level": "1"}) == [("cadre_level", "for_the_school")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("觀念題80，實作題340", "wrong_separator"),
        ("觀念題80,,實作題340", "blank_component"),
        ("觀念題80,", "blank_component"),
    ],
)
def test_that_components_are_separated_by_half_width_commas(text: str, code: str) -> None:
    assert _codes("licence", LICENCE | {"component_results": text}) == [("component_results", code)]


def test_that_a_licence_not_in_the_list_has_to_be_named() -> None:
    unlisted = LICENCE | {"licence_code": "local-other"}
    assert _codes("licence", unlisted) == [("licence_name", "needs_a_name")]
    assert _codes("licence", unlisted | {"licence_name": "街頭藝人證"}) == []
    assert _codes("licence", LICENCE | {"licence_code": "4286"}) == [("licence_code", "unknown_code")]


def test_that_a_note_about_a_file_that_is_not_there_warns() -> None:
    values = SERVICE | {"media_note": "影片", "external_media_url": "https://example.org/v"}
    found = problems(FORMS["service_learning"], values, DOCUMENT, CODES, SCHOOL)
    assert [(one.field_key, one.severity) for one in found] == [
        ("media_note", "warning"),
        ("external_media_url", "warning"),
    ]


def test_that_an_outcome_needs_one_of_two_files() -> None:
    needed = [("document_file", "needs_a_file")]
    assert _codes("course_outcome", {"summary": "心得"}, {}) == needed
    assert _codes("course_outcome", {"summary": "心得"}, {"media_file": object()}) == []
    assert _codes("course_outcome", {"summary": "心得"}, {"document_file": object()}) == []


def test_that_the_profile_decides_whether_a_summary_is_asked_and_which_terms_count() -> None:
    outcome = FORMS["course_outcome"]
    assert problems(outcome, {}, DOCUMENT, CODES, EXPERIMENTAL) == ()
    assert [one.field_key for one in problems(outcome, {}, DOCUMENT, CODES, SCHOOL)] == ["summary"]
    third = SERVICE | {"year_term": "114-T3"}
    assert _codes("service_learning", third) == [("year_term", "other_term_system")]
    assert problems(FORMS["service_learning"], third, DOCUMENT, CODES, EXPERIMENTAL) == ()


def test_that_hidden_fields_are_not_judged() -> None:
    values = {"document_note": "長" * 999}
    assert problems(FORMS["course_outcome"], values, DOCUMENT, CODES, EXPERIMENTAL) == ()


def test_that_a_window_closes_after_it_opens() -> None:
    values = {"kind": "outcome_submit", "zone": "Asia/Taipei", "school_year": "114"}
    edge = {"opens_at": "2026-02-28T16:00:00Z", "closes_at": "2026-02-28T16:00:00Z"}
    assert _codes("window", values) == []
    assert _codes("window", values | edge) == [("closes_at", "closes_before_it_opens")]
    assert _codes("window", values | {"opens_at": "明天"}) == [("opens_at", "not_an_instant")]


def test_that_a_draft_may_be_too_long_but_not_without_end() -> None:
    form = FORMS["competition"]
    assert storable(form, {"description": "字" * 5000}) == ()
    (found,) = storable(form, {"description": "字" * 20_001})
    assert found.code == "too_much"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"nothing": "x"}, "unknown_key"),
        ({"document_file": "x"}, "unknown_key"),
        ({"Bad Key": "x"}, "bad_key"),
        ({"award": True}, "wrong_type"),
        ({"award": 3}, "wrong_type"),
        ({"award": "a\r\nb"}, "not_normal"),
        ({"award": "a\x00b"}, "not_normal"),
        ({"award": "e\u0301"}, "not_normal"),
        ({"award": "\ud800"}, "not_normal"),
    ],
)
def test_that_what_cannot_be_kept_is_refused_at_the_door(values: dict[str, Value], code: str) -> None:
    assert [one.code for one in storable(FORMS["competition"], values)] == [code]


def test_that_all_texts_together_have_a_limit() -> None:
    assert storable(FORMS["receipt"], {"content": "字" * 200_000, "uploaded_by": "字" * 20_000}) == ()
    texts = [one.key for one in FORMS["enrolment"].fields if not isinstance(one, Flag)]
    found = storable(FORMS["enrolment"], dict.fromkeys(texts, "字" * 20_000))
    assert [one.code for one in found] == ["too_much"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("１２．５", "12.5"),
        ("012", "12"),
        ("3.500", "3.5"),
        ("-0", "0"),
        ("100", "100"),
        (" 7 ", "7"),
        ("三", "三"),
    ],
)
def test_that_a_number_is_kept_in_one_spelling(typed: str, kept: str) -> None:
    assert tidy(Number(key="hours", label="時數"), typed) == kept


@given(st.decimals(min_value=0, max_value=9999, places=3))
def test_that_a_tidied_number_has_its_value_and_stays_tidy(amount: Decimal) -> None:
    field = Number(key="hours", label="時數")
    kept = tidy(field, str(amount))
    assert Decimal(kept) == amount
    assert tidy(field, kept) == kept
    assert problem(field, kept, CODES) is None


def test_that_days_are_kept_in_the_western_spelling() -> None:
    assert tidy(Day(key="day", label="日期"), "113/02/29") == "2024-02-29"
    assert tidy(Day(key="day", label="日期"), "113/02/30") == "113/02/30"


@given(st.text(max_size=200))
def test_that_tidied_text_can_be_stored(text: str) -> None:
    kept = tidy(SUMMARY, text)
    assert tidy(SUMMARY, kept) == kept
    assert storable(FORMS["competition"], {"description": kept}) == ()


@pytest.mark.parametrize("typed", [" ", "\n", " \n\t ", "　"])
def test_that_blanks_alone_are_no_answer(typed):
    outcome = FORMS["course_outcome"]
    assert tidy(outcome.field("summary"), typed) == ""
    assert tidy(outcome.field("document_note"), typed) == ""
