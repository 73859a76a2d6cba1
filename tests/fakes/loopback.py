"""A server on this computer that answers exactly what it is told to, byte by byte, however wrong."""

import gzip
import socket
import threading
from collections.abc import Callable
from typing import Any

import msgspec
from attrs import frozen

from sync.wire import MEDIA_TYPE


@frozen
class Heard:
    """One request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def message(self) -> Any:
        packed = self.headers.get("content-encoding") == "gzip"
        return msgspec.json.decode(gzip.decompress(self.body) if packed else self.body)


Reply = bytes | Callable[[Heard], bytes | None]


def http(
    body: bytes, status: int = 200, media: str = MEDIA_TYPE, length: int | None = None, **headers: str
) -> bytes:
    """A whole HTTP answer; length: what Content-Length claims."""
    lines = [
        f"HTTP/1.1 {status} X",
        f"Content-Type: {media}",
        f"Content-Length: {len(body) if length is None else length}",
    ]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode() + body


def said(message: Any, status: int = 200, **headers: str) -> bytes:
    return http(msgspec.json.encode(message), status, **headers)


class Loopback:
    """Answers the requests in order with the given replies; the last one again and again. None: hang up unanswered."""

    def __init__(self, *replies: Reply) -> None:
        self._replies = list(replies)
        self.heard: list[Heard] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve, name="loopback", daemon=True)
        self._lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> "Loopback":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join(5)
        self._listener.close()

    def _serve(self) -> None:
        workers = []
        while True:
            try:
                line, _ = self._listener.accept()
            except OSError:
                break
            workers.append(threading.Thread(target=self._answer, args=(line,), daemon=True))
            workers[-1].start()
        for worker in workers:
            worker.join(5)

    def _answer(self, line: socket.socket) -> None:
        with line:
            line.settimeout(5)
            heard = _read(line)
            if heard is None:
                return
            with self._lock:
                self.heard.append(heard)
                reply = self._replies[0] if len(self._replies) == 1 else self._replies.pop(0)
            answer = reply(heard) if callable(reply) else reply
            if answer:
                line.sendall(answer)


def _read(line: socket.socket) -> Heard | None:
    data = b""
    while b"\r\n\r\n" not in data:
        piece = line.recv(65536)
        if not piece:
            return None
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    method, path, _ = first.split(" ")
    headers = {name.lower(): value.strip() for name, _, value in (one.partition(":") for one in lines)}
    while len(body) < int(headers.get("content-length", "0")):
        body += line.recv(65536)
    return Heard(method, path, headers, body)
