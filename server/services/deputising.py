"""Deputies: which appointments name somebody, which courses they open, and what the school writes into each.

Whoever stands in reads the course's scope for those days and may decide; nothing is copied and nothing has to be
taken away again: what an account may read is asked anew each time.
"""

from datetime import datetime

from attrs import evolve
from sqlalchemy import Connection, select

from domain import deputies
from domain.deputies import Appointment
from domain.people import Facts, Role
from domain.records import Record
from server.db import rows, tables


def naming(conn: Connection, account: str) -> tuple[Appointment, ...]:
    """The appointments that name the account as deputy, those that are over too."""
    return deputies.named(account, rows.of_forms(conn, (deputies.FORM,)))


def courses(conn: Connection, account: str, now: datetime) -> frozenset[str]:
    """The courses that the account may read at that moment: its own, and those it stands in for."""
    standing = (one for one in naming(conn, account) if one.in_force(now))
    return rows.courses_taught(conn, account).union(*(one.courses for one in standing))


def with_the_staff(facts: Facts, conn: Connection, teacher: str) -> Facts:
    """What an appointment is judged by: who teaches here, and what the teacher in question teaches."""
    account = tables.account
    here = select(account.c.id).where(account.c.role == Role.TEACHER.value, account.c.active)
    taught = rows.courses_taught(conn, teacher)
    return evolve(facts, colleagues=frozenset(conn.scalars(here)), courses=taught)


def counted(conn: Connection, record: Record) -> Record:
    """The appointment with what only the school knows: the names as they are here, and the courses it is about."""
    deputy = record.text("deputy")
    table = tables.account
    names = {
        row.id: row.name for row in conn.execute(select(table).where(table.c.id.in_([record.owner, deputy])))
    }
    about = deputies.courses_covered(
        record, rows.courses_taught(conn, record.owner), rows.courses_taught(conn, deputy)
    )
    return record.with_srv(
        courses=about, teacher_name=names.get(record.owner), deputy_name=names.get(deputy), source="staff"
    )
