"""Backups: every table of one snapshot as lines of JSON, and the files beside it. The keys are not in it.

The same form from SQLite and PostgreSQL, readable without us. A restore starts a new timeline: copies that have
seen more tell us so, and bring it back.
"""

import base64
import gzip
import json
import os
import secrets
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, LargeBinary, Table, delete, select, update

from domain.errors import BadInput, Damaged
from server.blobs.final import rehash, sync_folder
from server.blobs.incoming import hash_of
from server.db import rows, tables
from server.db.migrating import revision
from server.services.office import Office

LINES = "tables.jsonl.gz"
AT_ONCE = 500


def backup(office: Office, target: Path) -> dict[str, int]:
    """Write a backup into the folder. Files that are there already are not copied again."""
    target.mkdir(parents=True, exist_ok=True)
    counted = office.database.read(lambda conn: _dump(conn, target / LINES)).result()
    copied = 0
    for sha256 in office.final.hashes():
        copied += _copied(office, sha256, target / "blobs" / sha256[:2] / sha256)
    return {"rows": counted, "files_copied": copied}


def restore(office: Office, source: Path) -> dict[str, object]:
    """Put back what a backup holds, instead of all that is here, and start a new timeline."""
    if not (source / LINES).exists():
        raise BadInput("no_backup", f"{source} 裡沒有備份。", "請指定 backup 產生的資料夾。")
    files = 0
    for path in sorted((source / "blobs").glob("*/*")):
        files += _brought_back(office, path)
    epoch = office.database.write(lambda conn: _load(conn, source / LINES)).result()
    return {"epoch": epoch, "files_restored": files}


def _dump(conn: Connection, path: Path) -> int:
    counted = 0
    aside = path.with_suffix(".part")
    with aside.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0) as file:
        head = {"revision": revision(conn), "server_id": rows.meta(conn, "server_id")}
        file.write(json.dumps(head).encode() + b"\n")
        for table in tables.metadata.sorted_tables:
            for row in conn.execute(select(table).order_by(*table.primary_key)):
                line = [table.name, {column.name: _out(row._mapping[column]) for column in table.columns}]
                file.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
                counted += 1
        file.write(b'{"end": true}\n')
    with aside.open("rb") as written:
        os.fsync(written.fileno())
    aside.replace(path)
    sync_folder(path.parent)
    return counted


def _load(conn: Connection, path: Path) -> str:
    lines = _lines(path)
    head = next(lines)
    if head["revision"] != revision(conn):
        raise BadInput("other_revision", "備份來自不同版本的學校主機。", "請用當時的版本還原，再升級。")
    here = rows.meta(conn, "server_id")
    if here and head["server_id"] != here:
        raise BadInput("other_school", "這是另一所學校的備份。", "請確認資料夾。")
    for table in reversed(tables.metadata.sorted_tables):
        conn.execute(delete(table))
    whole = False
    while batch := list(islice(lines, AT_ONCE)):
        whole = batch[-1] == {"end": True}
        _insert(conn, batch[:-1] if whole else batch)
    if not whole:
        raise Damaged("cut_backup", "備份檔不完整，沒有還原。", "請改用另一份備份。")
    epoch = secrets.token_hex(8)
    conn.execute(update(tables.school_feed).values(epoch=epoch))
    return epoch


def _insert(conn: Connection, batch: list[Any]) -> None:
    by_name: dict[str, list[dict[str, Any]]] = {}
    for name, row in batch:
        by_name.setdefault(name, []).append(row)
    for name, found in by_name.items():
        table = tables.metadata.tables[name]
        conn.execute(table.insert(), [_in(table, row) for row in found])


def _lines(path: Path) -> Iterator[Any]:
    try:
        with gzip.open(path, "rb") as file:
            for line in file:
                yield json.loads(line)
    except (EOFError, OSError, ValueError) as error:
        raise Damaged("damaged_backup", "備份檔已損壞，沒有還原。", "請改用另一份備份。") from error


def _out(value: Any) -> Any:
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


def _in(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: base64.b64decode(value) if isinstance(table.c[name].type, LargeBinary) else value
        for name, value in row.items()
    }


def _copied(office: Office, sha256: str, path: Path) -> int:
    size = office.final.size(sha256) or 0
    if path.exists() and path.stat().st_size == size:
        return 0
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix(".part")
    with aside.open("wb") as file:
        for piece in office.final.read(sha256, 0, size):
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
    sync_folder(path.parent)
    return 1


def _brought_back(office: Office, path: Path) -> int:
    if path.suffix or rehash(office.final, path.name):
        return 0
    if hash_of(path) != path.name:
        return 0
    aside = office.incoming.path("restore", path.name)
    aside.parent.mkdir(parents=True, exist_ok=True)
    aside.write_bytes(path.read_bytes())
    office.final.publish(path.name, aside)
    return 1
