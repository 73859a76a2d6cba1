"""Bringing a database to the newest form, and knowing which form it has. The connection is given, never made."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from domain.errors import Damaged
from server.db import reporting
from server.db.dialect import is_postgres

SCRIPTS = Path(__file__).with_name("migrations")


def migrate(engine: Engine) -> None:
    """Run every migration that is missing. A database newer than the program is refused."""
    with engine.connect().execution_options(writing=True) as conn:
        if not is_postgres(conn):
            conn.connection.driver_connection.execute("PRAGMA foreign_keys = OFF")  # type: ignore[union-attr]  # never None inside a begun connection
        with conn.begin():
            _check_known(conn)
            reporting.drop(conn)
            command.upgrade(_config(conn), "head")
            reporting.create(conn)
            if not is_postgres(conn) and conn.execute(text("PRAGMA foreign_key_check")).first():
                raise Damaged(
                    "foreign_keys", "升級後資料庫的關聯不完整，已取消升級。", "請先還原備份，再洽開發者。"
                )
        if not is_postgres(conn):
            conn.connection.driver_connection.execute("PRAGMA foreign_keys = ON")  # type: ignore[union-attr]  # never None inside a begun connection


def revision(conn: Connection) -> str:
    """The revision the database is at, "" when it has none."""
    return MigrationContext.configure(conn).get_current_revision() or ""


def head() -> str:
    """The revision this program wants."""
    return ScriptDirectory(str(SCRIPTS)).get_current_head() or ""


def _check_known(conn: Connection) -> None:
    known = {script.revision for script in ScriptDirectory(str(SCRIPTS)).walk_revisions()}
    here = revision(conn)
    if here and here not in known:
        raise Damaged("newer_database", "資料庫是較新版的程式建立的。", "請改用較新版的學校主機程式。")


def _config(conn: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = conn
    return config
