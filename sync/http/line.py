"""Shell: bytes to one address over httpx, and a whole answer back, or Offline. TLS unless it is this very computer.

httpx is loaded when a school is first spoken to.
"""

import gzip
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from weakref import WeakSet

from domain.errors import BadInput, Offline
from sync import wire
from sync.answers import GARBLED, Answer
from sync.effects import SENTENCES, NotTheSchool, State

if TYPE_CHECKING:
    import httpx

CONNECT, IDLE = 10.0, 60.0
WORTH_PACKING = 1024
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
MAX_ANSWER = 64 * 1024 * 1024


def address(base_url: str, plain_allowed: bool = False) -> str:
    """The address tidied; raises BadInput when it is none, or unencrypted to another computer."""
    text = base_url.strip()
    text = (text if "://" in text else f"https://{text}").rstrip("/")
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
        host = None if set(text) & set(' \t<>"') else host
    except ValueError:
        host, parts = None, urlsplit("")
    if not host or parts.scheme not in ("http", "https") or parts.username:
        raise BadInput(
            "bad_address",
            "這不是學校主機的網址。",
            "請向學校索取網址，例如 https://portfolio.school.edu.tw。",
        )
    if parts.scheme == "http" and host not in LOOPBACK and not plain_allowed:
        raise BadInput(
            "plain_http", "這個網址沒有加密，密碼和檔案會被旁人看見。", "請改用 https 開頭的網址。"
        )
    return text


class Line:
    """One pool of connections to one address: bytes out, a whole answer in, or Offline."""

    def __init__(self, base_url: str, plain_allowed: bool, idle: float = IDLE) -> None:
        import httpx  # noqa: PLC0415 - slow to load, and only needed once a school is spoken to

        self._httpx = httpx
        self._streams: WeakSet[Any] = WeakSet()
        self._hung_up = False
        self._client = httpx.Client(
            base_url=address(base_url, plain_allowed),
            timeout=httpx.Timeout(idle, connect=CONNECT),
            follow_redirects=False,
            headers={"Accept": wire.MEDIA_TYPE, "Accept-Encoding": "gzip", "User-Agent": "licheng"},
        )

    def close(self) -> None:
        self._client.close()

    def hang_up(self) -> None:
        """From another thread: whoever waits for an answer waits no longer. A listener that says nothing would
        otherwise hold up a person who closes the program, for as long as `idle`."""
        self._hung_up = True
        for stream in tuple(self._streams):
            line = stream.get_extra_info("socket")
            if line is not None:
                with suppress(OSError):
                    line.shutdown(socket.SHUT_RDWR)

    def _note_stream(self, event: str, info: Mapping[str, Any]) -> None:
        """httpx tells of each new connection; weakly kept, so that a closed one is forgotten."""
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            self._streams.add(info["return_value"])
            if self._hung_up:
                self.hang_up()

    def send(
        self,
        method: str,
        path: str,
        body: bytes | None,
        access: str,
        headers: Mapping[str, str],
        packed: bool,
    ) -> Answer:
        """Send the request and take the whole answer; never more of it than MAX_ANSWER."""
        own = {"Content-Type": wire.MEDIA_TYPE, **_bearer(access), **headers}
        if packed and body is not None and len(body) > WORTH_PACKING:
            body, own["Content-Encoding"] = gzip.compress(body, 6, mtime=0), "gzip"
        with (
            self._trouble(),
            self._client.stream(
                method, path, content=body, headers=own, extensions={"trace": self._note_stream}
            ) as answer,
        ):
            return Answer(
                answer.status_code,
                answer.headers.get("content-type", ""),
                whole(answer),
                answer.headers.get("retry-after", ""),
                answer.headers.get("date", ""),
            )

    @contextmanager
    def reading(self, path: str, access: str) -> "Iterator[httpx.Response]":
        with (
            self._trouble(),
            self._client.stream(
                "GET", path, headers=_bearer(access), extensions={"trace": self._note_stream}
            ) as answer,
        ):
            yield answer

    @contextmanager
    def _trouble(self) -> Iterator[None]:
        """Every way in which a connection can fail, as one word with its sentence."""
        try:
            yield
        except self._httpx.DecodingError as error:
            raise NotTheSchool("garbled", GARBLED) from error
        except self._httpx.ConnectError as error:
            if "CERTIFICATE_VERIFY_FAILED" in str(error):
                raise NotTheSchool("certificate", "網址的安全憑證不正確，無法確定是學校主機。") from error
            raise Offline("offline", SENTENCES[State.OFFLINE]) from error
        except self._httpx.TimeoutException as error:
            raise Offline("timeout", "學校主機太久沒有回應，稍後會再試。") from error
        except (self._httpx.TransportError, self._httpx.InvalidURL) as error:
            raise Offline("broken", "和學校的連線中斷了，稍後會再試。") from error


def _bearer(access: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {access}"} if access else {}


def whole(answer: "httpx.Response") -> bytes:
    pieces, size = [], 0
    for piece in answer.iter_bytes():
        size += len(piece)
        if size > MAX_ANSWER:
            raise NotTheSchool("endless", SENTENCES[State.NOT_THE_SCHOOL])
        pieces.append(piece)
    return b"".join(pieces)
