"""After a restore: what the school had accepted and lost comes back from its copies, in whatever order they speak.

A receipt that we signed proves what was accepted, when, and as which version of the record. Such an intent is judged
at that time; when the versions before it are not here yet, it waits for them and is carried out as soon as they are.
If somebody went on with the record in the meantime and it fits no more, it is overtaken: kept, answered as before, and
listed for the school. It is not tried again: what was meant in March must not happen in May.
"""

from collections.abc import Iterable
from datetime import datetime

from attrs import frozen
from sqlalchemy import Connection, bindparam, select, update

from domain.intents import Intent, decode
from domain.mutators import APPLIED, HELD, MERGED, NOOP, REJECTED, Outcome
from domain.people import Actor, Role
from domain.windows import instant
from server.db import tables
from server.services.deciding import Bench
from server.services.decoding import Item, item_of
from server.services.keys import Keys
from sync.wire import PushItem, receipt_bytes, receipt_parts

I = tables.intent  # noqa: E741  the table of intents
OVERTAKEN = "overtaken"
_WAITING = select(I.c.rec).where(I.c.rec.in_(bindparam("records", expanding=True)), I.c.waiting.is_(True))
WORDS = frozenset({APPLIED, MERGED, NOOP})


@frozen
class Proof:
    """What our own signature says about an intent: its arrival, its result, the version that it made."""

    at: datetime
    status: str
    ver: int

    @property
    def accepted(self) -> bool:
        return self.status in WORDS

    def kept_word(self, status: str) -> bool:
        """Whether we had accepted what would now be refused: our word stands, though the act is overtaken."""
        return self.accepted and status in (REJECTED, HELD)


def proof_of(keys: Keys, item: Item) -> Proof | None:
    """The proof in a receipt that came with an intent; None without one or when the signature is not ours."""
    parts = receipt_parts(item.receipt)
    if parts is None:
        return None
    signature, recv_at, status, ver = parts
    if not keys.signed(receipt_bytes(item.id, item.body_sha, recv_at, status, ver), signature):
        return None
    at = instant(recv_at)
    return Proof(at, status, ver) if at else None


def too_early(bench: Bench, intent: Intent, proof: Proof | None) -> bool:
    """Whether versions of the record from before this act are still missing."""
    if proof is None or not proof.accepted:
        return False
    return _version(bench, intent.record) < _needed(proof.status, proof.ver)


def gone_on(bench: Bench, record: str, status: str, ver: int) -> bool:
    """Whether an act that changed nothing saw a version that is past: now it could only do what it never did."""
    return status == NOOP and _version(bench, record) > ver


def settle(bench: Bench, record: str, all_of_them: bool = False) -> None:
    """Carry out the waiting acts on a record whose turn has come; all of them when someone goes on regardless."""
    while record in bench.waiting:
        query = (
            select(I).where(I.c.rec == record, I.c.waiting.is_(True)).order_by(I.c.ver, I.c.recv_at, I.c.id)
        )
        bench.ledger.flush()
        ver = _version(bench, record)
        due = [row for row in bench.conn.execute(query) if all_of_them or _needed(row.status, row.ver) <= ver]
        done = [_carried_out(bench, row.id) for row in due]
        if not any(done):
            return


def _needed(status: str, ver: int) -> int:
    """The version that must be here first: what changed nothing saw the version that it is signed with."""
    return ver if status == NOOP else ver - 1


def _carried_out(bench: Bench, intent_id: str) -> bool:
    row = bench.conn.execute(select(I).where(I.c.id == intent_id)).one()
    account = bench.conn.execute(select(tables.account).where(tables.account.c.id == row.actor)).first()
    at = instant(row.recv_at)
    if account is None or at is None:
        return False
    intent = decode(row.body)
    actor = Actor(account.id, Role(account.role), account.name)
    if gone_on(bench, intent.record, row.status, row.ver):
        outcome = Outcome(NOOP)
    else:
        outcome = bench.guarded(intent, item_of(PushItem(row.body)), actor, row.device, at, accepted=True)
    overtaken = outcome.status in (REJECTED, HELD)
    reason = OVERTAKEN if overtaken else ""
    bench.conn.execute(update(I).where(I.c.id == intent_id).values(waiting=False, reason=reason))
    return not overtaken


def _version(bench: Bench, record: str) -> int:
    known = bench.shelf.record(record)
    return known.ver if known else 0


def waiting_for(conn: Connection, records: Iterable[str]) -> set[str]:
    """Which of the records have acts that wait."""
    return set(conn.scalars(_WAITING, {"records": sorted(set(records))}))
