"""Every screen as a machine can judge it: no word cut, nothing over each other, no missing glyph, something drawn.

Not among the tests of the screens, which hold that a window never waits: here one window opens every page it has.
"""

import pytest

from demo import hands
from desktop import theme
from tests.shots.camera import LOOKS, grab, pose, wear
from tests.shots.counselor_scenes import counselor
from tests.shots.door_scenes import door
from tests.shots.flaws import INK, flaws, ink, tofu, words
from tests.shots.office_scenes import office
from tests.shots.people import LONG_NAME, Files
from tests.shots.student_scenes import student
from tests.shots.teacher_scenes import teacher

BIG, SMALL, LARGE, TIGHT = LOOKS


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return Files(tmp_path_factory.mktemp("files"), film=False)  # players are of other tests


@pytest.fixture(autouse=True)
def plain_look(qapp):
    yield
    theme.apply(qapp, "light", 1.0)


WALKS = {
    "the door, large letters": (lambda folder, files: door(folder), LARGE),
    "a teacher, large letters in a small window": (teacher, TIGHT),
    "a counselor, large letters in a small window": (counselor, TIGHT),
    "an office, large letters in a small window": (
        lambda folder, _: office(folder, ("empty", "long")),
        TIGHT,
    ),
    "a student with long names, large letters in a small window": (
        lambda folder, files: student(folder, files, ("long",)),
        TIGHT,
    ),
    "a student with nothing yet, a small window": (
        lambda folder, files: student(folder, files, ("empty",)),
        SMALL,
    ),
    "a student in trouble": (lambda folder, files: student(folder, files, ("error",)), BIG),
}


@pytest.mark.slow
@pytest.mark.timeout(240)
@pytest.mark.parametrize("walk", WALKS)
def test_that_no_screen_has_a_flaw(qtbot, tmp_path, files, walk):
    scenes, look = WALKS[walk]
    wear(look)
    found, letters, seen = [], "", 0
    for name, window in scenes(tmp_path, files):
        pose(window, look)
        seen += 1
        if flaws(window):
            hands.live(0.5)  # a busy machine may still be laying out
        found += [f"{name}: {flaw}" for flaw in flaws(window)]
        letters += words(window)
        if ink(grab(window)) < INK:
            found.append(f"{name}: nothing is drawn")
    assert not found, "\n".join(found)
    assert tofu(letters) == ""
    assert seen > 6


def test_that_a_missing_glyph_would_be_noticed(qtbot):
    assert tofu("歷程" + LONG_NAME) == ""
    assert tofu("\u0378") == "\u0378"
