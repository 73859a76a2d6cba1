"""The night of a deadline: 300 students at once, each with 5 files of 1 MB and 10 intents, on PostgreSQL.

Fsynced, verified by hash and opened at the school. Against nginx, which takes the same bytes into the page cache,
checks nothing and keeps no records: a limit, not a rival.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from attrs import frozen
from sqlalchemy import select

from benchmarks import classroom, papers
from benchmarks.ours import FORM, PASSWORD, served
from benchmarks.postgres import database
from benchmarks.processes import HERE, Unmeasured, free_port, last_words, processor, running, wait_for_port
from benchmarks.row import FLOOR, OURS, Asked, Row, Sides
from benchmarks.workload import Prose
from desktop.clock import Clock
from domain import intents
from domain.intents import Action, Intent
from server.db import tables
from server.services.office import open_office
from server.settings import Settings
from sync import wire
from sync.http import sign_in

CLIENTS, FILES, SIZE, INTENTS = 300, 5, 1_000_000, 10
Request = dict[str, Any]


@frozen
class Work:
    """The files of each client and where they lie."""

    files: Sequence[Sequence[Path]]
    workers: int = 2


def _ours(work: Work) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as place, database() as url:
        folder, names = Path(place), classroom.pupils(len(work.files))
        settings = Settings(folder=folder / "school", database_url=url)
        classroom.found(settings, names)
        with served(settings.folder, folder / "log", {"DATABASE_URL": url}, work.workers) as there:
            with ThreadPoolExecutor(8) as several:
                tokens = list(several.map(partial(_token, there.address), names))
            port = int(there.address.rpartition(":")[2])
            _warm(folder, port, tokens[:8])
            asked = [_said(token, files) for token, files in zip(tokens, work.files, strict=True)]
            taken = _measured(folder, port, asked, lambda: processor(there.program) - processor())
        _verify(settings, work)
    return taken


def _warm(folder: Path, port: int, tokens: Sequence[str]) -> None:
    """A school that runs since the morning has opened a file in each of its processes."""
    files = papers.equal(folder / "warm", len(tokens) * 2, 60_000, 0)
    asked = [_said(token, files[n :: len(tokens)]) for n, token in enumerate(tokens)]
    _measured(folder, port, asked, float)


def _token(address: str, name: str) -> str:
    return sign_in(address, name, PASSWORD, f"device-{name}").access


def _said(token: str, files: Sequence[Path]) -> list[Request]:
    """A file, then two intents, and so on."""
    clock, prose = Clock(), Prose(len(token))
    bearer = {"Authorization": f"Bearer {token}", "Content-Type": wire.MEDIA_TYPE}
    found: list[Request] = []
    for path in files:
        data = path.read_bytes()
        sha = hashlib.sha256(data).hexdigest()
        whole = {**bearer, "Content-Range": f"bytes 0-{len(data) - 1}/{len(data)}", "X-Piece-SHA256": sha}
        put = {"method": "PUT", "path": f"/v1/blobs/{sha}", "headers": whole, "file": str(path)}
        found.append({**put, "mark": '"verified":true'})
        for _ in range(INTENTS // FILES):
            body = _push(clock, prose.text(80))
            post = {"method": "POST", "path": "/v1/sync/push", "headers": bearer, "body": body}
            found.append({**post, "mark": '"status":"applied"'})
    return found


def _push(clock: Clock, text: str) -> str:
    d = intents.save({"description": (None, text)})
    said = Intent(clock.new_id(), Action.SAVE, clock.new_id(), FORM, d, made=clock.made()).encode().decode()
    head = {"proto": wire.PROTO, "schema": wire.SCHEMA, "req": clock.new_id(), "device": "device"}
    return json.dumps(head)[:-1] + f', "intents": [{{"body": {said}}}]}}'


def _verify(settings: Settings, work: Work) -> None:
    """What the school says it has."""
    office = open_office(settings)
    try:
        kept = office.database.read(lambda conn: set(conn.scalars(select(tables.blob.c.sha256)))).result()
    finally:
        office.close()
    sent = {hashlib.sha256(path.read_bytes()).hexdigest() for files in work.files for path in files}
    if sent - kept:
        raise Unmeasured(f"the school has not verified {len(sent - kept)} of {len(sent)} files")


def _nginx(work: Work) -> dict[str, float]:
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        raise Unmeasured("nginx is not installed")
    with tempfile.TemporaryDirectory() as place:
        folder, port = Path(place), free_port()
        (folder / "data").mkdir()
        (folder / "nginx.conf").write_text(_settings(folder, port), encoding="utf-8")
        command = [program, "-c", str(folder / "nginx.conf"), "-e", str(folder / "errors")]
        with running(command, folder / "log") as server:
            wait_for_port(port, server, folder / "log")
            asked = [_plain(number, files) for number, files in enumerate(work.files)]
            return _measured(folder, port, asked, lambda: processor(server) - processor())


def _settings(folder: Path, port: int) -> str:
    spare = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    place = f"location / {{ dav_methods PUT; create_full_put_path on; }} root {folder}/data;"
    return (
        f"daemon off; worker_processes 2; pid {folder}/pid; {_user()} events {{ worker_connections 2048; }}\n"
        f"http {{ access_log off; client_max_body_size 20m; keepalive_requests 100000; {spare}\n"
        f"server {{ listen 127.0.0.1:{port}; {place} }} }}\n"
    )


def _user() -> str:
    return "user root;" if os.geteuid() == 0 else ""


def _plain(number: int, files: Sequence[Path]) -> list[Request]:
    found: list[Request] = []
    for place, path in enumerate(files):
        found.append({"method": "PUT", "path": f"/{number}/f{place}", "headers": {}, "file": str(path)})
        for turn in range(INTENTS // FILES):
            text = _push(Clock(), "一" * 80)
            found.append({"method": "PUT", "path": f"/{number}/r{place}-{turn}", "headers": {}, "body": text})
    return found


def _measured(
    folder: Path, port: int, asked: list[list[Request]], spent: Callable[[], float]
) -> dict[str, float]:
    script = folder / "crowd.json"
    script.write_text(json.dumps({"port": port, "clients": asked}), encoding="utf-8")
    before = spent()
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.crowd", str(script)],
        cwd=HERE,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Unmeasured(f"the crowd went home: {done.stderr[-300:]} {last_words(folder / 'log')}")
    told = json.loads(done.stdout)
    if told["errors"]:
        print(f"errors: {sorted(set(told['errors']))[:3]}", file=sys.stderr, flush=True)
    return {
        "night": told["seconds"],
        "night, server's processor": spent() - before,
        "night, p99": told["p99"],
        "errors": float(len(told["errors"])),
    }


@contextmanager
def _sides(asked: Asked) -> Iterator[Sides]:
    clients, size = (3, 60_000) if asked.quick else (CLIENTS, SIZE)
    with tempfile.TemporaryDirectory() as place:
        files = [papers.equal(Path(place) / str(n), FILES, size, n + 1) for n in range(clients)]
        work = Work(files)
        yield {FLOOR: partial(_nginx, work), OURS: partial(_ours, work)}


DEADLINE = Row(
    key="deadline",
    how="300 clients x (5 x 1 MB + 10 intents) on PostgreSQL, 2 workers; against nginx that keeps the same bytes",
    sides=_sides,
    goals={"night": 2.0, "errors": 0},
    units={"errors": "errors"},
    warm=False,
)
