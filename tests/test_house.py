"""The one command, the lock, and the libraries the program stands on: each known trap has its guard here."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest
import sqlcipher3
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[1]
REQUIREMENTS = ROOT / "requirements"
COMMANDS = ("demo", "drill", "test", "prove", "soak", "app", "school", "check", "bench", "shots", "package")


def run_py(*args: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """As somebody would type it, with the Python that runs this test."""
    return subprocess.run(
        [sys.executable, str(ROOT / "run.py"), *args], cwd=cwd, capture_output=True, text=True, check=False
    )


def python(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)


# ---------------------------------------------------------------------------------- the one command


def test_that_the_one_command_lists_itself(tmp_path):
    listed = run_py(cwd=tmp_path)
    assert listed.returncode == 0
    assert [line.split()[0] for line in listed.stdout.splitlines() if re.match(r"  \w", line)] == list(
        COMMANDS
    )
    assert list(tmp_path.iterdir()) == []


def test_that_an_unknown_command_is_answered_with_the_list():
    asked = run_py("demonstrate")
    assert asked.returncode == 2
    assert "demonstrate" in asked.stderr
    assert all(name in asked.stderr for name in COMMANDS)


def test_that_package_says_honestly_what_it_cannot_do():
    asked = run_py("package")
    assert asked.returncode == 2
    assert "還不會" in asked.stderr


def test_that_the_one_command_needs_the_standard_library_only(tmp_path):
    code = "import sys; sys.path.insert(0, sys.argv[1]); import run; print(run.listing())"
    alone = subprocess.run(
        [sys.executable, "-I", "-S", "-B", "-c", code, str(ROOT)],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert alone.returncode == 0, alone.stderr


@pytest.mark.skipif(os.name == "nt", reason="signals and exec are different there")
def test_that_the_exit_code_of_a_command_is_passed_on():
    code = "import sys; sys.path.insert(0, sys.argv[1]); import run; run.hand_over([sys.executable, *sys.argv[2:]], {})"
    assert (
        subprocess.run([sys.executable, "-B", "-c", code, str(ROOT), "-c", "exit(7)"], check=False).returncode
        == 7
    )


# --------------------------------------------------------------------------------------------- the lock


def locked() -> dict[str, tuple[str, str, int]]:
    """Name -> version, marker, number of hashes."""
    found = {}
    text = (REQUIREMENTS / "lock.txt").read_text("utf-8").replace("\\\n", " ")
    for line in text.splitlines():
        head, *hashes = line.split("--hash=sha256:")
        name, _, rest = head.partition("==")
        version, _, marker = rest.partition(";")
        found[canonicalize_name(name.strip())] = (version.strip(), marker.strip(), len(hashes))
    return found


def wanted() -> list[Requirement]:
    texts = [(REQUIREMENTS / name).read_text("utf-8") for name in ("runtime.in", "dev.in")]
    lines = [line.split("#")[0].strip() for text in texts for line in text.splitlines()]
    return [Requirement(line) for line in lines if line]


def test_that_the_lock_pins_each_package_with_hashes():
    assert len(locked()) > 40
    assert [name for name, (version, _, hashes) in locked().items() if not version or not hashes] == []


def test_that_the_lock_holds_names_versions_and_hashes_and_nothing_else():
    line = re.compile(r"[a-z0-9-]+==[\w.]+( ; [\w.!=<>' ]+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?")
    lines = (REQUIREMENTS / "lock.txt").read_text("utf-8").splitlines()
    assert [text for text in lines if not line.fullmatch(text)] == []


def test_that_the_lock_covers_what_was_asked_for():
    lock = locked()
    missing = [str(r) for r in wanted() if canonicalize_name(r.name) not in lock]
    outside = [
        str(r)
        for r in wanted()
        if str(r) not in missing and not r.specifier.contains(lock[canonicalize_name(r.name)][0])
    ]
    assert (missing, outside) == ([], [])


def test_that_the_lock_covers_what_the_locked_packages_need():
    lock, open_needs = locked(), []
    extras = {canonicalize_name(r.name): r.extras for r in wanted()}
    for name, (_, marker, _) in lock.items():
        if marker and not Marker(marker).evaluate():
            continue
        for need in map(Requirement, metadata.requires(name) or []):
            asked = any(
                need.marker is None or need.marker.evaluate({"extra": e}) for e in ("", *extras.get(name, ()))
            )
            if asked and canonicalize_name(need.name) not in lock:
                open_needs.append(f"{name} needs {need}")
    assert open_needs == []


def test_that_what_is_installed_is_what_the_lock_says():
    here = {n: v for n, (v, marker, _) in locked().items() if not marker or Marker(marker).evaluate()}
    assert {n: metadata.version(n) for n in here} == here


# ---------------------------------------------------------------------- traps of what we stand on


def test_that_void_calls_of_qt_keep_their_hands_off_the_count_of_none():
    """PySide6 6.12.0 on CPython 3.11 takes one reference of None a call, and aborts after some thousands."""
    program = (
        "import sys\n"
        "from PySide6.QtWidgets import QApplication, QScrollBar\n"
        "app = QApplication([]); bar = QScrollBar(); bar.setMaximum(10_000)\n"
        "before = sys.getrefcount(None)\n"
        "for n in range(5_000): bar.setValue(n)\n"
        "print(sys.getrefcount(None) - before)\n"
    )
    run = python(program)
    assert run.returncode == 0, run.stderr
    assert abs(int(run.stdout)) < 500


def test_that_emitting_a_signal_costs_no_reference():
    """The same fault, for True: `Fatal Python error: bool_dealloc` within 100,000 emits."""
    program = (
        "import sys\n"
        "from PySide6.QtCore import QObject, Signal\n"
        "class Bell(QObject):\n"
        "    rung = Signal(int)\n"
        "bell = Bell(); before = sys.getrefcount(True)\n"
        "for _ in range(100_000): bell.rung.emit(1)\n"
        "print(sys.getrefcount(True) - before)\n"
    )
    run = python(program)
    assert run.returncode == 0, run.stderr
    assert abs(int(run.stdout)) < 500


def test_that_sqlite_is_one_without_the_wal_reset_bug():
    version = Version(sqlcipher3.sqlite_version)
    repaired = version >= Version("3.51.3") or any(
        Version(v) <= version < Version(until) for v, until in (("3.50.7", "3.51"), ("3.44.6", "3.45"))
    )
    assert repaired, f"SQLite {version} may lose a transaction when the write-ahead log is reset"


def test_that_the_database_on_disk_is_unreadable_without_its_key(tmp_path):
    path = tmp_path / "account.db"
    with_key = sqlcipher3.connect(path)
    with_key.execute(f"PRAGMA key = \"x'{'5a' * 32}'\"")
    with_key.execute("CREATE TABLE note (text)")
    with_key.execute("INSERT INTO note VALUES ('我的自傳')")
    with_key.commit()
    with_key.close()
    content = path.read_bytes()
    assert not content.startswith(b"SQLite format 3")
    assert "我的自傳".encode() not in content
    without = sqlcipher3.connect(path)
    with pytest.raises(sqlcipher3.DatabaseError):
        without.execute("SELECT * FROM note").fetchall()
    without.close()


def test_that_a_test_cannot_reach_another_machine():
    import socket  # noqa: PLC0415 - the guard's own test

    with pytest.raises(PermissionError, match="this machine only"):
        socket.create_connection(("192.0.2.1", 9), timeout=0.01)
    with pytest.raises(PermissionError, match="this machine only"):
        socket.getaddrinfo("school.example", 443)


def test_that_a_window_can_be_drawn_without_a_screen(qtbot):
    from PySide6.QtWidgets import QLabel  # noqa: PLC0415 - the other tests here need no Qt in their process

    label = QLabel("學習歷程檔案")
    qtbot.addWidget(label)
    label.show()
    assert label.grab().toImage().size().width() > 0
