"""kill -9 at the storage steps of a whole day: every copy and the school are opened again, whole, and go on.

LICHENG_KILLS: at how many of the steps (0: at every one). LICHENG_SEED: which.
"""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from tests.proof import scene
from tests.proof.front import ROOT
from tests.proof.syscalls import SUPPORTED

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(7200),
    pytest.mark.skipif(not SUPPORTED, reason="the calls are watched on Linux only"),
]
KILLS = int(os.environ.get("LICHENG_KILLS", "24"))
SEED = int(os.environ.get("LICHENG_SEED", "1"))


@pytest.fixture(scope="module")
def morning(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the town before the day."""
    folder = tmp_path_factory.mktemp("morning") / "town"
    shutil.copytree(founded, folder / "school")
    scene.prepare(folder)
    return folder


class Zygote:
    """Plays the day in forks of one process that has loaded everything."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.proof.zygote"],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def play(self, morning: Path, folder: Path, number: object) -> tuple[int, list[tuple[str, str]]]:
        """How it ended, and what had been promised by then."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        shutil.copytree(morning, folder, copy_function=_linked)
        self._process.stdin.write(f"{folder}\t{number}\n")
        self._process.stdin.flush()
        ended = int(self._process.stdout.readline())
        return ended, scene.lines(folder.with_suffix(".told").read_text())

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait(30)


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    zygote = Zygote()
    yield zygote
    zygote.close()


def _linked(source: str, target: str) -> None:
    """A copy; of the reserve, which is only ever thrown away, another name."""
    if os.path.basename(source) == "reserve":
        os.link(source, target)
    else:
        shutil.copy2(source, target)


def test_that_a_kill_at_any_step_loses_nothing_that_was_promised(
    morning: Path, zygote: Zygote, tmp_path: Path
) -> None:
    ended, told = zygote.play(morning, tmp_path / "whole", 0)
    assert ended == 0
    steps = int(dict(told)["steps"])
    assert dict(told)["state"] == "passed"
    _look(tmp_path / "whole", told)
    every = list(range(1, steps + 1))
    chosen = every if KILLS == 0 else sorted(Random(SEED).sample(every, min(KILLS, steps)))
    promised = 0
    for step in chosen:
        folder = tmp_path / f"{step}"
        ended, told = zygote.play(morning, folder, step)
        assert ended == -signal.SIGKILL, f"step {step}: ended with {ended}"
        promised += len(told)
        try:
            _look(folder, told)
        except Exception as error:
            raise AssertionError(f"killed at step {step} of {steps}, told {told}") from error
        shutil.rmtree(folder)
    sys.stdout.write(f"seed {SEED}: {len(chosen)} kills at {steps} steps, {promised} promises looked up\n")
    assert promised > 0


def _look(folder: Path, told: list[tuple[str, str]]) -> None:
    town = scene.Town(folder)
    try:
        scene.check(town, told)
        scene.finish(town)
    finally:
        town.close()
