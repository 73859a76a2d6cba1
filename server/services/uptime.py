"""When the school was there: a beat a minute in the database, and what was missing before a deadline.

Evidence for people. A school that was away for long before a deadline is told to move its end; nothing moves by itself.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from attrs import field, frozen
from sqlalchemy import Connection, func, select
from sqlalchemy.exc import DBAPIError

from domain.records import Record
from domain.windows import Window, instant, window_of
from server.db import dialect, rows, tables
from server.services.office import Office, instant_text, new_id

log = logging.getLogger(__name__)
U = tables.uptime
BEAT = timedelta(minutes=1)
BEFORE = timedelta(hours=2)
LONG = timedelta(minutes=10)
RECENT = timedelta(days=7)
HOUR = timedelta(hours=1)

Span = tuple[datetime, datetime]


class Heart:
    """One start of the school: says that it is there, from its first beat to its last."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._since = instant_text(office.clock())
        self._id = new_id(office.clock())

    def beat(self) -> None:
        """Called once a minute, and when the school is stopped. A database that is away costs this beat only."""
        row = {"id": self._id, "since": self._since, "last": instant_text(self._office.clock())}
        try:
            self._office.database.write(lambda conn: dialect.upsert(conn, U, [row])).result()
        except DBAPIError:
            log.warning("the school could not write down that it is there", exc_info=True)


@frozen
class Outage:
    """A window before whose end the school was away; proposed: the end that makes up for it."""

    record: Record
    window: Window
    spans: tuple[Span, ...] = field()
    proposed: datetime

    @property
    def minutes(self) -> int:
        return int(_length(self.spans).total_seconds() // 60)


def outages(office: Office) -> tuple[Outage, ...]:
    """The windows of the last days, and of the next two hours, before whose end the school was away for long."""
    return office.database.read(lambda conn: _outages(conn, office.clock())).result()


def _outages(conn: Connection, now: datetime) -> tuple[Outage, ...]:
    found = []
    for record in rows.of_forms(conn, ("window",)):
        window = window_of(record)
        end = window.closes_at
        if record.deleted or end is None or not now - RECENT < end < now + BEFORE:
            continue
        spans = away(conn, end - BEFORE, min(end, now))
        if spans:
            found.append(Outage(record, window, spans, _whole_hour(max(end, now) + _length(spans))))
    return tuple(found)


def away(conn: Connection, start: datetime, end: datetime) -> tuple[Span, ...]:
    """When the school was not there for more than ten minutes on end. What was before its first beat, nobody knows."""
    first = instant(conn.scalar(select(func.min(U.c.since))) or "")
    if first is None:
        return ()
    query = select(U.c.since, U.c.last).where(
        U.c.last >= instant_text(start - BEAT), U.c.since <= instant_text(end)
    )
    there = sorted((_moment(row.since), _moment(row.last) + BEAT) for row in conn.execute(query))
    return tuple(_gaps(there, max(start, first), end))


def _gaps(there: Iterable[Span], start: datetime, end: datetime) -> Iterable[Span]:
    for since, last in there:
        if since - start > LONG:
            yield start, since
        start = max(start, last)
    if end - start > LONG:
        yield start, end


def _moment(text: str) -> datetime:
    moment = instant(text)
    if moment is None:
        raise ValueError("a beat without a time")
    return moment


def _length(spans: Iterable[Span]) -> timedelta:
    return sum((end - start for start, end in spans), timedelta())


def _whole_hour(moment: datetime) -> datetime:
    whole = moment.replace(minute=0, second=0, microsecond=0)
    return whole if whole == moment else whole + HOUR
