"""The school's windows: from when until when something may be done.

Instants are UTC; the end is exclusive ("until the end of 28 February" ends at the midnight after it).
The zone and the printed text are for people; no rule reads them.
"""

from datetime import UTC, datetime

from attrs import frozen

from domain.calendar import deadline_text
from domain.records import Record

KINDS = {
    "outcome_submit": "課程學習成果上傳及送出認證",
    "outcome_certify": "教師認證",
    "outcome_release": "認證結果公布",
    "outcome_select": "課程學習成果勾選",
    "diverse_edit": "多元表現填寫",
    "diverse_select": "多元表現勾選",
    "receipt_confirm": "收訖明細確認",
    "receipt_modify": "收訖明細修改",
}


@frozen
class Window:
    """One window. opens_at and closes_at are aware UTC instants or None (no bound on that side)."""

    kind: str
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    zone: str = "Asia/Taipei"
    printed: str = ""
    school_year: str = ""
    grade: str = ""

    @property
    def label(self) -> str:
        return KINDS.get(self.kind, self.kind)

    @property
    def until(self) -> str:
        """The end in words: what the school printed, else the day and hour in the window's zone."""
        if self.printed or self.closes_at is None:
            return self.printed
        try:
            return deadline_text(self.closes_at, self.zone)
        except (KeyError, ValueError):
            return stamp(self.closes_at)

    def opened(self, now: datetime) -> bool:
        return self.opens_at is None or now >= self.opens_at

    def closed(self, now: datetime) -> bool:
        return self.closes_at is not None and now >= self.closes_at

    def is_open(self, now: datetime) -> bool:
        return self.opened(now) and not self.closed(now)


def window_of(record: Record) -> Window:
    """The window that a record of form `window` states. A bound that cannot be read binds nobody."""
    return Window(
        kind=record.text("kind"),
        opens_at=_bound(record.text("opens_at")),
        closes_at=_bound(record.text("closes_at")),
        zone=record.text("zone") or "Asia/Taipei",
        printed=record.text("printed"),
        school_year=record.text("school_year"),
        grade=record.text("grade"),
    )


def _bound(text: str) -> datetime | None:
    try:
        return instant(text)
    except ValueError:
        return None


def instant(text: str) -> datetime | None:
    """ "2026-02-28T16:00:00Z" as an aware UTC instant; None for ""; ValueError without a zone."""
    if not text:
        return None
    value = datetime.fromisoformat(text)
    if value.tzinfo is None:
        raise ValueError(f"an instant needs a zone: {text}")
    return value.astimezone(UTC)


def stamp(moment: datetime) -> str:
    """An aware instant as "2026-02-28T16:00:00Z" (UTC, whole seconds)."""
    return moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"
