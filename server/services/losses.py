"""Files that the school believes to have and has not any more, as after only the folder of files was put back.

Whoever starts the school looks. A loss is told like any other leap in time: a new name for the timeline, at which
every copy asks about each of its files again. Nobody has to notice, and old programs understand it.
"""

import logging
import secrets
from collections.abc import Sequence

from sqlalchemy import Connection, delete, select, update

from server.db import rows, tables
from server.services.ledger import Ledger
from server.services.office import Office

HOLDER, REF, R = tables.holder, tables.rec_blob, tables.record
AT_ONCE = 500
log = logging.getLogger(__name__)


def note_losses(office: Office) -> int:
    """Forget who has sent the files that are not there; how many files that are."""
    known = office.database.read(lambda conn: set(conn.scalars(select(HOLDER.c.sha256).distinct()))).result()
    if not known:
        return 0
    gone = sorted(known - set(office.final.hashes()))
    for start in range(0, len(gone), AT_ONCE):
        part = gone[start : start + AT_ONCE]
        office.database.write(lambda conn, part=part: _forget(conn, office, part)).result()  # type: ignore[misc]  # a default argument binds the part
    if gone:
        log.warning("%d files are missing; the copies are asked to send them again", len(gone))
        office.database.write(_new_timeline).result()
    return len(gone)


def _new_timeline(conn: Connection) -> None:
    """No mark of any copy holds any more, so that each hears of it before anything new of it is judged."""
    conn.execute(update(tables.school_feed).values(epoch=secrets.token_hex(8)))
    conn.execute(update(tables.feed_tx).values(nonce=tables.feed_tx.c.nonce + 1))


def _forget(conn: Connection, office: Office, gone: Sequence[str]) -> int:
    """The records that name the files wait for them again."""
    naming = (
        select(R.c.id)
        .join(REF, (REF.c.rec == R.c.id) & (REF.c.ver == R.c.ver))
        .where(REF.c.sha256.in_(gone))
        .distinct()
    )
    ids = sorted(conn.scalars(naming))
    rows.lock(conn, ids)
    conn.execute(delete(HOLDER).where(HOLDER.c.sha256.in_(gone)))
    ledger = Ledger(conn, office.clock())
    for record in ledger.shelf.records(ids).values():
        ledger.recount(record)
    return ledger.finish().seq
