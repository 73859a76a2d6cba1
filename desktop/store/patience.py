"""After a restore of the school: new acts wait a little for the versions of the record that they were made over.

Other computers may have to bring those back first; an act that went before them would be judged against a record that
nobody meant. What was answered before goes at once, with its receipt. Nothing waits longer than PATIENCE of the
school's time, and nothing waits when something closes soon.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, not_, or_, select

from desktop.store import facts, rows
from desktop.store.schema import base, outbox
from domain.intents import Action
from domain.windows import instant

AWAITED, UNTIL = "awaited", "awaited_until"
PATIENCE = timedelta(hours=48)
CLOSE_TO_THE_END = timedelta(hours=24)

_STOOD = select(base.c.id, base.c.ver).where(base.c.owner != "", base.c.ver > 0)
_WINDOWS = select(base.c.vals).where(base.c.form == "window", base.c.deleted == 0)
_wanted = func.json_each(bindparam("awaited")).table_valued("key", "value")
_shown = base.alias("shown")
_behind = or_(
    _shown.c.id.is_(None),
    _shown.c.stale == 1,
    _shown.c.ver < _wanted.c.value,
    and_(outbox.c.action == Action.CERTIFY.value, func.json_extract(_shown.c.srv, "$.blobs_pending") > 0),
)
_too_soon = (
    select(_wanted.c.key)
    .select_from(_wanted.outerjoin(_shown, _shown.c.id == _wanted.c.key))
    .where(_wanted.c.key == outbox.c.rec, _behind)
    .correlate(outbox)
    .exists()
)
MAY_GO: Any = not_(and_(outbox.c.receipt == "", outbox.c.archive == 0, _too_soon))
"""What may go now; takes the parameter `awaited`."""


def begin(connection: Connection) -> None:
    """The timeline was cut: remember which version of each record was seen here."""
    stood = {row.id: row.ver for row in connection.execute(_STOOD)}
    known = rows.load(facts.get(connection, AWAITED) or "{}")
    facts.put(
        connection, AWAITED, rows.dump({**stood, **{k: max(v, stood.get(k, 0)) for k, v in known.items()}})
    )
    facts.put(connection, UNTIL, "")


def heard(connection: Connection, server_time: str) -> None:
    """The school said what time it is: patience begins with its first word, and ends by its clock."""
    if not facts.get(connection, AWAITED):
        return
    now, until = instant(server_time), facts.get(connection, UNTIL)
    if now is None:
        return
    if not until:
        until = (now + PATIENCE).isoformat()
        facts.put(connection, UNTIL, until)
    if now >= datetime.fromisoformat(until) or _closes_soon(connection, now):
        facts.drop(connection, AWAITED, UNTIL)


def awaited(connection: Connection) -> str:
    """The parameter of MAY_GO; "" when nothing has to wait."""
    return facts.get(connection, AWAITED)


def _closes_soon(connection: Connection, now: datetime) -> bool:
    ends = (
        instant(str(rows.load(text).get("closes_at") or ""))
        for text in connection.execute(_WINDOWS).scalars()
    )
    return any(end is not None and now < end <= now + CLOSE_TO_THE_END for end in ends)
