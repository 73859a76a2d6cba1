"""Waiting: never too long, never sooner than the school asked, and never in step with the rest of the class."""

import pytest
from hypothesis import given, strategies as st

from sync import backoff

fractions = st.floats(0, 1, exclude_max=True)


@given(st.integers(0, 10_000), fractions)
def test_that_a_delay_lies_between_nothing_and_its_cap(attempt, fraction):
    assert 0 <= backoff.delay(attempt, fraction) <= min(300.0, 2.0 * 2 ** min(attempt, 50))


@pytest.mark.parametrize("attempt", [0, 3, 7, 8, 10_000])
def test_that_the_jitter_is_full(attempt):
    """From nothing up to the whole cap, evenly: a class that failed together does not come back together."""
    cap = min(300.0, 2.0 * 2 ** min(attempt, 50))
    assert [backoff.delay(attempt, n / 4) for n in range(4)] == [cap * n / 4 for n in range(4)]


@given(st.integers(0, 100), fractions)
def test_that_the_cap_grows_with_each_try(attempt, fraction):
    assert backoff.delay(attempt, fraction) <= backoff.delay(attempt + 1, fraction)


@given(st.floats(0.1, 1e6), st.integers(0, 20), fractions)
def test_that_the_school_s_own_time_is_never_undercut(seconds, attempt, fraction):
    assert seconds <= backoff.next_try(attempt, fraction, seconds) <= 1.5 * seconds


@given(st.floats(1, 1e4), fractions)
def test_that_polls_spread_by_thirty_percent(seconds, fraction):
    assert 0.69 * seconds <= backoff.poll(seconds, fraction) <= 1.31 * seconds


@given(fractions)
def test_that_a_whole_class_does_not_knock_at_once_after_the_lights_go_on(fraction):
    assert 0 <= backoff.after_wake(fraction) < 20


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("30", 30.0),
        ("", 0.0),
        ("soon", 0.0),
        ("-5", 0.0),
        ("9" * 30, 0.0),
        ("999999999", 86400.0),
        ("²", 0.0),
    ],
)
def test_that_absurd_retry_after_headers_do_not_put_us_to_sleep(header, seconds):
    assert backoff.retry_after(header) == seconds


def test_that_a_retry_after_date_counts_from_the_answer_s_own_date():
    assert backoff.retry_after("", 1000.0, 1060.0) == 60.0
    assert backoff.retry_after("", 1060.0, 1000.0) == 0.0


def test_that_tries_before_the_first_are_a_mistake():
    with pytest.raises(ValueError, match="from 0"):
        backoff.delay(-1, 0.5)
