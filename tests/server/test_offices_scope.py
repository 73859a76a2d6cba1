"""A school from before office and guides had scopes of their own: what stands in them is found by an update."""

from sqlalchemy import Connection, delete, or_, select, text

from domain.records import Record
from domain.scopes import STAFF, TEACHERS
from server.db import migrating, tables
from server.services.publishing import publish
from tests.server.campus import Campus
from tests.server.test_office_at_work import fresh, picked

M = tables.scope_member
OF_GUIDES = or_(M.c.scope.startswith("stu:"), M.c.scope.startswith("cls:"))


def members(conn: Connection) -> set[str]:
    return set(conn.scalars(select(M.c.rec).where(M.c.scope == STAFF, M.c.present.is_(True))))


def as_before(conn: Connection) -> int:
    conn.execute(delete(M).where(or_(M.c.scope.in_([STAFF, TEACHERS]), OF_GUIDES)))
    for later in (tables.uptime, tables.noted_code, tables.condemned, tables.purged, tables.looked):
        later.drop(conn)
    for index in ("ix_intent_actor", "ix_history_at", "ix_intent_recv_at"):
        conn.execute(text(f"DROP INDEX {index}"))
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


def guides_members(conn: Connection) -> set[tuple[str, str]]:
    query = select(M.c.scope, M.c.rec).where(OF_GUIDES, M.c.present.is_(True))
    return {(row.scope, row.rec) for row in conn.execute(query)}


def test_that_an_update_finds_what_guides_may_see(campus: Campus) -> None:
    publish(campus.office, [Record("", "person", "amy", values={"role": "student", "class_name": "高一仁"})])
    campus.one("amy", fresh("competition", {"competition_name": "數學競賽"}))
    campus.one("amy", fresh("autobiography", {"purpose": "選課"}))
    campus.one("amy", campus.outcome())
    database = campus.office.database
    there = database.read(guides_members).result()
    assert {scope for scope, _ in there} == {"stu:amy", "stu:ben", "cls:高一仁"}
    database.write(as_before).result()
    assert database.read(guides_members).result() == set()
    migrating.migrate(database.engine)
    assert database.read(guides_members).result() == there


def test_that_an_update_finds_who_teaches(campus: Campus) -> None:
    people = {"chen": "teacher", "amy": "student"}
    made = publish(
        campus.office,
        [Record("", "person", who, values={"name": who, "role": role}) for who, role in people.items()],
    )
    campus.office.database.write(as_before).result()
    migrating.migrate(campus.office.database.engine)
    assert set(campus.rows("dou", TEACHERS)) == {made[0].id}
    assert TEACHERS not in campus.pull("amy").scopes
