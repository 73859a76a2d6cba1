"""What the school answered, and when an intent stops being laid over the school's own record.

Refused and held: at once, its text stays in the inbox. Taken: only with the page that shows it, so nothing flickers.
"""

import hashlib
from collections.abc import Iterable
from typing import Any

from attrs import evolve
from sqlalchemy import Connection, Row, bindparam, func, select, update

from desktop.store import facts, files, rows
from desktop.store.schema import among, base_scope, given, outbox, scope
from desktop.store.working import REFUSED, UNANSWERED
from domain.ids import uuid7
from domain.mutators import GRANTED, TAKEN
from sync.wire import PushReply, Result

REUSED = "reused"

_BY_ID = select(outbox).where(among(outbox.c.id))
_CHANGE = update(outbox).where(outbox.c.n == bindparam("number"))
_ANSWERED = select(outbox.c.n, outbox.c.rec, outbox.c.ack_seq).where(
    outbox.c.settled == 0, outbox.c.status.in_(TAKEN)
)
_REACHED = (
    select(base_scope.c.id, func.max(scope.c.seq).label("seq"))
    .join(scope, scope.c.id == base_scope.c.scope)
    .where(among(base_scope.c.id), base_scope.c.stale == 0)
    .group_by(base_scope.c.id)
)
_BEHIND = select(func.min(scope.c.seq))
_DROP = update(outbox).where(among(outbox.c.n)).values(settled=1, replay=0)


def settle(connection: Connection, reply: PushReply) -> set[str]:
    """Note every result; the records that look different now."""
    results = {one.id: one for one in reply.results}
    touched = set()
    for row in connection.execute(_BY_ID, given(results)).all():
        if row.status not in UNANSWERED:
            continue
        change = _renamed(row, results[row.id]) or _change(row, results[row.id], reply)
        if change:
            connection.execute(_CHANGE, {"number": row.n, **change})
            touched.add(row.rec)
    files.lacked(connection, (sha for one in reply.results for sha in one.missing))
    facts.heard(connection, reply.server_id, reply.epoch, reply.server_time)
    facts.acknowledged(connection, reply.seq, reply.nonce)
    return touched | drop_covered(connection)


def drop_covered(connection: Connection) -> set[str]:
    """Take the answered intents off the working copy whose effect a page of their scope has shown.

    A record that stands in no scope here counts as shown when every scope has been read that far.
    """
    answered = connection.execute(_ANSWERED).all()
    if not answered:
        return set()
    reached = _reached(connection, {row.rec for row in answered})
    everywhere = connection.execute(_BEHIND).scalar() or 0
    covered = [row for row in answered if reached.get(row.rec, everywhere) >= row.ack_seq]
    if covered:
        connection.execute(_DROP, given(row.n for row in covered))
    return {row.rec for row in covered}


def _reached(connection: Connection, records: Iterable[str]) -> dict[str, int]:
    return {row.id: row.seq for row in connection.execute(_REACHED, given(records))}


def _renamed(row: Row[Any], result: Result) -> dict[str, Any]:
    """The school knows other words under this id: this disk was put back, or copied, while they still waited here.

    These words were never heard. They are said under a name of their own, once; the school compares them with what
    stands by then, as it does with everything.
    """
    said = rows.intent(row.body)
    if result.status != REUSED or row.reason == REUSED or row.archive or said is None:
        return {}
    own = hashlib.sha256(row.id.encode() + row.body).digest()[:10]
    name = uuid7(int(row.id.replace("-", "")[:12], 16), own)
    body = evolve(said, id=name).encode()
    sha = hashlib.sha256(body).hexdigest()
    again = {"status": "queued", "reason": REUSED, "left": 1, "replay": 0, "receipt": ""}
    return {**again, "id": name, "body": body, "body_sha": sha}


def _change(row: Row[Any], result: Result, reply: PushReply) -> dict[str, Any]:
    heard = {
        "receipt": result.receipt or row.receipt,
        "recv_at": result.recv_at or row.recv_at,
        "ver": result.ver or row.ver,
        "ack_seq": reply.seq,
        "ack_nonce": reply.nonce,
        "replay": 0,
    }
    if row.archive:  # for keeping only; but the network may have brought it there a second time, to be judged
        done = result.status in TAKEN
        word = {"status": result.status, "reason": "", "sentence": ""} if done else {"status": "rejected"}
        return {**word, "archive": 0, "receipt": heard["receipt"], "recv_at": heard["recv_at"]}
    if result.status in TAKEN:
        granted = result.reason == GRANTED
        heard |= (
            {"reason": GRANTED, "sentence": result.sentence} if granted else {"reason": "", "sentence": ""}
        )
        return {**heard, "status": result.status, "replay": row.replay}
    if result.status in REFUSED:
        told = {"reason": result.reason or result.status, "sentence": result.sentence}
        return {**heard, "status": result.status, "settled": 1, **told}
    return {}
