"""One writing transaction at the school: every change of a record goes through here, and gets its place in line.

Order of locks: account, records, intents, and last the one counter, held until commit; so whatever a reader
sees is always a prefix of the school's timeline.
"""

import secrets
from collections.abc import Iterable
from datetime import datetime

from attrs import evolve, frozen
from sqlalchemy import Connection, select, update

from domain.records import Conflict, Record
from domain.scopes import scopes_of
from server.db import dialect, rows, tables
from server.services.facts import missing
from server.services.office import instant_text
from sync.wire import Mark

F, M = tables.school_feed, tables.scope_member


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
        self._touched: set[str] = set()
        self._intents: set[str] = set()

    def write(self, record: Record, deed: Deed) -> Record:
        """The next version of a record, with its line of history and the files it names."""
        new = self._counted(evolve(record, ver=record.ver + 1))
        rows.save(self.conn, new, self.course_of(new))
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
        self.conn.execute(tables.history.insert(), [line])
        named = [{"rec": new.id, "ver": new.ver, "slot": s, "sha256": f.sha256} for s, f in new.files.items()]
        if named:
            self.conn.execute(tables.rec_blob.insert(), named)
        self._touched.add(new.id)
        return new

    def recount(self, record: Record) -> Record:
        """The same version with what the school counts beside it: files on their way, scopes."""
        same = self._counted(record)
        rows.save(self.conn, same, self.course_of(same))
        self._touched.add(same.id)
        return same

    def conflicts(self, put: tuple[Conflict, ...], record: str, drop: Iterable[tuple[str, str]] = ()) -> None:
        """Keep values that came second, or settle some; every copy of the owner hears of it."""
        drop = tuple(drop)
        rows.put_conflicts(self.conn, put)
        rows.drop_conflicts(self.conn, record, drop)
        if put or drop:
            self._touched.add(record)

    def noted(self, intent: str) -> None:
        """An intent was taken in by this transaction."""
        self._intents.add(intent)

    def undo_to(self) -> "Undo":
        """A point to which the collected changes can be put back together with a SAVEPOINT."""
        return Undo(self, frozenset(self._touched))

    def course_of(self, record: Record) -> str:
        """The course behind an enrolment or an outcome, "" for anything else."""
        if record.form == "enrolment":
            return record.text("course")
        if record.form != "course_outcome" or not record.parent:
            return ""
        enrolment = rows.load(self.conn, [record.parent]).get(record.parent)
        return enrolment.text("course") if enrolment and not enrolment.deleted else ""

    def finish(self) -> Mark:
        """Take the counter, place everything at the new seq. Without changes: the mark of the head."""
        if not self._touched and not self._intents:
            return head(self.conn)
        values = {"seq": F.c.seq + 1, "last_recv": instant_text(self.recv)}
        seq = self.conn.execute(update(F).values(values).where(F.c.id == 1).returning(F.c.seq)).scalar_one()
        mark = Mark(seq, secrets.randbits(52) + 1)
        line = {"seq": mark.seq, "nonce": mark.nonce, "at": instant_text(self.recv)}
        self.conn.execute(tables.feed_tx.insert(), [line])
        self._place(mark.seq)
        return mark

    def _place(self, seq: int) -> None:
        ids = sorted(self._touched)
        self.conn.execute(update(tables.record).where(tables.record.c.id.in_(ids)).values(seq=seq))
        lines = tables.history
        self.conn.execute(update(lines).where(lines.c.rec.in_(ids), lines.c.seq == 0).values(seq=seq))
        placed = update(tables.intent).where(tables.intent.c.id.in_(sorted(self._intents))).values(seq=seq)
        self.conn.execute(placed)
        wanted = {
            (scope, one.id)
            for one in rows.load(self.conn, ids).values()
            for scope in scopes_of(one, self.course_of(one))
        }
        known = set(self.conn.execute(select(M.c.scope, M.c.rec).where(M.c.rec.in_(ids))))
        dialect.upsert(
            self.conn,
            M,
            [
                {"scope": scope, "rec": rec, "seq": seq, "present": (scope, rec) in wanted}
                for scope, rec in sorted(wanted | known)
            ],
        )

    def _counted(self, record: Record) -> Record:
        if not record.files and "blobs_pending" not in record.srv:
            return record
        return record.with_srv(blobs_pending=len(missing(self.conn, record)) or None)

    def _forget(self, touched: frozenset[str]) -> None:
        self._touched = set(touched)


@frozen
class Undo:
    """Puts a ledger back to where it was."""

    ledger: Ledger
    touched: frozenset[str]

    def __call__(self) -> None:
        self.ledger._forget(self.touched)


def head(conn: Connection) -> Mark:
    """The mark of the newest transaction; (0, 0) at the very beginning."""
    seq = conn.scalar(select(F.c.seq)) or 0
    return mark_at(conn, seq)


def mark_at(conn: Connection, seq: int) -> Mark:
    nonce = conn.scalar(select(tables.feed_tx.c.nonce).where(tables.feed_tx.c.seq == seq)) if seq else 0
    return Mark(seq, nonce or 0)
