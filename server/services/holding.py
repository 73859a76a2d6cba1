"""What came too late, as the office is told of it: a record of its own an act, from the hour when it is held.

It travels to the office's computers like everything else, and says afterwards how the school decided.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from attrs import evolve, frozen
from sqlalchemy import Connection, Row, select

from domain.commitment import code_of
from domain.fields import Choice
from domain.forms import FORMS
from domain.forms.late import LATE_ACT
from domain.intents import Action, Intent, decode
from domain.knowledge import at as school_as_of
from domain.mutators import HELD
from domain.people import School
from domain.records import Record, clean
from domain.waiting import missed
from domain.windows import instant, stamp
from server.db import tables
from server.services.facts import school_at
from server.services.ledger import Deed, Ledger
from server.services.office import Office, instant_text
from server.services.uptime import BEFORE, away

I, A, N, R = tables.intent, tables.account, tables.noted_code, tables.record  # noqa: E741  the table of intents
WAITING = "held"
DECIDED = {Action.GRANT: "granted", Action.REFUSE: "refused"}


@frozen
class Act:
    """An act that is held: what was said, by whom, from which device, when it was here."""

    intent: Intent
    account: str
    device: str
    recv: datetime
    body_sha: str


def act_of(row: Row[Any]) -> Act:
    """The act in a row of `intent`. ValueError when it has no time."""
    recv = instant(row.recv_at)
    if recv is None:
        raise ValueError("an act without a time")
    return Act(decode(row.body), row.actor, row.device, recv, row.body_sha)


def hold(ledger: Ledger, school: School, act: Act) -> None:
    """Tell the office of it; what it was told before stands."""
    if ledger.shelf.record(act.intent.id) is None:
        values = clean(told(ledger.conn, ledger.shelf.record(act.intent.record), school, act))
        record = Record(act.intent.id, LATE_ACT.key, state=WAITING, values=values, srv={"source": "school"})
        ledger.write(record, Deed("publish"))


def decide(ledger: Ledger, word: Intent, by: str, at: datetime) -> None:
    """The school has said its word about it."""
    known = ledger.shelf.record(str(word.d["intent"]))
    if known is not None and known.form == LATE_ACT.key and known.state != DECIDED[word.action]:
        said = {"reason": word.d["reason"], "by": by, "at": stamp(at)}
        decided = evolve(known, state=DECIDED[word.action]).with_srv(late=said)
        ledger.write(decided, Deed("publish", at=instant_text(at)))


def noted(ledger: Ledger, account: str, code: str, at: str) -> None:
    """A code that was told by telephone stands beside the act it belongs to, if that is here already."""
    query = select(R.c.id).where(R.c.form == LATE_ACT.key)
    known = ledger.shelf.records(ledger.conn.scalars(query))
    for one in known.values():
        if (one.text("account"), one.text("code")) == (account, code) and not one.text("noted_at"):
            values = {**one.values, "noted_at": _whole(at)}
            ledger.write(evolve(one, values=values), Deed("publish"))


def catch_up(office: Office) -> int:
    """Tell the office of what was held before there were such records; how many."""
    query = select(I).outerjoin(R, R.c.id == I.c.id).where(I.c.status == HELD, R.c.id.is_(None))

    def work(conn: Connection) -> int:
        ledger, school = Ledger(conn, office.clock()), school_at(conn, office, office.clock())
        found = [act_of(row) for row in conn.execute(query) if row.rec]
        for act in found:
            hold(ledger, school, act)
        ledger.finish()
        return len(found)

    if not office.database.read(lambda conn: conn.execute(query.limit(1)).all()).result():
        return 0
    return office.database.write(work).result()


def told(conn: Connection, about: Record | None, school: School, act: Act) -> dict[str, Any]:
    """Everything that helps to decide, as it was known when the act came."""
    intent, form = act.intent, FORMS.get(act.intent.form)
    code = code_of(act.body_sha)
    end = missed(intent, school_as_of(school, act.recv))
    quiet = away(conn, end - BEFORE, end) if end else ()
    return {
        "account": act.account,
        "name": conn.scalar(select(A.c.name).where(A.c.id == act.account)) or "",
        "act": intent.action.value,
        "about": intent.form,
        "record": intent.record,
        "title": _title(intent, about, school) or (form.title if form else ""),
        "device": act.device,
        "received_at": stamp(act.recv),
        "ended_at": stamp(end) if end else "",
        "claimed": str(intent.made.get("wall", ""))[:60],
        "code": code,
        "noted_at": _whole(noted_at(conn, act.account, code)),
        "away_minutes": str(_minutes(quiet)) if quiet else "",
    }


def noted_at(conn: Connection, account: str, code: str) -> str:
    """When the school was told the code, "" for never."""
    return conn.scalar(select(N.c.at).where(N.c.account == account, N.c.code == code)) or ""


def _title(intent: Intent, about: Record | None, school: School) -> str:
    form = FORMS.get(intent.form)
    if form is None:
        return ""
    field = form.field(form.title_field)
    said = {key: change["to"] for key, change in intent.d.get("f", {}).items()}
    text = str((about.values if about else said).get(form.title_field) or "")
    return school.codes[field.codes].label(text) if isinstance(field, Choice) and text else text


def _minutes(quiet: Iterable[tuple[datetime, datetime]]) -> int:
    return int(sum((end - start).total_seconds() for start, end in quiet) // 60)


def _whole(text: str) -> str:
    moment = instant(text)
    return stamp(moment) if moment else ""
