"""The school's own records as its office sees them: which fields it writes, how windows stand, what looks wrong."""

from datetime import date

from attrs import evolve, frozen

from desktop.desk import Desk
from domain import moments
from domain.calendar import iso_day
from domain.forms import FORMS, Form
from domain.records import Record, Values
from domain.timetable import oddities
from domain.windows import KINDS, Window, window_of

SETTLED = {"school": ("profile",), "window": ("zone",)}
"""Fields that were decided when the school was set up, and are nobody's to type."""

ALWAYS = "不限"


@frozen
class Span:
    """One window: for whom, from when until when in words and in brief, how it stands now; days for a calendar."""

    record: Record
    window: Window
    whom: str
    words: str
    brief: str
    pill: str
    tone: str
    first: date | None
    last: date | None


def form_of(key: str) -> Form:
    """The form without what is settled."""
    form = FORMS[key]
    return evolve(form, fields=tuple(one for one in form.fields if one.key not in SETTLED.get(key, ())))


def begun(desk: Desk, key: str) -> Values:
    """What a new record starts with."""
    settings = desk.school().settings
    if key == "window":
        year = str(settings.school_year) if settings.school_year else ""
        given = {"zone": moments.ZONE, "school_year": year}
    else:
        given = {"published_on": desk.clock.here().astimezone().date().isoformat()}
    return {name: value for name, value in given.items() if value}


def spans(desk: Desk) -> tuple[Span, ...]:
    """Every window, by school year from the newest on, then in the order in which they open."""
    found = [_span(desk, entry.record) for entry in desk.entries("window")]
    return tuple(sorted(found, key=_order))


def warnings(desk: Desk, known: tuple[Span, ...]) -> tuple[tuple[str, Record], ...]:
    """What looks like a mistake: a sentence, and the window in which it would be mended."""
    return tuple(
        (one.sentence, known[one.windows[0]].record)
        for one in oddities([span.window for span in known], _term_ends(desk))
    )


def months(known: tuple[Span, ...], today: date, most: int = 14) -> tuple[date, date]:
    """The months that a calendar shows: first day of the first, first day after the last; today is among them."""
    days = [day for span in known for day in (span.first, span.last) if day is not None]
    near = [day for day in days if abs((day - today).days) < most * 15] + [today]
    first, _ = moments.month_days(min(near).year, min(near).month)
    _, last = moments.month_days(max(near).year, max(near).month)
    while (last - first).days < 150:
        _, last = moments.month_days(last.year, last.month)
    return first, last


def _span(desk: Desk, record: Record) -> Span:
    window, now = window_of(record), desk.school().now
    grade = desk.codes["grade_level"].label(window.grade) if window.grade else "全校"
    year = f"{window.school_year} 學年度" if window.school_year else "每個學年度"
    if not window.opened(now):
        pill, tone = "尚未開放", "neutral"
    else:
        pill, tone = ("已截止", "neutral") if window.closed(now) else ("開放中", "success")
    opens = moments.spoken(record.text("opens_at"), end=False)
    closes = moments.spoken(record.text("closes_at"), end=True)
    words = f"{opens or ALWAYS} 到 {closes or ALWAYS}" if opens or closes else "沒有期限"
    since = moments.brief(record.text("opens_at"), end=False)
    until = moments.brief(record.text("closes_at"), end=True)
    brief = (
        f"{since} 到 {until}"
        if since and until
        else f"{since} 起"
        if since
        else f"到 {until}"
        if until
        else words
    )
    first, last = moments.days_of(window.opens_at, window.closes_at)
    return Span(record, window, f"{year} · {grade}", words, brief, pill, tone, first, last)


def _order(span: Span) -> tuple[int, date, int, str]:
    year = int(span.window.school_year) if span.window.school_year.isdigit() else 999
    kinds = list(KINDS)
    kind = kinds.index(span.window.kind) if span.window.kind in KINDS else len(kinds)
    return -year, span.first or date.min, kind, span.record.id


def _term_ends(desk: Desk) -> date | None:
    for entry in desk.entries("school"):
        try:
            return iso_day(entry.record.text("term_ends_on"))
        except ValueError:
            continue
    return None
