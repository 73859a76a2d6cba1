"""Files are opened in a process of its own: one that kills or holds its reader costs itself only."""

import os
import time
from contextlib import closing

import pytest

from demo import samples
from desktop.aside import Aside, Stuck
from desktop.operations.inspector import CRASHED, STUCK, Inspector
from domain.kinds import Kind


def look(data, _kind):
    """A reader that dies of one file and hangs on another."""
    if data == b"dies":
        os._exit(9)
    if data == b"hangs":
        time.sleep(600)


def test_that_it_answers_as_the_reader_here_would(tmp_path):
    good = samples.GOOD["inquiry_report"][1](tmp_path / "a.pdf").read_bytes()
    with closing(Aside()) as aside:
        inspector = Inspector(aside, quick=0)
        assert inspector(good, Kind.PDF) is None
        assert inspector(b"%PDF-1.4 nothing", Kind.PDF).code.startswith("pdf")


def test_that_a_file_that_kills_the_reader_is_refused_and_the_next_is_read():
    with closing(Aside()) as aside:
        inspector = Inspector(aside, work=look, quick=0)
        assert inspector(b"dies", Kind.PDF) == CRASHED
        assert inspector(b"fine", Kind.PDF) is None


def test_that_nobody_waits_for_a_reader_that_hangs_once_it_is_cancelled():
    with closing(Aside()) as aside:
        inspector = Inspector(aside, lambda: True, look, quick=0)
        assert inspector(b"hangs", Kind.PDF) == STUCK


def where(_data, _kind):
    """Which process this is."""
    return os.getpid()


def test_that_a_small_file_is_opened_here_and_a_large_one_elsewhere():
    with closing(Aside()) as aside:
        inspector = Inspector(aside, work=where)
        assert inspector(b"small", Kind.PDF) == os.getpid()
        assert inspector(bytes(1024 * 1024), Kind.PDF) != os.getpid()


def test_that_a_closed_reader_reads_nothing_more():
    aside = Aside()
    aside.close()
    with pytest.raises(Stuck):
        aside.ask(where, b"", Kind.PDF)
