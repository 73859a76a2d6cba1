"""A process that is asked, line by line, to play the day in a fork of itself and to end it at a certain step.

In: a folder and the number of the step (0: none), or `record` (and a mutant) to keep every call for later, or `serve`
and the step, to be the school alone. Out: how it ended. What was promised by then is in
FOLDER.told, the calls are in FOLDER.log.
"""

import itertools
import json
import os
import signal
import socket
import sys
from pathlib import Path

import uvicorn

from desktop.store import durable, engine as client
from server.app.embedded import config
from server.app.factory import create
from server.db import engine as school
from server.settings import Settings
from tests.proof import images, scene, syscalls
from tests.server.campus import SchoolClock
from tests.simulator.school import Trusting


def play(folder: Path, die_at: int, log: Path | None) -> None:
    """The whole day, in a process that is to end at the step."""
    told = os.open(folder.with_suffix(".told"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    numbers = itertools.count(1)
    journal = images.Journal(log) if log else None

    def listener(call: syscalls.Call) -> None:
        number = next(numbers)
        if journal:
            journal.add(call)
        if number == die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def say(kind: str, words: str) -> None:
        os.write(told, json.dumps([kind, words]).encode() + b"\n")
        if journal:
            journal.promise(kind, words)

    assert syscalls.watch(folder, listener) > 0
    town = scene.Town(folder)
    scene.day(town.computers, say)
    town.close()
    say("steps", str(next(numbers) - 1))


def serve(folder: Path, die_at: int) -> None:
    """The school alone, over HTTP, in a process that is to end at the step of its own storage."""
    numbers = itertools.count(1)

    def listener(_: syscalls.Call) -> None:
        if next(numbers) == die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    app = create(Settings(folder=folder / "school", threads=2), SchoolClock())
    app.state.desk.uploads._inspector = (
        Trusting()
    )  # opening files in a process of its own is tested elsewhere
    listening = socket.create_server(("127.0.0.1", 0))
    assert syscalls.watch(folder, listener) > 0
    told = folder.with_suffix(".told")
    told.with_suffix(".part").write_text(f"{os.getpid()} {listening.getsockname()[1]}")
    told.with_suffix(".part").rename(told)
    signal.signal(signal.SIGTERM, lambda *_: None)  # uvicorn raises it once more when all is done
    uvicorn.Server(config(app, "127.0.0.1", 0)).run([listening])
    told.write_text(f"{next(numbers) - 1}")


def _normal() -> None:
    """synchronous=NORMAL: a commit does not wait for the disk."""
    client.FILE = _changed(client.FILE, "synchronous=FULL", "synchronous=NORMAL")
    school.PRAGMAS = tuple(one.replace("= FULL", "= NORMAL") for one in school.PRAGMAS)


def _unsynced() -> None:
    """A file gets its name before its bytes are on the disk."""
    durable.sync_file = lambda file: file.flush()


def _changed(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new)


MUTANTS = {"": lambda: None, "synchronous_normal": _normal, "unsynced_files": _unsynced}


def main() -> None:
    for line in sys.stdin:
        folder, number = line.rstrip("\n").split("\t")
        child = os.fork()
        if child == 0:
            code = 1
            try:
                how, _, mutant = number.partition(" ")
                if how == "serve":
                    serve(Path(folder), int(mutant))
                    os._exit(0)
                MUTANTS[mutant]()
                record = Path(f"{folder}.log") if how == "record" else None
                play(Path(folder), 0 if record else int(how), record)
                code = 0
            finally:
                sys.stderr.flush()
                os._exit(code)
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
