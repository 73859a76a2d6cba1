"""Letting results out when their time has come: every outcome that waits is looked at, those that are due are shown.

What waits stands in a scope that nobody reads, so finding it costs one question.
"""

from sqlalchemy import Connection, select

from domain import knowledge, release
from domain.intents import Action
from domain.people import Facts, School
from domain.records import Record
from domain.scopes import HELD
from server.db import rows, tables
from server.services.facts import school_at
from server.services.ledger import Deed, Ledger
from server.services.office import Office

M = tables.scope_member
EVERY_S = 20.0
_WAITING = select(M.c.rec).where(M.c.scope == HELD, M.c.present).order_by(M.c.rec)


def catch_up(office: Office) -> int:
    """Let out what is due by now; how many that were."""
    if not office.database.read(_waiting).result():
        return 0
    count, seq = office.database.write(lambda conn: _let_out(conn, office)).result()
    office.pulse.beat(seq)
    return count


def _waiting(conn: Connection) -> list[str]:
    return list(conn.scalars(_WAITING))


def _let_out(conn: Connection, office: Office) -> tuple[int, int]:
    now = office.clock()
    ids = _waiting(conn)
    rows.lock(conn, ids)
    ledger = Ledger(conn, now)
    school, count = school_at(conn, office, now), 0
    for record in ledger.shelf.records(ids).values():
        if release.hidden(record) and _due(ledger, school, record):
            ledger.write(release.let_out(record), Deed(Action.RELEASE.value))
            count += 1
    return count, ledger.finish().seq


def _due(ledger: Ledger, school: School, record: Record) -> bool:
    enrolment = ledger.shelf.record(record.parent) if record.parent else None
    year = knowledge.year_of(record, enrolment)
    grade = enrolment.text("grade_level") if enrolment else ""
    return not release.withheld(school, Facts(school_year=year, grade=grade))
