"""One writing transaction at the school: every change of a record goes through here, and gets its place in line.

Order of locks: account, records, intents, and last the one counter, held until commit; so whatever a reader
sees is always a prefix of the school's timeline.
"""

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from attrs import evolve, frozen
from sqlalchemy import Connection, bindparam, select, update

from domain import deputies
from domain.records import Conflict, Record
from domain.release import unnoticed
from server.db import tables
from server.services import deputising, placing
from server.services.facts import missing
from server.services.office import instant_text
from server.services.shelf import Row, Shelf
from sync.wire import Mark

F = tables.school_feed
OUTCOME = "course_outcome"
I = tables.intent  # noqa: E741  the table of intents
TOLD = ("status", "reason", "sentence", "ver", "receipt", "missing", "waiting")
_ANSWER = update(I).where(I.c.id == bindparam("told")).values({name: bindparam(name) for name in TOLD})

_HEAD = select(F.c.seq)
_NONCE = select(tables.feed_tx.c.nonce).where(tables.feed_tx.c.seq == bindparam("placed_at"))
_RAISE = update(F).where(F.c.id == 1).values(seq=F.c.seq + 1, last_recv=bindparam("recv")).returning(F.c.seq)
_THESE: Any = bindparam("these", expanding=True)
_PLACE_RECORDS = (
    update(tables.record).where(tables.record.c.id.in_(_THESE)).values(seq=bindparam("placed_at"))
)
_PLACE_LINES = (
    update(tables.history)
    .where(tables.history.c.rec.in_(_THESE), tables.history.c.seq == 0)
    .values(seq=bindparam("placed_at"))
)
_PLACE_INTENTS = update(I).where(I.c.id.in_(_THESE)).values(seq=bindparam("placed_at"))


@frozen
class Deed:
    """Who did what, when: one line of a record's history."""

    action: str
    actor: str = ""
    device: str = ""
    intent: str = ""
    at: str = ""


class Ledger:
    """Collects what one transaction changes and gives it one seq at the end."""

    def __init__(self, conn: Connection, recv: datetime) -> None:
        self.conn = conn
        self.recv = recv
        self.shelf = Shelf(conn)
        self._intents: set[str] = set()
        self._answers: list[Row] = []
        self._heard: set[str] = set()
        self._unheard: set[str] = set()

    def write(self, record: Record, deed: Deed) -> Record:
        """The next version of a record, with its line of history and the files it names."""
        new = self._counted(evolve(record, ver=record.ver + 1))
        before = self.shelf.record(new.id) if new.form == OUTCOME else None
        heard = self._unheard if before is not None and unnoticed(before, new) else self._heard
        heard.add(new.id)
        self.shelf.put(new, self.course_of(new))
        files = {slot: one.as_json() for slot, one in new.files.items()}
        line = {
            "rec": new.id,
            "ver": new.ver,
            "intent": deed.intent,
            "action": deed.action,
            "actor": deed.actor,
            "device": deed.device,
            "owner": new.owner,
            "at": deed.at or instant_text(self.recv),
            "seq": 0,
            "state": "deleted" if new.deleted else new.state,
            "values": dict(new.values),
            "files": files,
            "srv": dict(new.srv),
            "content_hash": new.content_hash,
        }
        self.shelf.add_line(line, {slot: one.sha256 for slot, one in new.files.items()})
        return new

    def recount(self, record: Record) -> Record:
        """The same version with what the school counts beside it: files on their way, scopes."""
        same = self._counted(record)
        self._heard.add(record.id)
        self.shelf.put(same, self.course_of(same))
        return same

    def conflicts(self, put: tuple[Conflict, ...], record: str, drop: Iterable[tuple[str, str]] = ()) -> None:
        """Keep values that came second, or settle some; every copy of the owner hears of it."""
        self._heard.update([record] if put or drop else [])
        self.shelf.conflicts(put, record, drop)

    def noted(self, intents: Iterable[str]) -> None:
        """Intents were taken in by this transaction."""
        self._intents.update(intents)

    def answered(self, intent: str, told: Row) -> None:
        """What an intent of this transaction was told (TOLD)."""
        self._answers.append({"told": intent, **told})

    def flush(self) -> None:
        """Write what stands, for those who ask the database itself."""
        self.shelf.flush()
        answers, self._answers = self._answers, []
        if answers:
            self.conn.execute(_ANSWER, answers)

    def course_of(self, record: Record) -> str:
        """The course behind an enrolment or an outcome, "" for anything else."""
        if record.form == "enrolment":
            return record.text("course")
        if record.form != "course_outcome" or not record.parent:
            return ""
        enrolment = self.shelf.record(record.parent)
        return enrolment.text("course") if enrolment and not enrolment.deleted else ""

    def finish(self, always: bool = False) -> Mark:
        """Take the counter, place everything at the new seq. Without changes: the mark of the head.

        always: something outside the records has changed; copies that heard of it notice if it is lost.
        """
        self.shelf.keep()
        self.flush()
        if not (always or self.shelf.touched or self._intents):
            return head(self.conn)
        seq = self.conn.execute(_RAISE, {"recv": instant_text(self.recv)}).scalar_one()
        mark = Mark(seq, secrets.randbits(52) + 1)
        line = {"seq": mark.seq, "nonce": mark.nonce, "at": instant_text(self.recv)}
        self.conn.execute(tables.feed_tx.insert(), [line])
        self._place(mark.seq)
        return mark

    def _place(self, seq: int) -> None:
        ids = sorted(self.shelf.touched)
        placed = {"these": ids, "placed_at": seq}
        if ids:
            self.conn.execute(_PLACE_RECORDS, placed)
            self.conn.execute(_PLACE_LINES, placed)
        if self._intents:
            self.conn.execute(_PLACE_INTENTS, {"these": sorted(self._intents), "placed_at": seq})
        touched = tuple(self.shelf.records(ids).values())
        courses = {one.id: self.course_of(one) for one in touched}
        placing.place(self.conn, touched, courses, seq, frozenset(self._unheard - self._heard))

    def _counted(self, record: Record) -> Record:
        if record.form == deputies.FORM:
            return deputising.counted(self.conn, record)
        if not record.files and "blobs_pending" not in record.srv:
            return record
        return record.with_srv(blobs_pending=len(missing(self.shelf, record)) or None)


def head(conn: Connection) -> Mark:
    """The mark of the newest transaction; (0, 0) at the very beginning."""
    return mark_at(conn, conn.scalar(_HEAD) or 0)


def mark_at(conn: Connection, seq: int) -> Mark:
    nonce = conn.scalar(_NONCE, {"placed_at": seq}) if seq else 0
    return Mark(seq, nonce or 0)
