"""What belongs to a roster of the national database, and what keeps it from being handed in."""

from datetime import UTC, date, datetime

import pytest
from attrs import evolve

from derive import resources
from domain import course_codes
from domain.national_ids import Identity, is_national_id, spelled
from domain.people import School, Settings
from domain.records import Attachment, Record
from domain.roster_checks import check
from domain.rosters import Entry, belongs, known, sheets_of

CODES = resources.codelists()
CODE = "113200306H01AA1B2C01234"
AMY = Identity("A123456789", date(2008, 2, 29))
PDF = Attachment("a" * 64, 9, "獎狀.pdf", "application/pdf")


def school(code: str = "200306", profile: str = "senior-high") -> School:
    settings = Settings(name="某高中", code=code, school_year=114)
    return School(resources.profile(profile), CODES, datetime(2026, 3, 1, tzinfo=UTC), settings)


def roster(code: str, school_code: str = "200306"):
    return next(one for one in known(CODES["roster_code"], school_code, 114) if one.code == code)


def person(grade: str = "2") -> Record:
    values = {"name": "林小宇", "class_name": "二年三班", "seat": "5", "grade_level": grade}
    return Record("p", "person", "amy", values={key: value for key, value in values.items() if value})


def competition(**over: str) -> Entry:
    values = {
        "year_term": "114-1", "competition_name": "科展", "event_category": "物理", "competition_level": "3",
        "competition_field": "local-mathematics", "award": "佳作", "result_date": "2025-12-20",
        "description": "一起做實驗", "participation_type": "1", **over,
    }  # fmt: skip
    srv = {"selection": "locked"}
    record = Record("c", "competition", "amy", "", "editable", 1, 0, values, {"document_file": PDF}, srv)
    return Entry(record, None, person())


def outcome(mode: str = "semester", **over: str) -> Entry:
    course = {
        "course": "bio", "course_code": CODE, "subject_name": "生物", "year_term": "114-1",
        "enrolment_mode": mode, "grade_level": "2", "credits": "2", **over,
    }  # fmt: skip
    kept = {key: value for key, value in course.items() if value}
    enrolment = Record("e", "enrolment", "amy", state="current", values=kept)
    files = {"document_file": PDF}
    srv = {"selection": "locked"}
    record = Record("o", "course_outcome", "amy", "e", "passed", 1, 0, {"summary": "報告"}, files, srv)
    return Entry(record, enrolment, person())


def faults(code: str, *entries: Entry, at: School | None = None, **ids: Identity) -> list[tuple[str, str]]:
    at = at or school()
    found = check(roster(code, at.settings.code), entries, at, 114, ids or {"amy": AMY})
    return [(one.field, one.sentence) for one in found if one.stops]


@pytest.mark.parametrize(
    ("number", "holds"),
    [
        ("A123456789", True),
        ("A123456788", False),
        ("A800000014", True),
        ("AA00000009", True),
        ("A323456789", False),
        ("a123456789", False),
        ("A12345678", False),
        ("", False),
    ],
)
def test_that_a_national_id_fits_its_check_digit(number, holds):
    assert is_national_id(number) is holds


def test_that_blanks_and_small_letters_of_an_id_are_spelled_out():
    assert spelled(" a1234 56789 ") == "A123456789"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (CODE, ""),
        (CODE[:-1], "課程代碼要 23 碼，這裡是 22 碼"),
        ("", "課程代碼要 23 碼，這裡是 0 碼"),
        ("X" + CODE[1:], "課程代碼的前三碼是入學學年度，其餘只能是英文大寫與數字"),
        (CODE.lower(), "課程代碼的前三碼是入學學年度，其餘只能是英文大寫與數字"),
    ],
)
def test_that_a_course_code_has_its_shape(code, said):
    assert course_codes.fault(code) == said


def test_that_a_day_school_and_an_evening_school_have_their_own_rosters():
    day = [one.code for one in known(CODES["roster_code"], "200306", 114)]
    evening = [one.code for one in known(CODES["roster_code"], "200B06", 114)]
    assert ("26" in day, "28" in day) == (True, False)
    assert ("26" in evening, "28" in evening) == (False, True)
    assert not {"41", "42"} & {*day, *evening}


def test_that_each_way_of_taking_a_course_has_its_own_sheet():
    found = sheets_of(roster("26"), CODES["enrolment_mode"])
    assert (found["makeup"], found["retake"]) == ("補修課程學習成果", "重修課程學習成果")
    assert next(iter(found.values())) == "學期課程學習成果"


