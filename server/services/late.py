"""What came too late and is held: looked at, let through or refused, with a reason that stays.

The word is an intent like an administrator's from the program, so it is kept, answered once and signed.
"""

from collections.abc import Iterable
from functools import partial

from attrs import frozen
from msgspec import Raw
from sqlalchemy import Connection, select

from domain import intents
from domain.commitment import understood
from domain.errors import BadInput
from domain.forms.late import LATE_ACT
from domain.intents import Action, Intent, decode
from domain.lifecycle import ACTION_LABELS
from domain.mutators import REJECTED, TAKEN
from domain.people import Actor, Role
from domain.records import Record
from domain.refusals import refuse as refusal
from domain.text import normal
from domain.windows import instant
from server.db import rows, tables
from server.services import granting, holding, replaying
from server.services.deciding import Bench
from server.services.decoding import item_of
from server.services.ledger import Ledger
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
    holding.catch_up(office)
    found = office.database.read(lambda conn: rows.of_forms(conn, (LATE_ACT.key,))).result()
    waiting = [one for one in found if one.state == holding.WAITING]
    return tuple(_late(one) for one in sorted(waiting, key=lambda one: (one.text("received_at"), one.id)))


def tried(office: Office, ids: Iterable[str]) -> dict[str, str]:
    """By id, why an act that is held cannot be let through as things stand, "" when it can.

    Changes nothing; but judging locks what it reads, so it stands in line with the writers.
    """

    def work(conn: Connection) -> dict[str, str]:
        return {one: _against(Bench(conn, office, office.clock()), one) for one in ids}

    return office.database.write(work).result()


def _against(bench: Bench, intent: str) -> str:
    row = bench.conn.execute(select(I).where(I.c.id == intent)).first()
    word = (
        Intent(intent, Action.GRANT, row.rec, decode(row.body).form, intents.late(intent, ""))
        if row
        else None
    )
    known = granting.held(bench.conn, word) if word else None
    if known is None or not known.open_to(Action.GRANT, False):
        return refusal("not_held").text
    done = bench.would(known)
    return "" if done.status in TAKEN else done.sentence


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
        if holding.noted_at(conn, account, known) == "":
            conn.execute(N.insert().values(row))
        ledger = Ledger(conn, office.clock())
        holding.noted(ledger, account, known, row["at"])
        office.pulse.beat(ledger.finish().seq)

    office.database.write(work).result()
    return known


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
    rows.lock(conn, [row.rec, intent])
    now = office.clock()
    form = decode(row.body).form
    word = Intent(new_id(now), action, row.rec, form, intents.late(intent, words))
    desk = Desk(conn, office, Arrival("", "", now), SCHOOL)
    desk.bench.waiting = replaying.waiting_for(conn, [row.rec])
    [result] = desk.all([item_of(PushItem(Raw(word.encode())))])
    if result.status == REJECTED:
        raise BadInput(result.reason, result.sentence)
    return result, desk.ledger.finish().seq


def _late(record: Record) -> Late:
    noted, end = instant(record.text("noted_at")), instant(record.text("ended_at"))
    return Late(
        id=record.id,
        account=record.text("account"),
        name=record.text("name"),
        act=ACTION_LABELS[Action(record.text("act"))],
        record=record.text("record"),
        title=record.text("title"),
        recv_at=record.text("received_at"),
        claimed=record.text("claimed"),
        code=record.text("code"),
        noted_at=record.text("noted_at"),
        in_time=bool(noted and end and noted < end),
    )
