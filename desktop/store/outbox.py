"""Everything this account ever said here, in order: queued, frozen before it leaves, kept for ever after.

Only what never left this computer, and what nothing of its record follows, can still change: it may be taken
back, and a save takes in a later save.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from attrs import evolve
from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from desktop.store import patience, rows
from desktop.store.schema import among, given, outbox
from desktop.store.working import REFUSED, UNANSWERED, moment
from domain.errors import LichengError
from domain.intents import Action, Intent
from sync.ports import Pending
from sync.wire import MAX_INTENT_BYTES

_LAST = select(outbox).where(outbox.c.rec == bindparam("rec")).order_by(outbox.c.n.desc()).limit(1)
_BY_ID = select(outbox).where(outbox.c.id == bindparam("intent"))
_WAITING = select(outbox).where(outbox.c.status.in_(UNANSWERED)).order_by(outbox.c.n).limit(bindparam("most"))
_DUE = _WAITING.where(patience.MAY_GO)
_FREEZE = update(outbox).where(among(outbox.c.n)).values(status="frozen", left=1)
_TAKE_BACK = delete(outbox).where(outbox.c.n == bindparam("number"))
_REWRITE = update(outbox).where(outbox.c.n == bindparam("number"))


def put(connection: Connection, intent: Intent, now: datetime) -> None:
    """Add the intent, or let the record's last queued save take it in. The same intent twice is one."""
    body = intent.encode()
    if len(body) > MAX_INTENT_BYTES:
        raise LichengError("too_long", "這次的內容太長，存不進去。", "請縮短文字後再儲存。")
    known = connection.execute(_BY_ID, {"intent": intent.id}).first()
    if known is not None:
        if known.body != body:
            raise ValueError(f"another intent has the id {intent.id}")
        return
    last = connection.execute(_LAST, {"rec": intent.record}).first()
    if last is not None and _takes(last, intent) and _join(connection, last, intent, now):
        return
    connection.execute(insert(outbox), {"id": intent.id, **_written(intent, body, now), "status": "queued"})


def freeze(connection: Connection, limit: int, max_bytes: int) -> tuple[Pending, ...]:
    """The oldest unanswered, at least one; from now on none of them changes."""
    chosen: list[Row[Any]] = []
    size = 0
    awaited = patience.awaited(connection)
    due = (_DUE, {"most": limit, "awaited": awaited}) if awaited else (_WAITING, {"most": limit})
    for row in connection.execute(*due):
        size += len(row.body)
        if chosen and size > max_bytes:
            break
        chosen.append(row)
    if any(row.status == "queued" for row in chosen):
        connection.execute(_FREEZE, given(row.n for row in chosen))
    return tuple(Pending(row.id, row.body, row.receipt, bool(row.archive)) for row in chosen)


def set_aside(connection: Connection, intent_id: str, code: str, sentence: str) -> str:
    """The school will not read it: its body stays here, the person is told. The record's id, "" if unknown."""
    row = connection.execute(_BY_ID, {"intent": intent_id}).first()
    if row is None or row.status not in UNANSWERED:
        return ""
    change = {"status": "aside", "settled": 1, "reason": code, "sentence": sentence, "dismissed": 0}
    connection.execute(_REWRITE, {"number": row.n, **change})
    return str(row.rec)


def retract(connection: Connection, intent_id: str) -> str:
    """As if it had never been said: only while it is here alone, and nothing of its record follows. The record."""
    row = connection.execute(_BY_ID, {"intent": intent_id}).first()
    if row is None or row.status != "queued" or row.left or row.settled or row.archive:
        raise LichengError("already_left", "這一步已經送往學校，不能收回。", "可以再改一次。")
    if connection.execute(_LAST, {"rec": row.rec}).one().n != row.n:
        raise LichengError("not_last", "之後又寫了別的內容，這一步不能收回。", "可以再改一次。")
    connection.execute(_TAKE_BACK, {"number": row.n})
    return str(row.rec)


def retract_all(connection: Connection, intent_ids: Sequence[str]) -> tuple[set[str], dict[str, str]]:
    """As many as may be, the last first. The records, and {intent: code} of those that stay said."""
    records, kept = set[str](), dict[str, str]()
    for intent_id in reversed(intent_ids):
        try:
            records.add(retract(connection, intent_id))
        except LichengError as error:
            kept[intent_id] = error.code
    return records, kept


def dismiss(connection: Connection, intent_id: str) -> str:
    """The person has read why it was refused."""
    row = connection.execute(_BY_ID, {"intent": intent_id}).first()
    if row is None or not (row.status in REFUSED or row.settled):
        return ""
    connection.execute(_REWRITE, {"number": row.n, "dismissed": 1})
    return str(row.rec)


def _takes(last: Row[Any], intent: Intent) -> bool:
    return (
        intent.action is Action.SAVE
        and last.action == Action.SAVE
        and last.status == "queued"
        and not last.left
        and not last.settled
    )


def _join(connection: Connection, last: Row[Any], intent: Intent, now: datetime) -> bool:
    first = rows.intent(last.body)
    if first is None or first.form != intent.form:
        return False
    whole = evolve(first, d=joined(first.d, intent.d), made=intent.made or first.made)
    body = whole.encode()
    if len(body) > MAX_INTENT_BYTES:
        return False
    connection.execute(_REWRITE, {"number": last.n, **_written(whole, body, now)})
    return True


def _written(intent: Intent, body: bytes, now: datetime) -> dict[str, Any]:
    return {
        "rec": intent.record,
        "action": intent.action.value,
        "body": body,
        "body_sha": hashlib.sha256(body).hexdigest(),
        "made_at": moment(intent, now),
    }


def joined(first: Mapping[str, Any], then: Mapping[str, Any]) -> dict[str, Any]:
    """`d` of two saves in a row as one: the first `from`, the last `to`; what is back where it was is left out."""
    fields = {key: dict(change) for key, change in first["f"].items()}
    for key, change in then["f"].items():
        fields[key] = {"from": fields[key]["from"] if key in fields else change["from"], "to": change["to"]}
    kept = {key: change for key, change in fields.items() if (change["from"] or "") != (change["to"] or "")}
    return {
        **first,
        **{key: value for key, value in then.items() if value},
        "f": kept,
        "att": _joined_files(first["att"], then["att"]),
    }


def _joined_files(first: Mapping[str, Any], then: Mapping[str, Any]) -> dict[str, Any]:
    slots: dict[str, dict[str, Any]] = {}
    for batch in (first, then):
        for item in (*batch["put"], *batch["del"]):
            before = slots[item["slot"]]["from"] if item["slot"] in slots else item["from"]
            slots[item["slot"]] = {**item, "from": before}
    put = [item for item in slots.values() if item.get("sha256")]
    gone = [item for item in slots.values() if not item.get("sha256") and item["from"] is not None]
    return {"put": put, "del": gone}
