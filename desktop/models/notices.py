"""What the school tells: announcements that are up today, and the lines of a receipt. No widgets in here."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from desktop.models.reading import Pair
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


def receipt_items(record: Record) -> tuple[tuple[str, tuple[tuple[Pair, ...], ...]], ...]:
    """(item, its rows as pairs) of a receipt's content; nothing for any other record or a content we cannot read."""
    if record.form != "receipt":
        return ()
    try:
        content = json.loads(record.text("content") or "{}")
    except ValueError:
        return ()
    if not isinstance(content, dict):
        return ()
    return tuple((str(item), tuple(_row(row) for row in _rows(rows))) for item, rows in content.items())


def _rows(rows: object) -> list[object]:
    return rows if isinstance(rows, list) else [rows]


def _row(row: object) -> tuple[Pair, ...]:
    if isinstance(row, dict):
        return tuple(Pair(str(label), str(value)) for label, value in row.items() if value not in (None, ""))
    return (Pair("內容", str(row)),)


def _up(record: Record, today: date) -> bool:
    first, last = _day(record.text("published_on")), _day(record.text("expires_on"))
    return (first is None or first <= today) and (last is None or today <= last)


def _day(text: str) -> date | None:
    try:
        return iso_day(text)
    except ValueError:
        return None
