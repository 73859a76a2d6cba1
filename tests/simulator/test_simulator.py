"""Histories from seeds: whatever is lost, doubled, cut or crashed on the way, in the end everybody agrees."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.simulator import mutants
from tests.simulator.history import Laboratory
from tests.simulator.transport import FAULTS

HISTORIES, CHUNK = 500, 50
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
)


@pytest.fixture(scope="module")
def laboratory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laboratory]:
    opened = Laboratory(tmp_path_factory.mktemp("schools"))
    yield opened
    opened.close()


def known_seeds() -> list[int]:
    lines = SEEDS.read_text(encoding="utf-8").splitlines() if SEEDS.exists() else []
    return [int(line.split("#")[0]) for line in lines if line.split("#")[0].strip()]


def test_that_seeds_that_failed_once_hold_for_ever(laboratory):
    for seed in known_seeds():
        laboratory.run(seed)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("start", range(0, HISTORIES, CHUNK))
def test_that_every_history_ends_in_agreement(laboratory, start):
    counts: Counter[str] = Counter()
    for seed in range(start, start + CHUNK):
        counts += laboratory.run(seed).counts
    missing = [one for one in (*FAULTS, *OTHERS, *(f"act:{act}" for act in ACTS)) if not counts[one]]
    assert not missing, f"never happened: {missing}"


def test_that_a_seed_tells_the_same_story_twice(laboratory):
    assert laboratory.run(7).trace == laboratory.run(7).trace


# ---- does the net catch fish?


def caught(laboratory: Laboratory, most: int = 60, **fault) -> int | None:
    """The first seed whose history notices the fault."""
    for seed in range(most):
        try:
            laboratory.run(seed, **fault)
        except AssertionError as error:
            if not isinstance(error.__cause__, AssertionError):
                raise  # not noticed, but broken
            return seed
    return None


@pytest.mark.parametrize(
    "mutant", [mutants.CursorFirst, mutants.ForgetsOnSend, mutants.EditsFrozen, mutants.ForgetsTheJournal]
)
def test_that_a_faulty_store_is_noticed(laboratory, mutant):
    assert caught(laboratory, change=mutant) is not None


def test_that_a_school_that_forgets_what_it_has_seen_is_noticed(laboratory):
    assert caught(laboratory, before_push=mutants.no_dedupe) is not None


def test_that_a_merge_where_the_last_writer_wins_is_noticed(laboratory):
    with mutants.last_writer_wins():
        assert caught(laboratory) is not None
