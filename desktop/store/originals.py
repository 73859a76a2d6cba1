"""What a person's own files were before they were made to fit: they stay here as long as what was attached does.

They are in the folder of files like all others, but no row of `blob` speaks of them, so nothing sends them.
"""

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert

from desktop.store.schema import among, given, original
from domain.records import Attachment

_PUT = insert(original)
_PUT = _PUT.on_conflict_do_update(
    index_elements=["sha256"],
    set_={name: _PUT.excluded[name] for name in ("source", "name", "size", "mime")},
)
_OF = select(original).where(original.c.sha256 == bindparam("sha"))
_SOURCES = select(original.c.source).where(among(original.c.sha256))
_FORGET = delete(original).where(among(original.c.sha256))


def put(connection: Connection, sha256: str, source: Attachment) -> None:
    """The attached file was made from this one."""
    row = {"source": source.sha256, "name": source.name, "size": source.size, "mime": source.mime}
    connection.execute(_PUT, {"sha256": sha256, **row})


def of(connection: Connection, sha256: str) -> Attachment | None:
    """What the attached file was made from, if that happened on this computer."""
    row = connection.execute(_OF, {"sha": sha256}).first()
    return Attachment(row.source, row.size, row.name, row.mime) if row is not None else None


def behind(connection: Connection, attached: Collection[str]) -> frozenset[str]:
    """The originals of these files."""
    return frozenset(connection.execute(_SOURCES, given(attached)).scalars())


def forget(connection: Connection, sha256s: Iterable[str]) -> None:
    """These attached files are about to be swept."""
    connection.execute(_FORGET, given(sha256s))
