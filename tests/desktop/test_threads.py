"""Lanes: one after another, results at home, nothing after the end."""

import threading

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from desktop.threads import Cancel, Lane


def test_that_jobs_run_one_after_another_and_come_home_to_the_gui_thread(qtbot: QtBot) -> None:
    lane, came, home = Lane("writer"), [], threading.get_ident()
    for n in range(20):
        lane.start(
            lambda n=n: (n, threading.get_ident()), lambda r: came.append((r[0], r[1], threading.get_ident()))
        )
    qtbot.waitUntil(lambda: len(came) == 20)
    lane.close()
    assert [n for n, _, _ in came] == list(range(20))
    assert {there for _, there, _ in came} != {home}
    assert {here for _, _, here in came} == {home}


def test_that_a_failure_comes_home_to_who_asked(qtbot: QtBot) -> None:
    lane, told = Lane("writer"), []
    lane.start(lambda: 1 // 0, failed=told.append)
    qtbot.waitUntil(lambda: bool(told))
    lane.close()
    assert isinstance(told[0], ZeroDivisionError)


def test_that_a_failure_nobody_asked_about_is_not_swallowed(qtbot: QtBot) -> None:
    lane, told = Lane("writer"), []
    lane.failed.connect(told.append)
    lane.start(lambda: 1 // 0)
    qtbot.waitUntil(lambda: bool(told))
    lane.close()
    assert isinstance(told[0], ZeroDivisionError)


def test_that_an_answer_for_a_page_that_is_gone_is_dropped_and_its_error_is_not_swallowed(
    qtbot: QtBot,
) -> None:
    lane, told, unheard, release = Lane("hands"), [], [], threading.Event()
    gone, here = QObject(), QObject()
    lane.failed.connect(unheard.append)
    lane.start(release.wait, told.append, to=gone)
    lane.start(lambda: 1 // 0, failed=told.append, to=gone)
    lane.start(lambda: "shown", told.append, to=here)
    delete(gone)
    release.set()
    qtbot.waitUntil(lambda: bool(told))
    lane.close()
    assert told == ["shown"]
    assert [type(error) for error in unheard] == [ZeroDivisionError]


def test_that_closing_finishes_what_was_begun_and_accepts_nothing_more(qtbot: QtBot) -> None:
    lane, done = Lane("writer"), []
    lane.start(lambda: done.append("saved"))
    lane.close()
    lane.start(lambda: done.append("too late"))
    assert done == ["saved"]


def test_that_a_pause_ends_when_it_is_called_off() -> None:
    cancel = Cancel()
    cancel.set()
    assert cancel.pause(60)
    assert cancel()
