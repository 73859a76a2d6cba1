"""The same acts told twice, once with something changed that must not matter (sync.md 4.4)."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.server.postgres import BIN, cluster
from tests.simulator.device import laid_out, unchanged
from tests.simulator.history import DEVICES, History, Laboratory
from tests.simulator.school import SimSchool, make_template
from tests.simulator.test_sizes import lived, smooth, told
from tests.simulator.transport import FAULTS

SEEDS = (2, 3, 6, 7)
WRONG = (timedelta(days=3650), timedelta(days=-3650), timedelta(hours=8), timedelta(), timedelta(days=-1))


@pytest.fixture(scope="module")
def laboratory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laboratory]:
    opened = Laboratory(tmp_path_factory.mktemp("twins"))
    yield opened
    opened.close()


@pytest.mark.timeout(300)
@pytest.mark.parametrize("seed", SEEDS)
def test_that_the_clocks_at_home_decide_nothing(laboratory, seed):
    """Right clocks; then clocks that are years off, and one that stands still."""
    ends = []
    for wrong in (False, True):
        history = laboratory.history(smooth(seed))
        for number, device in enumerate(history.devices):
            device.skew = WRONG[number % len(WRONG)] if wrong else timedelta()
        if wrong:
            history.devices[1].stopped = history.devices[1].now()
        ends.append(lived(history))
    assert ends[0] == ends[1]
    assert len(ends[0][2]) > 5, "hardly anything happened"


@pytest.mark.timeout(300)
@pytest.mark.parametrize("seed", SEEDS)
def test_that_acts_that_met_every_fault_end_in_agreement_like_those_that_met_none(laboratory, seed):
    """Not in the same school: who is late finds others there first. But each of both by the rules (invariants.py)."""
    smoothly = told(laboratory, seed)
    roughly = laboratory.run(seed, fate=0.5)
    assert smoothly[0]
    assert any(roughly.counts[fault] for fault in (*FAULTS, "crash", "left"))


@pytest.mark.postgres
@pytest.mark.timeout(300)
def test_that_a_school_on_postgresql_ends_like_one_on_sqlite(laboratory, tmp_path: Path):
    """Seeds of one kind of school, so that one template serves them all."""
    if not BIN:
        pytest.skip("no PostgreSQL is installed here")
    computers = [laid_out() for _ in DEVICES]
    with cluster() as running:
        founded = running.create()
        template = make_template(tmp_path / "template", "senior-high", running.url(founded))
        for seed in (2, 6):
            url = running.url(running.create(founded))
            school = SimSchool(template, tmp_path / f"school-{seed}", url)
            world = smooth(seed)
            school.restart(world.clock)
            try:
                there = lived(History(world, school, unchanged, computers))
            finally:
                school.close()
            assert there == told(laboratory, seed)
    for one in computers:
        one.close()
