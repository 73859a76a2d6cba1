"""Telling a copy what is new: one snapshot, scope by scope, in the order of the one counter.

A page never splits what one transaction did; the cursor it gives is the last row in it, or the head of the
same snapshot when nothing is left. Nothing outside the account's scopes is read.
"""

import hashlib
from typing import Any

import msgspec
from msgspec import Raw
from sqlalchemy import Connection, bindparam, select

from derive.resources import profile
from domain import release
from domain.people import Role
from domain.scopes import SCHOOL, STAFF, TEACHERS, account_scope, course_scope, shown_in
from domain.windows import stamp
from server.db import rows, tables
from server.services import caseload, deputising, marks
from server.services.ledger import head, mark_at
from server.services.office import Office
from sync.wire import ConflictRow, Cursor, Mark, Pull, PullReply, Row, ScopePage

R, M = tables.record, tables.scope_member
POLL_S = 30
LEAST_ROWS = 50

_ROLE = select(tables.account.c.role).where(tables.account.c.id == bindparam("account"))
_GENS = select(tables.scope.c.id, tables.scope.c.gen).where(
    tables.scope.c.id.in_(bindparam("scopes", expanding=True))
)
_MEMBERS = (
    select(M.c.rec, M.c.seq.label("member_seq"), M.c.present, R)
    .join(R, R.c.id == M.c.rec)
    .where(M.c.scope == bindparam("of"))
    .order_by(M.c.seq, M.c.rec)
)
_NEXT_MEMBERS = _MEMBERS.where(M.c.seq > bindparam("start")).limit(bindparam("most"))
_OF_THE_SAME_SEQ = _MEMBERS.where(M.c.seq == bindparam("last"), M.c.rec > bindparam("rec"))
_BEYOND = select(M.c.rec).where(M.c.scope == bindparam("of"), M.c.seq > bindparam("last")).limit(1)


def answer(office: Office, account: str, message: Pull) -> PullReply:
    """The reply to a pull, from one snapshot."""
    return office.database.read(lambda conn: _answer(conn, office, account, message)).result()


def entitled(conn: Connection, office: Office, account: str) -> list[str]:
    """What the account may read now: the school, their own, the office's, the courses they certify, whom they guide."""
    role = conn.scalar(_ROLE, {"account": account})
    scopes = [SCHOOL, account_scope(account), *([STAFF] if role == Role.ADMINISTRATOR else [])]
    if role == Role.ADMINISTRATOR and role in profile(office.profile).certifier_roles:
        every = select(R.c.course).where(R.c.form == "enrolment", R.c.course != "").distinct()
        scopes += [course_scope(course) for course in sorted(conn.scalars(every))]
    elif role != Role.STUDENT:
        there = deputising.courses(conn, account, office.clock())
        scopes += [TEACHERS] if role == Role.TEACHER else []
        scopes += [course_scope(course) for course in sorted(there)]
        scopes += caseload.scopes(conn, account)
    return scopes


def _answer(conn: Connection, office: Office, account: str, message: Pull) -> PullReply:
    epoch = marks.check(conn, message.scopes.values(), message.ack)
    scopes = entitled(conn, office, account)
    gens = {row.id: row.gen for row in conn.execute(_GENS, {"scopes": scopes})}
    end, left = head(conn), message.limit
    pages: dict[str, ScopePage] = {}
    for scope in scopes:
        theirs = _writes(scopes, scope)
        page = _page(
            conn, scope, gens.get(scope, 1), message.scopes.get(scope), max(left, LEAST_ROWS), end, theirs
        )
        pages[scope] = page
        left -= page.count
    return PullReply(
        server_id=office.server_id,
        req=message.req,
        epoch=epoch,
        server_time=stamp(office.clock()),
        scopes=pages,
        poll_after_s=POLL_S,
        end=True,
    )


def _writes(scopes: list[str], scope: str) -> bool:
    """Whether whoever reads these scopes writes what is in this one, and sees what came second beside it."""
    return scope.startswith("acc:") or (scope == SCHOOL and STAFF in scopes)


def _page(
    conn: Connection, scope: str, gen: int, cursor: Cursor | None, limit: int, end: Mark, theirs: bool
) -> ScopePage:
    start = cursor.seq if cursor and cursor.gen == gen else 0
    found = list(conn.execute(_NEXT_MEMBERS, {"of": scope, "start": start, "most": limit}))
    more = False
    if len(found) == limit:
        last = {"of": scope, "last": found[-1].member_seq}
        found += conn.execute(_OF_THE_SAME_SEQ, {**last, "rec": found[-1].rec})
        more = conn.execute(_BEYOND, last).first() is not None
    mark = mark_at(conn, found[-1].member_seq) if more else end
    raw = msgspec.json.encode(_told(conn, found, theirs, scope))
    return ScopePage(
        gen=gen,
        rows=Raw(raw),
        count=len(found),
        digest=hashlib.sha256(raw).hexdigest(),
        seq=mark.seq,
        nonce=mark.nonce,
        more=more,
    )


def _told(conn: Connection, found: Any, theirs: bool, scope: str) -> list[Row]:
    """What came second beside a record is told to whoever writes it: a student reads comments, and writes none."""
    own = [row.rec for row in found if scope in (SCHOOL, account_scope(row.owner))]
    late = rows.conflicts(conn, own) if theirs else {}
    told = []
    for row in found:
        if not row.present:
            told.append(Row(row.rec, row.form, row.ver, row.member_seq, present=False))
            continue
        conflicts = [
            ConflictRow(one.field, one.device, one.value, one.intent) for one in late.get(row.rec, ())
        ]
        state, ver, srv = row.state, row.ver, row.srv
        if release.MARK in srv:
            shown = shown_in(scope, rows.record_of(row))
            state, ver, srv = shown.state, shown.ver, shown.srv
        told.append(
            Row(
                id=row.rec,
                form=row.form,
                ver=ver,
                seq=row.member_seq,
                owner=row.owner,
                parent=row.parent,
                state=state,
                deleted=row.deleted,
                values=row._mapping[R.c["values"]],
                files=row.files,
                srv=srv,
                unknown=row.unknown,
                conflicts=conflicts,
            )
        )
    return told
