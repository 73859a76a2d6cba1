"""What the school tells: announcements that are up today, and which of them were not read yet. No widgets in here."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from desktop.changes import Changes
from desktop.desk import Desk
from domain.calendar import iso_day
from domain.people import Role
from domain.records import Record

TAIPEI = ZoneInfo("Asia/Taipei")
FORM = "announcement"


def current(records: Iterable[Record], role: Role, now: datetime) -> tuple[Record, ...]:
    """The announcements for this person that are up now, the newest first."""
    today = now.astimezone(TAIPEI).date()
    wanted = {"", "student" if role is Role.STUDENT else "staff"}
    found = [r for r in records if r.text("audience") in wanted and _up(r, today)]
    return tuple(sorted(found, key=lambda record: record.text("published_on"), reverse=True))


def posted(desk: Desk) -> tuple[Record, ...]:
    """What is up now for the person of this desk."""
    return current((e.record for e in desk.entries(FORM)), desk.actor.role, desk.clock.school())


def unread(desk: Desk) -> tuple[Record, ...]:
    """Those up now that were not read on this computer, or were changed since."""
    return tuple(record for record in posted(desk) if not is_read(desk, record))


def is_read(desk: Desk, record: Record) -> bool:
    return desk.noted(_mark(record)) == record.content_hash


def read(desk: Desk, record: Record) -> None:
    """Remember that the person has this before their eyes; whoever counts is told."""
    told = Changes(forms=frozenset({FORM}))
    desk.note(_mark(record), record.content_hash, lambda _: None if desk.closed else desk.bus.tell(told))


def _mark(record: Record) -> str:
    return f"ui.read.{record.id}"


def _up(record: Record, today: date) -> bool:
    first, last = _day(record.text("published_on")), _day(record.text("expires_on"))
    return (first is None or first <= today) and (last is None or today <= last)


def _day(text: str) -> date | None:
    try:
        return iso_day(text)
    except ValueError:
        return None
