"""The least that carrying files can cost: sendfile over a loopback socket, written and fsynced one by one.

Push: we send, a receiver in its own process keeps them. Pull: it sends them back, we keep them.
Run as a program it is the receiver: it prints its port and serves one push and one pull.
"""

from __future__ import annotations

import os
import socket
import struct
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.floor.copying import on_disk
from benchmarks.processes import Unmeasured, line_with, processor, running

HEAD = struct.Struct("!II")
BUFFER = 256 * 1024


def send(line: socket.socket, files: Sequence[Path]) -> None:
    """All of them, each behind its size and the length of its name; a size of 0 ends."""
    for path in files:
        name = path.name.encode()
        line.sendall(HEAD.pack(path.stat().st_size, len(name)) + name)
        with path.open("rb") as file:
            line.sendfile(file)
    line.sendall(HEAD.pack(0, 0))


def keep(line: socket.socket, folder: Path) -> None:
    """What `send` sent, in the folder and on the disk."""
    folder.mkdir()
    buffer = memoryview(bytearray(BUFFER))
    while True:
        size, length = HEAD.unpack(_exactly(line, HEAD.size))
        if not size:
            break
        with (folder / _exactly(line, length).decode()).open("wb", buffering=0) as file:
            while size:
                got = line.recv_into(buffer, min(size, BUFFER))
                if not got:
                    raise Unmeasured("the floor's line broke")
                file.write(buffer[:got])
                size -= got
            os.fsync(file.fileno())
    on_disk(folder)


def _exactly(line: socket.socket, length: int) -> bytes:
    got = b""
    while len(got) < length:
        piece = line.recv(length - len(got))
        if not piece:
            raise Unmeasured("the floor's line broke")
        got += piece
    return got


def serve(folder: Path) -> None:
    """One push, then one pull."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        print("port", door.getsockname()[1], flush=True)
        line, _ = door.accept()
        with line:
            keep(line, folder / "there")
            line.sendall(b"k")
            _exactly(line, 1)
            send(line, sorted((folder / "there").iterdir()))


def push_and_pull(files: Sequence[Path]) -> dict[str, float]:
    """Seconds and processor seconds of each, both programs running and joined."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        log = folder / "log"
        with running([sys.executable, "-m", "benchmarks.floor.file_stream", place], log) as receiver:
            port = int(line_with(receiver, "port", log).split()[1])
            with socket.create_connection(("127.0.0.1", port)) as line:
                began, spent = time.perf_counter(), processor(receiver)
                send(line, files)
                _exactly(line, 1)
                pushed, halfway = time.perf_counter(), processor(receiver)
                again = time.perf_counter()
                line.sendall(b"p")
                keep(line, folder / "here")
                pulled = time.perf_counter()
                worked = processor(receiver)
        if sum(path.stat().st_size for path in (folder / "here").iterdir()) != sum(
            path.stat().st_size for path in files
        ):
            raise Unmeasured("the floor lost bytes")
    return {
        "push": pushed - began,
        "push, processor": halfway - spent,
        "pull": pulled - again,
        "pull, processor": worked - halfway,
    }


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
