"""How much travels at once changes nothing: the same acts in the same order end in the same school."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from server.db import rows, tables
from sync import runner
from sync.runner import Runner
from tests.simulator.history import History, Laboratory
from tests.simulator.paging import changed, pages_of
from tests.simulator.world import SimDice, World

SEEDS = (2, 3, 6, 7)
H, I = tables.history, tables.intent  # noqa: E741 - the table of intents


@pytest.fixture(scope="module")
def laboratory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laboratory]:
    opened = Laboratory(tmp_path_factory.mktemp("sizes"))
    yield opened
    opened.close()


@contextmanager
def sizes(page: int, batch: int) -> Iterator[None]:
    with ExitStack() as stack:
        stack.enter_context(pages_of(page))
        stack.enter_context(changed(runner, "INTERACTIVE", lambda _: batch))
        yield


def smooth(seed: int) -> World:
    """A world in which nothing goes wrong."""
    world = World(seed, faulty=False)
    world.restore = None
    return world


def told(laboratory: Laboratory, seed: int) -> tuple[Any, ...]:
    """A history in which nothing goes wrong, and what the school holds after it."""
    return lived(laboratory.history(smooth(seed)))


def lived(history: History) -> tuple[Any, ...]:
    """What people did, and what the school holds in the end."""
    for number, device in enumerate(history.devices):
        _draws_its_own_numbers(device, number)
    history.live()
    history.end()
    return history.world.trace_of_acts(), *_school(history)


def _draws_its_own_numbers(device: Any, number: int) -> None:
    """The names of requests come from dice of their own: with more requests the records' ids stay the same."""
    store, blobs, school, _, pause = device.runner._parts
    device.runner = Runner(store, blobs, school, SimDice(Random(number)), pause)


def _school(history: History) -> tuple[list[Any], ...]:
    records = history.school.rows(select(tables.record).where(tables.record.c.owner != ""))
    plain = sorted(
        (one.id, one.ver, one.state, one.deleted, one.content_hash, str(sorted(one.srv.items())))
        for one in map(rows.record_of, records)
    )
    lines = history.school.rows(select(H.c.rec, H.c.ver, H.c.intent, H.c.action, H.c.state, H.c.content_hash))
    acts = history.school.rows(select(I.c.id, I.c.status, I.c.reason, I.c.ver, I.c.recv_at))
    late = history.school.rows(
        select(tables.conflict.c.rec, tables.conflict.c.field, tables.conflict.c.intent)
    )
    owners = {one[0] for one in plain}
    return plain, *(sorted(map(tuple, part)) for part in ([x for x in lines if x.rec in owners], acts, late))


@pytest.mark.timeout(300)
@pytest.mark.parametrize("seed", SEEDS)
def test_that_pages_and_batches_of_any_size_end_in_the_same_school(laboratory, seed):
    with sizes(page=500, batch=50):
        large = told(laboratory, seed)
    with sizes(page=1, batch=1):
        small = told(laboratory, seed)
    assert large == small
    assert len(large[2]) > 5, "hardly anything happened"


@pytest.mark.timeout(300)
def test_that_every_history_ends_in_agreement_with_pages_of_a_row_or_two(laboratory):
    for seed in range(20, 30):
        with pages_of(1 + seed % 2):
            laboratory.run(seed)


@pytest.mark.timeout(300)
def test_that_students_who_change_course_end_in_agreement_too(laboratory):
    moved = 0
    for seed in range(40, 50):
        moved += laboratory.run(seed, fate=0.6).counts["moved"]
    assert moved > 10
