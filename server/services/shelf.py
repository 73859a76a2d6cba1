"""What one writing transaction has read and changed: read once, changed here, written back together.

A change is staged first; `keep` makes it one of those to be written, `drop` forgets it as if it had never been.
Reads here see every change. Whoever counts in the database itself calls `flush` before.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from attrs import define, field
from sqlalchemy import Connection

from domain.deputies import Appointment
from domain.records import Conflict, Record
from server.db import dialect, rows, tables
from server.services import deputising

Row = dict[str, Any]


@define
class Changes:
    """Rows that wait to be written, and the ids of the records that thereby get a new place in line."""

    records: dict[str, Record] = field(factory=dict)
    rows: dict[str, Row] = field(factory=dict)
    lines: list[Row] = field(factory=list)
    files: list[Row] = field(factory=list)
    conflicts: dict[tuple[str, str, str], Conflict | None] = field(factory=dict)
    touched: set[str] = field(factory=set)

    def add(self, later: "Changes") -> None:
        self.records.update(later.records)
        self.rows.update(later.rows)
        self.lines.extend(later.lines)
        self.files.extend(later.files)
        self.conflicts.update(later.conflicts)
        self.touched.update(later.touched)


class Shelf:
    """The records of one transaction. The rows that it may change are locked before they are read here."""

    def __init__(self, conn: Connection) -> None:
        self.conn = conn
        self.touched: set[str] = set()
        self._known: dict[str, Record | None] = {}
        self._held: dict[str, dict[str, bool]] = {}
        self._taught: dict[str, frozenset[str]] = {}
        self._standing_in: dict[str, tuple[Appointment, ...]] = {}
        self._staged = Changes()
        self._kept = Changes()

    # ---- reading

    def fetch(self, ids: Iterable[str]) -> None:
        """Read those that are not here yet, all in one query."""
        wanted = {one for one in ids if one not in self._known}
        found = rows.load(self.conn, wanted)
        self._known.update({one: found.get(one) for one in wanted})

    def record(self, record_id: str) -> Record | None:
        """The record as it is now, None when there is none of that id."""
        staged = self._staged.records.get(record_id)
        if staged is not None:
            return staged
        if record_id not in self._known:
            self.fetch([record_id])
        return self._known[record_id]

    def records(self, ids: Iterable[str]) -> dict[str, Record]:
        """The records of those ids in their order; absent ones are left out."""
        ids = list(ids)
        self.fetch(ids)
        found = {one: self.record(one) for one in ids}
        return {one: record for one, record in found.items() if record is not None}

    def held(self, account: str, hashes: Iterable[str]) -> frozenset[str]:
        """Which of the files the account has sent in full."""
        hashes = set(hashes)
        known = self._held.setdefault(account, {})
        unasked = hashes - known.keys()
        if unasked:
            there = rows.held(self.conn, account, unasked)
            known.update({one: one in there for one in unasked})
        return frozenset(one for one in hashes if known[one])

    def taught(self, account: str) -> frozenset[str]:
        """The ids of the courses that the account teaches."""
        if account not in self._taught:
            self._taught[account] = rows.courses_taught(self.conn, account)
        return self._taught[account]

    def standing_in(self, account: str) -> tuple[Appointment, ...]:
        """The appointments that name the account as deputy."""
        if account not in self._standing_in:
            self._standing_in[account] = deputising.naming(self.conn, account)
        return self._standing_in[account]

    # ---- changing

    def put(self, record: Record, course: str) -> None:
        """The record as it is from now on. What cannot be stored is noticed here, not when all is written."""
        row = rows.row_of(record, course)
        json.dumps((row["srv"], row["unknown"]))
        self._staged.records[record.id] = record
        self._staged.rows[record.id] = row
        self._staged.touched.add(record.id)

    def add_line(self, line: Row, files: Mapping[str, str]) -> None:
        """One line of a record's history, and the files (slot to SHA-256) that this version names."""
        self._staged.lines.append(line)
        at = {"rec": line["rec"], "ver": line["ver"]}
        self._staged.files.extend({**at, "slot": slot, "sha256": sha} for slot, sha in files.items())

    def conflicts(self, put: Iterable[Conflict], record: str, drop: Iterable[tuple[str, str]]) -> None:
        """Keep values that came second, then settle some of the record's."""
        staged = self._staged
        for one in put:
            json.dumps(one.value)
            staged.conflicts[one.record, one.field, one.device] = one
            staged.touched.add(record)
        for name, device in drop:
            staged.conflicts[record, name, device] = None
            staged.touched.add(record)

    # ---- writing

    def keep(self) -> None:
        """What is staged stands."""
        self._known.update(self._staged.records)
        self._kept.add(self._staged)
        self.touched.update(self._staged.touched)
        self._staged = Changes()

    def drop(self) -> None:
        """What is staged never was."""
        self._staged = Changes()

    def flush(self) -> None:
        """Write what stands, a statement a table."""
        changes, self._kept = self._kept, Changes()
        dialect.upsert(self.conn, tables.record, [changes.rows[one] for one in sorted(changes.rows)])
        if changes.lines:
            self.conn.execute(tables.history.insert(), changes.lines)
        if changes.files:
            self.conn.execute(tables.rec_blob.insert(), changes.files)
        rows.put_conflicts(self.conn, [one for one in changes.conflicts.values() if one is not None])
        rows.drop_conflicts(self.conn, [key for key, one in changes.conflicts.items() if one is None])
