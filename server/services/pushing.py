"""Taking in what people did: each intent once, judged at its arrival, answered with a signed receipt.

One transaction a push. A faulty intent is refused alone and kept; a database error fails the whole push, which
the sender repeats. Refused and late intents keep their bytes here for ever.
"""

from datetime import datetime
from typing import Any

from attrs import frozen
from sqlalchemy import Connection, select, update

from domain.mutators import HELD, NOOP, REJECTED, Outcome
from domain.people import Actor, Role
from domain.records import Record
from domain.windows import stamp
from server.db import dialect, rows, tables
from server.services import marks, replaying
from server.services.deciding import Bench
from server.services.decoding import Item, bad, item_of
from server.services.facts import missing
from server.services.office import Office
from sync.wire import Push, PushReply, Result, receipt_bytes, receipt_text

I = tables.intent  # noqa: E741  the table of intents
POLL_S = 30
REUSED = "reused"


@frozen
class Arrival:
    """Who sent it, from which device, and when its last byte was here."""

    account: str
    device: str
    recv: datetime


def take(office: Office, arrival: Arrival, message: Push) -> PushReply:
    """Take in a push: committed when this returns."""
    items = [item_of(pushed) for pushed in message.intents]
    reply = office.database.write(lambda conn: _take(conn, office, arrival, message, items)).result()
    office.pulse.beat(reply.seq)
    return reply


def _take(conn: Connection, office: Office, arrival: Arrival, message: Push, items: list[Item]) -> PushReply:
    epoch = marks.check(conn, message.marks.values(), message.ack)
    actor = _actor(conn, arrival.account)
    named = [item.intent.record for item in items if item.intent]
    rows.lock(conn, named)
    desk = Desk(conn, office, arrival, actor)
    desk.bench.waiting = replaying.waiting_for(conn, named)
    results = [desk.one(item) for item in items]
    mark = desk.ledger.finish()
    return PushReply(
        server_id=office.server_id,
        req=message.req,
        epoch=epoch,
        server_time=stamp(office.clock()),
        seq=mark.seq,
        nonce=mark.nonce,
        results=results,
        poll_after_s=POLL_S,
        end=True,
    )


def _actor(conn: Connection, account: str) -> Actor:
    """The person as the school knows them now. The row stays locked: one person's pushes follow one another."""
    table = tables.account
    row = conn.execute(dialect.locked(conn, select(table).where(table.c.id == account))).one()
    return Actor(row.id, Role(row.role), row.name)


class Desk:
    """Where the intents of one push are judged one after the other."""

    def __init__(self, conn: Connection, office: Office, arrival: Arrival, actor: Actor) -> None:
        self.conn = conn
        self.office = office
        self.arrival = arrival
        self.actor = actor
        self.bench = Bench(conn, office, arrival.recv)
        self.ledger = self.bench.ledger

    def one(self, item: Item) -> Result:
        """The result of one intent; the stored one when it was here before."""
        if not item.id:
            return Result("", REJECTED, "bad_request", bad().text)
        proof = replaying.proof_of(self.office.keys, item)
        at = proof.at if proof else self.arrival.recv
        if not self._entered(item, at):
            return self._stored(item)
        self.ledger.noted(item.id)
        outcome, waiting = self._judged(item, at, proof)
        return self._answer(item, at, outcome, waiting, proof)

    def _entered(self, item: Item, at: datetime) -> bool:
        """The id goes in first: of two copies of an intent one is taken, the other waits and is told the result."""
        intent = item.intent
        row: dict[str, Any] = {
            "id": item.id,
            "actor": self.actor.id,
            "device": self.arrival.device,
            "rec": intent.record if intent else "",
            "action": intent.action.value if intent else "",
            "body": item.body,
            "body_sha": item.body_sha,
            "status": "",
            "reason": "",
            "sentence": "",
            "recv_at": stamp(at),
            "seq": 0,
            "ver": 0,
            "receipt": "",
            "missing": [],
            "waiting": False,
        }
        return dialect.insert_new(self.conn, I, row)

    def _stored(self, item: Item) -> Result:
        row = self.conn.execute(select(I).where(I.c.id == item.id)).one()
        if row.body_sha != item.body_sha or row.actor != self.actor.id:
            return Result(item.id, REUSED, REUSED, "這個編號已用於別的內容，兩份都會保留。請回報給學校。")
        return Result(
            row.id, row.status, row.reason, row.sentence, row.ver, row.recv_at, row.receipt, list(row.missing)
        )

    def _judged(self, item: Item, at: datetime, proof: replaying.Proof | None) -> tuple[Outcome, bool]:
        """The outcome, and whether it still waits for what came before it on the lost timeline."""
        if item.bad is not None or item.intent is None:
            refusal = bad() if item.bad is None else item.bad
            return Outcome(REJECTED, None, refusal.code, refusal.text), False
        if item.archive:
            return Outcome(REJECTED, None, "archived", "這筆先前已被退回，學校只存查，不再執行。"), False
        if replaying.too_early(self.conn, item.intent, proof):
            self.bench.waiting.add(item.intent.record)
            return Outcome(proof.status if proof else NOOP), True
        if proof is None:
            replaying.settle(self.bench, item.intent.record, all_of_them=True)
        outcome = self.bench.guarded(item.intent, item, self.actor, self.arrival.device, at)
        if proof and proof.kept_word(outcome.status):
            self.bench.waiting.add(item.intent.record)
            return Outcome(proof.status), True
        replaying.settle(self.bench, item.intent.record)
        return outcome, False

    def _answer(
        self, item: Item, at: datetime, outcome: Outcome, waiting: bool, proof: replaying.Proof | None
    ) -> Result:
        record = outcome.record
        if record is None and item.intent and outcome.reason not in ("missing", "forbidden"):
            record = rows.load(self.conn, [item.intent.record]).get(item.intent.record)
        ver = proof.ver if proof and waiting else record.ver if record else 0
        wanted = _wanted(self.conn, outcome, record)
        signature = self.office.keys.sign(
            receipt_bytes(item.id, item.body_sha, stamp(at), outcome.status, ver)
        )
        result = Result(
            id=item.id,
            status=outcome.status,
            reason=outcome.reason,
            sentence=outcome.sentence,
            ver=ver,
            recv_at=stamp(at),
            receipt=receipt_text(signature, stamp(at), outcome.status, ver),
            missing=list(wanted),
        )
        told = {
            "status": result.status,
            "reason": result.reason,
            "sentence": result.sentence,
            "ver": result.ver,
            "receipt": result.receipt,
            "missing": result.missing,
            "waiting": waiting,
        }
        self.conn.execute(update(I).where(I.c.id == item.id).values(told))
        return result


def _wanted(conn: Connection, outcome: Outcome, record: Record | None) -> tuple[str, ...]:
    if record is None or outcome.status in (REJECTED, HELD):
        return ()
    return missing(conn, record)
