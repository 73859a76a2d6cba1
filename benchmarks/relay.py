"""A line in between that counts: bytes each way, and how often one side waited for the other."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from attrs import define, field

PIECE = 64 * 1024


@define
class Count:
    """up: bytes to the school; down: from it; turns: how often an answer followed a question."""

    up: int = 0
    down: int = 0
    turns: int = 0
    asked: bool = False
    enough: int = 0
    reached: threading.Event = field(factory=threading.Event)

    def carried(self, size: int, up: bool) -> None:
        if up:
            self.up, self.asked = self.up + size, True
        else:
            self.turns += self.asked
            self.down, self.asked = self.down + size, False
        if self.enough and self.up >= self.enough:
            self.reached.set()

    @property
    def total(self) -> int:
        return self.up + self.down


@contextmanager
def relay(address: str) -> Iterator[tuple[str, Count]]:
    """The address in between, and the count; everything that comes is passed on."""
    host, _, port = address.rpartition("//")[2].partition(":")
    count = Count()
    with socket.create_server(("127.0.0.1", 0)) as door:
        threading.Thread(target=_accept, args=(door, (host, int(port)), count), daemon=True).start()
        try:
            yield f"http://127.0.0.1:{door.getsockname()[1]}", count
        finally:
            with suppress(OSError):
                door.shutdown(socket.SHUT_RDWR)


def _accept(door: socket.socket, there: tuple[str, int], count: Count) -> None:
    with suppress(OSError):
        while True:
            here, _ = door.accept()
            beyond = socket.create_connection(there)
            threading.Thread(target=_join, args=(here, beyond, count), daemon=True).start()


def _join(here: socket.socket, beyond: socket.socket, count: Count) -> None:
    """Both ways, until one side has hung up."""
    with here, beyond:
        for line in (here, beyond):
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        back = threading.Thread(target=_pass_on, args=(beyond, here, count, False), daemon=True)
        back.start()
        _pass_on(here, beyond, count, up=True)
        back.join()


def _pass_on(source: socket.socket, target: socket.socket, count: Count, up: bool) -> None:
    with suppress(OSError):
        while piece := source.recv(PIECE):
            count.carried(len(piece), up)
            target.sendall(piece)
    for line in (source, target):
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)
