"""Copies of the database against the day it breaks: one a day and one before each migration, seven are kept."""

import secrets
from datetime import datetime
from pathlib import Path
from typing import Any

from desktop.store import durable
from desktop.store.engine import Database

KEEP = 7
FOLDER = "backups"


def folder_of(database: Database) -> Path:
    if database.path is None:
        raise ValueError("a database in memory has no backups")
    return database.path.with_name(FOLDER)


def listed(folder: Path) -> list[Path]:
    """The backups, newest first. Their names are their times."""
    return sorted(folder.glob("*.db"), reverse=True)


def make(database: Database, now: datetime) -> Path:
    """Write a copy, encrypted with the same key, whole or not at all; let the oldest go."""
    folder = durable.folder(folder_of(database))
    draft = folder / f".{secrets.token_hex(8)}.tmp"
    target = folder / f"{now:%Y%m%d-%H%M%S}.db"
    with durable.undone(draft), database.alone() as driver:
        driver.execute("VACUUM INTO ?", (str(draft),))
    _sync(draft)
    durable.publish(draft, target)
    for old in listed(folder)[KEEP:]:
        old.unlink(missing_ok=True)
    return target


def make_if_due(database: Database, now: datetime) -> Path | None:
    """Once a day."""
    today = f"{now:%Y%m%d}"
    if any(path.name.startswith(today) for path in listed(folder_of(database))):
        return None
    return make(database, now)


def is_sound(driver: Any) -> bool:
    """What SQLite itself thinks of the file."""
    return [row[0] for row in driver.execute("PRAGMA quick_check(1)").fetchall()] == ["ok"]


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        durable.sync_file(file)
