"""A window a year later: the same day and hour of the school's zone."""

import pytest

from domain.records import Record
from domain.yearly import day_next_year, next_year


def window(**values: str) -> Record:
    return Record("w", "window", values={"kind": "diverse_edit", "zone": "Asia/Taipei", **values})


def test_that_day_and_hour_stay_and_what_was_printed_goes() -> None:
    given = window(
        opens_at="2026-02-01T00:00:00Z",
        closes_at="2026-02-28T16:00:00Z",
        printed="2月28日",
        school_year="114",
    )
    assert next_year(given, 115) == {
        "kind": "diverse_edit",
        "zone": "Asia/Taipei",
        "opens_at": "2027-02-01T00:00:00Z",
        "closes_at": "2027-02-28T16:00:00Z",
        "school_year": "115",
    }


def test_that_a_bound_that_is_not_set_stays_so() -> None:
    assert set(next_year(window(), 115)) == {"kind", "zone", "school_year"}


@pytest.mark.parametrize(
    ("day", "later"), [("2026-01-20", "2027-01-20"), ("2028-02-29", "2029-02-28"), ("", "")]
)
def test_that_a_leap_day_becomes_the_day_before(day: str, later: str) -> None:
    assert day_next_year(day) == later
