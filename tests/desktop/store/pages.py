"""Ids, intents and the school's answers, written by hand: what the store's tests are made of."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec import Raw

from domain import intents
from domain.ids import uuid7
from domain.intents import Action, Intent
from domain.records import Attachment
from sync.wire import PullReply, PushReply, Result, ScopePage

ME = "s1"
MINE = f"acc:{ME}"
_numbers = itertools.count(1)


def new_id() -> str:
    return uuid7(1_790_000_000_000, next(_numbers).to_bytes(10, "big"))


def save(record: str, form: str = "competition", **changes: tuple[Any, Any]) -> Intent:
    return Intent(new_id(), Action.SAVE, record, form, intents.save(changes))


def save_file(
    record: str, slot: str, before: str | None, file: Attachment | None, form: str = "competition"
) -> Intent:
    return Intent(
        new_id(), Action.SAVE, record, form, intents.with_file(intents.save({}), slot, before, file)
    )


def act(action: Action, record: str, form: str, content_hash: str = "") -> Intent:
    return Intent(new_id(), action, record, form, intents.seen(content_hash))


def row(record: str, seq: int, form: str = "competition", **more: Any) -> dict[str, Any]:
    plain = {"id": record, "form": form, "ver": seq, "seq": seq, "owner": ME, "state": "editable"}
    return plain | more


def page(rows: Iterable[dict[str, Any]], seq: int, more: bool = False, gen: int = 1) -> ScopePage:
    listed = list(rows)
    raw = msgspec.json.encode(listed)
    return ScopePage(gen, Raw(raw), len(listed), hashlib.sha256(raw).hexdigest(), seq, seq * 7, more)


def pulled(
    epoch: str = "e1", server_id: str = "school-1", end: bool = True, **scopes: ScopePage
) -> PullReply:
    named = {MINE if name == "mine" else name: one for name, one in scopes.items()}
    return PullReply(server_id, "r", epoch, "2026-02-01T00:00:00Z", named, 30, end)


def answered(seq: int, *results: Result, epoch: str = "e1") -> PushReply:
    return PushReply(
        "school-1", "r", epoch, "2026-02-01T00:00:00Z", seq, seq * 7, list(results), 30, end=True
    )


def result(intent: Intent | str, status: str = "applied", **more: Any) -> Result:
    return Result(intent if isinstance(intent, str) else intent.id, status, **more)
