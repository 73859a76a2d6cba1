"""What the school shows: pages of rows, written to the base with their cursors, in the caller's one transaction.

A record goes only by an explicit row (tombstone, evicted, a scope begun anew) or when no scope that is still
readable shows it; too many of the latter stop everything.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from attrs import define, field, frozen
from sqlalchemy import Connection, bindparam, delete, exists, func, literal, select, update
from sqlalchemy.dialects.sqlite import insert

from desktop.store import rows
from desktop.store.schema import among, base, base_conflict, base_scope, given, scope, work
from domain import deputies
from domain.records import Record
from domain.scopes import course_scope
from sync.effects import NotTheSchool, WipeGuard
from sync.wire import PullReply, Row, ScopePage

GUARD_COUNT, GUARD_SHARE = 10, 5
KNOWN_KEYS = frozenset(Row.__struct_fields__)

_TOTAL = select(func.count()).select_from(base)
_SCOPES = select(scope)
_HELD = select(base.c.id, base.c.seq, base.c.stale, base.c.deleted).where(among(base.c.id))
_STAND = insert(base_scope)
_STAND = _STAND.on_conflict_do_update(index_elements=["scope", "id"], set_={"stale": 0})
_LEAVE = delete(base_scope).where(base_scope.c.scope == bindparam("of"), among(base_scope.c.id))
_LEAVE_ALL = delete(base_scope).where(base_scope.c.scope == bindparam("of"))
_LEAVE_UNSEEN = delete(base_scope).where(
    base_scope.c.scope == bindparam("of"), base_scope.c.id == bindparam("one")
)
_UNSEEN = select(base_scope.c.scope, base_scope.c.id).where(base_scope.c.stale == 1)
_AGE_SCOPE = update(base_scope).where(base_scope.c.scope == bindparam("of")).values(stale=1)
_AGE_BASE = (
    update(base)
    .where(base.c.id.in_(select(base_scope.c.id).where(base_scope.c.scope == bindparam("of"))))
    .values(stale=1)
)
_MEMBERS = select(base_scope.c.id).where(base_scope.c.scope == bindparam("of"))
_FORGET_SCOPE = delete(scope).where(scope.c.id == bindparam("of"))
_APPOINTMENTS = (
    select(base.c.srv)
    .join(base_scope, (base_scope.c.id == base.c.id) & (base_scope.c.scope.like("acc:%")))
    .where(base.c.form == deputies.FORM, base_scope.c.scope != literal("acc:").concat(base.c.owner))
)
_LOST = select(base.c.id).where(~exists().where(base_scope.c.id == base.c.id))
_DROP_BASE = delete(base).where(among(base.c.id))
_DROP_CONFLICTS = delete(base_conflict).where(among(base_conflict.c.rec))
_GONE_HERE = select(work.c.id).where(among(work.c.id), work.c.deleted == 1)


def _upsert(table: Any, key: str) -> Any:
    statement = insert(table)
    rest = {column.name: statement.excluded[column.name] for column in table.c if column.name != key}
    return statement.on_conflict_do_update(index_elements=[key], set_=rest)


_PUT_BASE = _upsert(base, "id")
_PUT_SCOPE = _upsert(scope, "id")


@frozen
class Shown:
    """One row of a page: the record, whether it stands in the scope, its conflicts as rows."""

    record: Record
    present: bool
    conflicts: tuple[dict[str, Any], ...]


@frozen
class Page:
    head: ScopePage
    rows: tuple[Shown, ...]


@define
class Effect:
    """touched: whose working copy is to be made anew. explicit: who went by an explicit row. dead: fresh tombstones.
    unseen: (scope, id) of what a scope that was begun anew, and is read to its end, no longer shows."""

    touched: set[str] = field(factory=set)
    explicit: set[str] = field(factory=set)
    dead: set[str] = field(factory=set)
    unseen: list[tuple[str, str]] = field(factory=list)


def checked(reply: PullReply, server_id: str) -> dict[str, Page]:
    """The pages, decoded, once count, digest and end were found right; else NotTheSchool, and nothing is applied."""
    if not reply.end or (server_id and reply.server_id != server_id):
        raise NotTheSchool("mangled", "學校的回答不完整，這次沒有套用。")
    return {name: Page(page, _rows(page)) for name, page in reply.scopes.items()}


def apply(
    connection: Connection, pages: dict[str, Page], server_time: str, may_wipe: bool, patient: bool = False
) -> set[str]:
    """Rows, memberships, cursors; the records whose working copy is to be made anew. Raises WipeGuard.

    patient: the school was restored a little while ago, and others are still bringing back what it lost: what
    it does not show stays here.
    """
    total = connection.execute(_TOTAL).scalar() or 0
    known = {row.id: row for row in connection.execute(_SCOPES)}
    effect = Effect()
    lent = _lent(connection) if known.keys() - pages.keys() else set()
    for name in known.keys() - pages.keys():
        members = set(connection.execute(_MEMBERS, {"of": name}).scalars())
        effect.touched.update(members)
        effect.explicit.update(members if name in lent else ())
        connection.execute(_LEAVE_ALL, {"of": name})
        connection.execute(_FORGET_SCOPE, {"of": name})
    cursors = [
        _scope(connection, name, page, known.get(name), server_time, effect)
        for name, page in sorted(pages.items())
    ]
    if cursors:
        connection.execute(_PUT_SCOPE, cursors)
    effect.unseen.extend(
        (one.scope, one.id)
        for one in connection.execute(_UNSEEN)
        if one.scope in pages and not pages[one.scope].head.more
    )
    if may_wipe or not patient:
        _leave_unseen(connection, effect)
    lost = set(connection.execute(_LOST).scalars())
    _guard(connection, lost, total, effect, may_wipe)
    if lost:
        connection.execute(_DROP_BASE, given(lost))
        connection.execute(_DROP_CONFLICTS, given(lost))
    return effect.touched | lost


def _lent(connection: Connection) -> set[str]:
    """The scopes that somebody here reads as a deputy: when those days are over they go, and that is no accident."""
    listed = (json.loads(srv).get("courses", ()) for srv in connection.execute(_APPOINTMENTS).scalars())
    return {course_scope(course) for courses in listed for course in courses}


def awaited_files(pages: dict[str, Page], account: str) -> Iterator[str]:
    """The files of the person's own records that the school still waits for: perhaps they lie on this computer."""
    for page in pages.values():
        for record in (one.record for one in page.rows if one.present):
            if record.owner == account and record.srv.get("blobs_pending"):
                yield from (file.sha256 for file in record.files.values())


