"""Starting the programs that are measured, and ending exactly those."""

from __future__ import annotations

import os
import socket
import subprocess
import threading
import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

HERE = Path(__file__).resolve().parent.parent
PATIENCE = 60.0  # seconds until a silent program counts as failed


class Unmeasured(Exception):
    """A side cannot be measured here; its sentence says why and what to do."""


@contextmanager
def running(
    command: Sequence[str], log: Path, extra: Mapping[str, str] | None = None, talks: bool = False
) -> Iterator[subprocess.Popen[str]]:
    """A program that runs inside the block; its complaints go to the log. talks: it also reads from us."""
    with log.open("ab") as complaints:
        program = subprocess.Popen(
            list(command),
            stdin=subprocess.PIPE if talks else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
            encoding="utf-8",
            env={**os.environ, **(extra or {})},
            cwd=HERE,
        )
    try:
        yield program
    finally:
        end(program)


def end(program: subprocess.Popen[str]) -> None:
    """Asks the program to end; insists after ten seconds."""
    if program.stdin:
        program.stdin.close()
    if program.poll() is None:
        program.terminate()
    try:
        program.wait(10)
    except subprocess.TimeoutExpired:
        program.kill()
        program.wait()
    if program.stdout:
        program.stdout.close()


def drain(program: subprocess.Popen[str]) -> None:
    """Reads what a server goes on to say, so that a full pipe never stops it."""
    threading.Thread(target=deque, args=(stream(program.stdout), 0), daemon=True).start()


def line_with(program: subprocess.Popen[str], mark: str, log: Path, patience: float = PATIENCE) -> str:
    """The program's first line of output that holds the mark."""
    watch = threading.Timer(patience, program.kill)
    watch.start()
    try:
        for line in stream(program.stdout):
            if mark in line:
                return line.strip()
    finally:
        watch.cancel()
    raise Unmeasured(f"no line with {mark!r} came from {program.args!r}: {last_words(log)}")


def stream(pipe: IO[str] | None) -> IO[str]:
    """The pipe, which is there because we asked for it."""
    if pipe is None:
        raise Unmeasured("the program was started without a pipe")
    return pipe


def last_words(log: Path) -> str:
    """The last line a program complained with."""
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return lines[-1] if lines else "it said nothing"


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_port(port: int, program: subprocess.Popen[str], log: Path) -> None:
    """Returns when the program listens."""
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit and program.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise Unmeasured(f"{program.args!r} does not listen: {last_words(log)}")


def processor(program: subprocess.Popen[str] | None = None) -> float:
    """Processor seconds spent so far by this process and by a program with its children; 0 where nobody tells."""
    own = time.process_time()
    return own if program is None else own + _of_tree(program.pid)


def _of_tree(root: int) -> float:
    """From the kernel's account: user, system, and the same of children that have ended."""
    spent: dict[int, tuple[int, float]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        ticks = sum(int(field) for field in fields[11:15])
        spent[int(path.parent.name)] = int(fields[1]), ticks / os.sysconf("SC_CLK_TCK")
    family = {root}
    while more := {pid for pid, (parent, _) in spent.items() if parent in family} - family:
        family |= more
    return sum(spent[pid][1] for pid in family if pid in spent)
