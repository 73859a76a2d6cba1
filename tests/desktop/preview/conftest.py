"""A pane on screen, and the demo's sample files as bytes."""

import pytest

from demo.samples import BAD, GOOD
from desktop import theme
from desktop.preview import PreviewPane


@pytest.fixture(scope="session")
def sample(tmp_path_factory):
    folder, made = tmp_path_factory.mktemp("samples"), {}

    def get(key):
        if key not in made:
            name, make = {**GOOD, **BAD}[key]
            made[key] = (name, make(folder / name).read_bytes())
        return made[key]

    return get


@pytest.fixture
def pane(qtbot, qapp):
    theme.apply(qapp, "light")
    made = PreviewPane()
    qtbot.addWidget(made)
    made.resize(480, 600)
    made.show()
    return made
