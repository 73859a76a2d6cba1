"""A small school in a folder, and the PostgreSQL of tests/server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.services.office import init, open_office
from server.settings import Settings
from tests.server.campus import Campus, SchoolClock, copied
from tests.server.postgres import BIN, Cluster, cluster


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a populated school on SQLite, to copy."""
    folder = tmp_path_factory.mktemp("founded")
    found(Settings(folder=folder, threads=2))
    return folder


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    if not BIN:
        pytest.skip("no PostgreSQL is installed here")
    with cluster() as running:
        yield running


@pytest.fixture
def folder(founded: Path, tmp_path: Path) -> Path:
    """The folder of a school of its own."""
    copied(founded, tmp_path / "school")
    return tmp_path / "school"


def found(settings: Settings) -> None:
    init(settings, "senior-high")
    office = open_office(settings, SchoolClock())
    Campus(office, SchoolClock()).populate()
    office.close()
