"""Histories from seeds: whatever is lost, doubled, cut or crashed on the way, in the end everybody agrees."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.simulator import mutants
from tests.simulator.history import STEPS, Laboratory
from tests.simulator.scenes import brought_back_on_the_other_computer, sent_again_behind_the_teachers_back
from tests.simulator.transport import FAULTS

HISTORIES, CHUNK, TWICE = 500, 50, 100
SEEDS = Path(__file__).parent.parent / "seeds.txt"
OTHERS = ("crash", "left", "delivered_late", "restore_told", "restore_untold")
ACTS = (
    "save_draft",
    "submit",
    "certify",
    "reject",
    "revoke",
    "select",
    "deselect",
    "resolve_conflict",
    "delete_draft",
    "restore",
)


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


@pytest.mark.timeout(300)
@pytest.mark.parametrize("start", range(0, HISTORIES, CHUNK))
def test_that_every_history_ends_in_agreement(laboratory, start):
    counts: Counter[str] = Counter()
    for seed in range(start, start + CHUNK):
        world = laboratory.run(seed)
        counts += world.counts
        if seed % TWICE == 0:
            assert laboratory.run(seed).trace == world.trace, f"seed {seed} told two stories"
    missing = [one for one in (*FAULTS, *OTHERS, *(f"act:{act}" for act in ACTS)) if not counts[one]]
    assert not missing, f"never happened: {missing}"


def test_that_a_teacher_never_certifies_what_was_sent_behind_her_back(laboratory):
    for seed in range(4):
        laboratory.run(seed, scene=sent_again_behind_the_teachers_back)


def test_that_what_is_deleted_here_and_restored_there_is_what_it_was(laboratory):
    for seed in range(4):
        laboratory.run(seed, scene=brought_back_on_the_other_computer)


# ---- does the net catch fish?


def of_today(names: list[str], how_many: int) -> list[str]:
    """A few of them, others every day; `run.py soak` takes all."""
    first = datetime.now(UTC).toordinal() * how_many % len(names)
    return [*names, *names][first : first + how_many]


@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", of_today(sorted(mutants.MUTANTS), 4))
def test_that_a_fault_built_in_on_purpose_is_noticed(laboratory, name):
    killed = mutants.killed_by(laboratory, name, most=60)
    assert killed is not None, mutants.kill_table({name: killed})
