"""Which files this copy holds, which the school has, which are still to go either way. The bytes are elsewhere.

staged: here, the school may lack it. remote: here and at the school. evicted: at the school only.
asked: at the school only, and somebody here waits for it.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, or_, select, update
from sqlalchemy.dialects.sqlite import insert

from desktop.store import editing, originals, rows
from desktop.store.schema import among, base, base_conflict, base_scope, blob, given, outbox, rec_blob
from domain.merge import SLOT
from domain.records import Attachment
from domain.scopes import CLASSES, STAFF, STUDENTS

HERE = ("staged", "remote")
ASKED = "asked"

_NEXT = select(func.coalesce(func.max(blob.c.n), 0) + 1)
_PUT = insert(blob)
_PUT = _PUT.on_conflict_do_update(index_elements=["sha256"], set_={"state": _PUT.excluded.state})
_STATE = select(blob.c.state).where(blob.c.sha256 == bindparam("sha"))
_MARK = update(blob).where(blob.c.sha256 == bindparam("sha"))
_LACKED_THERE = update(blob).where(among(blob.c.sha256), blob.c.state == "remote").values(state="staged")
_FORGET = delete(blob).where(among(blob.c.sha256))
_UPLOADS = select(blob.c.sha256, blob.c.size).where(blob.c.state == "staged").order_by(blob.c.n)
_OWNERS = select(rec_blob.c.rec).where(rec_blob.c.sha256 == bindparam("sha"))
_TO_LOOK_AT = or_(
    base_scope.c.scope == STAFF,
    base_scope.c.scope.startswith(CLASSES),
    base_scope.c.scope.startswith(STUDENTS),
)
_FOR_THE_LISTS = rec_blob.c.rec.in_(select(base_scope.c.id).where(_TO_LOOK_AT)) & (
    rec_blob.c.rec.not_in(select(base_scope.c.id).where(~_TO_LOOK_AT))
)
"""What the office counts and what guides look at: a whole school's files have no place here until somebody asks."""

_LACKED = (
    select(rec_blob.c.sha256, func.max(rec_blob.c.size).label("size"))
    .outerjoin(blob, blob.c.sha256 == rec_blob.c.sha256)
    .where(blob.c.state.is_(None) | blob.c.state.not_in(HERE), (blob.c.state == ASKED) | ~_FOR_THE_LISTS)
    .group_by(rec_blob.c.sha256)
    .order_by((func.max(blob.c.state) == ASKED).desc(), func.min(blob.c.n), rec_blob.c.sha256)
)
_FILE_CONFLICTS = select(base_conflict.c.value).where(base_conflict.c.field.startswith(SLOT))


def note(connection: Connection, sha256: str, size: int, mime: str, state: str) -> None:
    """A file lies in the folder. One that the school has already stays so."""
    if state == "staged" and connection.execute(_STATE, {"sha": sha256}).scalar() == "remote":
        return
    number = connection.execute(_NEXT).scalar()
    row = {"sha256": sha256, "size": size, "mime": mime, "state": state, "n": number}
    connection.execute(_PUT, row)


def mark(connection: Connection, sha256: str, state: str) -> None:
    connection.execute(_MARK, {"sha": sha256, "state": state})


def lacked(connection: Connection, sha256s: Iterable[str]) -> None:
    """The school has not got these (any more): those that lie here are offered again."""
    if these := list(sha256s):
        connection.execute(_LACKED_THERE, given(these))


def state(connection: Connection, sha256: str) -> str:
    return str(connection.execute(_STATE, {"sha": sha256}).scalar() or "")


def held(connection: Connection, sha256s: Iterable[str]) -> frozenset[str]:
    """Which of these files lie on this computer."""
    here = select(blob.c.sha256).where(among(blob.c.sha256), blob.c.state.in_(HERE))
    return frozenset(connection.execute(here, given(sha256s)).scalars())


def uploads(connection: Connection) -> tuple[tuple[str, int], ...]:
    return tuple((row.sha256, row.size) for row in connection.execute(_UPLOADS))


def wanted(connection: Connection) -> tuple[tuple[str, int], ...]:
    """What records refer to, and what waits beside them as the other version, and is not here."""
    lacked = {row.sha256: row.size for row in connection.execute(_LACKED)}
    for file in _in_conflicts(connection):
        if state(connection, file.sha256) not in HERE:
            lacked.setdefault(file.sha256, file.size)
    return tuple(lacked.items())


def ask_for(connection: Connection, file: Attachment) -> None:
    """Somebody wants to see it: it comes before all that nobody asked for; of several, in the order of asking."""
    if state(connection, file.sha256) not in HERE:
        note(connection, file.sha256, file.size, file.mime, ASKED)


def fetch_again(connection: Connection, sha256s: Iterable[str]) -> frozenset[str]:
    """Files that are rotten here: those that the school has are wanted from it anew; which these are."""
    theirs = select(blob.c.sha256).where(among(blob.c.sha256), blob.c.state == "remote")
    found = frozenset(connection.execute(theirs, given(sha256s)).scalars())
    for sha256 in found:
        mark(connection, sha256, "evicted")
    return found


def received(connection: Connection, sha256: str) -> None:
    """The file came from the school and lies in the folder."""
    sizes = {**dict(wanted(connection))}
    note(connection, sha256, sizes.get(sha256, 0), "", "remote")


def forget(connection: Connection, sha256s: Iterable[str]) -> None:
    """The files are about to go: nothing speaks of them."""
    connection.execute(_FORGET, given(sha256s))


def owners(connection: Connection, sha256: str) -> frozenset[str]:
    return frozenset(connection.execute(_OWNERS, {"sha": sha256}).scalars())


def referenced(connection: Connection) -> frozenset[str]:
    """Every file that anything here speaks of, also what was said long ago: the school may have to be told again."""
    found = set(connection.execute(select(rec_blob.c.sha256)).scalars())
    found |= {file.sha256 for file in _in_conflicts(connection)}
    for text in connection.execute(select(base.c.files).where(base.c.files != "{}")).scalars():
        found |= {file.sha256 for file in rows.attachments(rows.load(text)).values()}
    for body in connection.execute(select(outbox.c.body)).scalars():
        found |= set(_hashes(rows.load(body.decode())))
    for value in editing.values(connection):
        found |= set(_hashes(value))
    return frozenset(found) | originals.behind(connection, found)


def _in_conflicts(connection: Connection) -> Iterator[Attachment]:
    for text in connection.execute(_FILE_CONFLICTS).scalars():
        value = rows.load(text)
        if isinstance(value, dict) and "sha256" in value:
            yield Attachment(value["sha256"], value["size"], value["name"], value["mime"])


def _hashes(value: Any) -> Iterator[str]:
    """Every value of a key `sha256` or `from` that looks like a file, however deep."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key in ("sha256", "from") and isinstance(item, str) and len(item) == 64:
                yield item
            yield from _hashes(item)
    elif isinstance(value, list):
        for item in value:
            yield from _hashes(item)
