"""Long waits that are cut, refused or quiet: what follows from them."""

import pytest

from sync.listening import PATIENCE, REST, SOONEST, Listening

FRACTIONS = (0.0, 0.5, 0.999)


def test_that_a_quiet_wait_is_followed_by_the_next_at_once() -> None:
    quiet = Listening(broken=1).waited(30.0, changed=False)
    assert quiet.heard
    assert quiet.pause(0.5) == 0.0


def test_that_news_count_however_soon_they_come() -> None:
    assert Listening(broken=2).waited(0.01, changed=True).heard


@pytest.mark.parametrize("fraction", FRACTIONS)
def test_that_a_line_that_cuts_every_wait_is_left_alone_after_a_few(fraction: float) -> None:
    state = Listening()
    for _ in range(PATIENCE):
        state = state.waited(SOONEST / 2, changed=False)
        assert not state.heard
        assert state.pause(fraction) >= 1.0
    assert 0.69 * REST <= state.pause(fraction) <= 1.31 * REST
    assert state.waited(40.0, changed=False).heard


def test_that_a_crowded_school_is_given_the_time_it_asks_for() -> None:
    assert 20 <= Listening().fell().pause(0.9, retry_after=20) <= 30
