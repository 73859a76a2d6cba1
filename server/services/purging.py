"""The end of keeping: what a former student left behind goes for good, after its time and with a line in the log.

One transaction a student, which looks again whether it may. Every copy of the scopes concerned starts anew (`gen`),
so that it drops exactly what is gone; what somebody has not sent yet stays with them. Files go later, see sweeping.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

from attrs import evolve, frozen
from sqlalchemy import ColumnElement, Connection, Table, delete, func, or_, select

from domain import keeping
from domain.calendar import parse_day
from domain.errors import BadInput
from domain.guidance import SPEAKS_OF_STUDENTS, students_named
from domain.mutators import HELD
from domain.people import Role
from domain.records import Record
from domain.text import normal
from server.db import rows, tables
from server.services.office import Office, instant_text, new_id
from server.services.publishing import bump_generation, publish
from sync.wire.keeping import Gone, Kept

R, I, P = tables.record, tables.intent, tables.purged  # noqa: E741  the table of intents
ZONE = "Asia/Taipei"
MOST = 2000


@frozen
class Order:
    """Who is to be removed and why. by: who says so. confirm: keeping.confirmation, as typed."""

    accounts: tuple[str, ...]
    reason: str
    by: str
    confirm: str


def note_leaving(
    office: Office, day: str, accounts: Iterable[str] = (), class_name: str = ""
) -> tuple[str, ...]:
    """Write down when these students left ("" takes it back); whose record was changed."""
    if day:
        _day(day)
    wanted = set(accounts)
    people = office.database.read(_students).result()
    unknown = sorted(wanted - people.keys())
    if unknown:
        raise BadInput("no_student", f"沒有這些學生的基本資料：{'、'.join(unknown)}。", "請先匯入帳號。")
    chosen = [
        one
        for account, one in people.items()
        if account in wanted or (class_name and one.text("class_name") == class_name)
    ]
    if not chosen:
        raise BadInput("no_student", "沒有符合的學生。", "請檢查帳號或班級。")
    changed = [
        evolve(one, values={**one.values, "left_on": day or None})
        for one in chosen
        if one.text("left_on") != day
    ]
    publish(office, changed)
    return tuple(one.owner for one in changed)


def years(office: Office) -> int:
    """For how long this school keeps."""
    return office.database.read(_years).result()


def kept(office: Office) -> tuple[Kept, ...]:
    """Everybody who has left and whose data are still here, the earliest first. Changes nothing."""
    today = _today(office)
    return office.database.read(partial(_kept, today)).result()


def gone(office: Office) -> tuple[Gone, ...]:
    """The log, the newest first."""
    query = select(P).order_by(P.c.at.desc(), P.c.whose)
    found = office.database.read(lambda conn: conn.execute(query).all()).result()
    return tuple(
        Gone(one.whose, one.left_on, one.at, one.actor, one.reason, one.records, one.acts, one.files)
        for one in found
    )


def purge(office: Office, order: Order) -> tuple[Gone, ...]:
    """Remove them, one after the other; BadInput before anything is touched when one may not go yet."""
    words = normal(order.reason).strip()
    if not 0 < len(words) <= MOST:
        raise BadInput("no_reason", "理由沒有內容，或太長。", f"請寫 1 到 {MOST} 字，會留在紀錄裡。")
    accounts = tuple(dict.fromkeys(order.accounts))
    phrase = keeping.confirmation(len(accounts))
    if not accounts or normal(order.confirm).strip() != phrase:
        raise BadInput("not_confirmed", "沒有確認，什麼都沒有清除。", f"請輸入「{phrase}」。")
    known = {one.account: one for one in kept(office)}
    for account in accounts:
        _refuse_early(account, known.get(account))
    order = evolve(order, accounts=accounts, reason=words)
    return tuple(office.database.write(partial(_purge, office, order, one)).result() for one in accounts)


def _refuse_early(account: str, found: Kept | None) -> None:
    if found is None:
        raise BadInput("not_kept", f"「{account}」沒有登記離校日期，或已經清除。", "請用 purge list 看看。")
    if found.reasons:
        raise BadInput("kept", f"「{account}」還不能清除：{''.join(found.reasons)}")


# ---- looking


def _today(office: Office) -> date:
    return office.clock().astimezone(ZoneInfo(ZONE)).date()


def _day(text: str) -> date:
    try:
        return parse_day(text)
    except ValueError as error:
        raise BadInput("bad_day", f"「{text}」不是日期。", "請寫成 2026-06-10。") from error


def _years(conn: Connection) -> int:
    said = [one.text("keeping_years") for one in rows.of_forms(conn, ("school",))]
    return int(said[0]) if said and said[0].isdigit() and int(said[0]) > 0 else keeping.YEARS


def _students(conn: Connection) -> dict[str, Record]:
    people = rows.of_forms(conn, ("person",))
    return {one.owner: one for one in people if one.owner and one.text("role") == Role.STUDENT}


def _kept(today: date, conn: Connection) -> tuple[Kept, ...]:
    people = {owner: one for owner, one in _students(conn).items() if one.text("left_on")}
    span = _years(conn)
    found = (_one(conn, one, today, span) for one in people.values())
    return tuple(sorted(found, key=lambda one: (one.left_on, one.account)))


def _one(conn: Connection, person: Record, today: date, span: int) -> Kept:
    owner, left_on = person.owner, parse_day(person.text("left_on"))
    theirs = list(
        conn.execute(select(R.c.id, R.c.state, R.c.srv).where(R.c.owner == owner, R.c.deleted.is_(False)))
    )
    locked = sum(1 for one in theirs if one.srv.get("selection") == "locked")
    unanswered = sum(1 for one in theirs if one.state == "reported")
    waits = I.c.waiting.is_(True) | (I.c.status == HELD)
    held = conn.scalar(select(func.count()).select_from(I).where(_acts(owner), waits)) or 0
    left = keeping.Left(left_on, unanswered, held, locked)
    files = conn.scalar(
        select(func.count()).select_from(tables.holder).where(tables.holder.c.account == owner)
    )
    until = keeping.kept_until(left_on, span)
    reasons = list(keeping.reasons(left, today, span))
    return Kept(owner, person.text("name"), f"{left_on}", f"{until}", len(theirs), files or 0, reasons)


def _acts(owner: str) -> ColumnElement[bool]:
    """What the student did, and what others did to the student's records."""
    return or_(I.c.actor == owner, I.c.rec.in_(select(R.c.id).where(R.c.owner == owner)))


