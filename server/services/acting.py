"""What the school's office does to students' records: answers reports, locks, sends on and reopens selections.

Judged by the same rules as an administrator's intent; each act is a version and a line of history like any other.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from attrs import frozen
from sqlalchemy import Connection

from domain import intents
from domain.errors import BadInput
from domain.forms import DIVERSE
from domain.intents import Action, Intent
from domain.lifecycle import starts, transitions
from domain.mutators import NOOP, Context, perform
from domain.people import Actor, Facts, Role
from domain.records import Record
from domain.reports import FORMS_OF_REPORTS, REPLY_LIMIT, Reported, reported
from domain.text import normal
from server.db import rows
from server.services.facts import school_at
from server.services.ledger import Deed, Ledger
from server.services.office import Office, new_id
from server.services.publishing import AT_ONCE

PICKS: Mapping[str, tuple[str, ...]] = {
    "outcome": ("course_outcome",),
    "diverse": tuple(form.key for form in DIVERSE),
}
PICK_ACTS = {
    "lock": Action.LOCK,
    "unlock": Action.UNLOCK,
    "submitted": Action.SEND,
    "reopen": Action.REOPEN,
}


@frozen
class Report:
    """What a student has reported, in words."""

    id: str
    owner: str
    state: str
    about: str
    said: str
    reply: str


def reports(office: Office, everything: bool = False) -> tuple[Report, ...]:
    """What waits for an answer, the oldest first; everything: answered ones too."""
    states = ("reported", "processed") if everything else ("reported",)
    found = office.database.read(lambda conn: rows.of_forms(conn, FORMS_OF_REPORTS)).result()
    mine = sorted(
        (one for one in found if not one.deleted and one.state in states),
        key=lambda one: (one.state, one.seq),
    )
    told = [(one, reported(one, office.codes)) for one in mine]
    return tuple(_report(one, words) for one, words in told if words is not None)


def answer(office: Office, record: str, text: str) -> Record:
    """Say what was done; the student reads it after the next sync. BadInput when nothing waits under that id."""
    words = normal(text).strip()
    if not 0 < len(words) <= REPLY_LIMIT:
        raise BadInput("no_reply", "處理說明沒有內容，或太長。", f"請寫 1 到 {REPLY_LIMIT} 字，學生會看到。")
    return act(office, Action.PROCESS, [record], intents.reply(words))[0]


def picks(office: Office, word: str, kind: str, year: str, account: str = "") -> tuple[Record, ...]:
    """Do it to every pick of the kind and school year that stands so, of one student when account is given."""
    action = PICK_ACTS[word]
    able = starts(transitions(kind, action))
    found = office.database.read(lambda conn: tuple(_picks(conn, kind, year, account))).result()
    wanted = [one for one in found if one.selection in able]
    return act(office, action, [one.id for one in wanted]) if wanted else ()


def act(
    office: Office, action: Action, records: Iterable[str], d: Mapping[str, Any] | None = None
) -> tuple[Record, ...]:
    """The act on each record; BadInput with the rule's words when one is refused."""
    ids, done = list(records), []
    for start in range(0, len(ids), AT_ONCE):
        work = partial(_act, office, action, ids[start : start + AT_ONCE], d or {})
        written, seq = office.database.write(work).result()
        office.pulse.beat(seq)
        done += written
    return tuple(done)


def _act(
    office: Office, action: Action, ids: list[str], d: Mapping[str, Any], conn: Connection
) -> tuple[list[Record], int]:
    rows.lock(conn, ids)
    now = office.clock()
    ledger = Ledger(conn, now)
    actor = Actor("", Role.ADMINISTRATOR, "學校")
    context = Context(actor, school_at(conn, office, now), Facts())
    written = []
    for record_id in ids:
        record = ledger.shelf.record(record_id)
        if record is None:
            raise BadInput("missing", f"沒有編號 {record_id} 的紀錄。", "請用 reports list 看看編號。")
        intent = Intent(new_id(now), action, record.id, record.form, d)
        outcome = perform(intent, record, context)
        if outcome.record is None or (outcome.status == NOOP and action is Action.PROCESS):
            raise BadInput(outcome.reason or "state", f"{record_id}：{outcome.sentence}")
        changed = outcome.status != NOOP
        written.append(ledger.write(outcome.record, Deed(action.value)) if changed else outcome.record)
    return written, ledger.finish().seq


def _picks(conn: Connection, kind: str, year: str, account: str) -> Iterator[Record]:
    found = rows.of_forms(conn, PICKS[kind])
    parents = rows.load(conn, [one.parent for one in found if one.parent])
    for one in found:
        term = parents[one.parent].text("year_term") if one.parent in parents else one.text("year_term")
        if not one.deleted and term.partition("-")[0] == year and account in ("", one.owner):
            yield one


def _report(record: Record, told: Reported) -> Report:
    return Report(record.id, record.owner, record.state, told.about, told.said, told.reply)
