"""ROC years, terms and deadlines."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from domain.calendar import (
    TERMS,
    Deadline,
    SchoolTerm,
    end_of_day,
    iso_day,
    last_day,
    parse_day,
    parse_term,
    remaining,
    roc_digits,
    roc_label,
    school_year_of,
    term_label,
)

ZONES = [
    "Asia/Taipei",
    "Asia/Tokyo",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Beirut",
    "Africa/Cairo",
    "Europe/London",
    "America/New_York",
    "America/Havana",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Pacific/Apia",
]


@pytest.mark.parametrize(
    "text", ["109/02/29", "1090229", "109.2.29", "民國109年2月29日", "2020-02-29", "20200229"]
)
def test_that_a_leap_day_of_roc_109_is_a_day(text: str) -> None:
    assert parse_day(text) == date(2020, 2, 29)


def test_that_leap_years_are_those_of_the_western_year() -> None:
    assert parse_day("113/02/29") == date(2024, 2, 29)
    for year in (108, 110, 112, 114):
        with pytest.raises(ValueError):
            parse_day(f"{year}/02/29")


@pytest.mark.parametrize("text", ["", "昨天", "113/13/01", "113/02", "2026-02-30", "１１３/02/28"])
def test_that_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_day(text)


@pytest.mark.parametrize("text", ["2026-2-28", "20260228", "2026-02-28 ", "2026-02-29", "115-02-28"])
def test_that_only_one_spelling_of_a_day_is_stored(text: str) -> None:
    with pytest.raises(ValueError):
        iso_day(text)


@given(st.dates(date(1912, 1, 1), date(2910, 12, 31)))
def test_that_roc_digits_come_back_as_the_same_day(day: date) -> None:
    assert parse_day(roc_digits(day)) == day
    assert parse_day(roc_label(day)) == day
    assert iso_day(day.isoformat()) == day


@given(st.integers(1, 999), st.sampled_from(sorted(TERMS)))
def test_that_a_term_comes_back_as_itself(year: int, term: str) -> None:
    written = str(SchoolTerm(year, term))
    assert parse_term(written) == SchoolTerm(year, term)


@pytest.mark.parametrize(
    "text", ["", "114", "114-3", "114-", "-1", "0114-1", "114-1 ", "114-T5", "１１４-1", "114-Q0"]
)
def test_that_what_is_no_term_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_term(text)
    assert term_label(text) == text


def test_that_terms_read_as_the_manuals_print_them() -> None:
    assert parse_term("114-1").label == "114 學年度第 1 學期"
    assert parse_term("110-0").label == "110 學年度（不分學期）"
    rows = [
        (parse_term(text).term_type, parse_term(text).number)
        for text in ("110-0", "110-T2", "110-Q3", "110-2")
    ]
    assert rows == [("不分學期", "不分學期"), ("三學期制", "2"), ("四學期制", "3"), ("雙學期制", "2")]


def test_that_a_school_year_begins_in_august() -> None:
    assert school_year_of(date(2026, 7, 31)) == 114
    assert school_year_of(date(2026, 8, 1)) == 115


@pytest.mark.parametrize("zone", ZONES)
def test_that_a_day_ends_when_the_next_begins_in_every_zone(zone: str) -> None:
    for day in (date(2026, 1, 1) + timedelta(days=n) for n in range(366)):
        end = end_of_day(day, zone)
        local = ZoneInfo(zone)
        assert end.tzinfo is UTC
        assert last_day(end, zone) == day
        assert (end - timedelta(seconds=1)).astimezone(local).date() == day
        assert end.astimezone(local).date() == day + timedelta(days=1)


def test_that_the_day_on_which_clocks_change_is_not_24_hours_long() -> None:
    lengths = {
        end_of_day(date(2026, 3, n), "America/New_York")
        - end_of_day(date(2026, 3, n - 1), "America/New_York")
        for n in (7, 8)
    }
    assert lengths == {timedelta(hours=24), timedelta(hours=23)}


def test_that_a_deadline_is_exclusive_and_reads_as_the_end_of_the_day_before() -> None:
    deadline = Deadline(datetime(2026, 2, 28, 16, tzinfo=UTC))
    assert deadline.text == "2026 年 2 月 28 日（六）24:00 截止（臺灣時間）"
    assert not deadline.passed(deadline.instant - timedelta(microseconds=1))
    assert deadline.passed(deadline.instant)
    assert (
        Deadline(datetime(2026, 2, 28, 9, 30, tzinfo=UTC)).text
        == "2026 年 2 月 28 日（六）17:30 截止（臺灣時間）"
    )
    assert Deadline(deadline.instant, printed="二月底").text == "二月底"
    with pytest.raises(ValueError, match="zone"):
        Deadline(datetime(2026, 2, 28))  # noqa: DTZ001 - the point of the test


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(days=5, hours=3, minutes=59), "還有 5 天 3 時"),
        (timedelta(days=5), "還有 5 天"),
        (timedelta(hours=3, minutes=20), "還有 3 時 20 分"),
        (timedelta(hours=3), "還有 3 時"),
        (timedelta(minutes=12), "還有 12 分"),
        (timedelta(seconds=59), "剩不到 1 分"),
        (timedelta(0), "已截止"),
        (timedelta(seconds=-1), "已截止"),
    ],
)
def test_that_what_is_left_is_said_in_words(left: timedelta, words: str) -> None:
    now = datetime(2026, 2, 20, tzinfo=UTC)
    assert remaining(now + left, now) == words
