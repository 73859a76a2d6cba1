"""Where records stand at the end of a transaction: who may read them from now on, and who no longer."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, select

from domain.records import Record
from domain.scopes import CLASSES, STAFF, about, account_scope, scopes_of
from server.db import dialect, tables
from server.services import caseload

M = tables.scope_member
Member = tuple[str, str]


def place(
    conn: Connection,
    touched: Sequence[Record],
    courses: Mapping[str, str],
    seq: int,
    unnoticed: frozenset[str] = frozenset(),
) -> None:
    """Every scope that a touched record stands in, or stood in, hears of it. courses: by record, "" for none.

    unnoticed: records of which their owners are told nothing, not even that something happened.
    """
    ids = [one.id for one in touched]
    classes = caseload.classes(conn, (about(one) for one in touched))
    rows = conn.execute(select(M.c.scope, M.c.rec, M.c.present).where(M.c.rec.in_(ids)))
    stood = {(row.scope, row.rec): bool(row.present) for row in rows}
    wanted = _wanted(touched, courses, classes) | (_stays(touched) & stood.keys())
    silent = {(account_scope(one.owner), one.id) for one in touched if one.id in unnoticed} & stood.keys()
    lines = [
        {"scope": scope, "rec": rec, "seq": seq, "present": (scope, rec) in wanted}
        for scope, rec in sorted((wanted | stood.keys()) - silent)
    ]
    dialect.upsert(conn, M, lines)
    before = _class_of_each(member for member, there in stood.items() if there)
    now = _class_of_each(wanted)
    people = [one for one in touched if one.form == "person"]
    moved = [one.owner for one in people if before.get(one.id) != now.get(one.id)]
    caseload.follow(conn, {student: classes.get(student, "") for student in moved}, seq)


def _wanted(touched: Sequence[Record], courses: Mapping[str, str], classes: Mapping[str, str]) -> set[Member]:
    wanted = {
        (scope, one.id)
        for one in touched
        for scope in scopes_of(one, courses[one.id], classes.get(about(one), ""))
    }
    return wanted | {(STAFF, one.parent) for one in touched if one.parent and (STAFF, one.id) in wanted}


def _stays(touched: Sequence[Record]) -> set[Member]:
    """The office keeps the course behind what was once picked."""
    return {(STAFF, one.id) for one in touched if one.form == "enrolment" and not one.deleted}


def _class_of_each(members: Iterable[Member]) -> dict[str, str]:
    return {rec: scope for scope, rec in members if scope.startswith(CLASSES)}
