"""The program is killed at ten moments, also while it saves and attaches: nothing typed two seconds before is gone."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from demo import roster
from desktop.store import vault
from desktop.store.opening import open_account
from tests.server.campus import pdf
from tests.stories.busy_typist import text

ROOT = Path(__file__).parents[2]
OLD_S = 2.0

pytestmark = [pytest.mark.story, pytest.mark.qt, pytest.mark.slow]


@pytest.fixture
def home(student, town):
    student.start()
    student.enter(first=True)
    student.leave()
    town.cut()
    return student.home


def killed(home: Path, doing: str, file: Path, after: float) -> tuple[str, int]:
    """Let somebody type for so long, then kill; the record, and how many characters were old enough by then."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    script = str(Path(__file__).with_name("busy_typist.py"))
    command = [sys.executable, script, str(home), doing, str(file)]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as typist:
        lines = [typist.stdout.readline().split()]
        until = float(lines[0][3]) + after
        while time.monotonic() < until:
            lines.append(typist.stdout.readline().split())
        typist.send_signal(signal.SIGKILL)
        at = time.monotonic()
    return lines[0][1], max(
        (int(count) for _, _, count, when in lines if float(when) < at - OLD_S), default=0
    )


def kept(home: Path, record: str) -> str:
    """What is on the disk of the text, saved or only kept."""
    ((folder, _),) = vault.accounts(home)
    opened = open_account(folder, vault.unlock(folder, roster.PASSWORD), "")
    found = opened.store.record(record)
    typed = [edit.value for edit in opened.store.editor(record) if edit.field == "description"]
    opened.close()
    return max([*typed, found.text("description") if found else ""], key=len)


@pytest.mark.parametrize("doing", ["typing", "saving", "attaching"])
def test_that_a_program_killed_at_any_moment_keeps_what_is_two_seconds_old(home, tmp_path, doing) -> None:
    file = tmp_path / "獎狀.pdf"
    file.write_bytes(pdf(doing) + b"\n%" + b"x" * 3_000_000)
    dice = random.Random(doing)
    for _ in range(4 if doing == "typing" else 3):
        record, count = killed(home, doing, file, dice.uniform(OLD_S + 0.2, OLD_S + 2.0))
        assert count > 0
        assert kept(home, record).startswith(text(count))
