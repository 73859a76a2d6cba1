"""Anki as the peer: its Python library as two clients, its own sync server between them.

Installed on demand into a virtual environment of its own, never into ours; talked to over pipes only.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from benchmarks.processes import (
    Unmeasured,
    free_port,
    line_with,
    running,
    stream,
    wait_for_port,
)
from benchmarks.workload import FIELDS, Flat

CLIENT = Path(__file__).with_name("anki_client.py")


class Anki:
    """The installed peer."""

    def __init__(self, home: Path) -> None:
        self.python = home / "anki" / "bin" / "python"
        if not (home / "anki" / "installed").exists():
            self._install(home)
        self.version = self._run("-c", "import anki.buildinfo as b; print(b.version)").strip()

    def _install(self, home: Path) -> None:
        print("installing Anki (once) …", file=sys.stderr, flush=True)
        home.mkdir(parents=True, exist_ok=True)
        try:
            subprocess.run(
                [sys.executable, "-m", "venv", str(home / "anki")], check=True, capture_output=True
            )
            self._run("-m", "pip", "install", "-q", "--disable-pip-version-check", "anki")
        except (subprocess.CalledProcessError, OSError) as error:
            raise Unmeasured(f"Anki could not be installed into {home}: {error}") from error
        (home / "anki" / "installed").touch()

    def _run(self, *arguments: str) -> str:
        run = subprocess.run([str(self.python), *arguments], check=True, capture_output=True, text=True)
        return run.stdout

    @contextmanager
    def _server(self, folder: Path) -> Iterator[str]:
        port, log = free_port(), folder / "server.log"
        settings = {
            "SYNC_USER1": "bench:bench",
            "SYNC_BASE": str(folder / "server"),
            "SYNC_HOST": "127.0.0.1",
            "SYNC_PORT": str(port),
            "RUST_LOG": "warn",
        }
        with running([str(self.python), "-m", "anki.syncserver"], log, settings) as server:
            wait_for_port(port, server, log)
            yield f"http://127.0.0.1:{port}/"

    def push_and_pull(self, records: Sequence[Flat]) -> tuple[float, float]:
        """Seconds of the first client's push and the second one's pull; both shared an empty collection before."""
        with tempfile.TemporaryDirectory() as place, ExitStack() as stack:
            folder = Path(place)
            work = folder / "records.json"
            work.write_text(json.dumps(records, ensure_ascii=False), encoding="utf-8")
            address = stack.enter_context(self._server(folder))
            first, second = (stack.enter_context(_client(self, folder / name, address)) for name in "ab")
            first.ask("prepare", fields=list(FIELDS))
            first.ask("sync", upload=True)
            second.ask("sync", upload=False)
            first.ask("add", path=str(work))
            push, pull = first.ask("sync", upload=True), second.ask("sync", upload=False)
            _verify(records, second.ask("held")["result"], (push["result"], pull["result"]))
        return push["seconds"], pull["seconds"]


class Line:
    """The pipe to one client."""

    def __init__(self, program: subprocess.Popen[str], log: Path) -> None:
        self.program = program
        self.log = log

    def ask(self, order: str, **arguments: Any) -> dict[str, Any]:
        """One order and its answer."""
        pipe = stream(self.program.stdin)
        pipe.write(json.dumps({"do": order, **arguments}) + "\n")
        pipe.flush()
        answer: dict[str, Any] = json.loads(line_with(self.program, "seconds", self.log))
        return answer


@contextmanager
def _client(anki: Anki, folder: Path, address: str) -> Iterator[Line]:
    log = folder.with_suffix(".log")
    command = [str(anki.python), str(CLIENT), str(folder), address]
    with running(command, log, talks=True) as program:
        line_with(program, "ready", log)
        yield Line(program, log)


def _verify(records: Sequence[Flat], held: list[str], kinds: tuple[str, str]) -> None:
    wanted = {"\x1f".join(record[field] for field in FIELDS) for record in records}
    if set(held) != wanted:
        raise Unmeasured(f"Anki carried {len(held)} of {len(records)} records, or changed some")
    if any(kind.startswith("FULL") for kind in kinds):
        raise Unmeasured(f"Anki sent whole collections instead of records: {kinds}")
