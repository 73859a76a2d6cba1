"""The thin typed layer: an endpoint says what it takes and gives; reading, checking and answering happen here.

Blocking work runs in threads by lane, so that a night of uploads cannot hold up a submission.
"""

import zlib
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, TypeAlias, TypeVar

import msgspec
from anyio import CapacityLimiter, to_thread
from attrs import frozen
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from domain.people import Role
from server.db import rows
from server.routes.answers import Refusal, message, refused
from server.routes.waiting import Lookout
from server.services.accounts import Caller, Doorkeeper, caller_of
from server.services.office import Office
from server.services.uploading import Uploads
from sync.wire import MAX_PUSH_BYTES, PROTO

T = TypeVar("T")

JSON_TYPES = ("application/vnd.licheng.sync+json", "application/json")
TOO_OLD = "這個程式版本太舊，學校已不再接受。請更新程式；未同步的資料仍在您的電腦。"
GARBLED = "送來的內容看不懂。請更新程式後再試，資料仍保留在您的電腦。"
NOWHERE = "學校主機沒有這個網址。請確認網址，或更新程式。"
OFFICE_PATHS = ("/v1/office", "/v1/keeping")
"""What begins so is for administrators; there is no way to forget it for one address."""
LANES = {"push": 24, "pull": 12, "blob": 12, "sign_in": 8, "mail": 4, "office": 2}


@frozen(eq=False)
class Desk:
    """What every handler needs: the school, its doorkeeper, its uploads, a lane of threads a work, who waits."""

    office: Office
    doorkeeper: Doorkeeper
    uploads: Uploads
    lanes: dict[str, CapacityLimiter]
    lookout: Lookout

    async def run(self, lane: str, work: Callable[[], T]) -> T:
        """Do blocking work in a thread of the lane."""
        return await to_thread.run_sync(work, limiter=self.lanes[lane])

    async def caller(self, request: Request) -> Caller:
        """Who sent the request; raises NotSignedIn."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        given = token if scheme.lower() == "bearer" else ""
        return await self.run("sign_in", lambda: caller_of(self.office, given))


@frozen
class Call:
    """One request as a handler gets it. received: when its last byte was here."""

    desk: Desk
    request: Request
    received: datetime
    body: Any
    caller: Caller | None

    @property
    def who(self) -> Caller:
        """The signed-in caller; only where the endpoint asks for one."""
        assert self.caller is not None
        return self.caller


Handler: TypeAlias = Callable[[Call], Awaitable[Any]]


@frozen
class Endpoint:
    """What can be asked. takes and gives: message types, None for no body. status: of success. query: whole numbers."""

    method: str
    path: str
    summary: str
    handler: Handler
    takes: Any = None
    gives: Any = None
    signed_in: bool = True
    status: int = 200
    query: tuple[str, ...] = ()

    @property
    def offices(self) -> bool:
        """Whether the address is the office's alone."""
        return self.path.startswith(OFFICE_PATHS)


def route(desk: Desk, endpoint: Endpoint) -> Route:
    """The endpoint as Starlette runs it."""

    async def run(request: Request) -> Response:
        try:
            return await _answered(desk, endpoint, request)
        except ClientDisconnect:
            return Response(status_code=499)
        except Exception as error:  # noqa: BLE001  every refusal becomes a Problem here
            return refused(request, error)

    return Route(endpoint.path, run, methods=[endpoint.method])


def raw_route(
    desk: Desk, path: str, methods: list[str], handler: Callable[[Desk, Request], Awaitable[Response]]
) -> Route:
    """A route whose body is bytes; its handler does the reading itself."""

    async def run(request: Request) -> Response:
        try:
            return await handler(desk, request)
        except ClientDisconnect:
            return Response(status_code=499)
        except Exception as error:  # noqa: BLE001  every refusal becomes a Problem here
            return refused(request, error)

    return Route(path, run, methods=methods)


async def _answered(desk: Desk, endpoint: Endpoint, request: Request) -> Response:
    if endpoint.offices:
        await _office_only(desk, request)
    data = await _read(request) if endpoint.takes is not None else b""
    received = desk.office.clock()
    caller = await desk.caller(request) if endpoint.signed_in else None
    body = _decoded(data, endpoint.takes) if endpoint.takes is not None else None
    result = await endpoint.handler(Call(desk, request, received, body, caller))
    if isinstance(result, Response):
        return result
    return message(request, result, endpoint.status) if endpoint.gives else Response(status_code=204)


async def _office_only(desk: Desk, request: Request) -> None:
    """Before a byte of it is read: for everybody but an administrator these addresses are not there at all."""
    caller = await desk.caller(request)
    asked = desk.office.database.read
    role = await desk.run("sign_in", lambda: asked(lambda conn: rows.role_of(conn, caller.account)).result())
    if role != Role.ADMINISTRATOR:
        raise Refusal(404, "nowhere", NOWHERE)


async def _read(request: Request) -> bytes:
    """The whole body, unzipped; Refusal when it is too big, in another form, or broken off."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in JSON_TYPES:
        raise Refusal(400, "media_type", GARBLED)
    data = bytearray()
    async for piece in request.stream():
        data += piece
        if len(data) > MAX_PUSH_BYTES:
            raise Refusal(413, "too_large", "一次送出的資料太多。程式會分成小份再送。")
    if request.headers.get("content-encoding", "").strip().lower() == "gzip":
        return _unzipped(bytes(data))
    return bytes(data)


def _unzipped(data: bytes) -> bytes:
    unzip = zlib.decompressobj(wbits=31)
    try:
        plain = unzip.decompress(data, MAX_PUSH_BYTES)
    except zlib.error as error:
        raise Refusal(400, "bad_request", GARBLED) from error
    if unzip.unconsumed_tail:
        raise Refusal(413, "too_large", "一次送出的資料太多。程式會分成小份再送。")
    if not unzip.eof:
        raise Refusal(400, "bad_request", GARBLED)
    return plain


def _decoded(data: bytes, kind: Any) -> Any:
    try:
        body = msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        _check_proto(_proto_in(data))
        raise Refusal(400, "bad_request", GARBLED) from error
    _check_proto(getattr(body, "proto", PROTO))
    return body


def _check_proto(proto: int) -> None:
    if proto < PROTO:
        raise Refusal(426, "too_old", TOO_OLD)
    if proto > PROTO:
        raise Refusal(400, "too_new", "學校主機的版本比您的程式舊。請通知學校更新；資料仍在您的電腦。")


def _proto_in(data: bytes) -> int:
    """The protocol that a message of another version states."""
    try:
        found = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return PROTO
    proto = found.get("proto") if isinstance(found, dict) else None
    return proto if isinstance(proto, int) else PROTO
