"""On the disk: encrypted, durable, copied every day, rescued when damaged."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import inspect

from desktop.store import backup, engine, lock, migrations, opening, schema, space, vault
from desktop.store.opening import Opened, open_account
from domain.errors import LichengError, Locked
from domain.records import Attachment
from tests.desktop.store.conftest import URL
from tests.desktop.store.pages import ME, new_id, page, pulled, row, save, save_file

ROOT = Path(__file__).parents[3]
SECRET = "絕不外流的內容-secret-words"


def test_that_no_file_shows_what_was_written(folder: Path, opened: Opened) -> None:
    record = new_id()
    file = opened.blobs.adopt_bytes(SECRET.encode() * 1000)
    opened.store.note_blob(file.sha256, file.size, "text/plain")
    opened.store.enqueue(save(record, competition_name=(None, SECRET)))
    opened.store.autosave(record, "award", SECRET, None)
    opened.store.apply(pulled(mine=page([row(new_id(), 1, values={"award": SECRET})], 1)))
    opened.store.set_meta("ui.name", SECRET)
    backup.make(opened.store._database, datetime(2026, 1, 1, tzinfo=UTC))
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert {"data.db", "data.db-wal", "data.db-shm", "slot.json"} <= {path.name for path in files}
    for path in files:
        content = path.read_bytes()
        for word in (
            SECRET.encode(),
            b"secret-words",
            b"CREATE TABLE",
            record.encode(),
            "正確的密碼".encode(),
        ):
            assert word not in content, path.name


def test_that_a_wrong_password_leaves_everything_as_it_was(
    folder: Path, keys: vault.Keys, opened: Opened
) -> None:
    opened.store.enqueue(save(new_id(), competition_name=(None, "a")))
    before = {
        path: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.rglob("*") if path.is_file()
    }
    with pytest.raises(Locked):
        vault.unlock(folder, "錯的")
    assert before == {p: (p.stat().st_mtime_ns, p.read_bytes()) for p in folder.rglob("*") if p.is_file()}


def test_that_two_accounts_see_nothing_of_each_other(
    tmp_path: Path, keys: vault.Keys, opened: Opened
) -> None:
    record = new_id()
    opened.store.enqueue(save(record, competition_name=(None, "a")))
    mine = opened.blobs.adopt_bytes(b"mine").sha256
    other_folder = vault.folder_of(tmp_path, URL, "s2")
    other_keys, _ = vault.create(other_folder, "x", vault.Label(URL, "s2"), vault.CHEAP)
    other = open_account(other_folder, other_keys, "s2")
    assert (other.store.record(record), other.store.journal(), other.blobs.has(mine)) == (None, (), False)
    other.close()
    assert other_keys.database != keys.database
    assert other_keys.files != keys.files


def test_that_a_copy_belongs_to_one_account_for_good(folder: Path, keys: vault.Keys, opened: Opened) -> None:
    device = opened.store.standing().device
    opened.close()
    with pytest.raises(LichengError, match="另一個帳號"):
        open_account(folder, keys, "s2")
    again = open_account(folder, keys)
    assert again.store.account == ME
    assert again.store.standing().device == device
    again.close()


CHILD = """
import sys, time
from pathlib import Path
from desktop.store import vault
from desktop.store.opening import open_account
from tests.desktop.store.pages import save
folder = Path(sys.argv[1])
opened = open_account(folder, vault.unlock(folder, "正確的密碼"))
for n in range(1000):
    record = f"00000000-0000-7000-8000-{n:012d}"
    file = opened.blobs.adopt_bytes(b"file %d" % n)
    opened.store.note_blob(file.sha256, file.size, "text/plain")
    opened.store.enqueue(save(record, competition_name=(None, file.sha256)))
    print(record, file.sha256, flush=True)
