"""Open one account's copy: check, back up, migrate, and rescue what can be rescued."""

import secrets
from pathlib import Path

from attrs import frozen

from desktop.store import backup, durable, migrations, rescue
from desktop.store.blobs import BlobFolder
from desktop.store.engine import Database
from desktop.store.store import Now, Store, utc_now
from desktop.store.vault import Keys
from domain.errors import Damaged

DATABASE, FILES = "data.db", "files"


@frozen
class Opened:
    """salvaged: intents carried out of a damaged database, None when it was sound. backup: the one made just now."""

    store: Store
    blobs: BlobFolder
    salvaged: int | None = None
    backup: Path | None = None

    def tidy(self, older_than_s: float = 86_400) -> tuple[str, ...]:
        """Remove the files that nothing speaks of; call it from the Writer, when idle. Their hashes."""
        spoken_of = self.store.referenced()
        self.store.forget_blobs(self.blobs.idle(spoken_of, older_than_s))
        return self.blobs.sweep(spoken_of, older_than_s)

    def close(self) -> None:
        self.store.close()


def open_account(folder: Path, keys: Keys, account: str = "", now: Now = utc_now, device: str = "") -> Opened:
    """The store and the files of the account, ready. Raises LichengError when a newer program wrote them."""
    path = durable.folder(folder) / DATABASE
    blobs = BlobFolder(folder / FILES, keys.files)
    try:
        database, salvaged = _sound(path, keys), None
    except Damaged:
        database, salvaged = _rescued(path, keys, now)
    try:
        copied = _prepared(database, now)
        store = Store(database, account, device or secrets.token_hex(16), now)
        if salvaged is not None:
            store.recompute()
        store.upgrade()
    except BaseException:
        database.close()
        raise
    database.keep_reserve()
    return Opened(store, blobs, salvaged, copied)


def memory_store(account: str, device: str = "device-1", now: Now = utc_now) -> Store:
    """A store that is gone when it is closed: for the simulator and for tests."""
    database = Database(None)
    with database.alone() as driver:
        migrations.migrate(driver)
    return Store(database, account, device, now)


def _sound(path: Path, keys: Keys) -> Database:
    database = Database(path, keys.database)
    try:
        with database.alone() as driver:
            if backup.is_sound(driver):
                return database
        raise Damaged("database_damaged", "這台電腦上的資料庫損壞了。")
    except BaseException:
        database.close()
        raise


def _rescued(path: Path, keys: Keys, now: Now) -> tuple[Database, int]:
    aside = rescue.put_aside(path, now())
    database = Database(path, keys.database)
    with database.alone() as driver:
        migrations.migrate(driver)
    return database, rescue.carry_over(database, rescue.sources(path, aside))


def _prepared(database: Database, now: Now) -> Path | None:
    """Migrated, with a copy from before; else with today's copy."""
    with database.alone() as driver:
        due, fresh = migrations.is_due(driver), migrations.version(driver) == 0
    copied = backup.make(database, now()) if due and not fresh else None
    if due:
        with database.alone() as driver:
            migrations.migrate(driver)
    return copied or backup.make_if_due(database, now())
