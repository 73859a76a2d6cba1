"""The working copy: what the school holds, with everything laid over it that the school's pages do not show yet.

work == f(base, outbox). `recompute` is the only writer of `work` and `rec_blob`.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from attrs import frozen
from sqlalchemy import Connection, Row, and_, case, delete, insert, or_, select

from desktop.store import rows
from desktop.store.schema import among, base, base_conflict, given, outbox, rec_blob, work
from domain.forms import FORMS
from domain.intents import Action, Intent
from domain.mutators import project
from domain.people import Actor, Role
from domain.records import Record
from domain.text import alike

UNANSWERED = ("queued", "frozen")
REFUSED = ("rejected", "held_late", "reused", "aside")
WAITING_AGAIN = and_(outbox.c.settled == 1, outbox.c.status.in_(UNANSWERED))
"""Refused or held before the school was restored, and on its way there again."""
IN_INBOX = and_(outbox.c.dismissed == 0, or_(outbox.c.status.in_(REFUSED), WAITING_AGAIN))

_BASE = select(base).where(among(base.c.id))
_SAID = (
    select(
        outbox.c.rec,
        outbox.c.status,
        outbox.c.settled,
        outbox.c.replay,
        outbox.c.sentence,
        outbox.c.reason,
        outbox.c.made_at,
        case((outbox.c.settled == 0, outbox.c.body)).label("body"),
        IN_INBOX.label("in_inbox"),
    )
    .where(among(outbox.c.rec))
    .order_by(outbox.c.n)
)
_CONFLICTS = select(base_conflict).where(among(base_conflict.c.rec))
_DROP_WORK = delete(work).where(among(work.c.id))
_DROP_FILES = delete(rec_blob).where(among(rec_blob.c.rec))


@frozen
class Parts:
    """Everything that one record's working copy is made of. said: all of it, settled or not, oldest first."""

    base: Row[Any] | None
    said: Sequence[Row[Any]]
    conflicts: Sequence[Row[Any]]


def recompute(connection: Connection, ids: Iterable[str], account: str) -> None:
    """Make the working copy of these records anew."""
    wanted = sorted(set(ids))
    if not wanted:
        return
    made = [entry for one in _gather(connection, wanted) if (entry := _entry(one, account)) is not None]
    connection.execute(_DROP_WORK, given(wanted))
    connection.execute(_DROP_FILES, given(wanted))
    if made:
        connection.execute(insert(work), [row for row, _ in made])
    files = [file for _, record in made for file in _file_rows(record)]
    if files:
        connection.execute(insert(rec_blob), files)


def _gather(connection: Connection, wanted: list[str]) -> list[Parts]:
    these = given(wanted)
    held = {row.id: row for row in connection.execute(_BASE, these)}
    said = rows.grouped(connection.execute(_SAID, these).all())
    conflicts = rows.grouped(connection.execute(_CONFLICTS, these).all())
    return [Parts(held.get(one), said.get(one, ()), conflicts.get(one, ())) for one in wanted]


def _entry(parts: Parts, account: str) -> tuple[dict[str, Any], Record] | None:
    over = rows.intents(laid_over(parts))
    record = rows.base_record(parts.base) if parts.base is not None else None
    for intent in over:
        record = _projected(intent, record, account)
    if record is None:
        return None
    open_conflicts = still_open(parts.conflicts, over)
    row = _columns(record) | {
        "updated": max([*_moments(record), *(one.made_at for one in parts.said)], default=""),
        "pending": sum(one.status in UNANSWERED and not one.settled for one in parts.said),
        "conflict": len(open_conflicts),
        "problem": next((one.sentence or one.reason for one in reversed(parts.said) if one.in_inbox), ""),
    }
    return row, record


def laid_over(parts: Parts) -> list[Row[Any]]:
    """A base that an old timeline left us already shows what had been settled in it."""
    old = parts.base is not None and bool(parts.base.stale)
    return [row for row in parts.said if not row.settled and not (old and row.replay)]


def still_open(conflicts: Sequence[Row[Any]], over: Iterable[Intent]) -> list[Row[Any]]:
    """The conflicts without those that an intent on its way settles."""
    solved = {
        (intent.d["field"], device)
        for intent in over
        if intent.action is Action.RESOLVE
        for device in intent.d["devices"]
    }
    return [row for row in conflicts if (row.field, row.device) not in solved]


def _projected(intent: Intent, record: Record | None, account: str) -> Record | None:
    """As the record will look; an intent that does not fit changes nothing and stops no other."""
    try:
        return project(intent, record, Actor(account, Role.STUDENT))
    except (KeyError, TypeError, ValueError, AttributeError):
        return record


def _columns(record: Record) -> dict[str, Any]:
    return {
        "id": record.id,
        "form": record.form,
        "owner": record.owner,
        "parent": record.parent,
        "state": record.state,
        "selection": record.selection,
        "deleted": int(record.deleted),
        "title": record.text(FORMS[record.form].title_field) if record.form in FORMS else "",
        "year_term": record.text("year_term"),
        "search": searchable(" ".join(_words(record))),
        "view": rows.as_json(record),
    }


def _words(record: Record) -> list[str]:
    return [v for v in record.values.values() if isinstance(v, str)] + [f.name for f in record.files.values()]


def searchable(text: str) -> str:
    """Full width, half width, capitals and spaces are the same for whoever searches."""
    return " ".join(alike(text).split())


def _moments(record: Record) -> list[str]:
    known = (record.srv.get(key) for key in ("updated_at", "submitted_at", "decided_at"))
    return [one for one in known if isinstance(one, str)]


def _file_rows(record: Record) -> list[dict[str, Any]]:
    if record.deleted:
        return []
    return [{"rec": record.id, "slot": slot, **file.as_json()} for slot, file in record.files.items()]


def moment(intent: Intent, now: datetime) -> str:
    """The claimed wall time of an intent as a UTC text that sorts; for lists only, it decides nothing."""
    try:
        wall = datetime.fromisoformat(str(intent.made["wall"]))
    except (KeyError, ValueError):
        wall = now
    return (
        (wall if wall.tzinfo else wall.replace(tzinfo=UTC)).astimezone(UTC).isoformat(timespec="milliseconds")
    )
