"""Is the copy that speaks on our timeline? A pair that we do not hold exactly means that one of us was restored."""

from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, select

from server.db import tables
from sync.wire import Cursor, Mark

_EPOCH = select(tables.school_feed.c.epoch)
_PAIRS = select(tables.feed_tx.c.seq, tables.feed_tx.c.nonce).where(
    tables.feed_tx.c.seq.in_(bindparam("seqs", expanding=True))
)


class TimelineMismatch(Exception):
    """The copy knows a past that this school does not have. epoch: our timeline."""

    def __init__(self, epoch: str) -> None:
        super().__init__(epoch)
        self.epoch = epoch


def check(conn: Connection, cursors: Iterable[Cursor], ack: Mark | None) -> str:
    """Raise TimelineMismatch unless every mark is ours; returns the epoch."""
    epoch = conn.scalar(_EPOCH) or ""
    pairs = {(one.seq, one.nonce) for one in cursors} | ({(ack.seq, ack.nonce)} if ack else set())
    pairs -= {(0, 0)}
    if not pairs:
        return epoch
    known = set(conn.execute(_PAIRS, {"seqs": sorted({seq for seq, _ in pairs})}))
    if not pairs <= known:
        raise TimelineMismatch(epoch)
    return epoch
