"""What the school itself writes: settings, windows, people, enrolments, cadres, announcements, receipts.

The same way as everybody else's acts: a version, a line of history, one place on the timeline.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from attrs import evolve
from sqlalchemy import Connection, select, update

from domain import deputies
from domain.canonical import canonical
from domain.errors import BadInput
from domain.forms import FORMS
from domain.people import Role
from domain.records import Record, Values, clean
from domain.validation import storable
from server.db import rows, tables
from server.services import deputising
from server.services.ledger import Deed, Ledger
from server.services.office import Office, new_id

AT_ONCE = 500
"""Records in one transaction: a page never splits one, so a big one would make a big page."""

PEOPLES_OWN = frozenset({"outcome", "diverse", "profile", "own"})
STATES = {"school_cadre": "editable", "receipt": "open"}


def publish(office: Office, records: Iterable[Record], actor: str = "") -> tuple[Record, ...]:
    """Write the school's records; those that already stand so are left alone. An empty id makes a new record.

    Raises BadInput when a record is not the school's to write; then nothing is written.
    """
    ready = [_ready(office, record) for record in records]
    written: list[Record] = []
    for start in range(0, len(ready), AT_ONCE):
        part = ready[start : start + AT_ONCE]
        done, seq = office.database.write(partial(_publish, office, part, actor)).result()
        office.pulse.beat(seq)
        written += done
    return tuple(written)


def publish_with(
    office: Office, records: Iterable[Record], beside: Callable[[Connection], None], actor: str = ""
) -> tuple[Record, ...]:
    """The same in one transaction however many they are, with what must be written beside them or not at all."""
    ready = [_ready(office, record) for record in records]

    def work(conn: Connection) -> tuple[list[Record], int]:
        beside(conn)
        return _publish(office, ready, actor, conn)

    written, seq = office.database.write(work).result()
    office.pulse.beat(seq)
    return tuple(written)


def set_school(office: Office, values: Values) -> Record:
    """The school's own settings: given keys are set, the others stay. There is one such record."""
    known = office.database.read(lambda conn: rows.of_forms(conn, ("school",))).result()
    before = known[0] if known else Record("", "school", values={"profile": office.profile})
    return publish(office, [evolve(before, values={**before.values, **values})])[0]


def teach(office: Office, course: str, accounts: Iterable[str]) -> None:
    """Let the accounts teach the course: they read and certify its outcomes from now on."""
    table, accounts = tables.course_teacher, tuple(accounts)

    def work(conn: Connection) -> None:
        known = set(conn.scalars(select(table.c.account).where(table.c.course == course)))
        for account in sorted(set(accounts) - known):
            _check_account(conn, account)
            conn.execute(table.insert().values(course=course, account=account))

    office.database.write(work).result()
    tell_deputies(office, accounts)


def no_longer_teach(office: Office, course: str, account: str) -> None:
    """Take the course from the account; its copies drop what they held of it."""
    table = tables.course_teacher
    gone = table.delete().where(table.c.course == course, table.c.account == account)
    office.database.write(lambda conn: conn.execute(gone).rowcount).result()
    tell_deputies(office, [account])


def tell_deputies(office: Office, accounts: Iterable[str]) -> None:
    """Somebody's courses have changed: the appointments that speak of them are about others now."""
    whom = set(accounts)

    def work(conn: Connection) -> int:
        known = rows.of_forms(conn, (deputies.FORM,))
        concerned = sorted(one.id for one in known if whom & {one.owner, one.text("deputy")})
        rows.lock(conn, concerned)
        ledger = Ledger(conn, office.clock())
        for record in ledger.shelf.records(concerned).values():
            if deputising.counted(conn, record) != record:
                ledger.recount(record)
        return ledger.finish().seq

    office.pulse.beat(office.database.write(work).result())


def _check_account(conn: Connection, account: str) -> None:
    role = conn.scalar(select(tables.account.c.role).where(tables.account.c.id == account))
    if role is None:
        raise BadInput("no_account", f"沒有「{account}」這個帳號。", "請先建立帳號。")
    if role == Role.STUDENT:
        raise BadInput("no_teacher", f"「{account}」不是教師帳號。", "請指定教師。")


def _ready(office: Office, record: Record) -> Record:
    form = FORMS.get(record.form)
    if form is None or form.group in PEOPLES_OWN:
        raise BadInput("not_the_schools", f"「{record.form}」不是由學校登錄的資料。", "請檢查資料的種類。")
    canonical({"values": dict(record.values)})
    for problem in storable(form, record.values):
        raise BadInput(problem.code, f"{form.title}：{problem.sentence}。")
    state = record.state if record.state != "draft" else STATES.get(record.form, "current")
    srv = {**record.srv, "source": "school"}
    return evolve(
        record, id=record.id or new_id(office.clock()), state=state, values=clean(record.values), srv=srv
    )


def _publish(
    office: Office, part: Sequence[Record], actor: str, conn: Connection
) -> tuple[list[Record], int]:
    rows.lock(conn, [record.id for record in part])
    ledger = Ledger(conn, office.clock())
    known = ledger.shelf.records(record.id for record in part)
    written = [_written(ledger, record, known.get(record.id), actor) for record in part]
    return written, ledger.finish().seq


def _written(ledger: Ledger, record: Record, before: Record | None, actor: str) -> Record:
    if before is not None:
        if (before.form, before.owner) != (record.form, record.owner):
            raise BadInput("taken", "這個編號已用於另一筆資料。", f"請換一個編號：{record.id}。")
        kept = {**before.srv, **record.srv}
        state = before.state if record.form == "receipt" and before.state != "imported" else record.state
        same = evolve(record, ver=before.ver, seq=before.seq, srv=kept, state=state, unknown=before.unknown)
        if same == before:
            return before
        record = same
    new = ledger.write(record, Deed("publish", actor))
    if new.form == "enrolment" and before is not None:
        _follow(ledger, new)
    return new


def _follow(ledger: Ledger, enrolment: Record) -> None:
    """Outcomes go where their enrolment goes: another course is another teacher's scope."""
    table = tables.record
    ids = list(
        ledger.conn.scalars(select(table.c.id).where(table.c.parent == enrolment.id).order_by(table.c.id))
    )
    for child in ledger.shelf.records(ids).values():
        ledger.recount(child)


def bump_generation(conn: Connection, scope: str) -> None:
    """Every copy of the scope starts anew."""
    table = tables.scope
    moved = update(table).where(table.c.id == scope).values(gen=table.c.gen + 1)
    if conn.execute(moved).rowcount == 0:
        conn.execute(table.insert().values(id=scope, gen=2))
