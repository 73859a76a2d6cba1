"""Is the copy that speaks on our timeline? A pair that we do not hold exactly means that one of us was restored."""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from server.db import tables
from sync.wire import Cursor, Mark


class TimelineMismatch(Exception):
    """The copy knows a past that this school does not have. epoch: our timeline."""

    def __init__(self, epoch: str) -> None:
        super().__init__(epoch)
        self.epoch = epoch


def check(conn: Connection, cursors: Iterable[Cursor], ack: Mark | None) -> str:
    """Raise TimelineMismatch unless every mark is ours; returns the epoch."""
    epoch = conn.scalar(select(tables.school_feed.c.epoch)) or ""
    pairs = {(one.seq, one.nonce) for one in cursors} | ({(ack.seq, ack.nonce)} if ack else set())
    pairs -= {(0, 0)}
    if not pairs:
        return epoch
    table = tables.feed_tx
    wanted = sorted({seq for seq, _ in pairs})
    known = set(conn.execute(select(table.c.seq, table.c.nonce).where(table.c.seq.in_(wanted))))
    if not pairs <= known:
        raise TimelineMismatch(epoch)
    return epoch
