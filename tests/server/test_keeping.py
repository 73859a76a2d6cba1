"""Founding, lists, backups and checks, as an administrator does them; and the form of the database."""

import json
import stat
from pathlib import Path

import openpyxl
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from domain.intents import Action
from server.cli import main
from server.db import tables
from server.db.engine import Database
from server.db.migrating import head, migrate, revision
from server.services import backing, checking
from tests.server.campus import Campus, SchoolClock, pdf
from tests.server.postgres import Cluster


def _tables_of(url: str) -> object:
    database = Database(url, 1)
    try:
        migrate(database.engine)
        with database.engine.connect() as conn, conn.begin():
            assert revision(conn) == head()
            return compare_metadata(
                MigrationContext.configure(conn, opts={"compare_type": True}), tables.metadata
            )
    finally:
        database.close()


def test_that_the_migrations_lead_to_the_tables_on_sqlite(tmp_path: Path) -> None:
    assert _tables_of(f"sqlite:///{tmp_path / 'school.db'}") == []


@pytest.mark.postgres
def test_that_the_migrations_lead_to_the_tables_on_postgres(postgres: Cluster) -> None:
    name = postgres.create()
    assert _tables_of(postgres.url(name)) == []
    postgres.drop(name)


def test_that_sqlite_is_durable_and_sound(local: Path) -> None:
    database = Database(f"sqlite:///{local / 'school.db'}", 1)

    def pragmas(conn: object) -> dict[str, object]:
        names = ("journal_mode", "synchronous", "foreign_keys")
        return {name: conn.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names}  # type: ignore[attr-defined]

    assert database.write(pragmas).result() == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    database.close()


def _run(capsys: pytest.CaptureFixture[str], *words: str | Path) -> tuple[int, dict[str, object]]:
    code = main([*(str(word) for word in words), "--json"])
    return code, json.loads(capsys.readouterr().out)


def _workbook(path: Path, *lines: tuple[object, ...]) -> Path:
    book = openpyxl.Workbook()
    for line in lines:
        book.worksheets[0].append(line)
    book.save(path)
    return path


@pytest.fixture
def founded(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LICHENG_PASSWORD", "correct horse")
    code, _ = _run(
        capsys, "init", tmp_path / "s", "--profile", "senior-high", "--name", "示範", "--year", "114"
    )
    assert code == 0
    return tmp_path / "s"


def test_that_a_new_school_has_no_account_and_no_key_of_another(
    founded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody comes with the program: each administrator is named by the school, with a password of their own."""
    other = tmp_path / "other"
    assert _run(capsys, "init", other, "--profile", "senior-high", "--name", "隔壁", "--year", "114")[0] == 0
    for school in (founded, other):
        code, listed = _run(capsys, "user", "list", "--dir", school)
        assert (code, listed["accounts"]) == (0, [])
    keys = [{one.name: one.read_bytes() for one in (place / "keys").iterdir()} for place in (founded, other)]
    assert keys[0].keys() == keys[1].keys()
    assert all(keys[0][name] != keys[1][name] for name in keys[0])


def test_that_a_school_is_founded_and_filled_from_lists(
    founded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert stat.S_IMODE((founded / "keys" / "signing").stat().st_mode) == 0o600
    users = _workbook(
        tmp_path / "users.xlsx",
        ("帳號", "姓名", "身分", "密碼", "學號"),
        ("amy", "王小明", "學生", "correct horse", 110001),
        ("chen", "陳老師", "teacher", "correct horse", None),
    )
    courses = _workbook(tmp_path / "courses.xlsx", ("課程", "教師帳號"), ("chinese", "chen"))
    enrolments = _workbook(
        tmp_path / "enrolments.xlsx",
        ("帳號", "課程", "科目名稱", "學年期", "修課學分"),
        ("amy", "chinese", "國語文", "114-1", 4),
    )
    assert _run(capsys, "import", "--dir", founded, "users", users)[1]["count"] == 2
    assert _run(capsys, "import", "--dir", founded, "courses", courses)[0] == 0
    assert _run(capsys, "import", "--dir", founded, "enrolments", enrolments)[1]["count"] == 1
    assert _run(capsys, "import", "--dir", founded, "enrolments", enrolments)[0] == 0
    _, listed = _run(capsys, "user", "list", "--dir", founded)
    assert [one["id"] for one in listed["accounts"]] == ["amy", "chen"]  # type: ignore[attr-defined]
    assert _run(capsys, "verify", "--dir", founded, "--deep")[0] == 0
    assert _run(capsys, "doctor", "--dir", founded)[0] == 0


def test_that_a_bad_list_is_refused_whole_with_its_cells(
    founded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    users = _workbook(
        tmp_path / "users.xlsx",
        ("帳號", "姓名", "身分", "密碼", "血型"),
        ("amy", "王小明", "學生", "correct horse", "A"),
        ("ben", None, "校長", "correct horse", "B"),
    )
    code, told = _run(capsys, "import", "--dir", founded, "users", users)
    assert code == 3
    assert [one["cell"] for one in told["problems"]] == ["E1", "B3", "C3"]  # type: ignore[attr-defined]
    assert _run(capsys, "user", "list", "--dir", founded)[1]["accounts"] == []


def test_that_a_window_is_moved_and_not_doubled(founded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("window", "set", "--dir", founded, "outcome_submit", "--year", "114", "--closes")
    _, first = _run(capsys, *words, "2026-03-01T00:00")
    _, moved = _run(capsys, *words, "2026-03-02T00:00")
    assert first["id"] == moved["id"]
    assert moved["closes_at"] == "2026-03-01T16:00:00Z"
    assert _run(capsys, *words, "tomorrow")[0] == 3


def test_that_a_missing_school_is_said_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, told = _run(capsys, "doctor", "--dir", tmp_path / "nowhere")
    assert (code, told["code"]) == (3, "no_school")


def test_that_a_backup_brings_back_everything(campus: Campus, tmp_path: Path) -> None:
    data = pdf("kept")
    record = campus.submitted(data)
    campus.send("amy", data)
    campus.one("chen", campus.act(Action.CERTIFY, record))
    before = campus.rows("amy")
    backing.backup(campus.office, tmp_path / "backup")
    campus.one("amy", campus.outcome())
    stored = next((campus.office.settings.folder / "blobs").rglob("[0-9a-f]" * 64))
    stored.unlink()
    assert [one.code for one in checking.verify(campus.office)] == ["file_missing"]
    assert backing.restore(campus.office, tmp_path / "backup")["files_restored"] == 1
    assert campus.rows("amy") == before
    assert checking.verify(campus.office, deep=True) == []


def test_that_a_damaged_file_is_found_by_reading_it(campus: Campus) -> None:
    data = pdf("bit rot")
    campus.submitted(data)
    campus.send("amy", data)
    stored = next((campus.office.settings.folder / "blobs").rglob("[0-9a-f]" * 64))
    stored.chmod(0o640)
    stored.write_bytes(data[:-1] + b"!")
    assert checking.verify(campus.office) == []
    assert [one.code for one in checking.verify(campus.office, deep=True)] == ["file_damaged"]


def test_that_a_clock_that_runs_behind_is_found(campus: Campus) -> None:
    campus.one("amy", campus.outcome())
    assert checking.doctor(campus.office) == []
    assert isinstance(campus.clock, SchoolClock)
    campus.clock.forward(hours=-2)
    assert [one.code for one in checking.doctor(campus.office)] == ["clock"]
