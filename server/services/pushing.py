"""Taking in what people did: each intent once, judged at its arrival, answered with a signed receipt.

One transaction a push. A faulty intent is refused alone and kept; a database error fails the whole push, which
the sender repeats. Refused and late intents keep their bytes here for ever.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from attrs import frozen
from sqlalchemy import Connection, Row, select

from domain import merge
from domain.intents import Action, Intent
from domain.lifecycle import LATE_ACTIONS
from domain.mutators import HELD, NOOP, REJECTED, Outcome
from domain.people import Actor, Role
from domain.records import Record
from domain.windows import stamp
from server.db import dialect, rows, tables
from server.services import holding, marks, releasing, replaying
from server.services.deciding import Bench
from server.services.decoding import Item, bad, item_of
from server.services.facts import missing
from server.services.office import Office
from server.services.shelf import Shelf
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
    if any(item.intent is not None and item.intent.form == "window" for item in items):
        releasing.catch_up(office)
    return reply


def _take(conn: Connection, office: Office, arrival: Arrival, message: Push, items: list[Item]) -> PushReply:
    epoch = marks.check(conn, message.marks.values(), message.ack)
    actor = _actor(conn, arrival.account)
    intents = [item.intent for item in items if item.intent]
    named = [one for intent in intents for one in _named(intent)]
    rows.lock(conn, named)
    desk = Desk(conn, office, arrival, actor)
    desk.bench.waiting = replaying.waiting_for(conn, named)
    _laid_out(desk.bench.shelf, actor.id, intents)
    results = desk.all(items)
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


def _named(intent: Intent) -> list[str]:
    """The records that an intent changes; a word about a late act also changes what the office is told of it."""
    late = str(intent.d.get("intent", "")) if intent.action in LATE_ACTIONS else ""
    return [intent.record, *([late] if late else [])]


def _actor(conn: Connection, account: str) -> Actor:
    """The person as the school knows them now; locked until commit."""
    row = rows.lock_account(conn, account)
    if row is None:
        raise LookupError(account)
    return Actor(row.id, Role(row.role), row.name)


def _laid_out(shelf: Shelf, account: str, intents: list[Intent]) -> None:
    """Read in one go what the intents name: their records, the enrolments of those, the files they add."""
    known = shelf.records(intent.record for intent in intents)
    saves = [intent.d for intent in intents if intent.action is Action.SAVE]
    parents = {record.parent for record in known.values()} | {d.get("parent", "") for d in saves}
    shelf.fetch(parents - {""})
    shelf.held(account, {put["sha256"] for d in saves for put in d["att"]["put"]})


@frozen
class Case:
    """An intent with the moment as of which it is judged, and the proof that it was here on a lost timeline."""

    item: Item
    at: datetime
    proof: replaying.Proof | None


class Desk:
    """Where the intents of one push are judged one after the other."""

    def __init__(self, conn: Connection, office: Office, arrival: Arrival, actor: Actor) -> None:
        self.conn = conn
        self.office = office
        self.arrival = arrival
        self.actor = actor
        self.bench = Bench(conn, office, arrival.recv)
        self.ledger = self.bench.ledger

    def all(self, items: list[Item]) -> list[Result]:
        """The results, in the order of the intents; the stored one for what was here before.

        The ids go in first: of two copies of an intent one is taken, the other waits and is told the result.
        """
        cases: dict[str, Case] = {}
        for item in items:
            if item.id and item.id not in cases:
                cases[item.id] = self._case(item)
        new = dialect.insert_all_new(self.conn, I, [self._row(cases[one]) for one in sorted(cases)])
        self.ledger.noted(new)
        before = self._stored(cases.keys() - new)
        results = []
        for item in items:
            case = cases.get(item.id)
            if case is None:
                results.append(Result("", REJECTED, "bad_request", bad().text))
            elif item.id in new:
                new.remove(item.id)
                results.append(self._one(case))
            else:
                results.append(self._repeated(item, before.get(item.id)))
        return results

    def _case(self, item: Item) -> "Case":
        proof = replaying.proof_of(self.office.keys, item)
        return Case(item, proof.at if proof else self.arrival.recv, proof)

    def _one(self, case: "Case") -> Result:
        outcome, waiting = self._judged(case.item, case.at, case.proof)
        return self._answer(case.item, case.at, outcome, waiting, case.proof)

    def _row(self, case: "Case") -> dict[str, Any]:
        item, intent = case.item, case.item.intent
        return {
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
            "recv_at": stamp(case.at),
            "seq": 0,
            "ver": 0,
            "receipt": "",
            "missing": [],
            "waiting": False,
        }

    def _stored(self, ids: Iterable[str]) -> dict[str, Row[Any]]:
        ids = sorted(ids)
        if not ids:
            return {}
        return {row.id: row for row in self.conn.execute(select(I).where(I.c.id.in_(ids)))}

    def _repeated(self, item: Item, row: Row[Any] | None) -> Result:
        """What an intent was told before; without a row, earlier in this very push."""
        if row is None:
            self.ledger.flush()
            row = self._stored([item.id])[item.id]
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
        if replaying.too_early(self.bench, item.intent, proof):
            self.bench.waiting.add(item.intent.record)
            return Outcome(proof.status if proof else NOOP), True
        if proof and replaying.gone_on(self.bench, item.intent.record, proof.status, proof.ver):
            return Outcome(NOOP), False
        if proof is None:
            replaying.settle(self.bench, item.intent.record, all_of_them=True)
        accepted = proof is not None and proof.accepted
        outcome = self.bench.guarded(item.intent, item, self.actor, self.arrival.device, at, accepted)
        if proof and proof.kept_word(outcome.status):
            return Outcome(proof.status, None, replaying.OVERTAKEN), False
        replaying.settle(self.bench, item.intent.record)
        return outcome, False

    def _answer(
        self, item: Item, at: datetime, outcome: Outcome, waiting: bool, proof: replaying.Proof | None
    ) -> Result:
        if outcome.status == HELD and item.intent:
            act = holding.Act(item.intent, self.actor.id, self.arrival.device, at, item.body_sha)
            holding.hold(self.ledger, self.bench.school, act)
        record = outcome.record
        if record is None and item.intent and outcome.reason not in ("missing", "forbidden"):
            record = self.bench.known_to(self.actor, item.intent)
        as_before = proof if waiting or outcome.reason == replaying.OVERTAKEN else None
        ver = as_before.ver if as_before else record.ver if record else 0
        wanted = _wanted(self.bench.shelf, outcome, record, self.actor)
        recv_at = stamp(at)
        signature = self.office.keys.sign(receipt_bytes(item.id, item.body_sha, recv_at, outcome.status, ver))
        result = Result(
            id=item.id,
            status=outcome.status,
            reason=outcome.reason,
            sentence=outcome.sentence,
            ver=ver,
            recv_at=recv_at,
            receipt=receipt_text(signature, recv_at, outcome.status, ver),
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
        self.ledger.answered(item.id, told)
        return result


def _wanted(shelf: Shelf, outcome: Outcome, record: Record | None, actor: Actor) -> tuple[str, ...]:
    """What the actor is asked to bring. A file counts as sent only when its owner sends it: nobody else is asked."""
    beside = {
        str(one.value["sha256"]) for one in outcome.put if one.field.startswith(merge.SLOT) and one.value
    }
    lacking = beside - shelf.held(actor.id, sorted(beside)) if beside else set()
    if record is None or outcome.status in (REJECTED, HELD):
        return tuple(sorted(lacking))
    if record.owner != actor.id and not (record.owner == "" and actor.role is Role.ADMINISTRATOR):
        return tuple(sorted(lacking))
    return tuple(sorted({*lacking, *missing(shelf, record)}))
