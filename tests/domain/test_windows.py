"""The school's windows: exclusive ends, one of several, and words for people."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from attrs import evolve
from hypothesis import given, strategies as st

from domain.records import Record
from domain.windows import Window, instant, stamp, window_of
from tests.domain.ourschool import CLOSES, NOW, after, new_id, school, window

MICRO = timedelta(microseconds=1)


def test_that_the_end_itself_is_too_late_and_the_beginning_itself_is_not_too_early():
    one = Window("outcome_submit", opens_at=NOW, closes_at=CLOSES)
    assert [one.is_open(m) for m in (NOW - MICRO, NOW, CLOSES - MICRO, CLOSES)] == [False, True, True, False]
    assert one.opened(NOW)
    assert not one.opened(NOW - MICRO)
    assert one.closed(CLOSES)
    assert not one.closed(CLOSES - MICRO)


@given(st.datetimes(timezones=st.just(UTC)))
def test_that_a_window_without_bounds_is_always_open(moment):
    assert Window("outcome_submit").is_open(moment)


def test_that_an_instant_is_the_same_in_whichever_zone_it_is_written():
    assert instant("2026-02-28T16:00:00Z") == instant("2026-03-01T00:00:00+08:00") == CLOSES
    assert instant("") is None
    with pytest.raises(ValueError, match="zone"):
        instant("2026-02-28T16:00:00")


@given(st.integers(0, 4_000_000_000), st.integers(0, 999_999), st.integers(-14, 14))
def test_that_a_stamp_reads_back_to_the_second(seconds, micro, hours):
    there = datetime.fromtimestamp(seconds, timezone(timedelta(hours=hours))).replace(microsecond=micro)
    assert instant(stamp(there)) == there.astimezone(UTC).replace(microsecond=0)
    assert stamp(there).endswith("Z")


def test_that_a_record_states_a_window():
    values = {"kind": "outcome_submit", "opens_at": "2026-02-01T00:00:00Z", "closes_at": stamp(CLOSES)}
    made = window_of(Record(new_id(), "window", values={**values, "school_year": "114", "printed": "2 月底"}))
    assert (made.closes_at, made.zone, made.printed) == (CLOSES, "Asia/Taipei", "2 月底")
    assert made.label == "課程學習成果上傳及送出認證"


@pytest.mark.parametrize("text", ["soon", "2026-02-28T16:00:00", "2026-13-01T00:00:00Z"])
def test_that_one_unreadable_bound_does_not_stop_everything_else(text):
    made = window_of(Record(new_id(), "window", values={"kind": "outcome_submit", "closes_at": text}))
    assert made.closes_at is None


def test_that_the_end_is_told_as_printed_or_as_the_last_day():
    one = window("outcome_submit")
    assert one.until == "2026 年 2 月 28 日（六）24:00"
    assert evolve(one, printed="二月底").until == "二月底"
    assert evolve(one, zone="Nowhere/Atlantis").until == "2026-02-28T16:00:00Z"
    assert evolve(one, closes_at=None).until == ""


def test_that_no_window_means_no_deadline():
    assert school().window("outcome_submit", "114") is None
    assert school("senior-high", window("outcome_submit", year="113")).window("outcome_submit", "114") is None
    assert school("senior-high", window("outcome_submit")).window("outcome_certify", "114") is None


def test_that_the_years_own_window_goes_before_one_for_every_year():
    own, every = window("outcome_submit"), window("outcome_submit", after(), year="")
    for order in ((own, every), (every, own)):
        assert school("senior-high", *order).window("outcome_submit", "114") == own
        assert school("senior-high", *order).window("outcome_submit", "112") == every


def test_that_the_grades_own_window_goes_before_one_for_all():
    third, all_of_them = window("outcome_select", grade="3"), window("outcome_select", after())
    for order in ((third, all_of_them), (all_of_them, third)):
        at = school("senior-high", *order)
        assert at.window("outcome_select", "114", "3") == third
        assert at.window("outcome_select", "114", "1") == all_of_them
        assert at.window("outcome_select", "114") == all_of_them
    assert school("senior-high", third).window("outcome_select", "114", "1") is None


def test_that_of_two_semesters_windows_the_open_one_counts():
    """Otherwise the second semester would be over before it began."""
    first = window("outcome_submit", NOW - timedelta(days=100))
    second = window("outcome_submit", CLOSES, opens_at=NOW - timedelta(days=10))
    third = window("outcome_submit", CLOSES + timedelta(days=200), opens_at=CLOSES + timedelta(days=100))
    for order in ((first, second, third), (third, second, first), (second, third, first)):
        assert school("senior-high", *order).window("outcome_submit", "114") == second
        between = school("senior-high", *order, now=CLOSES + timedelta(days=1))
        assert between.window("outcome_submit", "114") == second, "what comes now is late, not early"
    assert school("senior-high", third).window("outcome_submit", "114") == third
