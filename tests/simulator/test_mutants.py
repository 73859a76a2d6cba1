"""Does the net catch fish? Each fault that is built in on purpose must be noticed, and it is written down by what."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.simulator import mutants
from tests.simulator.history import Laboratory

A_DAY = 6
MOST = 100


@pytest.fixture(scope="module")
def laboratory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laboratory]:
    opened = Laboratory(tmp_path_factory.mktemp("mutants"))
    yield opened
    opened.close()


def of_today(names: list[str], how_many: int) -> list[str]:
    """A few of them, others every day; `run.py prove --all` and `run.py soak` take all."""
    if mutants.ALL_OF_THEM:
        return names
    first = datetime.now(UTC).toordinal() * how_many % len(names)
    return [*names, *names][first : first + how_many]


@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", of_today(sorted(mutants.MUTANTS), A_DAY))
def test_that_a_fault_built_in_on_purpose_is_noticed(laboratory, name, record_property):
    killed = mutants.killed_by(laboratory, name, most=MOST)
    assert killed is not None, mutants.kill_table({name: killed})
    record_property("kill", {name: killed.text()})
