"""The record of acts, read by the office: page by page from the newest on, and who looked is written down too.

Three sources, each walked by its own index and joined by time: lines of history, acts that were refused or are held,
and lookings. What is nobody's but its owner's is named as an act; its words are not told, and not searched.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import Any

import msgspec
from attrs import frozen
from sqlalchemy import ColumnElement, Connection, Row, Select, Text, and_, cast, or_, select, tuple_

from domain.errors import BadInput
from domain.forms import FORMS
from domain.mutators import HELD, REJECTED
from domain.records import Attachment, Record
from domain.scopes import kept_for_oneself, read_by_others
from domain.windows import stamp
from server.db import tables
from server.services.office import Office, instant_text, new_id
from sync.wire.office import AuditDetail, AuditPage, AuditQuery, AuditRow

H, I, L, R, A = tables.history, tables.intent, tables.looked, tables.record, tables.account  # noqa: E741  as elsewhere
DONE, REFUSED, LOOKED = "done", "refused", "looked"
LOOK = "look_audit"
CHUNK = 200
PRIVATE = tuple(key for key in FORMS if kept_for_oneself(key))


@frozen
class Found:
    """A row of one of the sources, in the order of all: (at, kind, key)."""

    at: str
    kind: str
    key: str
    row: Row[Any]

    @property
    def place(self) -> tuple[str, str, str]:
        return self.at, self.kind, self.key


@frozen
class Reader:
    """Who looks, from which device."""

    account: str
    device: str


def page(office: Office, reader: Reader, query: AuditQuery) -> AuditPage:
    """The next acts; the looking is noted first."""
    if not query.cursor:
        asked = {key: value for key, value in msgspec.to_builtins(query).items() if value and key != "limit"}
        _note(office, reader, asked)
    return office.database.read(lambda conn: _page(conn, query, office.clock())).result()


def detail(office: Office, reader: Reader, key: str) -> AuditDetail:
    """One act in full. BadInput when there is none of that key, or it is not the office's to read."""
    told = office.database.read(lambda conn: _detail(conn, key)).result()
    _note(office, reader, {"key": key})
    return told


def _note(office: Office, reader: Reader, asked: Mapping[str, Any]) -> None:
    line = {
        "id": new_id(office.clock()),
        "account": reader.account,
        "device": reader.device,
        "at": instant_text(office.clock()),
        "what": msgspec.json.encode(asked).decode(),
    }
    office.database.write(lambda conn: conn.execute(L.insert(), [line])).result()


def _page(conn: Connection, query: AuditQuery, now: datetime) -> AuditPage:
    sought = Sought(conn, query)
    walks = [sought.walk(kind) for kind in (DONE, REFUSED, LOOKED)]
    found = list(islice(merge(*walks, key=lambda one: one.place, reverse=True), query.limit))
    last = "|".join(found[-1].place) if len(found) == query.limit else ""
    return AuditPage(stamp(now), _told(conn, found), last)


