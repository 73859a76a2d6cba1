"""An act that came late and what the school has said about it; the result that its sender gets from then on."""

from datetime import datetime
from typing import Any

from attrs import frozen
from msgspec import Raw
from sqlalchemy import Connection, select

from domain.intents import Action, Intent
from domain.mutators import GRANTED, HELD, REFUSED_LATE, REJECTED
from domain.people import Actor, Role
from domain.refusals import refuse
from domain.windows import instant, stamp
from server.db import tables
from server.services.decoding import Item, item_of
from server.services.facts import missing
from server.services.keys import Keys
from server.services.shelf import Row, Shelf
from sync.wire import PushItem, receipt_bytes, receipt_text

I, A = tables.intent, tables.account  # noqa: E741  the table of intents


@frozen
class Held:
    """The act as it was sent, by whom, from which device, when it was here, and how it stands."""

    intent: Intent
    item: Item
    actor: Actor
    device: str
    at: datetime
    status: str
    reason: str

    def heard(self, action: Action) -> bool:
        """Whether the school has said just this before."""
        return self.reason == (GRANTED if action is Action.GRANT else REFUSED_LATE)

    def open_to(self, action: Action, accepted: bool) -> bool:
        """Whether the school may still say it; what it refused it may grant after all."""
        changed_mind = action is Action.GRANT and self.reason == REFUSED_LATE
        return self.status == HELD or changed_mind or accepted


def held(conn: Connection, word: Intent) -> Held | None:
    """The act that the school's word is about; None when it is not here, or about another record."""
    row = conn.execute(select(I).where(I.c.id == word.d["intent"], I.c.rec == word.record)).first()
    if row is None:
        return None
    account = conn.execute(select(A).where(A.c.id == row.actor)).first()
    item, at = item_of(PushItem(Raw(row.body))), instant(row.recv_at)
    if account is None or item.intent is None or at is None or item.intent.form != word.form:
        return None
    actor = Actor(account.id, Role(account.role), account.name)
    return Held(item.intent, item, actor, row.device, at, row.status, row.reason)


def answer(keys: Keys, shelf: Shelf, held: Held, word: Intent, status: str) -> Row:
    """What the sender of the late act is told from now on, with a receipt for it."""
    record = shelf.record(word.record)
    ver = record.ver if record else 0
    recv_at, why = stamp(held.at), str(word.d["reason"])
    granted = word.action is Action.GRANT
    signature = keys.sign(receipt_bytes(held.intent.id, held.item.body_sha, recv_at, status, ver))
    lacking: tuple[str, ...] = missing(shelf, record) if record and status != REJECTED else ()
    told: dict[str, Any] = {
        "status": status,
        "reason": GRANTED if granted else REFUSED_LATE,
        "sentence": f"學校准予補做：{why}" if granted else refuse("late_refused", why=why).text,
        "ver": ver,
        "receipt": receipt_text(signature, recv_at, status, ver),
        "missing": list(lacking),
        "waiting": False,
    }
    return told
