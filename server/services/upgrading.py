"""After an upgrade: what earlier programs carried along unread goes into its own fields. Safe to be cut short.

Each record that changes gets a version and a line of history like any other, so that every copy hears of it.
"""

import logging
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, select

from domain.forms import FORMS
from domain.forms.form import Form
from domain.lifting import lifted, shape
from server.db import dialect, rows, tables
from server.services.ledger import Deed, Ledger
from server.services.office import Office
from server.services.publishing import AT_ONCE

R = tables.record
SHAPE = "forms"
UPGRADE = "upgrade"
log = logging.getLogger(__name__)


def lift_what_is_known(office: Office, forms: Mapping[str, Form] = FORMS) -> int:
    """How many records were changed; 0 at once when the forms are those of the last time."""
    now = shape(forms)
    if office.database.read(lambda conn: rows.meta(conn, SHAPE)).result() == now:
        return 0
    ids = office.database.read(_with_something).result()
    changed = 0
    for start in range(0, len(ids), AT_ONCE):
        part = ids[start : start + AT_ONCE]
        done, seq = office.database.write(lambda conn, part=part: _lift(conn, office, part, forms)).result()  # type: ignore[misc]  # a default argument binds the part
        changed += done
        office.pulse.beat(seq)
    office.database.write(
        lambda conn: dialect.upsert(conn, tables.meta, [{"key": SHAPE, "value": now}])
    ).result()
    if changed:
        log.warning("%d records had something that this program knows by now", changed)
    return changed


def _with_something(conn: Connection) -> list[str]:
    """The records with anything in their bag, whatever the database calls an empty one."""
    found = conn.execute(select(R.c.id, R.c.unknown).where(R.c.deleted.is_(False)).order_by(R.c.id))
    return [row.id for row in found if row.unknown]


def _lift(conn: Connection, office: Office, ids: Sequence[str], forms: Mapping[str, Form]) -> tuple[int, int]:
    rows.lock(conn, ids)
    ledger = Ledger(conn, office.clock())
    changed = 0
    for record in ledger.shelf.records(ids).values():
        new = lifted(record, forms)
        if new is not record:
            ledger.write(new, Deed(UPGRADE))
            changed += 1
    return changed, ledger.finish().seq
