"""Search over everything: what records say, what their files are called, and what stands in the files.

A plain look into normalised words, so that one Chinese character finds what it stands in.
"""

from collections.abc import Collection
from itertools import islice

from sqlalchemy import Connection, bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert

from desktop.store import lists
from desktop.store.schema import among, file_text, given, rec_blob
from desktop.store.views import Hit
from desktop.store.wordbook import Wordbook
from desktop.store.working import searchable

_PUT = insert(file_text)
_PUT = _PUT.on_conflict_do_update(index_elements=["sha256"], set_={"text": _PUT.excluded.text})
_FORGET = delete(file_text).where(among(file_text.c.sha256))
_UNREAD = (
    select(rec_blob.c.sha256)
    .outerjoin(file_text, file_text.c.sha256 == rec_blob.c.sha256)
    .where(rec_blob.c.mime == bindparam("mime"), file_text.c.sha256.is_(None))
    .distinct()
    .order_by(rec_blob.c.sha256)
)


def hits(
    connection: Connection, book: Wordbook, text: str, forms: Collection[str] | None, limit: int
) -> tuple[Hit, ...]:
    """Records that say every word of the text, those whose title says it first; then those whose files do."""
    words = searchable(text).split()
    if not words:
        return ()
    found = tuple(islice(book.found(connection, words, forms), limit))
    entries = lists.entries(connection, [one.id for one in found])
    return tuple(Hit(entry, one.file) for entry, one in zip(entries, found, strict=True))


def put_text(connection: Connection, sha256: str, text: str) -> None:
    connection.execute(_PUT, {"sha256": sha256, "text": text})


def forget_text(connection: Connection, sha256s: Collection[str]) -> None:
    connection.execute(_FORGET, given(sha256s))


def unread(connection: Connection, mime: str) -> tuple[str, ...]:
    """Files of records whose words nobody has looked for yet."""
    return tuple(connection.execute(_UNREAD, {"mime": mime}).scalars())