# ---- removing


def _purge(office: Office, order: Order, account: str, conn: Connection) -> Gone:
    """All of one student, in the global order of locks: account, records, intents."""
    rows.lock_account(conn, account)
    ids = sorted({*conn.scalars(select(R.c.id).where(R.c.owner == account)), *_naming_them(conn, account)})
    rows.lock(conn, ids)
    person = conn.execute(select(R).where(R.c.owner == account, R.c.form == "person")).first()
    record = rows.record_of(person) if person is not None else None
    left = record is not None and not record.deleted and record.text("left_on") != ""
    found = _one(conn, record, _today(office), _years(conn)) if record and left else None
    _refuse_early(account, found)
    assert found is not None
    acts = conn.execute(delete(I).where(or_(_acts(account), I.c.rec.in_(ids)))).rowcount
    _leave_scopes(conn, ids)
    for table, column in _naming("rec", "id"):
        conn.execute(delete(table).where(table.c[column].in_(ids)))
    _forget_account(conn, account)
    office.incoming.forget(account)
    at = instant_text(office.clock())
    done = Gone(account, found.left_on, at, order.by, order.reason, len(ids), acts, found.files)
    conn.execute(P.insert(), [_line(done, new_id(office.clock()))])
    return done


def _line(done: Gone, line: str) -> Mapping[str, object]:
    return {
        "id": line,
        "whose": done.account,
        "left_on": done.left_on,
        "at": done.at,
        "actor": done.by,
        "reason": done.reason,
        "records": done.records,
        "acts": done.acts,
        "files": done.files,
    }


def _naming_them(conn: Connection, account: str) -> list[str]:
    """What the school wrote about just this student without its being theirs: it names the account in a value."""
    keys = {"guidance": "student", "late_act": "account"}
    found = rows.of_forms(conn, {*keys, *SPEAKS_OF_STUDENTS})
    return [one.id for one in found if _names_only(one, keys.get(one.form, ""), account)]


def _names_only(record: Record, key: str, account: str) -> bool:
    """A talk with several students stays with the others."""
    return record.text(key) == account if key else students_named(record) == (account,)


def _leave_scopes(conn: Connection, ids: Sequence[str]) -> None:
    member = tables.scope_member
    scopes = conn.scalars(select(member.c.scope).where(member.c.rec.in_(ids)).distinct())
    for scope in sorted(scopes):
        bump_generation(conn, scope)


def _naming(column: str, own: str) -> list[tuple[Table, str]]:
    """Every table with rows about a record, the records themselves last: a table to come is not forgotten."""
    about = [(one, column) for one in tables.metadata.sorted_tables if column in one.c and one is not I]
    return [*about, (R, own)]


def _forget_account(conn: Connection, account: str) -> None:
    sessions = select(tables.session.c.id).where(tables.session.c.account == account)
    conn.execute(delete(tables.access).where(tables.access.c.session.in_(sessions)))
    for table in tables.metadata.sorted_tables:
        if "account" in table.c:
            conn.execute(delete(table).where(table.c.account == account))
    conn.execute(delete(tables.account).where(tables.account.c.id == account))
