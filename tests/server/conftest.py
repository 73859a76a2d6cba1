"""Every test of behaviour runs twice: on SQLite with a folder, and on a PostgreSQL that is started here."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from attrs import evolve

from server.app import Embedded
from server.services.inspecting import Inspector
from server.services.office import init, open_office
from server.settings import Settings
from tests.fakes.mailbox import Mailbox, mailbox
from tests.server.campus import Campus, SchoolClock, copied, know_enrolments
from tests.server.postgres import BIN, Cluster, cluster
from tests.server.visitors import JSON, SENDER


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    if not BIN:
        pytest.skip("no PostgreSQL is installed here")
    with cluster() as running:
        yield running


@pytest.fixture(scope="session")
def template(postgres: Cluster, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """A populated school to clone: (database, folder with its keys)."""
    folder = tmp_path_factory.mktemp("template")
    name = postgres.create()
    _founded(Settings(folder=folder, database_url=postgres.url(name), threads=2))
    return name, folder


@pytest.fixture(scope="session")
def folder_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("folder-template")
    _founded(Settings(folder=folder, threads=2))
    return folder


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def settings(request: pytest.FixtureRequest, tmp_path: Path, folder_template: Path) -> Iterator[Settings]:
    """A populated school of its own."""
    folder = tmp_path / "school"
    if request.param == "sqlite":
        copied(folder_template, folder)
        yield Settings(folder=folder)
        return
    running: Cluster = request.getfixturevalue("postgres")
    name, keys = request.getfixturevalue("template")
    copied(keys, folder)
    mine = running.create(name)
    yield Settings(folder=folder, database_url=running.url(mine))
    running.drop(mine)


@pytest.fixture(scope="session")
def inspector() -> Iterator[Inspector]:
    """One worker for all tests; starting one takes a second."""
    shared = Inspector()
    yield shared
    shared.close()


@pytest.fixture
def campus(settings: Settings, inspector: Inspector) -> Iterator[Campus]:
    clock = SchoolClock()
    office = open_office(settings, clock)
    campus = Campus(office, clock, inspector)
    know_enrolments(campus)
    yield campus
    office.close()


@pytest.fixture
def local(tmp_path: Path, folder_template: Path) -> Path:
    """The folder of a populated school on SQLite, for what does not depend on the database."""
    folder = tmp_path / "school"
    copied(folder_template, folder)
    return folder


def _founded(settings: Settings) -> None:
    init(settings, "senior-high")
    office = open_office(settings, SchoolClock())
    Campus(office, SchoolClock()).populate()
    office.close()


# ---- the school over HTTP


@pytest.fixture
def clock() -> SchoolClock:
    return SchoolClock()


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mailbox() as box:
        yield box


@pytest.fixture
def school(settings: Settings, clock: SchoolClock, box: Mailbox) -> Iterator[Embedded]:
    with Embedded(evolve(settings, port=0, smtp_url=box.url, smtp_sender=SENDER), clock) as running:
        yield running


@pytest.fixture
def client(school: Embedded) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=school.base_url, headers=JSON) as client:
        yield client
