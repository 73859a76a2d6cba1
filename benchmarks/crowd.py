"""Many clients at once: each holds one line and says its requests in turn. Run as a program of its own.

Reads lines of JSON: {"port", "clients": [[{"method", "path", "headers", "file", "body"}, …], …]}; prints what it took.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

PATIENCE = 600.0
AGAIN = 3


class Client:
    """One line to the server; a broken one is an error and opened anew."""

    def __init__(self, port: int, errors: list[str]) -> None:
        self._port = port
        self._errors = errors
        self._line: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def run(self, requests: list[dict[str, Any]], took: list[float]) -> None:
        for request in requests:
            body = _body(request)  # from the page cache, and the same for every server
            began = time.perf_counter()
            await self._until_taken(request, body)
            took.append(time.perf_counter() - began)
        if self._line is not None:
            self._line[1].close()

    async def _until_taken(self, request: dict[str, Any], body: bytes) -> None:
        for attempt in range(AGAIN):
            try:
                status, said = await self._ask(request, body)
            except (OSError, asyncio.IncompleteReadError) as error:
                self._errors.append(type(error).__name__)
                self._line = None
                continue
            if 200 <= status < 300 and request.get("mark", "") in said:
                return
            self._errors.append(f"{status} {said[:200]}")
            await asyncio.sleep(0.2 * attempt)

    async def _ask(self, request: dict[str, Any], body: bytes) -> tuple[int, str]:
        if self._line is None:
            self._line = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._line
        told = {"Host": f"127.0.0.1:{self._port}", "Content-Length": str(len(body)), **request["headers"]}
        head = "".join(f"{key}: {value}\r\n" for key, value in told.items())
        writer.write(f"{request['method']} {request['path']} HTTP/1.1\r\n{head}\r\n".encode() + body)
        await writer.drain()
        return await _answer(reader)


def _body(request: dict[str, Any]) -> bytes:
    return Path(request["file"]).read_bytes() if "file" in request else request["body"].encode()


async def _answer(reader: asyncio.StreamReader) -> tuple[int, str]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    status = int(head.split()[1])
    length = next((line for line in head.split("\r\n") if line.startswith("content-length:")), ":0")
    said = await reader.readexactly(int(length.partition(":")[2])) if status != 204 else b""
    return status, said.decode("utf-8", "replace")


async def crowd(work: dict[str, Any]) -> dict[str, Any]:
    """All clients at once."""
    errors: list[str] = []
    took: list[float] = []
    began = time.perf_counter()
    clients = [Client(work["port"], errors).run(requests, took) for requests in work["clients"]]
    await asyncio.wait_for(asyncio.gather(*clients), PATIENCE)
    took.sort()
    return {
        "seconds": time.perf_counter() - began,
        "p99": took[min(len(took) - 1, int(len(took) * 0.99))],
        "errors": errors,
        "processor": sum(os.times()[:2]),
    }


if __name__ == "__main__":
    print(json.dumps(asyncio.run(crowd(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))))))
