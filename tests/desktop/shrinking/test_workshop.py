"""The worker process: bytes there and back, progress, cancelling, and a file that kills it."""

import os
import threading
import time
from multiprocessing import active_children
from multiprocessing.connection import Connection

import pytest

from desktop.shrinking import workshop
from desktop.shrinking.outcome import Order
from domain.errors import BadInput
from domain.kinds import Kind
from tests.desktop.shrinking.judging import MB, assert_taken
from tests.desktop.shrinking.listening import Heard


def never() -> bool:
    return False


def dies(pipe: Connection) -> None:
    """A worker whose file kills it, after it has read everything."""
    pipe.recv_bytes()
    pipe.recv_bytes()
    os._exit(139)


def dies_at_once(_pipe: Connection) -> None:
    os._exit(139)


def raves(pipe: Connection) -> None:
    """A worker that was taken over: it says something that is no message."""
    pipe.recv_bytes()
    pipe.send_bytes(b"\x80\x04not json")


def waits(pipe: Connection) -> None:
    pipe.recv_bytes()
    pipe.send_bytes(b'{"share": 0.5, "words": "half"}')
    time.sleep(60)


def test_that_a_file_goes_there_and_comes_back_smaller_with_progress(scan) -> None:
    heard = Heard()
    limit = len(scan) // 2
    shrunk = workshop.shrink(scan, Order(Kind.PDF, limit), heard, never)
    assert_taken(shrunk, limit)
    assert heard.shares == sorted(heard.shares)
    assert len(heard.shares) > 2
    assert heard.sides == [shrunk.before]
    assert shrunk.before.picture.startswith(b"\x89PNG")
    assert not active_children()


def test_that_cancelling_midway_ends_the_worker_and_leaves_nothing(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    stop = threading.Event()
    with pytest.raises(workshop.Cancelled):
        workshop.shrink(b"x" * 8 * MB, Order(Kind.PDF, MB), Heard(stop.set), stop.is_set, waits)
    assert not active_children()
    assert [path.name for path in tmp_path.iterdir() if not path.name.startswith("pymp")] == []


@pytest.mark.parametrize("work", [dies, dies_at_once, raves])
def test_that_a_worker_that_dies_is_a_sentence(work) -> None:
    with pytest.raises(BadInput) as caught:
        workshop.shrink(b"x" * 8 * MB, Order(Kind.PDF, MB), Heard(), never, work)
    assert "意外停止" in str(caught.value)
    assert "檔案沒有變動" in str(caught.value)
    assert not active_children()


def test_that_a_refusal_of_the_worker_arrives_whole() -> None:
    with pytest.raises(BadInput) as caught:
        workshop.shrink(b"nothing", Order(Kind.JPG, MB), Heard(), never)
    assert caught.value.code == "picture_broken"
    assert caught.value.remedy


def test_that_the_worker_writes_nothing_to_the_disk(photo, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    workshop.shrink(photo, Order(Kind.JPG, 2 * MB), Heard(), never)
    assert list(tmp_path.iterdir()) == []