@pytest.mark.parametrize(
    ("code", "year", "grade", "selection", "holds"),
    [
        ("25", 114, "2", "locked", True),
        ("25", 114, "3", "locked", False),
        ("35", 114, "3", "locked", True),
        ("75", 114, "3", "picked", True),
        ("25", 114, "2", "none", False),
        ("25", 113, "2", "locked", False),
        ("25", 114, "", "locked", True),
    ],
)
def test_that_a_roster_takes_its_year_its_grades_and_what_was_picked(code, year, grade, selection, holds):
    entry = competition()
    entry = evolve(entry, person=person(grade), record=evolve(entry.record, srv={"selection": selection}))
    assert belongs(roster(code), entry, year, "1", 114) is holds


def test_that_somebody_was_a_grade_lower_a_year_ago():
    entry = competition(year_term="113-2")
    assert belongs(roster("25"), evolve(entry, person=person("3")), 113, "0", 114)
    assert not belongs(roster("35"), evolve(entry, person=person("3")), 113, "0", 114)


def test_that_a_whole_roster_has_no_faults():
    assert faults("25", competition()) == []
    assert faults("26", outcome()) == []


@pytest.mark.parametrize("code", ["000000", "000B00"])
def test_that_a_test_school_hands_nothing_in(code):
    assert faults("25", competition(), at=school(code)) == [
        ("學校代碼", f"{code} 是測試學校的代碼，不能提交")
    ]


def test_that_a_school_without_a_code_is_told_where_to_put_it():
    found = check(roster("25"), [competition()], school(""), 114)
    assert [(one.field, one.remedy) for one in found] == [("學校代碼", "請在「學年度與設定」填學校代碼")]


def test_that_every_fault_says_who_which_and_what_to_do():
    entry = competition(description="")
    found = check(roster("25"), [entry], school(), 114)
    assert len(found) == 1
    one = found[0]
    assert (one.who, one.what, one.field, one.record) == (
        "二年三班 5 林小宇",
        "競賽表現：科展",
        "內容簡述",
        "c",
    )
    assert one.remedy.startswith("請開放更正，讓學生")


def test_that_a_placeholder_of_ours_is_never_handed_in_as_a_code():
    values = {
        "year_term": "114-1", "licence_code": "local-toeic", "licence_category": "1", "obtained_on": "2025-10-01",
        "description": "考到了",
    }  # fmt: skip
    record = Record(
        "l", "licence", "amy", "", "editable", 1, 0, values, {"document_file": PDF}, {"selection": "locked"}
    )
    assert faults("25", Entry(record, None, person())) == [
        ("證照名稱", "「TOEIC 多益測驗」還沒有國教署的代碼")
    ]


def test_that_what_is_not_locked_or_still_on_its_way_is_not_handed_in():
    entry = competition()
    moving = evolve(entry, record=evolve(entry.record, srv={"selection": "picked", "blobs_pending": 2}))
    assert faults("25", moving) == [("勾選", "勾選還沒有鎖定"), ("檔案", "有 2 個檔案還沒傳到學校")]


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (outcome(course_code=""), [("課程代碼", "修課名單沒有填課程代碼")]),
        (outcome(course_code="123"), [("課程代碼", "課程代碼要 23 碼，這裡是 3 碼")]),
        (
            outcome("makeup", makeup_method="1"),
            [("原修課（應修課）學年期", "修課名單沒有填原修課（應修課）學年期")],
        ),
        (evolve(outcome(), parent=None), [("課程", "找不到這件成果的修課資料")]),
    ],
)
def test_that_what_the_course_owes_is_asked_of_the_list_of_courses(entry, said):
    assert faults("26", entry) == said


def test_that_zero_hours_are_a_warning_and_stop_nothing():
    values = {
        "year_term": "114-1", "service_name": "淨灘", "service_unit": "環保社", "start_date": "2025-10-01",
        "end_date": "2025-10-01", "hours": "0", "description": "撿垃圾",
    }  # fmt: skip
    record = Record(
        "s",
        "service_learning",
        "amy",
        "",
        "editable",
        1,
        0,
        values,
        {"document_file": PDF},
        {"selection": "locked"},
    )
    found = check(roster("25"), [Entry(record, None, person())], school(), 114)
    assert [(one.field, one.weight) for one in found] == [("時數", "請確認")]


def test_that_ids_are_asked_for_everybody_and_checked():
    assert faults("25", competition(), ben=AMY) == [("身分證號", "身分資料檔裡沒有這個人")]
    wrong = Identity("A123456780", AMY.born)
    assert faults("25", competition(), amy=wrong) == [("身分證號", "身分證號的格式或檢查碼不對")]


def test_that_an_unknown_person_or_grade_is_told():
    assert faults("25", evolve(competition(), person=None)) == [("帳號", "沒有「amy」的人員資料")]
    assert faults("25", evolve(competition(), person=person(""))) == [("年級", "不知道是哪個年級")]


def test_that_an_empty_roster_is_not_handed_in():
    assert faults("25") == [("", "這份名冊沒有任何一筆資料")]


def test_that_ids_are_not_shown_where_a_value_is_printed():
    assert "A123456789" not in repr(AMY)
