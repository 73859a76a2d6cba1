"""Sound and film play, seek, stop and give way. They play in `playing.py`, a process of its own that can be killed."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.preview import words

ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def scenes(tmp_path_factory):
    folder = tmp_path_factory.mktemp("playing")
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", str(Path(__file__).with_name("playing.py")), str(folder)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    said = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, done.stderr[-3000:]
    return {scene.pop("scene"): scene for scene in said}


def test_that_a_film_shows_its_first_picture_and_does_not_start_by_itself(scenes):
    assert scenes["poster"]["shown"]
    assert scenes["poster"]["first"]
    assert not scenes["poster"]["playing"]
    assert 4500 < scenes["poster"]["ms"] < 5600


def test_that_a_film_plays_seeks_and_pauses(scenes):
    assert scenes["film"] == {
        "moved": True,
        "frames": True,
        "text": "0:00 / 0:05",
        "name": "暫停",
        "sought": True,
        "paused": True,
    }


def test_that_a_sound_plays(scenes):
    assert scenes["sound"]["shown"]
    assert scenes["sound"]["moved"]
    assert scenes["sound"]["kind"] == "audio"
    assert 7000 < scenes["sound"]["ms"] < 7600


def test_that_hiding_the_pane_pauses(scenes):
    assert scenes["hidden"]["paused"]


def test_that_clear_while_playing_stops_and_lets_go(scenes):
    assert scenes["clear"] == {"idle": True, "state": "nothing"}


def test_that_thirty_changes_of_kind_leave_no_hang(scenes):
    assert scenes["switch"]["shown"]
    assert scenes["switch"]["kind"] == "video"
    assert scenes["switch"]["worst"] < 2


def test_that_a_cut_film_is_shown_with_a_warning_and_a_damaged_one_refused(scenes):
    assert scenes["refuse"]["cut"] == ["shown", words.MEDIA_CUT]
    assert scenes["refuse"]["head"] == ["refused", words.MEDIA_DAMAGED.sentence]
    assert scenes["refuse"]["sound"] == ["refused", words.MEDIA_DAMAGED.sentence]


def test_that_two_panes_share_the_one_player(scenes):
    assert scenes["share"] == {"taken": True, "name": "播放", "back": True}


def test_that_a_film_without_a_picture_is_called_out(scenes):
    assert scenes["unseen"] == {"said": True, "frames": 0}


def test_that_the_end_finds_the_player_idle(scenes):
    assert scenes["end"]["idle"]
