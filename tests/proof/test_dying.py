"""kill -9 at the storage steps of a whole day: every copy and the school are opened again, whole, and go on.

LICHENG_KILLS: at how many of the steps (0: at every one). LICHENG_SEED: which.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from server.services.accounts import Doorkeeper
from server.services.office import open_office
from server.settings import Settings
from sync import wire
from sync.http import Grant, HttpSchool, MemoryTokens
from tests.proof import scene
from tests.proof.computer import Computer
from tests.proof.front import ROOT
from tests.proof.syscalls import SUPPORTED
from tests.server.campus import PASSWORD, SchoolClock

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(7200),
    pytest.mark.skipif(not SUPPORTED, reason="the calls are watched on Linux only"),
]
KILLS = int(os.environ.get("LICHENG_KILLS", "14"))
SEED = int(os.environ.get("LICHENG_SEED", "1"))


@pytest.fixture(scope="module")
def morning(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the town before the day."""
    folder = tmp_path_factory.mktemp("morning") / "town"
    shutil.copytree(founded, folder / "school")
    scene.prepare(folder)
    return folder


@pytest.fixture(scope="module")
def grants(morning: Path) -> dict[str, wire.Session]:
    """Everybody is signed in before the day begins."""
    office = open_office(Settings(folder=morning / "school", threads=2), SchoolClock())
    doorkeeper = Doorkeeper(office)
    told = {who: doorkeeper.sign_in(wire.Login(who, PASSWORD, "pc")) for who in set(scene.WHO.values())}
    doorkeeper.close()
    office.close()
    return told


class Zygote:
    """Plays the day in forks of one process that has loaded everything."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.proof.zygote"],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def play(self, morning: Path, folder: Path, number: object) -> tuple[int, list[tuple[str, str]]]:
        """How it ended, and what had been promised by then."""
        self.begin(morning, folder, number)
        return self.ended(), scene.lines(folder.with_suffix(".told").read_text())

    def begin(self, morning: Path, folder: Path, number: object) -> None:
        assert self._process.stdin is not None
        shutil.copytree(morning, folder, copy_function=_linked)
        self._process.stdin.write(f"{folder}\t{number}\n")
        self._process.stdin.flush()

    def ended(self) -> int:
        assert self._process.stdout is not None
        return int(self._process.stdout.readline())

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


def test_that_a_school_killed_at_any_step_has_done_each_thing_once_when_it_is_back(
    morning: Path, grants: dict[str, wire.Session], zygote: Zygote, tmp_path: Path
) -> None:
    """The school alone ends, between a commit and its answer too; the copies live, say it again, and agree."""
    _, _, steps = _served(zygote, morning, grants, tmp_path / "whole", 0)
    assert steps > 0
    every = range(1, steps + 1)
    chosen = every if KILLS == 0 else sorted(Random(SEED).sample(every, min(KILLS // 2, steps)))
    promised = killed = 0
    for step in chosen:
        folder = tmp_path / f"{step}"
        ended, told, _ = _served(zygote, morning, grants, folder, step)
        killed += ended == -signal.SIGKILL
        promised += len(told)
        try:
            _look(folder, told)
        except Exception as error:
            raise AssertionError(f"school killed at step {step} of {steps}, told {told}") from error
        shutil.rmtree(folder)
    sys.stdout.write(
        f"seed {SEED}: {killed} kills at {steps} steps of the school, {promised} promises looked up\n"
    )
    assert killed == len(chosen)


def _served(
    zygote: Zygote, morning: Path, grants: dict[str, wire.Session], folder: Path, step: int
) -> tuple[int, list[tuple[str, str]], int]:
    """The day over HTTP, as far as it comes: how the school ended, what was promised, the steps that it took."""
    zygote.begin(morning, folder, f"serve {step}")
    report = folder.with_suffix(".told")
    until = time.monotonic() + 60
    while not report.exists():
        assert time.monotonic() < until, "the school did not start"
        time.sleep(0.01)
    process, port = map(int, report.read_text().split())
    computers = {name: _line(folder / name, grants[who], port) for name, who in scene.WHO.items()}
    told: list[tuple[str, str]] = []
    try:
        scene.day(computers, lambda kind, words: told.append((kind, words)))
    except scene.Ended:
        assert step
    finally:
        for one in computers.values():
            one.close()
    if step == 0 or told[-1][0] == "state":  # it came to its end without the step
        os.kill(process, signal.SIGTERM)
    ended = zygote.ended()
    return ended, told, int(report.read_text()) if ended == 0 else 0


def _line(folder: Path, session: wire.Session, port: int) -> Computer:
    tokens = MemoryTokens(Grant(session.access, session.refresh))
    return Computer(
        folder, session.account_id, HttpSchool(f"http://127.0.0.1:{port}", tokens, session.server_id)
    )


def _look(folder: Path, told: list[tuple[str, str]]) -> None:
    town = scene.Town(folder)
    try:
        scene.check(town, told)
        scene.finish(town)
    finally:
        town.close()
