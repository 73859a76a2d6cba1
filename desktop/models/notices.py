"""What the school tells: announcements that are up today. No widgets in here."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from domain.calendar import iso_day
from domain.people import Role
from domain.records import Record

TAIPEI = ZoneInfo("Asia/Taipei")


def current(records: Iterable[Record], role: Role, now: datetime) -> tuple[Record, ...]:
    """The announcements for this person that are up now, the newest first."""
    today = now.astimezone(TAIPEI).date()
    wanted = {"", "student" if role is Role.STUDENT else "staff"}
    found = [r for r in records if r.text("audience") in wanted and _up(r, today)]
    return tuple(sorted(found, key=lambda record: record.text("published_on"), reverse=True))


def pill(record: Record) -> tuple[str, str]:
    """A word for an announcement that comes down on a day."""
    return ("有附件", "neutral") if record.files else ("", "neutral")


def _up(record: Record, today: date) -> bool:
    first, last = _day(record.text("published_on")), _day(record.text("expires_on"))
    return (first is None or first <= today) and (last is None or today <= last)


def _day(text: str) -> date | None:
    try:
        return iso_day(text)
    except ValueError:
        return None
