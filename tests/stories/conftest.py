"""One demo school for the stories, and a student's computer for each of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.samples import GOOD
from demo.school import Place, build
from demo.stage import Actor, Town


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return build(tmp_path_factory.mktemp("school") / "school")


@pytest.fixture
def town(place: Place) -> Iterator[Town]:
    town = Town(place)
    town.connect()
    yield town
    town.stop()


@pytest.fixture
def student(qapp, town: Town, tmp_path: Path) -> Iterator[Actor]:
    qapp.setQuitOnLastWindowClosed(False)
    actor = Actor("s1", tmp_path / "home", town)
    yield actor
    actor.leave()


@pytest.fixture(autouse=True)
def _watched(request: pytest.FixtureRequest) -> None:
    """Every test with a window: it never waits."""
    if {"qtbot", "qapp"} & set(request.fixturenames):
        request.getfixturevalue("never_waits")


@pytest.fixture(scope="session")
def media(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A sound and a film, as a student would have them."""
    folder = tmp_path_factory.mktemp("media")
    return {key: GOOD[key][1](folder / GOOD[key][0]) for key in ("melody", "film")}
