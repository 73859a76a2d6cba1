"""What the office's desk asks about people: lists looked at and written, who has a password yet, first ones given out.

Passwords are made at the office's computer and arrive to be stretched; what lies here afterwards is argon2id alone.
"""

from sqlalchemy import select

from derive.code_rolls import PREFIX
from derive.rolls import ROLLS
from domain.errors import BadInput
from server.db import tables
from server.services import code_rolls, rolls
from server.services.accounts import Doorkeeper
from server.services.code_rolls import CodePlan
from server.services.office import Office
from server.services.roll_writing import carry_out
from server.services.rolls import Fate, Plan
from sync.wire.office import (
    FirstPasswords,
    Given,
    Holder,
    Holders,
    ListFault,
    ListLine,
    ListLook,
    ListTold,
)

LINES_TOLD = 500
A = tables.account
_ORDER = {Fate.NEW: 0, Fate.CHANGED: 1, Fate.GONE: 2, Fate.SAME: 3}


def look(office: Office, doorkeeper: Doorkeeper, asked: ListLook, actor: str) -> ListTold:
    """What the list comes to; written when `seen` is the mark of exactly this."""
    if asked.kind.startswith(PREFIX):
        return _codes(office, asked, actor)
    if asked.kind not in ROLLS:
        raise BadInput("no_such_list", "沒有這種名單。", "請更新程式後再試。")
    found = rolls.plan(office, asked.kind, asked.data)
    _same(asked, found.mark)
    writes = bool(asked.seen) and not found.problems
    if writes:
        carry_out(office, doorkeeper, found, actor)
    return _told(found, writes)


def _codes(office: Office, asked: ListLook, actor: str) -> ListTold:
    """A list of codes, the same way."""
    found = code_rolls.plan(office, asked.kind, asked.data, asked.source)
    _same(asked, found.mark)
    writes = bool(asked.seen) and not found.problems
    if writes:
        code_rolls.write(office, found, actor)
    return _told(found, writes)


def _same(asked: ListLook, mark: str) -> None:
    if asked.seen and asked.seen != mark:
        raise BadInput("changed", "看過預覽之後，學校的資料又變了，所以沒有匯入。", "請再看一次預覽。")


def holders(office: Office) -> Holders:
    """Every account that may sign in, and whether it has a password yet."""
    query = select(A.c.id, A.c.name, A.c.role, A.c.password).where(A.c.active.is_(True)).order_by(A.c.id)
    found = office.database.read(lambda conn: list(conn.execute(query))).result()
    return Holders([Holder(one.id, one.name, one.role, bool(one.password)) for one in found])


def give(office: Office, doorkeeper: Doorkeeper, asked: FirstPasswords) -> Given:
    """Set them; who has a password already keeps it, unless it is said to give another."""
    without = {one.account for one in holders(office).accounts if asked.again or not one.ready}
    done = [one for one in asked.given if one.account in without]
    for one in done:
        doorkeeper.set_password(one.account, one.password)
    return Given([one.account for one in done])


def _told(found: Plan | CodePlan, written: bool) -> ListTold:
    shown = sorted(found.steps, key=lambda one: (_ORDER[one.fate], one.line))[:LINES_TOLD]
    return ListTold(
        mark=found.mark,
        written=written,
        counts={fate.value: found.count(fate) for fate in Fate},
        lines=[ListLine(one.line, one.who, one.fate.value, one.what) for one in shown],
        faults=[ListFault(one.cell, one.sentence) for one in found.problems[:LINES_TOLD]],
        fault_count=len(found.problems),
    )
