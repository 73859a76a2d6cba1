"""Where this copy stands on the school's timeline, and what happens when that timeline was cut (sync.md 3.6)."""

from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, func, or_, select, update

from desktop.store import facts, patience
from desktop.store.schema import among, base, base_scope, blob, given, outbox, rec_blob, scope
from desktop.store.working import UNANSWERED
from domain.mutators import HELD, REFUSED_LATE, TAKEN
from sync.ports import Standing
from sync.wire import Cursor

_CURSORS = select(scope).where(scope.c.seq > 0)

_OF_OTHERS = (
    select(rec_blob.c.sha256)
    .join(base, base.c.id == rec_blob.c.rec)
    .where(base.c.owner != "", base.c.owner != bindparam("me"))
)
_HANDS_IN = select(base.c.id).where(base.c.owner == bindparam("me"), base.c.files != "{}").exists()
_OFFER_AGAIN = (
    update(blob)
    .where(blob.c.state == "remote", blob.c.sha256.not_in(_OF_OTHERS), or_(blob.c.mime != "", _HANDS_IN))
    .values(state="staged")
)
"""What others have handed in, their computers bring back. A file that came from the school has no mime."""


_DECIDED = select(base.c.id).where(among(base.c.id), func.json_extract(base.c.srv, "$.late").is_not(None))
_WAITS = or_(outbox.c.status == HELD, outbox.c.reason == REFUSED_LATE) & outbox.c.status.not_in(UNANSWERED)
_ASK_AGAIN = update(outbox).where(_WAITS).values(status="queued", settled=1, left=1)
_ASK_OF_THE_DECIDED = _ASK_AGAIN.where(outbox.c.rec.in_(_DECIDED))


def standing(connection: Connection) -> Standing:
    known = facts.some(connection, "device", "server_id", "epoch", "ack")
    return Standing(
        device=known["device"],
        server_id=known["server_id"],
        epoch=known["epoch"],
        cursors={row.id: Cursor(row.gen, row.seq, row.nonce) for row in connection.execute(_CURSORS)},
        ack=facts.mark(known["ack"]),
    )


def rewind(connection: Connection, epoch: str) -> None:
    """Read everything anew, say everything anew: same ids, same bytes, same order, with the receipts we hold.

    What was refused goes along for the archive only. What was set aside, or said under a wrong id, stays here.
    """
    facts.drop(connection, "ack", "epoch")
    patience.begin(connection)
    if epoch:
        facts.put(connection, "epoch", epoch)
    connection.execute(update(scope).values(seq=0, nonce=0, stale=1, complete_at="", digest_ok_at=""))
    connection.execute(update(base).values(stale=1))
    connection.execute(update(base_scope).values(stale=1))
    _say_again(connection)
    connection.execute(_OFFER_AGAIN, {"me": facts.get(connection, "account")})


def _say_again(connection: Connection) -> None:
    taken = outbox.c.status.in_(TAKEN)
    connection.execute(
        update(outbox).where(taken).values(status="queued", replay=outbox.c.settled, settled=0, left=1)
    )
    connection.execute(update(outbox).where(outbox.c.status == "frozen").values(status="queued"))
    refused = outbox.c.status == "rejected"
    connection.execute(update(outbox).where(refused).values(status="queued", archive=1, settled=1, left=1))
    held = outbox.c.status == "held_late"
    connection.execute(update(outbox).where(held).values(status="queued", settled=1, left=1))


def ask_again(connection: Connection, records: Iterable[str] | None = None) -> bool:
    """The school may have decided about what came late: say it once more, and the answer is the newest.

    records: those that a page brought; only where the school's row says that it decided. Without, everything held.
    Whether there is something to say.
    """
    if records is None:
        return connection.execute(_ASK_AGAIN).rowcount > 0
    these = list(records)
    return bool(these) and connection.execute(_ASK_OF_THE_DECIDED, given(these)).rowcount > 0


def laid_over_again(connection: Connection) -> list[str]:
    """Every record that an unanswered intent is about."""
    return list(
        connection.execute(select(outbox.c.rec).where(outbox.c.status.in_(UNANSWERED)).distinct()).scalars()
    )
