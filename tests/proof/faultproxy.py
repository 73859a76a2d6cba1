"""A bad line between a client and a school: a TCP proxy that breaks one request in the way it is told to.

One request a connection: it reads the whole request, so that it can lose, repeat or answer it itself.
"""

import asyncio
import struct
import threading
from collections import Counter
from collections.abc import Callable, Coroutine
from random import Random
from socket import SO_LINGER, SOL_SOCKET
from types import TracebackType
from typing import Any, TypeVar
from urllib.parse import urlsplit

from attrs import frozen

KINDS = (
    "delay", "cut_up", "cut_down", "reset", "half_open", "drop_request", "drop_answer", "twice", "html",
    "busy", "bad_gateway",
)  # fmt: skip
HTML = b"<!DOCTYPE html><html><body>\xe8\xab\x8b\xe5\x85\x88\xe7\x99\xbb\xe5\x85\xa5</body></html>"
HELD = 3.0
CANNED = {
    "html": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n" + HTML,
    "busy": b"HTTP/1.1 503 Busy\r\nRetry-After: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
    "bad_gateway": b"HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n" + HTML,
}
T = TypeVar("T")


@frozen
class Fault:
    """What happens to a request. after: bytes until the line is cut. seconds: of a delay."""

    kind: str = ""
    after: int = 0
    seconds: float = 0.0


@frozen
class Asked:
    """A request as it came to the proxy."""

    method: str
    path: str
    raw: bytes


Plan = Callable[[Asked], Fault]


def no_fault(_: Asked) -> Fault:
    return Fault()


def dice_plan(dice: Random, rate: float) -> Plan:
    """A fault of any kind for that share of the requests."""

    def plan(asked: Asked) -> Fault:
        if dice.random() >= rate:
            return Fault()
        after = int(len(asked.raw) * dice.random()) if dice.random() < 0.7 else dice.randrange(1, 400)
        return Fault(dice.choice(KINDS), after, dice.random() / 5)

    return plan


class FaultProxy:
    """`url` leads to the school through the bad line. counts: how often each fault was really done."""

    def __init__(self, upstream: str, plan: Plan = no_fault) -> None:
        parts = urlsplit(upstream)
        self._to = (parts.hostname or "", parts.port or 80)
        self.plan = plan
        self.counts: Counter[str] = Counter()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="bad line", daemon=True)
        self._server: asyncio.Server | None = None
        self._lines: set[asyncio.Task[None]] = set()
        self.url = ""

    def __enter__(self) -> "FaultProxy":
        self._thread.start()
        self._server = self._wait(asyncio.start_server(self._accept, "127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._wait(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    def _wait(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    async def _end(self) -> None:
        assert self._server is not None
        self._server.close()
        lines = tuple(self._lines)
        for line in lines:
            line.cancel()
        await asyncio.gather(*lines, return_exceptions=True)

    async def _accept(self, up: asyncio.StreamReader, down: asyncio.StreamWriter) -> None:
        line = asyncio.current_task()
        assert line is not None
        self._lines.add(line)
        try:
            await self._line(up, down)
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # either side has gone, or the test ends
        finally:
            self._lines.discard(line)
            down.close()

    async def _line(self, up: asyncio.StreamReader, down: asyncio.StreamWriter) -> None:
        asked = await _whole(up)
        fault = self.plan(asked)
        self.counts[fault.kind or "sound"] += 1
        if fault.kind in CANNED:
            down.write(CANNED[fault.kind])
            await down.drain()
            return
        if fault.kind == "half_open":
            await asyncio.sleep(HELD)
            return
        if fault.kind == "reset":
            down.get_extra_info("socket").setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))
            return
        if fault.kind == "drop_request":
            return
        if fault.kind == "cut_up":
            await self._send(asked.raw[: fault.after], b"")
            return
        if fault.kind == "delay":
            await asyncio.sleep(fault.seconds)
        if fault.kind == "twice":
            await self._send(asked.raw)
        answer = await self._send(asked.raw)
        if fault.kind == "drop_answer":
            return
        if fault.kind == "cut_down":
            answer = answer[: min(fault.after, len(answer) - 1)]
        down.write(answer)
        await down.drain()

    async def _send(self, raw: bytes, ask: bytes | None = None) -> bytes:
        """To the school, and all that it answers; ask b"": nobody waits for an answer."""
        reader, writer = await asyncio.open_connection(*self._to)
        try:
            writer.write(raw)
            await writer.drain()
            return await reader.read() if ask is None else ask
        finally:
            writer.close()


async def _whole(up: asyncio.StreamReader) -> Asked:
    """The whole request, with the line closed after it."""
    head = await up.readuntil(b"\r\n\r\n")
    first, *lines = head[:-4].split(b"\r\n")
    method, path, _ = first.decode("latin-1").split(" ")
    size, kept = 0, [first]
    for line in lines:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            size = int(value)
        if name.lower() != b"connection":
            kept.append(line)
    body = await up.readexactly(size)
    return Asked(method, path, b"\r\n".join([*kept, b"Connection: close", b"", body]))
