"""Pages of a few rows, and two ways in which a school may get its pages wrong. Test-only."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
from msgspec import Raw

from server.services import ledger, pulling
from sync import runner, wire


@contextmanager
def changed(module: Any, name: str, other: Any) -> Iterator[None]:
    """The module's function is another for a while."""
    sound = getattr(module, name)
    setattr(module, name, other(sound))
    try:
        yield
    finally:
        setattr(module, name, sound)


@contextmanager
def pages_of(few: int) -> Iterator[None]:
    """The school's pages hold no more rows than these, but for those of one transaction."""
    with changed(runner, "PAGE_ROWS", lambda _: few), changed(pulling, "LEAST_ROWS", lambda _: few):
        yield


def head_is_the_cursor(sound: Any) -> Any:
    """A page that is not the last gives the head for its cursor, and says that nothing is left."""

    def page(conn: Any, scope: str, gen: int, cursor: Any, limit: int, end: wire.Mark, theirs: bool) -> Any:
        found = sound(conn, scope, gen, cursor, limit, end, theirs)
        return msgspec.structs.replace(found, seq=end.seq, nonce=end.nonce, more=False)

    return page


def splits_ties(sound: Any) -> Any:
    """A page ends in the midst of what one transaction did."""

    def page(conn: Any, scope: str, gen: int, cursor: Any, limit: int, end: wire.Mark, theirs: bool) -> Any:
        found = sound(conn, scope, gen, cursor, limit, end, theirs)
        listed = msgspec.json.decode(bytes(found.rows))
        if len(listed) <= limit:
            return found
        mark = ledger.mark_at(conn, listed[limit - 1]["seq"])
        return msgspec.structs.replace(
            with_rows(found, listed[:limit]), seq=mark.seq, nonce=mark.nonce, more=True
        )

    return page


def with_rows(page: wire.ScopePage, listed: list[Any]) -> wire.ScopePage:
    raw = msgspec.json.encode(listed)
    digest = hashlib.sha256(raw).hexdigest()
    return msgspec.structs.replace(page, rows=Raw(raw), count=len(listed), digest=digest)
