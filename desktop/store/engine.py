"""The encrypted database: one writing connection, one that may only read.

SQLCipher through SQLAlchemy Core. WAL with synchronous=FULL: what a transaction wrote survives a power cut.
"""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, StaticPool, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from desktop.store import durable, space
from desktop.store.failures import database_damaged, disk_fault, disk_full
from domain.errors import LichengError

READONLY, IOERR, CORRUPT, FULL, NOTADB = 8, 10, 11, 13, 26
PATCHED = {(3, 50): 7, (3, 44): 6}
FIRST_SOUND = (3, 51, 3)
CACHE_KIB = 64_000
STATEMENTS = 500
RESERVE = 8 * 1024 * 1024

ANY = "PRAGMA foreign_keys=ON;PRAGMA busy_timeout=5000;PRAGMA cell_size_check=ON"
FILE = f"PRAGMA cache_size=-{CACHE_KIB};PRAGMA synchronous=FULL"
MAC = "PRAGMA fullfsync=ON;PRAGMA checkpoint_fullfsync=ON"


def check_version(version: tuple[int, ...]) -> None:
    """Refuse a SQLite that may lose committed pages when the WAL is reset."""
    if version >= FIRST_SOUND or version[2] >= PATCHED.get((version[0], version[1]), 1 << 30):
        return
    number = ".".join(map(str, version))
    raise LichengError(
        "sqlite_too_old", f"資料庫元件（SQLite {number}）有會遺失資料的已知問題。", "請重新安裝程式。"
    )


class Database:
    """path None: in memory, one connection for all. key None: not encrypted (only for what is in memory)."""

    def __init__(self, path: Path | None, key: bytes | None = None) -> None:
        check_version(dbapi2.sqlite_version_info)
        self.path = path
        self._key = key
        self._writing = threading.RLock()
        self._reading = self._writing if path is None else threading.RLock()
        self._engines = [_engine(self.connect, "BEGIN IMMEDIATE")]
        self._reader: Connection | None = None
        self._writer = self._begun()

    @property
    def driver(self) -> Any:
        """The driver's own writing connection, for what cannot be said inside a transaction."""
        return self._writer.connection.driver_connection

    def connect(self, read_only: bool = False, path: Path | None = None) -> Any:
        """A connection of the driver: the key first, then how we want it."""
        target = path or self.path
        raw = dbapi2.connect(
            str(target or ":memory:"),
            isolation_level=None,
            check_same_thread=False,
            cached_statements=STATEMENTS,
        )
        raw.execute("PRAGMA cipher_log_level=NONE")
        if self._key is not None:
            raw.execute(f"PRAGMA key=\"x'{self._key.hex()}'\"")
        wanted = [ANY, FILE if target else "", MAC if sys.platform == "darwin" else ""]
        wanted.append("PRAGMA query_only=ON;PRAGMA wal_autocheckpoint=0" if read_only else "")
        for line in ";".join(filter(None, wanted)).split(";"):
            raw.execute(line)
        return raw

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction: all of it, or nothing."""
        with self._writing, _judged(), self._writer.begin():
            yield self._writer

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One moment of the database, unmoved by whoever writes."""
        with self._reading, _judged():
            connection = self._reading_connection()
            if connection.in_transaction():
                yield connection
                return
            with connection.begin():
                yield connection

    @contextmanager
    def apart(self) -> Iterator[Connection]:
        """The same moment over a connection of its own: for reading so long that no screen should wait for it."""
        if self.path is None:
            with self.read() as connection:
                yield connection
            return
        engine = _engine(lambda: self.connect(read_only=True), "BEGIN")
        try:
            with _judged(), engine.connect() as connection, connection.begin():
                yield connection
        finally:
            engine.dispose()

    @contextmanager
    def alone(self) -> Iterator[Any]:
        """The driver's connection while nobody writes, outside any transaction."""
        with self._writing, _judged():
            yield self.driver

    def keep_reserve(self) -> None:
        """Hold some room on the disk, so that what is being typed can be saved when the disk is full."""
        reserve = self._reserve
        if reserve is None or reserve.exists() or space.level(reserve.parent) < space.Space.OK:
            return
        try:
            durable.write(reserve, [bytes(RESERVE)])
        except LichengError:
            pass  # no room for a reserve is no reason not to open; the person is warned elsewhere

    def release_reserve(self) -> bool:
        """Give the room back; whether there was any."""
        reserve = self._reserve
        if reserve is None or not reserve.exists():
            return False
        reserve.unlink(missing_ok=True)
        return True

    @property
    def _reserve(self) -> Path | None:
        return self.path.with_name("reserve") if self.path is not None else None

    def close(self) -> None:
        with self._writing, self._reading:
            for connection in (self._reader, self._writer):
                if connection is not None:
                    connection.close()
            for engine in self._engines:
                engine.dispose()

    def _begun(self) -> Connection:
        """The writing connection; a file that is no database of ours is let go of before this raises."""
        try:
            with _judged():
                writer = self._engines[0].connect()
                driver: Any = writer.connection.driver_connection
                if self.path is not None:
                    driver.execute("PRAGMA journal_mode=WAL")
                return writer
        except BaseException:
            self._engines[0].dispose()
            raise

    def _reading_connection(self) -> Connection:
        if self.path is None:
            return self._writer
        if self._reader is None:
            self._engines.append(_engine(lambda: self.connect(read_only=True), "BEGIN"))
            self._reader = self._engines[-1].connect()
        return self._reader


def _engine(creator: Any, begin: str) -> Engine:
    engine = create_engine("sqlite+pysqlite://", creator=creator, module=dbapi2, poolclass=StaticPool)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine


@contextmanager
def _judged() -> Iterator[None]:
    """Turns the driver's faults of disk and file into what a person can act on; bugs stay bugs."""
    try:
        yield
    except (DBAPIError, dbapi2.Error) as error:
        known = translated(error)
        if known is None:
            raise
        raise known from error


def translated(error: Exception) -> LichengError | None:
    cause = error.orig if isinstance(error, DBAPIError) else error
    match getattr(cause, "sqlite_errorcode", 0) & 0xFF:
        case code if code == FULL:
            return disk_full()
        case code if code in (CORRUPT, NOTADB):
            return database_damaged()
        case code if code in (READONLY, IOERR):
            return disk_fault(str(cause))
    return None
