"""A damaged database: put it aside, begin a new one, and carry over what exists nowhere else.

That is what was said and what was being typed; all else comes again from the school.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from desktop.store import backup, durable
from desktop.store.engine import Database
from domain.errors import LichengError

CARRIED = ("outbox", "editor", "blob", "original", "meta")
PARTS = ("", "-wal", "-shm")
FORGOTTEN = ("ack", "may_wipe")
"""Facts about what was read, which is gone."""


def put_aside(path: Path, now: datetime) -> Path:
    """Move the database and its journal into a folder of their own; nothing is thrown away."""
    aside = durable.folder(path.parent / "aside" / f"{now:%Y%m%d-%H%M%S-%f}")
    for part in PARTS:
        file = path.with_name(path.name + part)
        if file.exists():
            file.replace(aside / file.name)
    durable.sync_folder(path.parent)
    return aside / path.name


def carry_over(target: Database, sources: list[Path]) -> int:
    """Copy every readable row of what was said and typed, the best source first; how many intents were saved."""
    for source in sources:
        for table in CARRIED:
            _copy(target, source, table)
    with target.alone() as driver:
        driver.execute(f"DELETE FROM meta WHERE k IN ({', '.join('?' * len(FORGOTTEN))})", FORGOTTEN)
        driver.execute("UPDATE outbox SET status='queued', \"left\"=1 WHERE status IN ('queued', 'frozen')")
        return int(driver.execute("SELECT count(*) FROM outbox").fetchone()[0])


def sources(database_path: Path, aside: Path) -> list[Path]:
    """Where to look: the damaged file itself, then the newest backups."""
    return [aside, *backup.listed(database_path.with_name(backup.FOLDER))]


def _copy(target: Database, source: Path, table: str) -> None:
    order = "n" if table == "outbox" else "rowid"
    try:
        found = target.connect(path=source)
    except dbapi2.Error:
        return
    try:
        for row in _readable(found, f"SELECT * FROM {table} ORDER BY {order}"):
            _put(target, table, row)
    finally:
        found.close()


def _readable(source: Any, query: str) -> Iterator[dict[str, Any]]:
    """Row after row until the first that cannot be read."""
    try:
        cursor = source.execute(query)
        names = [column[0] for column in cursor.description]
        while (row := cursor.fetchone()) is not None:
            yield dict(zip(names, row, strict=True))
    except dbapi2.Error:
        return


def _put(target: Database, table: str, row: dict[str, Any]) -> None:
    names = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join("?" * len(row))
    with target.alone() as driver:
        try:
            driver.execute(f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({marks})", tuple(row.values()))
        except dbapi2.OperationalError as error:
            raise LichengError(
                "rescue_failed", "搶救資料時發生問題，原檔已保留。", "請洽學校管理者。"
            ) from error
