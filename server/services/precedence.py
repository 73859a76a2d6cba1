"""After a restore: who came first stays, also when another computer speaks first.

An accepted save comes back and finds in a field what arrived only after it, from a computer that never saw it. The
order of arrival that we signed holds: the accepted value goes into the record, the other one waits beside it.
"""

from datetime import datetime
from typing import Any

from attrs import evolve
from sqlalchemy import Connection, Row, select

from domain import merge
from domain.intents import Action
from domain.mutators import APPLIED, MERGED, Outcome
from domain.records import Attachment, Conflict
from server.db import tables
from server.services.office import instant_text

H = tables.history


def first_stays(conn: Connection, outcome: Outcome, at: datetime) -> Outcome:
    """The outcome of a save that we had accepted at `at`, with the values in their old order. History is flushed."""
    record = outcome.record
    if record is None or outcome.status not in (APPLIED, MERGED):
        return outcome
    put: list[Conflict] = []
    for second in outcome.put:
        setter = _setter(conn, second)
        if setter is None or setter.at <= instant_text(at):
            put.append(second)
            continue
        held = merge.current(record, second.field)
        record = merge.resolve(record, second.field, second.value)
        put.append(Conflict(record.id, second.field, setter.device, held, setter.intent))
    own = {second.intent for second in outcome.put}
    status = MERGED if any(one.intent in own for one in put) else APPLIED
    return evolve(outcome, status=status, record=record, put=tuple(put))


def _setter(conn: Connection, second: Conflict) -> Row[Any] | None:
    """The save that put into the field what stands there now; None when it was something else than a save."""
    lines = conn.execute(select(H).where(H.c.rec == second.record).order_by(H.c.ver.desc())).all()
    found: Row[Any] | None = None
    for line in lines:
        if found is not None and not merge.same(_value(line, second.field), _value(found, second.field)):
            break
        found = line
    return found if found is not None and found.action == Action.SAVE.value else None


def _value(line: Row[Any], field: str) -> Any:
    if not field.startswith(merge.SLOT):
        return line.values.get(field)
    held = line.files.get(field.removeprefix(merge.SLOT))
    return Attachment(**held).as_json() if held else None
