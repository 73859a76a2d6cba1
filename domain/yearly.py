"""From one school year to the next: its windows a year later, on the same days of the calendar."""

from datetime import datetime
from zoneinfo import ZoneInfo

from domain.moments import ZONE
from domain.records import Record, Values, clean
from domain.windows import instant, stamp


def next_year(record: Record, year: int) -> Values:
    """What a window of the year before says in that school year. What was printed was about other days."""
    moved = {
        key: _a_year_on(record.text(key), record.text("zone") or ZONE) for key in ("opens_at", "closes_at")
    }
    return clean({**record.values, **moved, "school_year": str(year), "printed": ""})


def day_next_year(text: str) -> str:
    """ "2026-01-20" a year on; "" stays."""
    return _later(datetime.fromisoformat(text)).date().isoformat() if text else ""


def _a_year_on(text: str, zone: str) -> str:
    """The same day and hour there a year later; 29 February becomes the 28th."""
    moment = instant(text)
    if moment is None:
        return ""
    return stamp(_later(moment.astimezone(ZoneInfo(zone))))


def _later(moment: datetime) -> datetime:
    leap = (moment.month, moment.day) == (2, 29)
    return moment.replace(year=moment.year + 1, day=28 if leap else moment.day)
