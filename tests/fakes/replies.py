"""Whole, sound replies of a school, for tests that then break them."""

from hashlib import sha256
from typing import Any

import msgspec
from msgspec import Raw

from domain.ids import uuid7
from domain.intents import Action, Intent, save
from sync import wire
from sync.ports import Pending

SERVER = "01900000-0000-7000-8000-000000000001"


def identity(number: int) -> str:
    return uuid7(1_700_000_000_000 + number, number.to_bytes(10, "big"))


def pending(number: int, text: str = "文字") -> Pending:
    intent = Intent(
        identity(number), Action.SAVE, identity(1000 + number), "competition", save({"name": (None, text)})
    )
    return Pending(intent.id, intent.encode())


def push_reply(message: wire.Push, seq: int = 7, status: str = "applied", **changes: Any) -> wire.PushReply:
    ids = [msgspec.json.decode(item.body)["id"] for item in message.intents]
    results = [wire.Result(one, status, ver=1) for one in ids]
    reply = wire.PushReply(SERVER, message.req, "epoch-1", "2026-02-01T00:00:00Z", seq, 99, results, 30, True)
    return msgspec.structs.replace(reply, **changes)


def rows(*seqs: int) -> list[wire.Row]:
    return [wire.Row(identity(seq), "competition", 1, seq, values={"name": f"第 {seq} 筆"}) for seq in seqs]


def page(*seqs: int, more: bool = False, head: int = 0) -> wire.ScopePage:
    raw = msgspec.json.encode(rows(*seqs))
    last = max([head, *seqs])
    return wire.ScopePage(1, Raw(raw), len(seqs), sha256(raw).hexdigest(), last, 55, more)


def pull_reply(message: wire.Pull, scopes: dict[str, wire.ScopePage], **changes: Any) -> wire.PullReply:
    reply = wire.PullReply(SERVER, message.req, "epoch-1", "2026-02-01T00:00:00Z", scopes, 30, True)
    return msgspec.structs.replace(reply, **changes)
