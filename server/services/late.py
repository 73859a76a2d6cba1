"""What came too late and is held: looked at, let through or refused, with a reason that stays.

The word is an intent like an administrator's from the program, so it is kept, answered once and signed.
"""

from functools import partial
from typing import Any

from attrs import frozen
from msgspec import Raw
from sqlalchemy import Connection, Row, select

from domain import intents
from domain.commitment import code_of, understood
from domain.errors import BadInput
from domain.forms import FORMS
from domain.intents import Action, Intent, decode
from domain.knowledge import at
from domain.lifecycle import ACTION_LABELS
from domain.mutators import HELD, REJECTED
from domain.people import Actor, Role, School
from domain.text import normal
from domain.waiting import missed
from domain.windows import instant
from server.db import rows, tables
from server.services import replaying
from server.services.decoding import item_of
from server.services.facts import school_at
from server.services.office import Office, instant_text, new_id
from server.services.pushing import Arrival, Desk
from sync.wire import PushItem, Result

I, A, N = tables.intent, tables.account, tables.noted_code  # noqa: E741  the table of intents
SCHOOL = Actor("", Role.ADMINISTRATOR, "學校")
MOST = 2000


@frozen
class Late:
    """One act that is held: what, by whom, on which record, when it was here. claimed: as its maker says.

    code, noted_at: the code of its bytes, and when the school was told it; in_time: before the end that it missed.
    """

    id: str
    account: str
    name: str
    act: str
    record: str
    title: str
    recv_at: str
    claimed: str
    code: str
    noted_at: str
    in_time: bool


def listed(office: Office) -> tuple[Late, ...]:
    """Everything that is held, the first to arrive first."""
    query = select(I, A.c.name.label("who")).join(A, A.c.id == I.c.actor)
    query = query.where(I.c.status == HELD).order_by(I.c.recv_at, I.c.id)

    def work(conn: Connection) -> tuple[Late, ...]:
        school = school_at(conn, office, office.clock())
        return tuple(_late(conn, row, school) for row in conn.execute(query).all())

    return office.database.read(work).result()


def note(office: Office, code: str, account: str) -> str:
    """Write down a code that somebody told us; its one spelling. The first time counts. BadInput for a slip."""
    known = understood(code)
    if not known:
        raise BadInput(
            "bad_code", f"「{code}」不是完整的代碼，可能聽錯或打錯一個字。", "請再問一次，共 12 個字。"
        )
    row = {"account": account, "code": known, "at": instant_text(office.clock())}

    def work(conn: Connection) -> None:
        if conn.execute(select(A.c.id).where(A.c.id == account)).first() is None:
            raise BadInput("no_account", f"沒有「{account}」這個帳號。", "請用 user list 看看帳號。")
        if _noted(conn, account, known) == "":
            conn.execute(N.insert().values(row))

    office.database.write(work).result()
    return known


def _noted(conn: Connection, account: str, code: str) -> str:
    return conn.scalar(select(N.c.at).where(N.c.account == account, N.c.code == code)) or ""


def grant(office: Office, intent: str, reason: str) -> Result:
    """Carry it out as if it had come on time. BadInput with the rule's words when that cannot be."""
    return _say(office, Action.GRANT, intent, reason)


def refuse(office: Office, intent: str, reason: str) -> Result:
    """Say no for good; the text stays where it is."""
    return _say(office, Action.REFUSE, intent, reason)


def _say(office: Office, action: Action, intent: str, reason: str) -> Result:
    words = normal(reason).strip()
    if not 0 < len(words) <= MOST:
        raise BadInput("no_reason", "理由沒有內容，或太長。", f"請寫 1 到 {MOST} 字，學生會看到。")
    result, seq = office.database.write(partial(_said, office, action, intent, words)).result()
    office.pulse.beat(seq)
    return result


def _said(office: Office, action: Action, intent: str, words: str, conn: Connection) -> tuple[Result, int]:
    row = conn.execute(select(I).where(I.c.id == intent)).first()
    if row is None or not row.rec:
        raise BadInput("not_held", f"沒有編號 {intent} 的動作。", "請用 late list 看看編號。")
    rows.lock(conn, [row.rec])
    now = office.clock()
    form = decode(row.body).form
    word = Intent(new_id(now), action, row.rec, form, intents.late(intent, words))
    desk = Desk(conn, office, Arrival("", "", now), SCHOOL)
    desk.bench.waiting = replaying.waiting_for(conn, [row.rec])
    [result] = desk.all([item_of(PushItem(Raw(word.encode())))])
    if result.status == REJECTED:
        raise BadInput(result.reason, result.sentence)
    return result, desk.ledger.finish().seq


def _late(conn: Connection, row: Row[Any], school: School) -> Late:
    intent = decode(row.body)
    record = rows.load(conn, [row.rec]).get(row.rec)
    form = FORMS.get(intent.form)
    said = {key: change["to"] for key, change in intent.d.get("f", {}).items()}
    named = str((record.values if record else said).get(form.title_field) or "") if form else ""
    code = code_of(row.body_sha)
    noted, recv = _noted(conn, row.actor, code), instant(row.recv_at)
    end = missed(intent, at(school, recv)) if recv else None
    return Late(
        id=row.id,
        account=row.actor,
        name=row.who,
        act=ACTION_LABELS[intent.action],
        record=row.rec,
        title=named or (form.title if form else ""),
        recv_at=row.recv_at,
        claimed=str(intent.made.get("wall", "")),
        code=code,
        noted_at=noted,
        in_time=bool(noted and end and noted < instant_text(end)),
    )
