"""Histories from seeds: whatever is lost, doubled, cut or crashed on the way, in the end everybody agrees."""

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.simulator.history import STEPS, Laboratory
from tests.simulator.scenes import brought_back_on_the_other_computer, sent_again_behind_the_teachers_back
from tests.tally import HISTORIES

CHUNK, TWICE = 50, 100
FIRST = int(os.environ.get("LICHENG_SEED", "0"))
SEEDS = Path(__file__).parent.parent / "seeds.txt"


@pytest.fixture(scope="module")
def laboratory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laboratory]:
    opened = Laboratory(tmp_path_factory.mktemp("schools"))
    yield opened
    opened.close()


def known_seeds() -> list[tuple[int, int]]:
    """(seed, steps) of each line."""
    words = [line.split("#")[0].split() for line in SEEDS.read_text(encoding="utf-8").splitlines()]
    return [(int(one[0]), int(one[1]) if len(one) > 1 else STEPS) for one in words if one]


def test_that_seeds_that_failed_once_hold_for_ever(laboratory):
    seeds = known_seeds()
    assert seeds
    for seed, steps in seeds:
        laboratory.run(seed, steps=steps)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("start", range(FIRST, FIRST + HISTORIES, CHUNK))
def test_that_every_history_ends_in_agreement(laboratory, start, record_property):
    """What they met is added up over the whole run, which fails when one of the faults never came (tests/tally.py)."""
    counts: Counter[str] = Counter()
    for seed in range(start, start + CHUNK):
        world = laboratory.run(seed)
        counts += world.counts + Counter(histories=1, steps=STEPS)
        if seed % TWICE == 0:
            assert laboratory.run(seed).trace == world.trace, f"seed {seed} told two stories"
    record_property("proof", dict(counts))


def test_that_a_teacher_never_certifies_what_was_sent_behind_her_back(laboratory):
    for seed in range(4):
        laboratory.run(seed, scene=sent_again_behind_the_teachers_back)


def test_that_what_is_deleted_here_and_restored_there_is_what_it_was(laboratory):
    for seed in range(4):
        laboratory.run(seed, scene=brought_back_on_the_other_computer)
