"""A whole sync: in what order, what stops it, what does not, and in which words it comes back."""

from collections.abc import Iterator
from random import Random

import pytest

from desktop.store.opening import memory_store
from desktop.store.store import Store
from domain.errors import Damaged, LichengError, Offline
from domain.intents import decode
from sync.effects import (
    SENTENCES,
    AuthRequired,
    BlobMismatch,
    BlobRefused,
    Busy,
    NotTheSchool,
    State,
    Timeline,
    TooOld,
    Turned,
    WipeGuard,
)
from sync.runner import Runner
from tests.fakes.memory import MemoryBlobs
from tests.fakes.replies import pending
from tests.fakes.school import ScriptedSchool
from tests.simulator.world import SimDice, no_pause


@pytest.fixture
def store() -> Iterator[Store]:
    opened = memory_store("s1")
    yield opened
    opened.close()


def runner(store: Store, school: ScriptedSchool, blobs: MemoryBlobs | None = None, pause=no_pause) -> Runner:
    return Runner(store, blobs or MemoryBlobs(), school, SimDice(Random(1)), pause)


def filled(store: Store, *files: bytes) -> MemoryBlobs:
    """A store with one thing to say and files to send."""
    store.enqueue(decode(pending(1).body))
    blobs = MemoryBlobs()
    for data in files:
        store.note_blob(blobs.add(data), len(data), "application/pdf")
    return blobs


def test_that_intents_go_first_then_files_then_the_reading(store):
    school = ScriptedSchool()
    report = runner(store, school, filled(store, b"one")).sync()
    assert school.called == ["push", "state", "put", "pull"]
    assert (report.state, report.pushed, report.uploaded, report.poll_after) == (State.OK, 1, 1, 30)
    assert report.ok
    assert report.touched.records


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (Offline("offline", "連不上。"), State.OFFLINE),
        (NotTheSchool(), State.NOT_THE_SCHOOL),
        (AuthRequired(), State.AUTH_REQUIRED),
        (Busy(30), State.BUSY),
        (Timeline("other"), State.TIMELINE),
        (OSError(28, "no space"), State.DISK),
        (Damaged("database_damaged", "壞了。"), State.DISK),
        (LichengError("disk_full", "滿了。"), State.DISK),
        (LichengError("odd", "怪。"), State.REFUSED),
    ],
)
def test_that_each_failure_comes_back_as_a_word_and_a_sentence_and_nothing_is_dropped(store, error, state):
    report = runner(store, ScriptedSchool(push=error), filled(store)).sync()
    assert report.state is state
    assert report.sentence
    assert len(store.unsent()) == 1


def test_that_a_program_that_is_too_old_keeps_its_intents_and_goes_on_reading(store):
    school = ScriptedSchool(push=TooOld())
    report = runner(store, school, filled(store)).sync()
    assert (report.state, school.called) == (State.TOO_OLD, ["push", "pull"])
    assert len(store.unsent()) == 1


def test_that_a_page_that_removes_too_much_asks_the_person(store):
    report = runner(store, ScriptedSchool(pull=WipeGuard(31))).sync()
    assert (report.state, report.wipe_count) == (State.WIPE_GUARD, 31)


@pytest.mark.parametrize(
    "error", [BlobRefused("wrong_kind", "學校不收這種檔案。"), Turned("too_large", "太大。"), BlobMismatch()]
)
def test_that_a_bad_file_becomes_a_problem_and_stops_no_other(store, error):
    blobs = filled(store, b"one", b"two")
    bad = store.uploads()[0][0]
    report = runner(store, ScriptedSchool(**{f"put_{bad[:4]}": error}), blobs).sync()
    assert (report.state, report.uploaded) == (State.OK, 1)
    assert [(one.subject, one.code) for one in report.problems] == [(bad, error.code)]
    assert [name for name, _ in store.uploads()] == [bad]


def test_that_a_file_missing_here_becomes_a_problem(store):
    filled(store, b"one")
    report = runner(store, ScriptedSchool(), MemoryBlobs()).sync()
    assert report.state is State.OK
    assert report.problems[0].code == "file_missing"


def test_that_a_busy_lane_for_files_still_lets_the_reading_through(store):
    school = ScriptedSchool(state=Busy(7))
    report = runner(store, school, filled(store, b"one")).sync()
    assert (report.state, school.called) == (State.BUSY, ["push", "state", "pull"])
    assert 7 <= report.retry_in <= 10.5


def test_that_the_next_try_waits_longer_each_time_and_success_starts_anew(store):
    school = ScriptedSchool(pull=Offline("offline", "連不上。"))
    running = runner(store, school)
    waits = [running.sync().retry_in for _ in range(12)]
    assert all(0 <= wait <= min(300, 2 * 2**k) for k, wait in enumerate(waits))
    assert max(waits) > 20
    school.trouble.clear()
    assert running.sync().retry_in == 0
    school.trouble["pull"] = Offline("offline", "連不上。")
    assert running.sync().retry_in <= 2


def test_that_leaving_stops_between_two_effects_and_loses_nothing(store):
    blobs = filled(store, b"one")
    for effects in range(12):
        left = iter([False] * effects)
        report = runner(store, ScriptedSchool(), blobs).sync(cancel=lambda left=left: next(left, True))
        assert report.state in (State.CANCELLED, State.OK)
    assert runner(store, ScriptedSchool(), blobs).sync().state is State.OK
    assert store.unsent() == ()


def test_that_leaving_cuts_a_wait_short(store):
    school = ScriptedSchool(put=Offline("broken", "斷了。"))
    report = runner(store, school, filled(store, b"one"), pause=lambda seconds: True).sync()
    assert report.state is State.CANCELLED


def test_that_two_syncs_at_once_are_one(store):
    school = ScriptedSchool()
    running = runner(store, school)
    second = []
    school.during = lambda: second.append(running.sync().state)
    assert running.sync().state is State.OK
    assert second == [State.RUNNING_ELSEWHERE]


def test_that_progress_names_the_phase_and_the_file(store):
    shown = []
    runner(store, ScriptedSchool(), filled(store, b"one", b"two")).sync(progress=shown.append)
    assert [(one.phase, one.done, one.total) for one in shown] == [
        ("push", 0, 0),
        ("upload", 0, 2),
        ("upload", 1, 2),
        ("pull", 0, 0),
    ]


def test_that_every_word_of_the_status_line_has_its_sentence():
    assert set(SENTENCES) == set(State)
    assert all(sentence.endswith("。") for sentence in SENTENCES.values())
