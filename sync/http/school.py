"""Shell: the School port over HTTP, with its session. Decides nothing about records.

An answer counts only with our media type; what a captive portal, a proxy or a stranger says ends as NotTheSchool.
"""

import hashlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, TypeVar

import msgspec

from sync import wire
from sync.answers import STALE, Answer, check_server, read
from sync.effects import AuthRequired, BlobRefused, NotTheSchool, Turned
from sync.http.line import IDLE, Line, whole
from sync.http.tokens import Grant, Tokens
from sync.wire.checking import Check, CheckReply, FileList
from sync.wire.news import News

if TYPE_CHECKING:
    import httpx

T = TypeVar("T")

PIECE = 64 * 1024


class HttpSchool:
    """The school behind an address. One connection pool; close() when done."""

    def __init__(
        self,
        base_url: str,
        tokens: Tokens,
        server_id: str = "",
        plain_allowed: bool = False,
        idle: float = IDLE,
    ) -> None:
        self._line = Line(base_url, plain_allowed, idle)
        self._tokens = tokens
        self._server_id = server_id

    def close(self) -> None:
        self._line.close()

    def hang_up(self) -> None:
        """End whatever is being waited for, from another thread; close() still follows."""
        self._line.hang_up()

    def push(self, message: wire.Push) -> wire.PushReply:
        reply = self._call("POST", "/v1/sync/push", wire.PushReply, msgspec.json.encode(message))
        check_server(self._server_id, reply.server_id)
        return reply

    def pull(self, message: wire.Pull) -> wire.PullReply:
        reply = self._call("POST", "/v1/sync/pull", wire.PullReply, msgspec.json.encode(message))
        check_server(self._server_id, reply.server_id)
        return reply

    def news(self, since: int) -> News:
        """Wait until there is news beyond since, or for less than a minute. On a line of its own: it blocks it."""
        return self._call("GET", f"/v1/poke?since={since}", News)

    def check(self, message: Check) -> CheckReply:
        reply = self._call("POST", "/v1/sync/check", CheckReply, msgspec.json.encode(message))
        check_server(self._server_id, reply.server_id)
        if reply.req != message.req or not reply.end:
            raise NotTheSchool("stale_reply", STALE)
        return reply

    def held_files(self) -> FileList:
        reply = self._call("GET", "/v1/blobs", FileList)
        check_server(self._server_id, reply.server_id)
        if not reply.end:
            raise NotTheSchool("stale_reply", STALE)
        return reply

    def blob_state(self, sha256: str) -> wire.BlobState:
        return _of(sha256, self._call("GET", f"/v1/blobs/{sha256}/state", wire.BlobState))

    def put_blob(self, sha256: str, size: int, offset: int, piece: bytes) -> wire.BlobState:
        last = offset + len(piece) - 1
        where = f"bytes {offset}-{last}/{size}" if piece else f"bytes */{size}"
        headers = {"Content-Range": where, "X-Piece-SHA256": hashlib.sha256(piece).hexdigest()}
        state = self._call("PUT", f"/v1/blobs/{sha256}", wire.BlobState, piece, headers, packed=False)
        return _of(sha256, state)

    def get_blob(self, sha256: str) -> Iterator[bytes]:
        """The file in pieces; the caller hashes them before anything is published."""
        with self._line.reading(f"/v1/blobs/{sha256}", self._access()) as answer:
            if answer.status_code != 401:
                yield from _pieces(answer)
                return
        with self._line.reading(f"/v1/blobs/{sha256}", self._refreshed(self._access())) as answer:
            yield from _pieces(answer)

    def get(self, path: str, kind: type[T]) -> T:
        """Any other answer of the school, read with the session (announced attachments, posters and the like)."""
        return self._call("GET", path, kind)

    def post(self, path: str, message: object, kind: type[T]) -> T:
        """Any other request of a signed-in person (password, e-mail, two-step verification)."""
        return self._call("POST", path, kind, msgspec.json.encode(message))

    def delete(self, path: str, message: object, kind: type[T]) -> T:
        """The same, to end something."""
        return self._call("DELETE", path, kind, msgspec.json.encode(message))

    def _call(
        self,
        method: str,
        path: str,
        kind: type[T],
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        packed: bool = True,
    ) -> T:
        """Send; on 401 refresh once and send the same bytes again."""
        access = self._access()
        answer = self._line.send(method, path, body, access, headers or {}, packed)
        if answer.status == 401:
            access = self._refreshed(access)
            answer = self._line.send(method, path, body, access, headers or {}, packed)
        return read(answer, kind)

    def _access(self) -> str:
        return self._tokens.read().access

    def _refreshed(self, stale: str) -> str:
        """A new access token; if another thread or process was faster, the one that it got."""
        with self._tokens.locked():
            grant = self._tokens.read()
            if grant.access != stale:
                return grant.access
            if not grant.refresh:
                raise AuthRequired()
            asked = msgspec.json.encode(wire.Refresh(grant.refresh))
            answer = self._line.send("POST", "/v1/session/refresh", asked, "", {}, packed=True)
            try:
                session = read(answer, wire.Session)
            except Turned as error:
                raise AuthRequired() from error
            check_server(self._server_id, session.server_id)
            self._tokens.write(Grant(session.access, session.refresh))
            return session.access


def sign_in(
    base_url: str, account: str, password: str, device: str, otp: str = "", plain_allowed: bool = False
) -> wire.Session:
    """A new session; raises AuthRequired with the school's sentence when account, password or code are wrong."""
    line = Line(base_url, plain_allowed)
    try:
        asked = msgspec.json.encode(wire.Login(account, password, device, otp))
        return read(line.send("POST", "/v1/session", asked, "", {}, packed=True), wire.Session)
    finally:
        line.close()


def hello(base_url: str, plain_allowed: bool = False) -> wire.Hello:
    """Who answers at the address: is it a school, and which one?"""
    line = Line(base_url, plain_allowed)
    try:
        return read(line.send("GET", "/v1/hello", None, "", {}, packed=False), wire.Hello)
    finally:
        line.close()


def _pieces(answer: "httpx.Response") -> Iterator[bytes]:
    """The bytes of a file; an answer in our own media type, or not a 200, is a refusal."""
    media = answer.headers.get("content-type", "")
    if answer.status_code == 200 and not media.startswith(("text/html", wire.MEDIA_TYPE.partition(";")[0])):
        yield from answer.iter_bytes(PIECE)
        return
    try:
        read(
            Answer(answer.status_code, media, whole(answer), answer.headers.get("retry-after", "")),
            wire.Problem,
        )
    except Turned as error:
        raise BlobRefused(error.code, error.sentence) from error
    raise NotTheSchool()


def _of(name: str, state: wire.BlobState) -> wire.BlobState:
    """The state, if it is about the file that was asked for."""
    if state.sha256 != name or state.offset < 0:
        raise NotTheSchool("stale_reply", STALE)
    return state
