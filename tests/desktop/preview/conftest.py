"""A pane on screen, and the demo's sample files as bytes."""

import pytest

from demo.samples import BAD, GOOD
from derive.pages import read
from desktop import theme
from desktop.preview import PreviewPane
from desktop.threads import Lane


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


@pytest.fixture
def reading_pane(qtbot, qapp):
    """A pane whose pages are read on a lane, as on a desk, but in this process."""
    theme.apply(qapp, "light")
    lane = Lane("hands")
    made = PreviewPane(
        lambda data, numbers, done, failed: lane.start(lambda: read(data, numbers), done, failed)
    )
    qtbot.addWidget(made)
    made.resize(480, 600)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    yield made
    made.clear()
    lane.close()
