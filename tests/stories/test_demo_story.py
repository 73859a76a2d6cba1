"""The demo plays the project's main job by itself, in a process of its own, and every step holds."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MOST_SECONDS = 110

pytestmark = [
    pytest.mark.xdist_group("demo"),
    pytest.mark.story,
    pytest.mark.slow,
    pytest.mark.timeout(MOST_SECONDS + 30),
]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    out = tmp_path_factory.mktemp("demo")
    command = [sys.executable, "-m", "demo", "--headless", str(out)]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=MOST_SECONDS, check=False
    )
    return out, done


def test_that_every_step_of_the_main_job_holds(told) -> None:
    out, done = told
    story = json.loads((out / "story.json").read_text(encoding="utf-8"))
    failed = [f"{step['name']}: {step['sentence']}" for step in story["steps"] if not step["ok"]]
    assert not failed, done.stderr[-3000:]
    assert story["ok"]
    assert done.returncode == 0
    assert len(story["steps"]) >= 20


def test_that_each_picture_of_the_story_is_there(told) -> None:
    out, _ = told
    story = json.loads((out / "story.json").read_text(encoding="utf-8"))
    assert len(story["shots"]) >= 25
    assert all((out / shot).read_bytes().startswith(b"\x89PNG") for shot in story["shots"])


def test_that_the_backup_opens_and_holds_lists_and_files(told) -> None:
    out, _ = told
    with zipfile.ZipFile(out / "backup.zip") as backup:
        assert backup.testzip() is None
        endings = {Path(name).suffix for name in backup.namelist()}
    assert {".xlsx", ".pdf", ".mp4", ".jpg"} <= endings


def test_that_no_exception_went_unheard(told) -> None:
    _, done = told
    assert "Traceback" not in done.stderr
