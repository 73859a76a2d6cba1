"""Whom an account guides, and which class a student is in: read from the school's own records, inside a transaction."""

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, select

from domain.guidance import Reach, reach
from domain.scopes import CLASSES, class_scope, student_scope
from server.db import dialect, rows, tables

R, M = tables.record, tables.scope_member


def reach_of(conn: Connection, account: str) -> Reach:
    """The classes and the students that the account guides this school year."""
    mine = select(R).where(R.c.owner == account, R.c.form == "guidance", R.c.deleted.is_(False))
    found = [rows.record_of(row) for row in conn.execute(mine)]
    return reach(found, _school_year(conn)) if found else Reach()


def scopes(conn: Connection, account: str) -> list[str]:
    """What the account may read because it guides somebody."""
    known = reach_of(conn, account)
    return sorted(
        [*(class_scope(one) for one in known.classes), *(student_scope(one) for one in known.students)]
    )


def students(conn: Connection, account: str) -> frozenset[str]:
    """The accounts of the students whom the account guides."""
    guided = scopes(conn, account)
    if not guided:
        return frozenset()
    query = select(R.c.owner).join(M, M.c.rec == R.c.id)
    return frozenset(
        conn.scalars(query.where(M.c.scope.in_(guided), M.c.present.is_(True), R.c.form == "person"))
    )


def classes(conn: Connection, accounts: Iterable[str]) -> dict[str, str]:
    """The class of each of these students; those in none are left out."""
    wanted = sorted({one for one in accounts if one})
    if not wanted:
        return {}
    people = select(R).where(R.c.owner.in_(wanted), R.c.form == "person", R.c.deleted.is_(False))
    found = [rows.record_of(row) for row in conn.execute(people.order_by(R.c.seq, R.c.id))]
    return {one.owner: one.text("class_name") for one in found if one.text("class_name")}


def follow(conn: Connection, moved: Mapping[str, str], seq: int) -> None:
    """Everything that guides see of these students goes with them into their class; "" is none."""
    for student, class_name in moved.items():
        theirs = select(M.c.rec).where(M.c.scope == student_scope(student), M.c.present.is_(True))
        seen = set(conn.scalars(theirs))
        here = select(M.c.scope, M.c.rec, M.c.present).where(
            M.c.rec.in_(theirs), M.c.scope.startswith(CLASSES)
        )
        known = {(row.scope, row.rec): row.present for row in conn.execute(here)}
        wanted = {(class_scope(class_name), one) for one in seen} if class_name else set()
        changed = {pair for pair in wanted if not known.get(pair)}
        changed |= {pair for pair, present in known.items() if present and pair not in wanted}
        lines = [
            {"scope": scope, "rec": rec, "seq": seq, "present": (scope, rec) in wanted}
            for scope, rec in sorted(changed)
        ]
        dialect.upsert(conn, M, lines)


def _school_year(conn: Connection) -> int:
    year = next((one.text("school_year") for one in rows.of_forms(conn, ("school",))), "")
    return int(year) if year.isascii() and year.isdigit() else 0
