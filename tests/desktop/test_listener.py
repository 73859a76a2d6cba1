"""Waiting at the school for news: it comes at once, costs one line, and holds nobody up."""

import time

import pytest

from demo import hands
from desktop import sessions
from desktop.clock import Clock
from desktop.listener import Listener
from desktop.operations import records
from domain.forms import FORMS
from sync.http import Grant, HttpSchool, MemoryTokens
from sync.listening import QUIET_POLL
from tests.desktop.conftest import PASSWORD, STUDENT, open_campus
from tests.fakes.loopback import Loopback, http


@pytest.fixture
def school(tmp_path):
    made = open_campus(tmp_path / "school")
    yield made
    made.school.stop()


@pytest.fixture
def computer(school, tmp_path, qapp):
    """A computer of the student's, as often as one is asked for."""
    made = []

    def at(name):
        opening = sessions.sign_in(tmp_path / name, school.url, STUDENT, PASSWORD)
        made.append(sessions.desk_for(opening, Clock()))
        return made[-1]

    yield at
    for desk in made:
        desk.close()
    hands.live(0.01)


def lookout(school):
    return school.school._app.state.desk.lookout


def listening(desk, school, many=1):
    """The desk has read everything and somebody of it waits at the school."""
    desk.sync_now()
    hands.wait(lambda: lookout(school).count == many and not desk.courier.condition.running, "有人在等", 20)


def write(desk, name):
    blank = records.blank(desk, FORMS["competition"])
    desk.write(lambda: records.save(desk, blank, {"competition_name": (None, name)}))
    return blank.id


def test_that_what_another_computer_sends_comes_without_a_look(school, computer):
    here, there = computer("here"), computer("there")
    listening(here, school)
    listening(there, school, 2)
    record = write(there, "在另一台寫的")
    hands.wait(lambda: here.record(record), "自己來了", 20)
    hands.wait(lambda: lookout(school).count == 2, "又在等", 20)


def test_that_looks_are_rare_while_the_school_would_tell(school, computer):
    here, there = computer("here"), computer("there")
    listening(here, school)
    listening(there, school, 2)
    write(there, "第一次")
    hands.wait(lambda: here.courier._listener.heard, "聽得到", 20)
    hands.wait(lambda: not here.courier.condition.running and lookout(school).count == 2, "又在等", 20)
    here.sync_now()
    hands.wait(lambda: not here.courier.condition.running, "看過了")
    assert here.courier._timer.remainingTime() > 0.6 * QUIET_POLL * 1000


def test_that_it_takes_one_line_and_that_closing_ends_the_wait(school, computer):
    desk = computer("here")
    listening(desk, school)
    lines = school.school._server.server_state.connections
    assert len(lines) <= 2  # the courier's, kept for the next trip, and the one that waits
    began = time.monotonic()
    desk.courier.close()
    assert time.monotonic() - began < 5
    hands.wait(lambda: lookout(school).count == 0, "掛斷了", 20)


def test_that_while_the_post_pauses_nobody_is_sent(school, computer):
    here, there = computer("here"), computer("there")
    listening(here, school)
    listening(there, school, 2)
    here.courier.pause(True)
    record = write(there, "暫停中")
    hands.wait(lambda: lookout(school).count == 1, "聽到了", 20)
    hands.live(0.3)
    assert here.record(record) is None
    here.courier.pause(False)
    hands.wait(lambda: here.record(record), "繼續", 20)


@pytest.mark.parametrize(
    "answer",
    [http(b"<html>gateway timeout", 504, "text/html"), http(b"<html>", 200, "text/html")],
    ids=["504", "a page"],
)
def test_that_a_proxy_that_lets_nobody_wait_is_left_alone(qapp, answer):
    with Loopback(answer) as server:
        line = HttpSchool(server.url, MemoryTokens(Grant("a", "r")))

        class OneEar:
            def wait(self):
                return line.news(0)

            hang_up, close = line.hang_up, line.close

        listener = Listener(OneEar, lambda: 0.0)
        listener.listen()
        hands.wait(lambda: listener.state.broken >= 3 and not listener.waiting, "不再等", 20)
        asked = len(server.heard)
        assert not listener.heard
        listener.listen()
        hands.live(0.2)
        assert len(server.heard) == asked <= 3
        listener.close()
