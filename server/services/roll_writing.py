"""Carries a looked-at list out: accounts, records and who teaches what in one transaction, all of it or nothing."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, update

from derive.listing import BadList
from domain.errors import BadInput
from domain.text import normal
from server.db import dialect, tables
from server.services.accounts import Doorkeeper
from server.services.office import Office
from server.services.publishing import publish_with, tell_deputies
from server.services.rolls import Fate, Plan, Step

A, C = tables.account, tables.course_teacher


def carry_out(office: Office, doorkeeper: Doorkeeper, plan: Plan, actor: str = "") -> int:
    """How many lines there were to write. Raises BadList while something is wrong."""
    if plan.problems:
        raise BadList(plan.problems)
    due = [one for one in plan.steps if one.fate in (Fate.NEW, Fate.CHANGED)]
    hashed = {
        one.account.id: doorkeeper.stretched(one.account.password)
        for one in due
        if one.account is not None and one.account.password
    }

    def beside(conn: Connection) -> None:
        _accounts(conn, due, hashed)
        pairs = [one.teaches for one in due if one.teaches is not None]
        for course, account in pairs:
            dialect.insert_new(conn, C, {"course": course, "account": account})

    publish_with(office, [one.record for one in due if one.record is not None], beside, actor)
    tell_deputies(office, [one.teaches[1] for one in due if one.teaches is not None])
    return len(due)


def _accounts(conn: Connection, due: Sequence[Step], hashed: Mapping[str, str]) -> None:
    for step in due:
        new, record = step.account, step.record
        if new is not None:
            row = {
                "id": new.id, "name": normal(new.name), "role": new.role.value, "email": new.email,
                "password": hashed.get(new.id, ""), "otp_secret": "", "active": True,
            }  # fmt: skip
            if not dialect.insert_new(conn, A, row):
                raise BadInput("account_taken", f"帳號「{new.id}」剛剛被建立了。", "請再看一次預覽。")
        elif record is not None and record.form == "person":
            told = {
                "name": record.text("name"),
                **({"email": mail} if (mail := record.text("email")) else {}),
            }
            conn.execute(update(A).where(A.c.id == record.owner).values(told))
