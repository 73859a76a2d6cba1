"""Connections and threads: one writer on SQLite, a bounded pool on PostgreSQL; readers beside them.

Whoever asks gives a function of a connection and gets a Future. What the function returns is committed first.
"""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from random import Random
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from domain.errors import Damaged
from server.db import dialect

T = TypeVar("T")

TRIES = 6
STATEMENTS = 500
SAFE_SQLITE = (3, 51, 3)
PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "busy_timeout = 10000",
    "cell_size_check = ON",
    "cache_size = -32000",
)


class Database:
    """The school's database. Close it, or its threads stay."""

    def __init__(self, url: str, threads: int = 8) -> None:
        self.url = url
        self.engine = _engine(url, threads * 2)
        self.embedded = self.engine.dialect.name == "sqlite"
        self._writers = ThreadPoolExecutor(1 if self.embedded else threads, "school-write")
        self._readers = ThreadPoolExecutor(max(4, threads // 2), "school-read")

    def write(self, work: Callable[[Connection], T]) -> "Future[T]":
        """Run the work in a writing transaction; run it again where the database asks for that."""
        return self._writers.submit(self._transact, work, True)

    def read(self, work: Callable[[Connection], T]) -> "Future[T]":
        """Run the work in one snapshot."""
        return self._readers.submit(self._transact, work, False)

    def close(self) -> None:
        self._writers.shutdown()
        self._readers.shutdown()
        self.engine.dispose()

    def _transact(self, work: Callable[[Connection], T], writing: bool) -> T:
        for attempt in range(TRIES):
            try:
                return self._once(work, writing)
            except DBAPIError as error:
                if attempt == TRIES - 1 or not dialect.worth_retrying(error):
                    raise
            time.sleep(Random(threading.get_ident() + attempt).uniform(0.005, 0.05) * 2**attempt)
        raise AssertionError("unreachable")

    def _once(self, work: Callable[[Connection], T], writing: bool) -> T:
        with self.engine.connect().execution_options(writing=writing) as conn, conn.begin():
            if not self.embedded:
                for statement in dialect.begin(conn, writing):
                    conn.execute(text(statement))
            return work(conn)


def _engine(url: str, connections: int) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(
            url, pool_size=connections, max_overflow=0, pool_pre_ping=True, json_serializer=_json
        )
    import sqlcipher3.dbapi2 as driver  # noqa: PLC0415  a school on PostgreSQL needs no SQLite

    if driver.sqlite_version_info < SAFE_SQLITE:
        raise Damaged(
            "old_sqlite", f"SQLite {driver.sqlite_version} 太舊，可能損壞資料庫。", "請更新 sqlcipher3。"
        )
    path = Path(make_url(url).database or "")

    def connect() -> Any:
        return driver.connect(
            str(path), check_same_thread=False, isolation_level=None, cached_statements=STATEMENTS
        )

    engine = create_engine(
        "sqlite+pysqlite://",
        creator=connect,
        module=driver,
        poolclass=QueuePool,
        pool_size=connections,
        json_serializer=_json,
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _prepare(connection: Any, _record: object) -> None:
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(conn: Connection) -> None:
    for statement in dialect.begin(conn, bool(conn.get_execution_options().get("writing"))):
        conn.exec_driver_sql(statement)
