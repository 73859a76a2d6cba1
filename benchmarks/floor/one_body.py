"""The least a transfer can cost: one JSON body over a loopback socket into one SQLite transaction on disk.

Push: we send, a receiver in its own process parses, stores (synchronous=FULL) and says ok.
Pull: the receiver reads its rows and sends them, we parse and store them the same way.
Run as a program it is the receiver: it prints its port and serves one connection.
"""

from __future__ import annotations

import json
import socket
import sqlite3
import struct
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from io import BufferedRWPair
from pathlib import Path
from typing import Any

from benchmarks.processes import Unmeasured, line_with, running
from benchmarks.workload import Flat

SIZE = struct.Struct("!Q")


def store(path: Path) -> sqlite3.Connection:
    """A database as safe as ours: write-ahead log, every commit on disk."""
    db = sqlite3.connect(path)
    db.execute("pragma journal_mode=wal")
    db.execute("pragma synchronous=full")
    db.execute("create table if not exists record (id text primary key, body text not null)")
    return db


def keep(db: sqlite3.Connection, body: bytes) -> None:
    """All records of the body, in one transaction."""
    rows = [(record["id"], json.dumps(record, ensure_ascii=False)) for record in json.loads(body)]
    with db:
        db.executemany("insert or replace into record values (?, ?)", rows)


def send(pipe: BufferedRWPair[Any, Any], body: bytes) -> None:
    """The body after its size."""
    pipe.write(SIZE.pack(len(body)))
    pipe.write(body)
    pipe.flush()


def receive(pipe: BufferedRWPair[Any, Any]) -> bytes:
    """What `send` sent."""
    (size,) = SIZE.unpack(pipe.read(SIZE.size))
    return pipe.read(size)


def serve(folder: Path) -> None:
    """One push, then one pull."""
    with socket.create_server(("127.0.0.1", 0)) as door, closing(store(folder / "school.db")) as db:
        print("port", door.getsockname()[1], flush=True)
        line, _ = door.accept()
        with line, line.makefile("rwb") as pipe:
            keep(db, receive(pipe))
            send(pipe, b"ok")
            receive(pipe)
            rows = [json.loads(body) for (body,) in db.execute("select body from record")]
            send(pipe, json.dumps(rows, ensure_ascii=False).encode())


def push_and_pull(records: Sequence[Flat]) -> tuple[float, float]:
    """Seconds of each, with both programs already running and joined."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        log = folder / "log"
        command = [sys.executable, "-m", "benchmarks.floor.one_body", place]
        with running(command, log) as receiver, closing(store(folder / "client.db")) as db:
            port = int(line_with(receiver, "port", log).split()[1])
            with socket.create_connection(("127.0.0.1", port)) as line, line.makefile("rwb") as pipe:
                line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                started = time.perf_counter()
                send(pipe, json.dumps(records, ensure_ascii=False).encode())
                receive(pipe)
                pushed = time.perf_counter()
                send(pipe, b"")
                keep(db, receive(pipe))
                pulled = time.perf_counter()
            (held,) = db.execute("select count(*) from record").fetchone()
    if held != len(records):
        raise Unmeasured(f"the floor lost records: {held} of {len(records)}")
    return pushed - started, pulled - pushed


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
