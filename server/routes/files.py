"""Files by hash: how much is here, more of it, and back again in ranges."""

import re
from collections.abc import Iterator

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse

from server.routes.answers import Refusal, message
from server.routes.typed import Desk
from server.services import pulling, uploading
from server.services.uploading import Claim, Receiving

SHA = re.compile(r"[0-9a-f]{64}")
RANGE = re.compile(r"bytes (?:(\d{1,12})-(\d{1,12})|\*)/(\d{1,12})")
WANTED = re.compile(r"bytes=(\d{0,12})-(\d{0,12})")
ABSENT = "學校沒有這個檔案，或您不能讀取它。請先同步，再試一次。"
BUFFER = 256 * 1024
STATES = PARTIAL, VERIFIED = ("partial", "verified")


async def state(desk: Desk, request: Request) -> Response:
    """200 when this account has sent all of it; else 404 with how much is here."""
    caller, sha256 = await desk.caller(request), _sha(request)
    found = await desk.run("blob", lambda: desk.uploads.state(caller.account, sha256))
    headers = {
        "Upload-Offset": str(found.offset),
        "X-Blob-State": VERIFIED if found.verified else PARTIAL,
        "Cache-Control": "no-store",
    }
    return Response(status_code=200 if found.verified else 404, headers=headers)


async def told(desk: Desk, request: Request) -> Response:
    """The same as a message of ours, which no login page of a network can be taken for."""
    caller, sha256 = await desk.caller(request), _sha(request)
    return message(request, await desk.run("blob", lambda: desk.uploads.state(caller.account, sha256)))


async def put(desk: Desk, request: Request) -> Response:
    """Bytes from an offset on; the answer says how much is here and whether it is verified."""
    caller, sha256 = await desk.caller(request), _sha(request)
    offset, size = _placed(request)
    known = await desk.run("blob", lambda: desk.uploads.state(caller.account, sha256))
    if known.verified:
        return message(request, known)
    claim = Claim(caller.account, sha256, size, offset)
    receiving = await desk.run("blob", lambda: desk.uploads.begin(claim))
    arrived = await _received(desk, request, receiving, request.headers.get("x-piece-sha256", "").lower())
    found = await desk.run("blob", lambda: desk.uploads.end(claim, arrived))
    return message(request, found, 201 if found.verified else 200)


async def get(desk: Desk, request: Request) -> Response:
    """The file, or the part that Range asks for, to whoever may read a record that refers to it."""
    caller, sha256 = await desk.caller(request), _sha(request)
    size = await desk.run("blob", lambda: _readable(desk, caller.account, sha256))
    if size is None or desk.office.final.size(sha256) != size:
        raise Refusal(404, "no_blob", ABSENT)
    start, end, partial = _range(request, size)
    headers = {
        "Content-Length": str(end - start),
        "Accept-Ranges": "bytes",
        "ETag": f'"{sha256}"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    if partial:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    pieces: Iterator[bytes] = desk.office.final.read(sha256, start, end)
    return StreamingResponse(pieces, 206 if partial else 200, headers, "application/octet-stream")


async def _received(desk: Desk, request: Request, receiving: Receiving, piece_sha: str) -> int:
    """Write what comes; what came before the line broke stays for the next attempt."""
    held = bytearray()
    try:
        async for piece in request.stream():
            held += piece
            if len(held) >= BUFFER:
                part, held = bytes(held), bytearray()
                await desk.run("blob", lambda part=part: receiving.write(part))  # type: ignore[misc]  # a default argument binds the piece
    except ClientDisconnect:
        await desk.run("blob", lambda: _saved(receiving, bytes(held)))
        raise
    except BaseException:
        receiving.close()
        raise
    return await desk.run("blob", lambda: _saved(receiving, bytes(held), piece_sha))


def _saved(receiving: Receiving, rest: bytes, piece_sha: str = "") -> int:
    try:
        if rest:
            receiving.write(rest)
        receiving.check(piece_sha)
    finally:
        arrived = receiving.close()
    return arrived


def _readable(desk: Desk, account: str, sha256: str) -> int | None:
    return desk.office.database.read(
        lambda conn: uploading.readable(conn, account, sha256, pulling.entitled(conn, desk.office, account))
    ).result()


def _sha(request: Request) -> str:
    sha256 = str(request.path_params["sha256"])
    if not SHA.fullmatch(sha256):
        raise Refusal(404, "no_blob", ABSENT)
    return sha256


def _placed(request: Request) -> tuple[int, int]:
    """(offset, size of the whole) by Content-Range, or by Content-Length for all at once."""
    length = request.headers.get("content-length", "")
    given = request.headers.get("content-range")
    if given is None and length.isascii() and length.isdigit():
        return 0, int(length)
    match = RANGE.fullmatch(given or "")
    if match is None:
        raise Refusal(400, "bad_range", "上傳的範圍寫得不對。請更新程式後再試。")
    size = int(match[3])
    start = int(match[1]) if match[1] else size
    if match[1] and not start <= int(match[2]) < size:
        raise Refusal(400, "bad_range", "上傳的範圍寫得不對。請更新程式後再試。")
    return start, size


def _range(request: Request, size: int) -> tuple[int, int, bool]:
    match = WANTED.fullmatch(request.headers.get("range", ""))
    if match is None or not (match[1] or match[2]):
        return 0, size, False
    if not match[1]:
        return max(0, size - int(match[2])), size, True
    start = int(match[1])
    end = min(size, int(match[2]) + 1) if match[2] else size
    if start >= end:
        raise Refusal(416, "bad_range", "要求的範圍不在檔案裡。請重新下載整個檔案。")
    return start, end, True