class Sought:
    """The conditions of one question, for each of the sources."""

    def __init__(self, conn: Connection, query: AuditQuery) -> None:
        self.conn = conn
        self.query = query
        self.words = [word for word in query.text.split() if word]
        at, kind, key = [*query.cursor.split("|"), "", "", ""][:3]
        self.cursor = (at, kind, key) if at else None

    def walk(self, kind: str) -> Iterator[Found]:
        """The rows of a source that fit, the newest first, fetched as they are asked for."""
        if kind == LOOKED and (
            self.query.student or self.query.record or self.query.action not in ("", LOOK)
        ):
            return
        source: Callable[[], Select[Any]] = {DONE: self._done, REFUSED: self._refused, LOOKED: self._looked}[
            kind
        ]
        at, key = _order(kind)
        start = self.cursor
        while True:
            asked = (
                source().where(*self._beyond(kind, start)).order_by(at.desc(), *(one.desc() for one in key))
            )
            chunk = self.conn.execute(asked.limit(CHUNK)).all()
            for row in chunk:
                found = _found(kind, row)
                start = found.place
                if self._says(found):
                    yield found
            if len(chunk) < CHUNK:
                return

    def _beyond(self, kind: str, start: tuple[str, str, str] | None) -> list[ColumnElement[bool]]:
        """After the cursor in the order of all; a row of the same moment in another source may still come."""
        if start is None:
            return []
        at, columns = _order(kind)
        if kind > start[1]:
            return [at < start[0]]
        if kind < start[1]:
            return [at <= start[0]]
        parts: list[Any] = [part for part in start[2].split(":") if part]
        if kind == DONE:
            parts = [parts[0], int(parts[1])]
        return [or_(at < start[0], and_(at == start[0], tuple_(*columns) < tuple_(*parts)))]

    def _done(self) -> Select[Any]:
        wanted = [R.c.form.not_in(PRIVATE), *self._between(H.c.at), *self._by(H.c.actor, H.c.owner)]
        if self.query.record:
            wanted.append(H.c.rec == self.query.record)
        if self.query.action:
            wanted.append(H.c.action == self.query.action)
        for word in self.words:
            there = [cast(H.c[name], Text).contains(word, autoescape=True) for name in ("values", "srv")]
            wanted.append(or_(*there, H.c.actor.in_(self._named(word)), H.c.owner.in_(self._named(word))))
        return select(H, R.c.form, R.c.parent).join(R, R.c.id == H.c.rec).where(*wanted)

    def _refused(self) -> Select[Any]:
        form = R.c.form.is_(None) | R.c.form.not_in(PRIVATE)
        wanted = [I.c.status.in_((REJECTED, HELD)), form, *self._between(I.c.recv_at)]
        wanted += self._by(I.c.actor, R.c.owner)
        if self.query.record:
            wanted.append(I.c.rec == self.query.record)
        if self.query.action:
            wanted.append(I.c.action == self.query.action)
        for word in self.words:
            said = I.c.sentence.contains(word, autoescape=True)
            wanted.append(or_(said, I.c.actor.in_(self._named(word)), R.c.owner.in_(self._named(word))))
        return select(I, R.c.form, R.c.owner, R.c.state).outerjoin(R, R.c.id == I.c.rec).where(*wanted)

    def _looked(self) -> Select[Any]:
        wanted = [*self._between(L.c.at), *self._by(L.c.account, L.c.account)]
        for word in self.words:
            said = L.c.what.contains(word, autoescape=True)
            wanted.append(or_(said, L.c.account.in_(self._named(word))))
        return select(L).where(*wanted)

    def _between(self, at: ColumnElement[str]) -> list[ColumnElement[bool]]:
        since, until = self.query.since, self.query.until
        return [*([at >= since] if since else []), *([at < until] if until else [])]

    def _by(self, actor: ColumnElement[str], owner: ColumnElement[str]) -> list[ColumnElement[bool]]:
        who, student = self.query.who.strip(), self.query.student.strip()
        found = [actor.in_(self._named(who))] if who else []
        return [*found, *([owner.in_(self._named(student))] if student else [])]

    def _named(self, text: str) -> Select[Any]:
        """Accounts of that id, or whose name says so."""
        return select(A.c.id).where(or_(A.c.id == text, A.c.name.contains(text, autoescape=True)))

    def _says(self, found: Found) -> bool:
        """The words may stand only in what is not told: then they were not found."""
        if found.kind != DONE or not self.words or read_by_others(_version(found.row)):
            return True
        named = f"{found.row.actor} {found.row.owner}"
        people = set(self.conn.scalars(select(A.c.name).where(A.c.id.in_(named.split()))))
        told = f"{named} {' '.join(people)} {_reason(found.row.srv)}"
        return all(word in told for word in self.words)


def _order(kind: str) -> tuple[ColumnElement[str], tuple[ColumnElement[Any], ...]]:
    if kind == DONE:
        return H.c.at, (H.c.rec, H.c.ver)
    return (I.c.recv_at, (I.c.id,)) if kind == REFUSED else (L.c.at, (L.c.id,))


def _found(kind: str, row: Row[Any]) -> Found:
    if kind == DONE:
        return Found(row.at, kind, f"{row.rec}:{row.ver:09d}", row)
    return Found(row.recv_at if kind == REFUSED else row.at, kind, row.id, row)


def _version(row: Row[Any]) -> Record:
    """The record as this line of history left it."""
    files = {slot: Attachment(**one) for slot, one in row.files.items()}
    values = row._mapping[H.c["values"]]
    return Record(
        row.rec,
        row.form,
        row.owner,
        row.parent,
        row.state,
        row.ver,
        row.seq,
        values,
        files,
        row.srv,
        row.state == "deleted",
    )


