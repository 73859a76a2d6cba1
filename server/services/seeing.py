"""The last day on which a student's computer spoke to the school, so that who guides them knows whom to look after.

A day, not an hour, and no place: written beside the person at the first sign of life of a day, never as a version.
"""

from sqlalchemy import Connection, select

from domain.moments import local_day
from domain.people import Role
from server.db import tables
from server.services.ledger import Ledger
from server.services.office import Office

R, A = tables.record, tables.account


def note(conn: Connection, office: Office, account: str) -> None:
    """The account is here today."""
    role = conn.scalar(select(A.c.role).where(A.c.id == account))
    if role != Role.STUDENT:
        return
    now = office.clock()
    today = local_day(now).isoformat()
    ids = conn.scalars(
        select(R.c.id).where(R.c.owner == account, R.c.form == "person", R.c.deleted.is_(False))
    )
    ledger = Ledger(conn, now)
    for person in ledger.shelf.records(sorted(ids)).values():
        if person.srv.get("seen_on") != today:
            ledger.recount(person.with_srv(seen_on=today))
    ledger.finish()
