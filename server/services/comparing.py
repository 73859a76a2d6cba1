"""What the school holds, in sums: for copies that want to know whether they hold the same. Changes nothing."""

from attrs import frozen
from sqlalchemy import Connection, select

from domain.scopes import shown_in
from server.db import tables
from server.db.rows import record_of
from server.services import pulling
from server.services.office import Office
from sync.wire.checking import (
    Check,
    CheckReply,
    CheckRow,
    FileList,
    HeldFile,
    ScopeSums,
    bucket_of,
    buckets_of,
    sum_of,
)

R, M = tables.record, tables.scope_member


@frozen
class Standing:
    """One record in a scope: where on the timeline, and its sum ("" when it has left)."""

    seq: int
    sum: str


def answer(office: Office, account: str, message: Check) -> CheckReply:
    """The sums of one snapshot."""

    def work(conn: Connection) -> CheckReply:
        allowed = set(pulling.entitled(conn, office, account))
        scopes = {
            name: _sums(conn, name, set(listed)) for name, listed in message.scopes.items() if name in allowed
        }
        return CheckReply(office.server_id, message.req, _epoch(conn), scopes, end=True)

    return office.database.read(work).result()


def files(office: Office, account: str) -> FileList:
    """What the account has sent and what lies on the disk as it should: the disk is asked, not the row."""
    B, H = tables.blob, tables.holder  # noqa: N806  tables
    query = select(B.c.sha256, B.c.size).join(H, H.c.sha256 == B.c.sha256).where(H.c.account == account)

    def work(conn: Connection) -> tuple[str, list[HeldFile]]:
        found = conn.execute(query.order_by(B.c.sha256)).all()
        return _epoch(conn), [HeldFile(one.sha256, one.size) for one in found]

    epoch, known = office.database.read(work).result()
    sound = [one for one in known if office.final.size(one.sha256) == one.size]
    return FileList(office.server_id, epoch, sound, end=True)


def _epoch(conn: Connection) -> str:
    return conn.scalar(select(tables.school_feed.c.epoch)) or ""


def _sums(conn: Connection, scope: str, listed: set[int]) -> ScopeSums:
    query = select(M.c.rec, M.c.seq.label("member_seq"), M.c.present, R).join(R, R.c.id == M.c.rec)
    found: dict[str, Standing] = {}
    for row in conn.execute(query.where(M.c.scope == scope)):
        told = shown_in(scope, record_of(row)).told() if row.present else {}
        found[row.rec] = Standing(row.member_seq, sum_of(told) if row.present else "")
    here = {record: one.sum for record, one in found.items() if one.sum}
    gen = conn.scalar(select(tables.scope.c.gen).where(tables.scope.c.id == scope)) or 1
    rows = [CheckRow(rec, one.seq, one.sum) for rec, one in sorted(found.items()) if bucket_of(rec) in listed]
    return ScopeSums(gen, len(here), buckets_of(here), rows)