"""


def test_that_what_was_acknowledged_survives_a_kill(folder: Path, keys: vault.Keys) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert child.stdout is not None
    with child.stdout:
        told = [child.stdout.readline().split() for _ in range(25)]
        child.send_signal(signal.SIGKILL)
        child.wait()
        told += [line.split() for line in child.stdout.read().splitlines() if len(line) == 101]
    opened = open_account(folder, keys)
    assert opened.salvaged is None
    said = {one.intent.record for one in opened.store.unsent() if one.intent}
    for record, sha256 in told:
        found = opened.store.record(record)
        assert found is not None
        assert found.text("competition_name") == sha256
        assert record in said
        assert opened.blobs.verify(sha256)
        assert opened.store.blob_state(sha256) == "staged"
    opened.close()


def test_that_one_backup_a_day_is_made_and_seven_are_kept(folder: Path, keys: vault.Keys) -> None:
    for day in range(9):
        for hour in (1, 2):
            moment = datetime(2026, 1, 1, hour, tzinfo=UTC) + timedelta(days=day)
            open_account(folder, keys, ME, now=lambda moment=moment: moment).close()
    kept = backup.listed(folder / backup.FOLDER)
    assert [path.name for path in kept] == [f"2026010{day}-010000.db" for day in range(9, 2, -1)]
    copy = engine.Database(kept[0], keys.database)
    with copy.alone() as driver:
        assert backup.is_sound(driver)
    copy.close()


def test_that_a_damaged_database_is_put_aside_and_what_was_said_is_rescued(
    folder: Path, keys: vault.Keys
) -> None:
    opened = open_account(folder, keys, ME)
    device = opened.store.meta("device")
    saved = save(new_id(), competition_name=(None, "在備份裡"))
    opened.store.enqueue(saved)
    backup.make(opened.store._database, datetime(2026, 1, 1, tzinfo=UTC))
    opened.close()
    path = folder / opening.DATABASE
    content = path.read_bytes()
    path.write_bytes(content[:4096] + os.urandom(len(content) - 4096))
    again = open_account(folder, keys)
    assert again.salvaged == 1
    assert again.store.meta("device") == device
    assert again.store.account == ME
    assert [one.body for one in again.store.unsent()] == [saved.encode()]
    assert again.store.unsent()[0].left
    assert again.store.count() == 1
    assert again.store.standing().cursors == {}
    assert next((folder / "aside").rglob("data.db")).read_bytes()[:4096] == content[:4096]
    again.close()


def test_that_a_database_of_garbage_without_backups_begins_anew(folder: Path, keys: vault.Keys) -> None:
    (folder / opening.DATABASE).write_bytes(b"garbage" * 5000)
    opened = open_account(folder, keys, ME)
    assert (opened.salvaged, opened.store.count()) == (0, 0)
    assert next((folder / "aside").rglob("data.db")).read_bytes() == b"garbage" * 5000
    opened.close()


def test_that_a_newer_database_is_refused_untouched(folder: Path, keys: vault.Keys, opened: Opened) -> None:
    with opened.store._database.alone() as driver:
        driver.execute("PRAGMA user_version=99")
    opened.close()
    with pytest.raises(LichengError, match="更新程式"):
        open_account(folder, keys)
    assert not (folder / "aside").exists()


def test_that_the_migrations_make_the_tables_of_the_schema(opened: Opened) -> None:
    with opened.store._database.read() as connection:
        seen = inspect(connection)
        made = {name: [c["name"] for c in seen.get_columns(name)] for name in seen.get_table_names()}
        indexes = {i["name"] for name in made for i in seen.get_indexes(name)}
    made.pop("sqlite_sequence", None)
    assert made == {name: [c.name for c in table.c] for name, table in schema.TABLES.tables.items()}
    assert {index.name for index in schema.INDEXES} <= indexes


def test_that_a_database_of_the_first_tables_is_brought_up_to_date(
    opened: Opened, folder: Path, keys: vault.Keys
) -> None:
    record = new_id()
    opened.store.enqueue(save(record, competition_name=(None, "科展")))
    with opened.store._database.alone() as driver:
        driver.execute("DROP TABLE file_text")
        driver.execute("DROP TABLE original")
        driver.execute("PRAGMA user_version=1")
    opened.close()
    again = open_account(folder, keys)
    again.store.note_text("a" * 64, "水質")
    assert again.store.record(record).text("competition_name") == "科展"
    assert again.backup is not None
    again.close()


def test_that_a_migration_that_fails_changes_nothing(opened: Opened) -> None:
    def half(driver: object) -> None:
        driver.execute("CREATE TABLE half (a)")  # type: ignore[attr-defined]
        raise RuntimeError

    with opened.store._database.alone() as driver:
        with pytest.raises(RuntimeError):
            migrations._one(driver, len(migrations.STEPS) + 1, half)
        assert migrations.version(driver) == len(migrations.STEPS)
        assert driver.execute("SELECT count(*) FROM sqlite_schema WHERE name='half'").fetchone() == (0,)


def test_that_the_connections_are_set_as_decided(opened: Opened) -> None:
    database = opened.store._database
    with database.alone() as driver:
        asked = {
            name: driver.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")
        }
    assert asked == {"journal_mode": "wal", "synchronous": 2}
    with database.read() as connection, pytest.raises(Exception, match="readonly"):
        connection.exec_driver_sql("DELETE FROM meta")


@pytest.mark.parametrize("sound", [(3, 51, 3), (3, 53, 0), (3, 50, 7), (3, 44, 6), (4, 0, 0)])
def test_that_a_sound_sqlite_is_accepted(sound: tuple[int, ...]) -> None:
    engine.check_version(sound)


@pytest.mark.parametrize("old", [(3, 51, 2), (3, 50, 6), (3, 44, 5), (3, 40, 1), (3, 49, 9)])
def test_that_a_sqlite_that_may_lose_pages_is_refused(old: tuple[int, ...]) -> None:
    with pytest.raises(LichengError, match="重新安裝"):
        engine.check_version(old)


def test_that_typing_is_saved_from_the_reserve_when_the_disk_is_full(folder: Path, opened: Opened) -> None:
    database = opened.store._database
    assert (folder / "reserve").stat().st_size == engine.RESERVE
    with database.alone() as driver:
        pages = driver.execute("PRAGMA page_count").fetchone()[0]
        driver.execute(f"PRAGMA max_page_count={pages}")
    with pytest.raises(LichengError, match="磁碟空間不足"):
        opened.store.enqueue(save(new_id(), competition_name=(None, "字" * 50_000)))
    assert opened.store.unsent() == ()
    assert opened.store.count() == 0
    with pytest.raises(LichengError, match="磁碟空間不足"):
        opened.store.autosave(new_id(), "award", "字" * 50_000, None)
    assert not (folder / "reserve").exists()
    with database.alone() as driver:
        driver.execute("PRAGMA max_page_count=1000000")
    opened.store.enqueue(save(new_id(), competition_name=(None, "又可以了")))
    assert opened.store.count() == 1


def test_that_the_disk_has_four_steps(tmp_path: Path) -> None:
    left = {15: "READ_ONLY", 63: "FULL", 255: "WARN", 256: "OK", 9999: "OK"}
    for mebibytes, step in left.items():
        assert space.level(tmp_path, lambda _, m=mebibytes: m * space.MIB).name == step
    assert space.level(tmp_path).name in space.Space.__members__


def test_that_a_reader_is_not_moved_by_whoever_writes(opened: Opened) -> None:
    with opened.store._database.read() as connection:
        before = connection.exec_driver_sql("SELECT count(*) FROM outbox").scalar()
        opened.store.enqueue(save(new_id(), competition_name=(None, "a")))
        assert connection.exec_driver_sql("SELECT count(*) FROM outbox").scalar() == before
    assert len(opened.store.unsent()) == 1


def test_that_only_one_syncs_at_a_time(folder: Path, keys: vault.Keys) -> None:
    with lock.sync_lock(folder) as ours:
        assert ours
        with lock.sync_lock(folder) as theirs:
            assert not theirs
    with lock.sync_lock(folder) as again:
        assert again


def test_that_tidying_removes_what_nothing_speaks_of(opened: Opened) -> None:
    kept, typed, idle = (opened.blobs.adopt_bytes(one) for one in (b"kept", b"typed", b"idle"))
    for one in (kept, typed, idle):
        opened.store.note_blob(one.sha256, one.size, "text/plain")
    file = Attachment(kept.sha256, kept.size, "k.txt", "text/plain")
    opened.store.enqueue(save_file(new_id(), "document_file", None, file))
    opened.store.autosave(new_id(), "files/document_file", {"sha256": typed.sha256}, None)
    assert opened.tidy() == ()
    assert opened.tidy(older_than_s=-5) == (idle.sha256,)
    assert set(opened.blobs.hashes()) == {kept.sha256, typed.sha256}
    assert [sha for sha, _ in opened.store.uploads()] == [kept.sha256, typed.sha256]


def test_that_many_may_read_while_one_writes(opened: Opened) -> None:
    records = [new_id() for _ in range(60)]
    faults: list[BaseException] = []
    done = threading.Event()

    def look() -> None:
        seen = 0
        try:
            while not done.is_set():
                entries = opened.store.records("competition", limit=1000)
                assert all(entry.record.text("competition_name") == entry.title for entry in entries)
                assert len(entries) >= seen
                seen = len(entries)
        except BaseException as error:  # noqa: BLE001 - told below, in the test's own thread
            faults.append(error)

    readers = [threading.Thread(target=look) for _ in range(3)]
    for one in readers:
        one.start()
    for number, record in enumerate(records):
        opened.store.enqueue(save(record, competition_name=(None, str(number))))
    done.set()
    for one in readers:
        one.join()
    assert faults == []
    assert opened.store.count() == 60
