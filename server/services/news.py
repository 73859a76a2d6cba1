"""Is there news for somebody? Asked of the database in one short look."""

from attrs import frozen
from sqlalchemy import Connection, func, select

from server.db import tables
from server.services import pulling
from server.services.office import Office

F, M = tables.school_feed, tables.scope_member


@frozen
class Look:
    """How far the school has come, and in which scopes something changed since the last look."""

    head: int
    scopes: frozenset[str] = frozenset()


@frozen
class Place:
    """One account's view: the scopes that it may read, the newest thing in them, the head of the school."""

    scopes: tuple[str, ...]
    newest: int
    head: int


def place(office: Office, account: str) -> Place:
    """Where an account stands now, in one snapshot."""
    return office.database.read(lambda conn: _place(conn, office, account)).result()


def look(office: Office, since: int, scopes: frozenset[str]) -> Look:
    """In which of the scopes something has changed beyond since."""
    return office.database.read(lambda conn: _look(conn, since, scopes)).result()


def _place(conn: Connection, office: Office, account: str) -> Place:
    scopes = tuple(pulling.entitled(conn, office, account))
    newest = select(func.max(M.c.seq)).where(M.c.scope.in_(scopes))
    return Place(scopes, conn.scalar(newest) or 0, conn.scalar(select(F.c.seq)) or 0)


def _look(conn: Connection, since: int, scopes: frozenset[str]) -> Look:
    head = conn.scalar(select(F.c.seq)) or 0
    if head <= since:
        return Look(head)
    changed = select(M.c.scope).where(M.c.scope.in_(sorted(scopes)), M.c.seq > since).distinct()
    return Look(head, frozenset(conn.scalars(changed)))
