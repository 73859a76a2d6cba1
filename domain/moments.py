"""The bounds of a window as people write them: a day and an hour in the school's zone; kept as UTC instants.

An end is exclusive: "28 February" without an hour is the midnight after it, and reads as 24:00 of that day.
"""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.calendar import WEEKDAYS, deadline_text, end_of_day, iso_day, last_day
from domain.windows import instant, stamp

ZONE = "Asia/Taipei"
"""Where the schools are that this program is for; a window of another zone says so itself."""

_CLOCK = re.compile(r"([01]?[0-9]|2[0-4])[:：]?([0-5][0-9])", re.ASCII)
_LAST = "24:00"


def local_day(moment: datetime, zone: str = ZONE) -> date:
    """The day that it is there."""
    return moment.astimezone(ZoneInfo(zone)).date()


def kept(day: str, clock: str, end: bool, zone: str = ZONE) -> str:
    """The instant of a day ("2026-02-28") and an hour ("17:00", "" for the whole day); ValueError for no such hour."""
    here = iso_day(day)
    if not clock:
        return stamp(end_of_day(here, zone) if end else datetime.combine(here, time(), ZoneInfo(zone)))
    found = _CLOCK.fullmatch(clock.strip())
    hours, minutes = (int(found[1]), int(found[2])) if found else (25, 0)
    if hours == 24 and minutes == 0:
        return stamp(end_of_day(here, zone))
    if hours > 23:
        raise ValueError(f"not an hour: {clock!r}")
    return stamp(datetime.combine(here, time(hours, minutes), ZoneInfo(zone)))


def written(text: str, end: bool, zone: str = ZONE) -> tuple[str, str]:
    """(day, hour) of an instant as `kept` takes them; ("", "") for none or what cannot be read."""
    moment = _read(text)
    if moment is None:
        return "", ""
    local = moment.astimezone(ZoneInfo(zone))
    whole = local.time() == time()
    if end and whole:
        return last_day(moment, zone).isoformat(), _LAST
    return local.date().isoformat(), f"{local:%H:%M}"


def spoken(text: str, end: bool, zone: str = ZONE) -> str:
    """ "2026 年 2 月 28 日（六）24:00"; "" for none."""
    moment = _read(text)
    if moment is None:
        return ""
    if end:
        return deadline_text(moment, zone)
    local = moment.astimezone(ZoneInfo(zone))
    return f"{local.year} 年 {local.month} 月 {local.day} 日（{WEEKDAYS[local.weekday()]}）{local:%H:%M}"


def brief(text: str, end: bool, zone: str = ZONE) -> str:
    """ "2/28", with the hour when it is not the whole day: "2/28 17:00"; "" for none."""
    day, clock = written(text, end, zone)
    if not day:
        return ""
    here = iso_day(day)
    whole = clock == (_LAST if end else "00:00")
    return f"{here.month}/{here.day}" + ("" if whole else f" {clock}")


def days_of(
    opens: datetime | None, closes: datetime | None, zone: str = ZONE
) -> tuple[date | None, date | None]:
    """The first and the last day of a span, None where it has no bound."""
    first = opens.astimezone(ZoneInfo(zone)).date() if opens else None
    return first, (max(last_day(closes, zone), first or date.min) if closes else None)


def month_days(year: int, month: int) -> tuple[date, date]:
    """The first day of a month and of the one after it."""
    first = date(year, month, 1)
    return first, (first + timedelta(days=32)).replace(day=1)


def _read(text: str) -> datetime | None:
    try:
        return instant(text)
    except ValueError:
        return None
