"""Records, conflicts and enrolments as rows, and back. Reads and single writes; no rule and no counter."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, select

from domain.records import Attachment, Conflict, Record
from server.db import dialect, tables

R = tables.record
C = tables.conflict

_THESE: Any = bindparam("these", expanding=True)
_ACCOUNT: Any = bindparam("account")
_LOAD = select(R).where(R.c.id.in_(_THESE))
_LOCK = select(R.c.id).where(R.c.id.in_(_THESE)).order_by(R.c.id)
_LOCK_ACCOUNT = select(tables.account).where(tables.account.c.id == _ACCOUNT)
_OF_FORMS = select(R).where(R.c.form.in_(_THESE), R.c.deleted.is_(False)).order_by(R.c.seq, R.c.id)
_CONFLICTS = select(C).where(C.c.rec.in_(_THESE)).order_by(C.c.rec, C.c.field, C.c.device)
_TAUGHT = select(tables.course_teacher.c.course).where(tables.course_teacher.c.account == _ACCOUNT)
_HELD = select(tables.holder.c.sha256).where(
    tables.holder.c.account == _ACCOUNT, tables.holder.c.sha256.in_(_THESE)
)


def record_of(row: Row[Any]) -> Record:
    """The record in a row of `record`."""
    return Record(
        id=row.id,
        form=row.form,
        owner=row.owner,
        parent=row.parent,
        state=row.state,
        ver=row.ver,
        seq=row.seq,
        values=row._mapping["values"],
        files={slot: Attachment(**one) for slot, one in row.files.items()},
        srv=row.srv,
        deleted=row.deleted,
        unknown=row.unknown,
    )


def load(conn: Connection, ids: Iterable[str]) -> dict[str, Record]:
    """The records of those ids, by id; absent ones are left out."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    return {row.id: record_of(row) for row in conn.execute(_LOAD, {"these": wanted})}


def lock(conn: Connection, ids: Iterable[str]) -> None:
    """Take the rows in the one global order, so that no two pushes can wait for each other."""
    conn.execute(dialect.locked(conn, _LOCK), {"these": sorted(set(ids))}).all()


def lock_account(conn: Connection, account: str) -> Row[Any] | None:
    """The account as the school knows it now. Its row stays ours: one person's writes follow one another."""
    return conn.execute(dialect.locked(conn, _LOCK_ACCOUNT), {"account": account}).first()


def role_of(conn: Connection, account: str) -> str:
    """The role of the account now, "" when there is none."""
    return conn.scalar(select(tables.account.c.role).where(tables.account.c.id == account)) or ""


def of_forms(conn: Connection, forms: Iterable[str]) -> tuple[Record, ...]:
    """Every record of those forms that is not deleted, oldest first."""
    return tuple(record_of(row) for row in conn.execute(_OF_FORMS, {"these": sorted(forms)}))


def row_of(record: Record, course: str) -> dict[str, Any]:
    """The record as a row; its seq is set when the transaction ends."""
    return {
        "id": record.id,
        "form": record.form,
        "owner": record.owner,
        "parent": record.parent,
        "course": course,
        "state": record.state,
        "ver": record.ver,
        "seq": record.seq,
        "values": dict(record.values),
        "files": {slot: one.as_json() for slot, one in record.files.items()},
        "srv": dict(record.srv),
        "unknown": dict(record.unknown),
        "deleted": record.deleted,
        "content_hash": record.content_hash,
    }


def conflicts(conn: Connection, ids: Sequence[str]) -> dict[str, list[Conflict]]:
    """The open conflicts of those records, by record."""
    found: dict[str, list[Conflict]] = {}
    if not ids:
        return found
    for row in conn.execute(_CONFLICTS, {"these": list(ids)}):
        found.setdefault(row.rec, []).append(Conflict(row.rec, row.field, row.device, row.value, row.intent))
    return found


def put_conflicts(conn: Connection, put: Sequence[Conflict]) -> None:
    """One row a record, field and device: a later value of the same device replaces its own."""
    rows = [
        {
            "rec": one.record,
            "field": one.field,
            "device": one.device,
            "value": one.value,
            "sha256": one.value["sha256"] if isinstance(one.value, Mapping) else "",
            "intent": one.intent,
        }
        for one in put
    ]
    dialect.upsert(conn, C, rows)


def drop_conflicts(conn: Connection, settled: Iterable[tuple[str, str, str]]) -> None:
    """Remove the values of those (record, field, device)."""
    for record, name, device in settled:
        conn.execute(delete(C).where(C.c.rec == record, C.c.field == name, C.c.device == device))


def courses_taught(conn: Connection, account: str) -> frozenset[str]:
    """The ids of the courses that the account teaches."""
    return frozenset(conn.scalars(_TAUGHT, {"account": account}))


def held(conn: Connection, account: str, hashes: Iterable[str]) -> frozenset[str]:
    """Which of the files the account has sent in full. They cannot be swept until commit."""
    wanted = sorted(set(hashes))
    if not wanted:
        return frozenset()
    return frozenset(conn.scalars(dialect.shared(conn, _HELD), {"account": account, "these": wanted}))


def meta(conn: Connection, key: str) -> str:
    """A fact about this school's database, "" when it is not there."""
    return conn.scalar(select(tables.meta.c.value).where(tables.meta.c.key == key)) or ""
