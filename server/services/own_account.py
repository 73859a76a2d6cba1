"""What a person may know of the own account."""

from sqlalchemy import Connection, select

from server.db import tables
from server.services.accounts import Caller
from server.services.office import Office
from sync.wire import Account

A = tables.account


def told(office: Office, caller: Caller) -> Account:
    """How the account stands now."""

    def work(conn: Connection) -> Account:
        row = conn.execute(select(A.c.id, A.c.email).where(A.c.id == caller.account)).one()
        return Account(row.id, row.email)

    return office.database.read(work).result()
