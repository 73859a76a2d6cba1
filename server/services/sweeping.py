"""Files that nobody names any more: condemned first, removed a week later if that is still so.

Whoever sends a file takes it off the list before its bytes get their name (`spare`); whoever names one holds its rows
of `holder` until commit, which a removal waits for. So a file that was named in time is never removed.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from attrs import frozen
from sqlalchemy import ColumnElement, Connection, delete, exists, or_, select, update

from domain.intents import decode
from domain.mutators import HELD
from server.db import dialect, tables
from server.services.office import Office, instant_text

B, C, H = tables.blob, tables.condemned, tables.holder
I, REF = tables.intent, tables.rec_blob  # noqa: E741  the table of intents
QUIET = timedelta(days=30)
"""Since when nobody has sent or named it, before it is condemned."""
GRACE = timedelta(days=7)


@frozen
class Swept:
    """condemned: newly; removed: for good."""

    condemned: int
    removed: tuple[str, ...]


def sweep(office: Office) -> Swept:
    """One round. May run beside everything else, and in several processes at once."""
    now = office.clock()
    strays = _strays(office)
    condemned = office.database.write(partial(_condemn, now, strays)).result()
    due = office.database.read(partial(_due, now)).result()
    removed = [one for one in due if office.database.write(partial(_remove, office, now, one)).result()]
    return Swept(condemned, tuple(removed))


def spare(conn: Connection, sha256: str, now: datetime) -> None:
    """Somebody is sending the file: from now on it is young again."""
    conn.execute(update(B).where(B.c.sha256 == sha256).values(touched_at=instant_text(now)))
    conn.execute(delete(C).where(C.c.sha256 == sha256))


def _strays(office: Office) -> list[str]:
    """Files without a row: left by a crash between the two, or about to get their row."""
    there = set(office.final.hashes())
    known = office.database.read(lambda conn: set(conn.scalars(select(B.c.sha256)))).result()
    return sorted(there - known)


def _named(sha256: Any) -> ColumnElement[bool]:
    """A version of a record names it, or a value that came second."""
    late = tables.conflict
    return or_(exists().where(REF.c.sha256 == sha256), exists().where(late.c.sha256 == sha256))


def _condemn(now: datetime, strays: Iterable[str], conn: Connection) -> int:
    """Put on the list what nobody has named or touched for QUIET; take off what is named again."""
    conn.execute(delete(C).where(_named(C.c.sha256)))
    since = instant_text(now - QUIET)
    young = exists().where(H.c.sha256 == B.c.sha256, H.c.at > since)
    idle = select(B.c.sha256).where(B.c.touched_at <= since, ~_named(B.c.sha256), ~young)
    found = {*conn.scalars(idle), *strays} - _promised(conn)
    known = set(conn.scalars(select(C.c.sha256)))
    new = sorted(found - known)
    return len(dialect.insert_all_new(conn, C, [{"sha256": one, "at": instant_text(now)} for one in new]))


def _promised(conn: Connection) -> set[str]:
    """What acts name that are kept and may still be carried out."""
    waits = select(I.c.body).where(I.c.waiting.is_(True) | (I.c.status == HELD))
    named: set[str] = set()
    for body in conn.scalars(waits):
        d = decode(body).d
        put = [*d.get("att", {}).get("put", ()), *d.get("blobs", ())]
        named.update(str(one.get("sha256", "")) for one in put)
    return named


def _due(now: datetime, conn: Connection) -> list[str]:
    return list(
        conn.scalars(select(C.c.sha256).where(C.c.at <= instant_text(now - GRACE)).order_by(C.c.sha256))
    )


def _remove(office: Office, now: datetime, sha256: str, conn: Connection) -> bool:
    """The file and its rows, if it is still on the list and still unnamed once all who might name it are done."""
    mine = select(C.c.sha256).where(C.c.sha256 == sha256, C.c.at <= instant_text(now - GRACE))
    if conn.execute(dialect.locked(conn, mine)).first() is None:
        return False
    row = conn.execute(dialect.locked(conn, select(B).where(B.c.sha256 == sha256))).first()
    conn.execute(dialect.locked(conn, select(H.c.account).where(H.c.sha256 == sha256))).all()
    conn.execute(delete(C).where(C.c.sha256 == sha256))
    young = row is not None and row.touched_at > instant_text(now - QUIET)
    if young or conn.scalar(select(_named(sha256))) or sha256 in _promised(conn):
        return False
    conn.execute(delete(H).where(H.c.sha256 == sha256))
    conn.execute(delete(B).where(B.c.sha256 == sha256))
    office.final.remove(sha256)
    return True
