"""All in which SQLite and PostgreSQL differ for us. Nowhere else is a dialect asked for its name."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError

RETRY_CODES = frozenset({"40001", "40P01", "55P03", "23505"})
"""Serialization failure, deadlock, lock timeout, and a key that two new records raced for."""


def is_postgres(conn: Connection) -> bool:
    return conn.dialect.name == "postgresql"


def insert_new(conn: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Insert unless the key is there; whether it was inserted. Waits for a concurrent insert of the same key."""
    return conn.execute(_insert_new(is_postgres(conn), table), row).first() is not None


def insert_all_new(conn: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> set[str]:
    """The same for several rows of different keys in one statement; the keys that were inserted."""
    if not rows:
        return set()
    return set(conn.scalars(_insert_new(is_postgres(conn), table), list(rows)))


def upsert(conn: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert, or where the primary key is there set every other column. Rows are whole."""
    if rows:
        conn.execute(_upsert(is_postgres(conn), table), list(rows))


def locked(conn: Connection, statement: Select[Any]) -> Select[Any]:
    """The rows stay ours until commit; SQLite's writer has the whole database anyway."""
    return statement.with_for_update() if is_postgres(conn) else statement


def shared(conn: Connection, statement: Select[Any]) -> Select[Any]:
    """Nobody may delete the rows until commit; reading and changing them stays free."""
    return statement.with_for_update(read=True, key_share=True) if is_postgres(conn) else statement


def begin(conn: Connection, writing: bool) -> Iterable[str]:
    """What opens a transaction: writers first in line, readers in one snapshot."""
    if not is_postgres(conn):
        return ("BEGIN IMMEDIATE" if writing else "BEGIN",)
    if writing:
        limits = (
            "lock_timeout = '3s'",
            "idle_in_transaction_session_timeout = '10s'",
            "synchronous_commit = on",
        )
        return tuple(f"SET LOCAL {limit}" for limit in limits)
    return ("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY",)


def worth_retrying(error: DBAPIError) -> bool:
    """Whether the transaction may simply be run again."""
    code = getattr(error.orig, "sqlstate", None)
    return code in RETRY_CODES or "database is locked" in str(error.orig)


@cache
def _insert_new(postgres: bool, table: Table) -> Any:
    key = next(iter(table.primary_key))
    return (postgresql if postgres else sqlite).insert(table).on_conflict_do_nothing().returning(key)


@cache
def _upsert(postgres: bool, table: Table) -> Any:
    statement = (postgresql if postgres else sqlite).insert(table)
    keys = [column.name for column in table.primary_key]
    others = {
        column.name: statement.excluded[column.name] for column in table.columns if not column.primary_key
    }
    return statement.on_conflict_do_update(index_elements=keys, set_=others)
