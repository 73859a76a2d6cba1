"""Faults built in on purpose, one each: does the net catch fish? Test-only; nothing of the program knows of them."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
from attrs import evolve, frozen
from msgspec import Raw
from sqlalchemy import delete

from desktop.store.store import Store
from domain import merge
from domain.records import Record
from server.db import tables
from sync import wire
from sync.ports import Pending, Touched
from tests.simulator.school import SimSchool


@frozen
class Changed:
    """A store of which some methods are others."""

    store: Store

    def __getattr__(self, name: str) -> Any:
        return getattr(self.store, name)


class CursorFirst(Changed):
    """The cursor goes on, the rows of the first scope do not come along."""

    def apply(self, reply: wire.PullReply) -> Touched:
        own = [name for name in sorted(reply.scopes) if name != "school"]
        emptied = {name: _without_rows(reply.scopes[name]) for name in own[:1]}
        return self.store.apply(msgspec.structs.replace(reply, scopes={**reply.scopes, **emptied}))


class ForgetsOnSend(Changed):
    """What is sent counts as said, whether or not the school has answered."""

    def freeze(self, limit: int, max_bytes: int) -> tuple[Pending, ...]:
        pending = self.store.freeze(limit, max_bytes)
        standing = self.store.standing()
        if pending and standing.ack is not None:
            done = [wire.Result(one.id, "applied") for one in pending]
            mark = standing.ack
            reply = wire.PushReply(
                standing.server_id, "", standing.epoch, "", mark.seq, mark.nonce, done, 0, True
            )
            self.store.settle(reply)
        return pending


class EditsFrozen(Changed):
    """An intent that may have left the computer is edited once more before it is sent again."""

    def freeze(self, limit: int, max_bytes: int) -> tuple[Pending, ...]:
        return tuple(
            evolve(one, body=one.body.replace("甲".encode(), "乙".encode()))
            for one in self.store.freeze(limit, max_bytes)
        )


class ForgetsTheJournal(Changed):
    """A new timeline is read anew, but what had been answered is not said again."""

    def rewind(self, epoch: str) -> Touched:
        said = {one.intent.id: one for one in self.store.journal()}
        touched = self.store.rewind(epoch)
        done = [
            wire.Result(one, said[one].status, receipt=said[one].receipt) for one in said if said[one].receipt
        ]
        self.store.settle(wire.PushReply(self.store.meta("server_id"), "", epoch, "", 0, 0, done, 0, True))
        return touched


def no_dedupe(school: SimSchool, message: wire.Push) -> None:
    """The school forgets that it has seen these intents."""
    ids = [msgspec.json.decode(item.body)["id"] for item in message.intents]
    forget = delete(tables.intent).where(tables.intent.c.id.in_(ids))
    school.office.database.write(lambda conn: conn.execute(forget).rowcount).result()


@contextmanager
def last_writer_wins() -> Iterator[None]:
    """The merge takes what came last, whatever its writer had seen."""
    sound = merge.merge

    def lww(record: Record, d: Any, intent: str, device: str) -> merge.Merged:
        found = sound(record, d, intent, device)
        taken = found.record
        for one in found.conflicts:
            taken = merge.resolve(taken, one.field, one.value)
        return merge.Merged(taken, (), found.changed or bool(found.conflicts))

    merge.merge = lww
    try:
        yield
    finally:
        merge.merge = sound


def _without_rows(page: wire.ScopePage) -> wire.ScopePage:
    digest = hashlib.sha256(b"[]").hexdigest()
    return msgspec.structs.replace(page, rows=Raw(b"[]"), count=0, digest=digest)
