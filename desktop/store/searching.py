"""Search over everything: what records say, what their files are called, and what stands in the files.

Plain LIKE over normalised words, so that one Chinese character finds what it stands in.
"""

from collections.abc import Collection

from sqlalchemy import Connection, Select, bindparam, delete, func, select
from sqlalchemy.dialects.sqlite import insert

from desktop.store import lists
from desktop.store.schema import among, file_text, given, rec_blob, work
from desktop.store.views import Hit
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


def hits(connection: Connection, text: str, forms: Collection[str] | None, limit: int) -> tuple[Hit, ...]:
    """Records that say every word of the text, those whose title says it first; then those whose files do."""
    words = searchable(text).split()
    if not words:
        return ()
    found = lists.listed(connection, lists.Query(form=forms, text=text), "-updated", limit, 0)
    named = [Hit(one) for one in found if _in(searchable(one.title), words)]
    others = [Hit(one) for one in found if not _in(searchable(one.title), words)]
    known = {one.record.id for one in found}
    inside = [hit for hit in _in_files(connection, words, forms, limit) if hit.entry.record.id not in known]
    return (*named, *others, *inside)[:limit]


def put_text(connection: Connection, sha256: str, text: str) -> None:
    connection.execute(_PUT, {"sha256": sha256, "text": text})


def forget_text(connection: Connection, sha256s: Collection[str]) -> None:
    connection.execute(_FORGET, given(sha256s))


def unread(connection: Connection, mime: str) -> tuple[str, ...]:
    """Files of records whose words nobody has looked for yet."""
    return tuple(connection.execute(_UNREAD, {"mime": mime}).scalars())


def _in(title: str, words: list[str]) -> bool:
    return all(word in title for word in words)


def _in_files(
    connection: Connection, words: list[str], forms: Collection[str] | None, limit: int
) -> list[Hit]:
    name = func.min(rec_blob.c.name).label("file_name")
    wanted: Select[tuple[str, str]] = (
        select(work.c.id, name)
        .join(rec_blob, rec_blob.c.rec == work.c.id)
        .join(file_text, file_text.c.sha256 == rec_blob.c.sha256)
        .where(work.c.deleted == 0, *(func.instr(file_text.c.text, word) > 0 for word in words))
        .group_by(work.c.id)
        .order_by(work.c.updated.desc(), work.c.id)
        .limit(limit)
    )
    if forms is not None:
        wanted = wanted.where(work.c.form.in_(sorted(forms)))
    names = {row.id: row.file_name for row in connection.execute(wanted)}
    return [Hit(entry, names[entry.record.id]) for entry in lists.entries(connection, list(names))]
