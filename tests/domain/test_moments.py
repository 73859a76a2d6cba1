"""A day and an hour as people write them, and the UTC instant behind them."""

from datetime import UTC

import pytest
from hypothesis import given, strategies as st

from domain import moments
from domain.windows import stamp


@pytest.mark.parametrize(
    ("day", "clock", "end", "text"),
    [
        ("2026-02-28", "", True, "2026-02-28T16:00:00Z"),
        ("2026-02-28", "24:00", True, "2026-02-28T16:00:00Z"),
        ("2026-02-28", "17:00", True, "2026-02-28T09:00:00Z"),
        ("2026-02-28", "1700", True, "2026-02-28T09:00:00Z"),
        ("2026-02-28", "9：05", False, "2026-02-28T01:05:00Z"),
        ("2026-02-28", "", False, "2026-02-27T16:00:00Z"),
    ],
)
def test_that_a_day_without_an_hour_is_the_whole_day(day, clock, end, text):
    assert moments.kept(day, clock, end) == text


@pytest.mark.parametrize("clock", ["24:01", "25:00", "12:60", "早上", "7", "-1:00"])
def test_that_what_is_no_hour_is_not_guessed(clock):
    with pytest.raises(ValueError, match="hour"):
        moments.kept("2026-02-28", clock, True)


@given(
    st.datetimes()
    .map(lambda one: one.replace(second=0, microsecond=0))
    .filter(lambda one: 1950 < one.year < 2100)
)
@pytest.mark.parametrize("end", [True, False])
def test_that_every_minute_reads_back_as_it_was_kept(end, moment):
    text = stamp(moment.replace(tzinfo=UTC))
    assert moments.kept(*moments.written(text, end), end) == text


def test_that_an_end_reads_as_the_day_before():
    assert moments.written("2026-02-28T16:00:00Z", end=True) == ("2026-02-28", "24:00")
    assert moments.written("2026-02-28T16:00:00Z", end=False) == ("2026-03-01", "00:00")
    assert moments.spoken("2026-02-28T16:00:00Z", end=True) == "2026 年 2 月 28 日（六）24:00"
    assert moments.spoken("2026-02-28T16:00:00Z", end=False) == "2026 年 3 月 1 日（日）00:00"
    assert moments.written("二月底", end=True) == ("", "")
