"""What holds for every test: Qt off screen, no folder of the person's, no network but this machine's.

Generic only; a fixture of one package lives in that package's test folder.
"""

from __future__ import annotations

import gc
import ipaddress
import itertools
import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

# Before anything imports Qt, platformdirs or the locale.
_HOME = tempfile.TemporaryDirectory(prefix="licheng-tests-", ignore_cleanup_errors=True)
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.update({"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"})
for _name, _folder in {
    "HOME": "",
    "XDG_CONFIG_HOME": "config",
    "XDG_DATA_HOME": "data",
    "XDG_CACHE_HOME": "cache",
    "XDG_STATE_HOME": "state",
    "XDG_RUNTIME_DIR": "run",
}.items():
    _path = Path(_HOME.name, _folder)
    _path.mkdir(mode=0o700, exist_ok=True)
    os.environ[_name] = str(_path)
for _name in (
    "LICHENG_PASSWORD",
    "DATABASE_URL",
    "BLOB_URL",
    "SMTP_URL",
    "SMTP_SENDER",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
):
    os.environ.pop(_name, None)
    os.environ.pop(_name.lower(), None)

# after the environment is as it must be
from tests.tally import (  # noqa: E402, F401 - hooks
    pytest_runtest_logreport,
    pytest_sessionfinish,
    pytest_terminal_summary,
)

PATIENCE = 3.0


def _is_here(host: object) -> bool:
    if not isinstance(host, str | bytes) or host in ("", b"", "localhost", b"localhost"):
        return not host or host in ("localhost", b"localhost")
    try:
        return ipaddress.ip_address(host if isinstance(host, str) else host.decode()).is_loopback
    except ValueError:
        return False


def _stay_on_this_machine(event: str, args: tuple[object, ...]) -> None:
    """An audit hook: a test that reaches for another machine fails where it does so."""
    if event == "socket.getaddrinfo":
        host = args[0]
    elif event in ("socket.connect", "socket.sendto"):
        address = args[1]
        if not isinstance(address, tuple):
            return  # a path: a socket of this machine
        host = address[0]
    else:
        return
    if not _is_here(host):
        raise PermissionError(f"a test may speak to this machine only, not to {host!r}")


sys.addaudithook(_stay_on_this_machine)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that asks for a window is a `qt` test, also when its author forgot to say so."""
    for item in items:
        if {"qtbot", "qapp"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("qt")


def _busy_qt_threads() -> list[str]:
    from PySide6.QtCore import QThread, QThreadPool  # noqa: PLC0415 - only where a test has Qt already

    busy = []
    of_qt = {kind for kind in set(map(type, gc.get_objects())) if issubclass(kind, (QThread, QThreadPool))}
    for thing in [thing for thing in gc.get_objects() if type(thing) in of_qt] if of_qt else []:
        if isinstance(thing, QThread) and _answers(thing.isRunning):
            busy.append(f"running {type(thing).__name__}")
        elif isinstance(thing, QThreadPool) and _answers(thing.activeThreadCount):
            busy.append(f"busy {type(thing).__name__}")
    if QThreadPool.globalInstance().activeThreadCount():
        busy.append("busy global pool")
    return busy


def _answers(question: object) -> bool:
    try:
        return bool(question())  # type: ignore[operator]
    except RuntimeError:  # its C++ half is gone, so it runs no more
        return False


def pytest_collection_finish(session: pytest.Session) -> None:
    """As in the program, garbage is collected in the main thread only: a widget must not end in another."""
    gc.collect()
    gc.freeze()
    gc.disable()


EVERY = 20
_tests = itertools.count(1)


def pytest_runtest_logfinish(nodeid: str, location: object) -> None:
    gc.collect(2 if next(_tests) % EVERY == 0 else 1)


@pytest.fixture(scope="session")
def qapp_cls() -> type:
    """The application of all tests tells of its events, for those who watch how long each takes."""
    from benchmarks.turns import WatchedApplication  # noqa: PLC0415 - only where a test has Qt already

    return WatchedApplication


@pytest.fixture
def never_waits(request: pytest.FixtureRequest, qapp: object) -> Iterator[None]:
    """The rule that the GUI thread is never busy for long in one go; the folders of windows ask it of every test."""
    from tests import watching  # noqa: PLC0415 - as above

    with watching.never_waits(request.node.nodeid, watching.excuses()):
        yield


@pytest.fixture(autouse=True)
def _no_thread_outlives_a_window(request: pytest.FixtureRequest) -> Iterator[None]:
    """After a `qt` test no thread and no pool job of its making is alive (after a short wait)."""
    if request.node.get_closest_marker("qt") is None:
        yield
        return
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + PATIENCE
    while left := _left_over(before):
        if time.monotonic() > deadline:
            pytest.fail(f"threads outlived the test: {', '.join(left)}")
        time.sleep(0.02)


def _left_over(before: set[threading.Thread]) -> list[str]:
    # a thread that Qt started and that has run Python stays in the list as a dummy: judged by Qt instead
    # and a worker of a school that this very process keeps open belongs to the school, not to the window
    ours = [t for t in threading.enumerate() if t not in before and type(t).__name__ != "_DummyThread"]
    ours = [t for t in ours if not t.name.startswith(("AnyIO worker", "school-read"))]
    return [t.name for t in ours if t.is_alive()] + _busy_qt_threads()
