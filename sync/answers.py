"""What came back, judged: is it the school, is it whole, is it the answer to what we asked?

Pure. `read` turns status, media type and bytes into a message or raises; `check_push` and `check_pull` compare a
reply with its request before a single row is applied.
"""

from collections.abc import Iterable
from email.utils import parsedate_to_datetime
from hashlib import sha256
from typing import TypeVar

import msgspec
from attrs import frozen

from sync import wire
from sync.backoff import retry_after
from sync.effects import (
    AuthRequired,
    BlobMismatch,
    BlobOffset,
    Busy,
    NotTheSchool,
    Timeline,
    TooLarge,
    TooOld,
    Turned,
)

T = TypeVar("T")

STATUSES = frozenset({"applied", "merged", "noop", "rejected", "held_late", "reused"})

GARBLED = "學校的回答不完整，這次先不採用，稍後會再試。"
STALE = "收到的是先前的舊回答，這次先不採用，稍後會再試。"
STRANGER = "回答的是另一所學校的主機，已停止同步。請確認網址。"

_ROWS = msgspec.json.Decoder(list[wire.Row])


@frozen
class Answer:
    """A whole HTTP answer: status, media type, body, and what the Retry-After and Date headers said."""

    status: int
    media_type: str
    body: bytes
    retry_after: str = ""
    date: str = ""


def read(answer: Answer, kind: type[T]) -> T:
    """The message in a 200 answer of the school; raises the error that any other answer means."""
    if 300 <= answer.status < 400:
        raise NotTheSchool()
    ours = answer.media_type.replace(" ", "").lower().startswith(_MEDIA)
    if answer.status >= 400:
        raise _failure(answer, _problem(answer) if ours else None)
    if not ours or not answer.body:
        raise NotTheSchool()
    try:
        return msgspec.json.decode(answer.body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise NotTheSchool("garbled", GARBLED) from error


def check_server(known: str, told: str) -> None:
    """Raises NotTheSchool when another school answers."""
    if not told or (known and told != known):
        raise NotTheSchool("stranger", STRANGER)


def check_push(request: wire.Push, sent: Iterable[str], reply: wire.PushReply, server_id: str) -> None:
    """Raises NotTheSchool unless the reply is whole, ours, and says one known word about each intent that was sent."""
    _check_envelope(request.req, reply.req, reply.end, server_id, reply.server_id)
    answered = [result.id for result in reply.results]
    if sorted(answered) != sorted(sent) or any(r.status not in STATUSES for r in reply.results):
        raise NotTheSchool("garbled", GARBLED)
    if reply.seq < 0 or reply.nonce < 0 or not reply.epoch:
        raise NotTheSchool("garbled", GARBLED)


def check_pull(request: wire.Pull, reply: wire.PullReply, server_id: str) -> None:
    """Raises NotTheSchool unless the reply is whole and ours, and every page has its count, digest and order."""
    _check_envelope(request.req, reply.req, reply.end, server_id, reply.server_id)
    if not reply.epoch:
        raise NotTheSchool("garbled", GARBLED)
    for scope, page in reply.scopes.items():
        cursor = request.scopes.get(scope)
        start = cursor.seq if cursor is not None and cursor.gen == page.gen else 0
        if not _page_holds(page, start):
            raise NotTheSchool("garbled", GARBLED)


def rows_of(page: wire.ScopePage) -> list[wire.Row]:
    """The rows of a checked page."""
    return _ROWS.decode(page.rows)


_MEDIA = wire.MEDIA_TYPE.replace(" ", "").lower().partition(";")[0]


def _check_envelope(asked: str, req: str, end: bool, known: str, told: str) -> None:
    check_server(known, told)
    if req != asked:
        raise NotTheSchool("stale_reply", STALE)
    if not end:
        raise NotTheSchool("garbled", GARBLED)


def _page_holds(page: wire.ScopePage, start: int) -> bool:
    raw = bytes(page.rows)
    if sha256(raw).hexdigest() != page.digest:
        return False
    try:
        rows = _ROWS.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return False
    seqs = [row.seq for row in rows]
    if len(rows) != page.count or seqs != sorted(seqs) or (seqs and seqs[0] <= start):
        return False
    last = seqs[-1] if seqs else start
    if page.more:
        return bool(seqs) and page.seq == last
    return page.seq >= last


def _problem(answer: Answer) -> wire.Problem | None:
    try:
        return msgspec.json.decode(answer.body, type=wire.Problem)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def _failure(answer: Answer, problem: wire.Problem | None) -> Exception:
    """The error behind a status of 400 or more. Without the school's own words only 5xx and 429 are believed."""
    status = answer.status
    if status in (429, 502, 503, 504):
        return Busy(_seconds(answer), problem.sentence) if problem else Busy(_seconds(answer))
    if status >= 500:
        return Busy(0.0)
    if status == 413:
        return TooLarge()
    if problem is None:
        return NotTheSchool()
    return _refusal(status, problem)


def _refusal(status: int, problem: wire.Problem) -> Exception:
    match status, problem.code:
        case 401, _:
            return AuthRequired(problem.code, problem.sentence) if problem.sentence else AuthRequired()
        case 403, _:
            return AuthRequired(problem.code, problem.sentence)
        case 426, _:
            return TooOld(problem.sentence)
        case _, "timeline_mismatch" | "timeline":
            return Timeline(problem.epoch)
        case _, "hash_mismatch" | "piece_mismatch" | "blob_mismatch":
            return BlobMismatch()
    if problem.offset is not None:
        return BlobOffset(problem.offset)
    return Turned(problem.code, problem.sentence)


def _seconds(answer: Answer) -> float:
    """What Retry-After asks for; a date counts from the answer's own Date, never from this computer's clock."""
    try:
        due = parsedate_to_datetime(answer.retry_after).timestamp()
        sent = parsedate_to_datetime(answer.date).timestamp()
    except (ValueError, TypeError):
        return retry_after(answer.retry_after)
    return retry_after("", sent, due)
