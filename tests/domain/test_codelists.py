"""Code lists: by year, marked when they stand in no source."""

import pytest

from derive.resources import codelists
from domain.calendar import TERMS
from domain.codelists import parse
from domain.people import Role

HEAD = "code,label,since,until,verified,source\n"


def test_that_codes_come_and_go_with_the_school_years() -> None:
    codes = parse("level", HEAD + "1,舊的,,110,true,甲\n2,新的,111,,true,甲\n")
    assert [code.code for code in codes.active(110)] == ["1"]
    assert [code.code for code in codes.active(111)] == ["2"]
    assert codes.label("1") == "舊的"
    assert codes.label("9") == "9"
    assert codes.verified


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("code,label\n1,甲\n", "缺少欄位"),
        (HEAD + "1,甲,,,true,\n1,乙,,,true,\n", "第 3 列：代碼 1 重複"),
        (HEAD + "1,,,,true,\n", "第 2 列：代碼與名稱"),
        (HEAD + "1,甲,,,yes,\n", "第 2 列：verified"),
        (HEAD + "1,甲,2020a,,true,\n", "第 2 列：學年度"),
        (HEAD + "1,甲\n", "第 2 列：欄數"),
        (HEAD + "1,甲,,,true,,多\n", "第 2 列：欄數"),
    ],
)
def test_that_a_faulty_list_is_refused_with_its_line(text: str, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        parse("level", text)


def test_that_a_list_saved_by_a_spreadsheet_is_read() -> None:
    assert parse("level", "\ufeff" + HEAD.replace("\n", "\r\n") + "1,甲,,,true,\r\n").label("1") == "甲"


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("cadre_level", "123459"),
        ("competition_level", "1234"),
        ("participation_type", "12"),
        ("licence_category", "1234"),
        ("flexible_type", "12345"),
        ("group_activity_type", "123456"),
        ("workplace_type", "1234"),
    ],
)
def test_that_a_sourced_list_has_its_codes_and_is_verified(name: str, codes: str) -> None:
    assert [entry.code for entry in codelists()[name].entries] == list(codes)
    assert codelists()[name].verified


@pytest.mark.parametrize("name", ["competition_field", "licence_code"])
def test_that_codes_found_nowhere_are_local_and_marked(name: str) -> None:
    entries = codelists()[name].entries
    assert entries
    assert all(entry.code.startswith("local-") and not entry.verified for entry in entries)


def test_that_students_are_offered_five_cadre_levels_and_the_school_six() -> None:
    levels = codelists()["cadre_level"]
    assert [code.label for code in levels.offered(114)] == [
        "班級幹部",
        "社團幹部",
        "實習幹部",
        "校外自治組織團體",
        "其他幹部",
    ]
    assert len(levels.offered(114, to_school=True)) == 6


def test_that_terms_of_the_list_are_those_of_the_calendar() -> None:
    assert {entry.code: entry.label for entry in codelists()["term"].entries} == dict(TERMS)


def test_that_what_the_program_tells_apart_is_named_by_the_domain() -> None:
    assert codelists()["window_kind"].label("outcome_certify") == "教師認證"
    assert [entry.code for entry in codelists()["role"].entries] == [role.value for role in Role]
    assert codelists()["role"].verified


def test_that_a_list_not_yet_known_is_empty_and_unverified() -> None:
    assert codelists()["makeup_method"].entries == ()
    assert not codelists()["makeup_method"].verified
