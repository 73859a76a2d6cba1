"""The watch over the GUI thread sees what takes long and where, ignores other programs, and keeps no old excuse."""

import hashlib
import time

import pytest
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from benchmarks.turns import measured
from demo import hands
from tests import watching
from tests.watching import Excuse, never_waits

HERE = "tests/test_watching.py::a test"


def toil(seconds):
    """So much work of the processor."""
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        hashlib.sha256(b"x" * 1000).digest()


class Worker(QObject):
    def __init__(self, work):
        super().__init__()
        self.work = work

    def event(self, event):
        if event.type() == QEvent.Type.User:
            self.work()
            return True
        return super().event(event)


def do(work):
    QApplication.sendEvent(Worker(work), QEvent(QEvent.Type.User))


def test_that_long_work_in_an_event_is_a_failure_that_names_the_event(qapp):
    with pytest.raises(AssertionError, match="ms in User to Worker"), never_waits(HERE, ()):
        do(lambda: toil(0.3))


def test_that_a_timers_work_is_seen_too(qapp):
    QTimer.singleShot(1, qapp, lambda: toil(0.3))
    with pytest.raises(AssertionError, match="Timer"), never_waits(HERE, ()):
        hands.live(0.05)


def test_that_waiting_is_no_work_and_a_loop_inside_an_event_ends_its_stretch(qapp):
    with measured() as turns:
        do(lambda: time.sleep(0.2))
        do(lambda: [(toil(0.02), hands.live(0.02)) for _ in range(8)])
    assert turns.long == []
    assert turns.total > 0.15


def test_that_short_work_passes_however_often_it_comes(qapp):
    with never_waits(HERE, ()):
        for _ in range(20):
            do(lambda: toil(0.01))


def test_that_an_excuse_covers_its_place_up_to_its_time_only(qapp):
    lenient = Excuse("Qt", 2000, "another test", "seen where none of our code is")
    with never_waits(HERE, [lenient]):
        do(lambda: toil(0.3))
    with (
        pytest.raises(AssertionError, match="waited"),
        never_waits(HERE, [Excuse("Qt", 60, "another", "short")]),
    ):
        do(lambda: toil(0.5))
    with (
        pytest.raises(AssertionError, match="waited"),
        never_waits(HERE, [Excuse("nowhere", 2000, "another", "")]),
    ):
        do(lambda: toil(0.3))


def test_that_an_excuse_that_is_not_needed_any_more_must_go(qapp):
    with (
        pytest.raises(AssertionError, match="excused for nothing"),
        never_waits(HERE, [Excuse("Qt", 2000, HERE, "old")]),
    ):
        do(lambda: toil(0.005))


def test_that_every_excuse_has_a_reason_and_a_test_that_exists():
    for one in watching.excuses():
        path, _, name = one.test.partition("::")
        assert one.why.strip()
        assert f"def {name.partition('[')[0]}(" in (watching.LISTED.parents[1] / path).read_text(
            encoding="utf-8"
        )
