"""Work in slices: a little at once, the rest while the window lives, all of it for whoever cannot wait."""

import time

from demo import hands
from desktop.views.kit.slices import SLICE_S, Slices


def steps(taken, count, seconds=0.0):
    for number in range(count):
        time.sleep(seconds)
        taken.append(number)
        yield


def test_that_some_is_done_at_once_and_the_rest_later(qapp):
    taken, done = [], []
    slices = Slices(steps(taken, 9), qapp, at_once=3)
    slices.done.connect(lambda: done.append(True))
    assert (taken, slices.over) == ([0, 1, 2], False)
    hands.wait(lambda: slices.over, "the rest")
    assert (taken, done) == (list(range(9)), [True])
    slices.deleteLater()


def test_that_whoever_cannot_wait_gets_all_and_done_is_said_once(qapp):
    taken, done = [], []
    slices = Slices(steps(taken, 5), qapp)
    slices.done.connect(lambda: done.append(True))
    slices.finish()
    slices.finish()
    hands.live(0.02)
    assert (taken, done) == (list(range(5)), [True])
    slices.deleteLater()


def test_that_others_have_their_turn_between_slices(qapp):
    taken, seen = [], []
    slices = Slices(steps(taken, 6, SLICE_S), qapp)
    other = hands.QTimer(qapp, interval=0)
    other.timeout.connect(lambda: seen.append(len(taken)))
    other.start()
    hands.wait(lambda: slices.over, "the end")
    other.stop()
    assert len(set(seen)) > 3
    slices.deleteLater()
