"""A school from before the office had a scope of its own: what stands in it is found when the program is updated."""

from sqlalchemy import Connection, delete, select, text

from domain.scopes import STAFF
from server.db import migrating, tables
from tests.server.campus import Campus
from tests.server.test_office_at_work import fresh, picked

M = tables.scope_member


def members(conn: Connection) -> set[str]:
    return set(conn.scalars(select(M.c.rec).where(M.c.scope == STAFF, M.c.present.is_(True))))


def as_before(conn: Connection) -> int:
    conn.execute(delete(M).where(M.c.scope == STAFF))
    for later in (tables.uptime, tables.noted_code):
        later.drop(conn)
    conn.execute(text("UPDATE alembic_version SET version_num = '0002'"))
    return 0


def test_that_an_update_fills_the_offices_scope_with_what_is_there(campus: Campus) -> None:
    campus.one("amy", campus.outcome())
    campus.one("amy", fresh("inquiry", {"about": "licence", "text": "請增列證照"}))
    picked(campus)
    database = campus.office.database
    there = database.read(members).result()
    assert len(there) == 3
    database.write(as_before).result()
    assert database.read(members).result() == set()
    migrating.migrate(database.engine)
    assert database.read(members).result() == there
    assert STAFF in campus.pull("admin").scopes
