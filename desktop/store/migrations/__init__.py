"""From any released database to this program's: numbered steps, each in one transaction."""

from typing import Any

from desktop.store.migrations import m0001_first, m0002_words_in_files, m0003_originals
from domain.errors import LichengError

STEPS = (m0001_first.up, m0002_words_in_files.up, m0003_originals.up)


def version(driver: Any) -> int:
    return int(driver.execute("PRAGMA user_version").fetchone()[0])


def is_due(driver: Any) -> bool:
    """Whether the database is older than this program; raises when it is newer."""
    found = version(driver)
    if found > len(STEPS):
        raise LichengError(
            "database_newer", "這台電腦上的資料是較新版的程式存的，這個版本無法開啟。", "請更新程式後再開啟。"
        )
    return found < len(STEPS)


def migrate(driver: Any) -> None:
    """Every missing step. Foreign keys are off meanwhile and checked before the commit."""
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        for number, step in enumerate(STEPS[version(driver) :], start=version(driver) + 1):
            _one(driver, number, step)
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def _one(driver: Any, number: int, step: Any) -> None:
    driver.execute("BEGIN IMMEDIATE")
    if version(driver) >= number:  # another window of ours was quicker
        driver.execute("ROLLBACK")
        return
    try:
        step(driver)
        if driver.execute("PRAGMA foreign_key_check").fetchone():
            raise LichengError(
                "migration_failed", "更新這台電腦的資料庫時發生問題，資料沒有變動。", "請洽學校管理者。"
            )
        driver.execute(f"PRAGMA user_version={number}")
        driver.execute("COMMIT")
    except BaseException:
        driver.execute("ROLLBACK")
        raise