def _told(conn: Connection, found: list[Found]) -> list[AuditRow]:
    accounts = {one.row.account if one.kind == LOOKED else one.row.actor for one in found}
    accounts |= {one.row.owner or "" for one in found if one.kind != LOOKED}
    names = {row.id: row.name for row in conn.execute(select(A.c.id, A.c.name).where(A.c.id.in_(accounts)))}
    pairs = [(one.row.rec, one.row.ver - 1) for one in found if one.kind == DONE and one.row.ver > 1]
    query = select(H.c.rec, H.c.ver, H.c.state).where(tuple_(H.c.rec, H.c.ver).in_(pairs))
    before = {(row.rec, row.ver + 1): row.state for row in conn.execute(query)} if pairs else {}
    return [_row(one, names, before) for one in found]


def _row(found: Found, names: Mapping[str, str], before: Mapping[tuple[str, int], str]) -> AuditRow:
    row = found.row
    if found.kind == LOOKED:
        name = names.get(row.account, "")
        return AuditRow(
            f"{LOOKED}|{found.key}", LOOKED, row.at, row.account, name, LOOK, *("",) * 7, row.device, row.what
        )
    whose = row.owner or ""
    people = (row.actor, names.get(row.actor, ""))
    key = f"{found.kind}|{found.key}"
    if found.kind == REFUSED:
        about = (row.rec, row.form or "", "", whose, names.get(whose, ""))
        states = (row.state or "", row.status)
        return AuditRow(
            key, REFUSED, row.recv_at, *people, row.action, *about, *states, row.device, row.sentence
        )
    version = _version(row)
    form = FORMS.get(row.form)
    title = version.text(form.title_field) if form and read_by_others(version) else ""
    about = (row.rec, row.form, title, whose, names.get(whose, ""))
    states = (before.get((row.rec, row.ver), ""), row.state)
    return AuditRow(key, DONE, row.at, *people, row.action, *about, *states, row.device, _reason(row.srv))


def _reason(srv: Mapping[str, Any]) -> str:
    """What was said with it: a comment, the reason of a late act, of a window that was moved."""
    late, extended, report = (srv.get(key) or {} for key in ("late", "extended", "report"))
    told = (srv.get("comment"), late.get("reason"), extended.get("reason"), report.get("reply"))
    return "；".join(str(one) for one in told if one)


def _detail(conn: Connection, key: str) -> AuditDetail:
    kind, _, rest = key.partition("|")
    if kind == DONE:
        rec, _, ver = rest.partition(":")
        query = (
            select(H, R.c.form, R.c.parent)
            .join(R, R.c.id == H.c.rec)
            .where(H.c.rec == rec, R.c.form.not_in(PRIVATE))
        )
        wanted = int(ver) if ver.isascii() and ver.isdigit() else 0
        both = {row.ver: row for row in conn.execute(query.where(H.c.ver.in_((wanted, wanted - 1))))}
        if wanted in both:
            return _done_detail(conn, both[wanted], both.get(wanted - 1))
    if kind == REFUSED:
        query = select(I, R.c.form, R.c.owner, R.c.state).outerjoin(R, R.c.id == I.c.rec)
        row = conn.execute(query.where(I.c.id == rest)).first()
        if row is not None and row.form not in PRIVATE:
            [told] = _told(conn, [_found(REFUSED, row)])
            return AuditDetail(told, True, {}, {}, {}, {}, row.id, row.body_sha, row.receipt)
    raise BadInput("not_there", "沒有這一筆操作紀錄。", "請重新整理清單。")


def _done_detail(conn: Connection, row: Row[Any], old: Row[Any] | None) -> AuditDetail:
    [told] = _told(conn, [_found(DONE, row)])
    act = conn.execute(select(I.c.body_sha, I.c.receipt).where(I.c.id == row.intent)).first()
    signed = (row.intent, act.body_sha, act.receipt) if act is not None else ("", "", "")
    after, before = _version(row), _version(old) if old is not None else None
    if not read_by_others(after):
        return AuditDetail(told, True, {}, {}, {}, {}, *signed)
    seen = before if before is not None and read_by_others(before) else None
    return AuditDetail(
        told,
        False,
        dict(seen.values) if seen else {},
        dict(after.values),
        {slot: one.name for slot, one in seen.files.items()} if seen else {},
        {slot: one.name for slot, one in after.files.items()},
        *signed,
    )
