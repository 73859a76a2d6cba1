"""Faults built in on purpose, one each: does the net catch fish? Test-only; nothing of the program knows of them."""

import os
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

import msgspec
from attrs import evolve, frozen
from sqlalchemy import delete

from desktop.store.store import Store
from domain import merge
from domain.intents import Action
from domain.mutators import APPLIED
from domain.records import Record
from domain.windows import instant
from server.db import tables
from server.services import deciding, marks, pulling, pushing, replaying
from sync import wire
from sync.ports import Pending, Touched
from tests.simulator.paging import changed, head_is_the_cursor, pages_of, splits_ties, with_rows
from tests.simulator.scenes import brought_back_on_the_other_computer, sent_again_behind_the_teachers_back
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


class OffersNoFilesAgain(Changed):
    """A new timeline is told all acts, but files that were there once are not offered again, nor when asked for."""

    def rewind(self, epoch: str) -> Touched:
        waiting = {sha for sha, _ in self.store.uploads()}
        touched = self.store.rewind(epoch)
        for sha in {sha for sha, _ in self.store.uploads()} - waiting:
            self.store.uploaded(sha)
        return touched

    def settle(self, reply: wire.PushReply) -> Touched:
        told = [msgspec.structs.replace(one, missing=[]) for one in reply.results]
        return self.store.settle(msgspec.structs.replace(reply, results=told))


class KeepsWhatLeft(Changed):
    """Rows that say that a record has left the scope are passed over."""

    def apply(self, reply: wire.PullReply) -> Touched:
        pages = {name: _only_present(page) for name, page in reply.scopes.items()}
        return self.store.apply(msgspec.structs.replace(reply, scopes=pages))


def _drops_conflicts(sound: Any) -> Any:
    def merged(record: Record, d: Any, intent: str, device: str) -> merge.Merged:
        found = sound(record, d, intent, device)
        return merge.Merged(found.record, (), found.changed or bool(found.conflicts))

    return merged


def _any_hash(sound: Any) -> Any:
    """Whatever the teacher saw, the decision counts for what is there now. Only decisions: with every act that names
    a hash, a student's own two computers give it away in the first histories, and the rare case is never looked for.
    That one is brought about by a scene; left to chance nothing showed it in minutes."""

    def perform(intent: Any, record: Any, context: Any) -> Any:
        if record is not None and intent.action in DECISIONS:
            intent = evolve(intent, d={**intent.d, "content_hash": record.content_hash})
        return sound(intent, record, context)

    return perform


def _keeps_a_foreign_pass(sound: Any) -> Any:
    """What comes back counts as passed when any review, of whatever outcome, was of the same content."""

    def perform(intent: Any, record: Any, context: Any) -> Any:
        done = sound(intent, record, context)
        back = done.record if intent.action is Action.RESTORE else None
        if back is not None and done.status == APPLIED and back.srv.get("reviewed_hash") == back.content_hash:
            return evolve(done, record=evolve(back, state="passed"))
        return done

    return perform


DECISIONS = frozenset({Action.CERTIFY, Action.REJECT, Action.REVOKE})


def _sees_no_marks(_sound: Any) -> Any:
    return lambda conn, _cursors, _ack: conn.scalar(
        tables.school_feed.select().with_only_columns(tables.school_feed.c.epoch)
    )


def _sees_no_ack(sound: Any) -> Any:
    return lambda conn, cursors, _ack: sound(conn, cursors, None)


def _honours_no_receipt(_sound: Any) -> Any:
    return lambda _keys, _item: None


def _believes_clocks(sound: Any) -> Any:
    """An act counts from when its computer says that it was made."""

    def case(self: Any, item: Any) -> Any:
        found = sound(self, item)
        made = instant(item.intent.made["wall"]) if item.intent else None
        return evolve(found, at=made or found.at)

    return case


Fault = Callable[[], Any]
"""Gives a context in which the fault is there; what it yields goes to Laboratory.run as arguments."""


def _store(kind: Any) -> Fault:
    return lambda: nullcontext({"change": kind})


def _code(module: Any, name: str, other: Any, few: int = 0, **given: Any) -> Fault:
    @contextmanager
    def there() -> Iterator[dict[str, Any]]:
        with changed(module, name, other), pages_of(few) if few else nullcontext():
            yield given

    return there


@contextmanager
def _lww() -> Iterator[dict[str, Any]]:
    with last_writer_wins():
        yield {}


MUTANTS: dict[str, Fault] = {
    "cursor_first": _store(CursorFirst),
    "del_on_send": _store(ForgetsOnSend),
    "edits_frozen": _store(EditsFrozen),
    "no_requeue": _store(ForgetsTheJournal),
    "no_files_again": _store(OffersNoFilesAgain),
    "keeps_what_left": _store(KeepsWhatLeft),
    "no_dedupe": lambda: nullcontext({"before_push": no_dedupe}),
    "lww": _lww,
    "drop_conflict": _code(merge, "merge", _drops_conflicts),
    "no_hash_check": _code(deciding, "perform", _any_hash, scene=sent_again_behind_the_teachers_back),
    "foreign_pass": _code(
        deciding, "perform", _keeps_a_foreign_pass, scene=brought_back_on_the_other_computer
    ),
    "no_marks": _code(marks, "check", _sees_no_marks),
    "cursor_mark_only": _code(marks, "check", _sees_no_ack),
    "no_receipts": _code(replaying, "proof_of", _honours_no_receipt),
    "cursor_head": _code(pulling, "_page", head_is_the_cursor, few=2),
    "split_ties": _code(pulling, "_page", splits_ties, few=1),
    "claimed_time": _code(pushing.Desk, "_case", _believes_clocks),
}


ALL_OF_THEM = bool(os.environ.get("LICHENG_MUTANTS"))


@frozen
class Kill:
    """The number of histories until one noticed, and what did: the invariant's function and what it said."""

    histories: int
    by: str
    said: str

    def text(self) -> str:
        return f"by history {self.histories}, {self.by}: {self.said}"


def _kill(number: int, cause: BaseException) -> Kill:
    """The innermost function of the simulator that was on the way names the invariant."""
    frames = [one for one in traceback.extract_tb(cause.__traceback__) if "/tests/" in one.filename]
    by = next((one.name for one in reversed(frames) if not one.name.startswith("<")), "?")
    return Kill(number, by, " ".join(str(cause).split("\n")[0].split())[:60])


def killed_by(laboratory: Any, name: str, most: int, start: int = 0) -> Kill | None:
    """Who noticed the fault, and when; None when none of `most` histories did."""
    with MUTANTS[name]() as given:
        for number in range(most):
            try:
                laboratory.run(start + number, **given)
            except AssertionError as error:
                if not isinstance(error.__cause__, AssertionError):
                    raise  # not noticed, but broken
                return _kill(number + 1, error.__cause__)
    return None


def kill_table(found: dict[str, Kill | None]) -> str:
    lines = [
        f"  {name:<18} {'alive' if one is None else f'killed {one.text()}'}" for name, one in found.items()
    ]
    return "\n".join(lines)


def _only_present(page: wire.ScopePage) -> wire.ScopePage:
    listed = msgspec.json.decode(bytes(page.rows))
    return with_rows(page, [row for row in listed if row.get("present", True)])


def _without_rows(page: wire.ScopePage) -> wire.ScopePage:
    return with_rows(page, [])
