"""Widgets end in the GUI thread, whoever made the garbage."""

import gc
import threading
import weakref

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop.collector import Collector
from desktop.threads import Lane


def test_that_a_cycle_with_a_widget_ends_where_the_collector_lives(qtbot: QtBot) -> None:
    ended: list[int] = []
    collector = Collector()
    thing = QObject()
    thing.circle = thing  # type: ignore[attr-defined]
    weakref.finalize(thing, lambda: ended.append(threading.get_ident()))
    del thing
    lane = Lane("busy")
    lane.start(lambda: [[] for _ in range(200_000)] and None)
    qtbot.wait(100)
    lane.close()
    assert ended == []
    gc.collect()
    collector.close()
    gc.disable()
    assert ended == [threading.get_ident()]


def test_that_what_a_job_closes_over_ends_in_the_gui_thread(qtbot: QtBot) -> None:
    ended: list[int] = []
    lane = Lane("writer")
    for _ in range(50):
        thing = QObject()
        weakref.finalize(thing, lambda: ended.append(threading.get_ident()))
        lane.start(lambda thing=thing: thing.objectName(), lambda _, thing=thing: None)
        del thing
    qtbot.waitUntil(lambda: lane.waiting == 0)
    lane.close()
    assert ended == [threading.get_ident()] * 50