def _scope(
    connection: Connection, name: str, page: Page, known: Any, at: str, effect: Effect
) -> dict[str, Any]:
    """Write one page; where its scope has been read to."""
    stale = bool(known is not None and known.stale)
    if known is not None and known.gen != page.head.gen:
        if not stale:
            effect.explicit.update(connection.execute(_MEMBERS, {"of": name}).scalars())
        connection.execute(_AGE_BASE, {"of": name})
        connection.execute(_AGE_SCOPE, {"of": name})
        stale = True
    if page.rows:
        _write(connection, name, page.rows, effect)
    stale = stale and page.head.more
    mark = known if _leads_back(known, page.head) else page.head
    cursor = {"id": name, "gen": mark.gen, "seq": mark.seq, "nonce": mark.nonce, "stale": int(stale)}
    complete = "" if page.head.more else at
    checked_at = known.digest_ok_at if known is not None else ""
    return {**cursor, "complete_at": complete, "digest_ok_at": checked_at}


def _leave_unseen(connection: Connection, effect: Effect) -> None:
    """What a scope that was begun anew does not show to its end leaves it."""
    if effect.unseen:
        effect.touched.update(one for _, one in effect.unseen)
        connection.execute(_LEAVE_UNSEEN, [{"of": name, "one": one} for name, one in effect.unseen])


def _leads_back(known: Any, head: ScopePage) -> bool:
    """An old page of the same timeline says nothing new."""
    return known is not None and not known.stale and known.gen == head.gen and head.seq < known.seq


def _write(connection: Connection, name: str, shown: Iterable[Shown], effect: Effect) -> None:
    every = list(shown)
    ids = [one.record.id for one in every]
    held = {row.id: row for row in connection.execute(_HELD, given(ids))}
    evicted = [one.record.id for one in every if not one.present]
    if evicted:
        connection.execute(_LEAVE, {"of": name, **given(evicted)})
    effect.explicit.update(evicted)
    present = [one for one in every if one.present]
    newer = [one for one in present if _is_news(one.record, held.get(one.record.id))]
    effect.touched.update(ids)
    effect.dead.update(one.record.id for one in newer if _has_died(one.record, held.get(one.record.id)))
    if present:
        connection.execute(_STAND, [{"scope": name, "id": one.record.id, "stale": 0} for one in present])
    if newer:
        connection.execute(_PUT_BASE, [rows.base_row(one.record) for one in newer])
        put_conflicts(connection, newer)


def put_conflicts(connection: Connection, newer: list[Shown]) -> None:
    connection.execute(_DROP_CONFLICTS, given(one.record.id for one in newer))
    waiting = [row for one in newer for row in one.conflicts]
    if waiting:
        connection.execute(insert(base_conflict).prefix_with("OR REPLACE"), waiting)


def _is_news(record: Record, held: Any) -> bool:
    return held is None or bool(held.stale) or record.seq >= held.seq


def _has_died(record: Record, held: Any) -> bool:
    return record.deleted and held is not None and not held.deleted


def _guard(connection: Connection, lost: set[str], total: int, effect: Effect, may_wipe: bool) -> None:
    """Absence is no proof: too much of it, or too many tombstones at once, wait for the person."""
    silent = lost - effect.explicit
    gone_here = set(connection.execute(_GONE_HERE, given(effect.dead)).scalars()) if effect.dead else set()
    count = len(silent | (effect.dead - gone_here))
    everything = bool(silent) and len(silent) >= total
    if not may_wipe and (count > max(GUARD_COUNT, total // GUARD_SHARE) or everything):
        raise WipeGuard(count)


def _rows(page: ScopePage) -> tuple[Shown, ...]:
    raw = bytes(page.rows)
    try:
        listed = msgspec.json.decode(raw)
        if hashlib.sha256(raw).hexdigest() != page.digest or len(listed) != page.count:
            raise ValueError("count or digest")
        return tuple(shown(one) for one in listed)
    except (ValueError, TypeError, KeyError, msgspec.MsgspecError) as error:
        raise NotTheSchool("mangled", "學校的回答不完整，這次沒有套用。") from error


def shown(raw: dict[str, Any]) -> Shown:
    """A row; keys that this program does not know are carried in `unknown`, also a whole row of an unknown shape."""
    try:
        row = msgspec.convert(raw, Row)
        files = rows.attachments(row.files)
    except (msgspec.ValidationError, KeyError, TypeError, AttributeError):
        row, files = (
            Row(raw["id"], raw["form"], 0, int(raw["seq"]), state="unreadable", unknown={"row": raw}),
            {},
        )
    extra = {key: value for key, value in raw.items() if key not in KNOWN_KEYS}
    record = Record(
        id=row.id,
        form=row.form,
        owner=row.owner,
        parent=row.parent,
        state=row.state,
        ver=row.ver,
        seq=row.seq,
        values=row.values,
        files=files,
        srv=row.srv,
        deleted=row.deleted,
        unknown={**extra, **row.unknown},
    )
    return Shown(record, row.present, tuple(_conflict(row.id, one) for one in row.conflicts))


def _conflict(record: str, one: Any) -> dict[str, Any]:
    value = rows.dump(one.value)
    return {"rec": record, "field": one.field, "device": one.device, "value": value, "intent": one.intent}
