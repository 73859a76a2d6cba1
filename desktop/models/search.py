"""What a search shows of each record that it found: title, where it belongs, and the place that says it."""

from collections.abc import Collection

from desktop.desk import Desk, Hit
from desktop.models.entry_list import shown, status_of, subtitle_of, title_of
from desktop.models.guided import name_of
from desktop.models.rows import Row
from domain.fields import Choice
from domain.forms import FORMS
from domain.records import Record
from domain.text import alike

MOST = 50
BEFORE, AROUND = 8, 40


def found(desk: Desk, text: str, forms: Collection[str], limit: int = MOST) -> tuple[Row, ...]:
    """The records that say every word of the text, best first."""
    return tuple(_row(desk, hit, text) for hit in desk.search(text, forms, limit))


def _row(desk: Desk, hit: Hit, text: str) -> Row:
    record = hit.entry.record
    form = FORMS[record.form]
    words = shown(form, form.title_field, record, desk.codes) if _coded(record) else ""
    title = words or title_of(form, record)
    if hit.file:
        place = f"在檔案「{hit.file}」中"
    else:
        place = _place(record, title, text) or subtitle_of(form, record, desk.codes)
    course = desk.record(record.parent) if record.parent else None
    belongs = course.text("subject_name") if course is not None else ""
    whose = name_of(desk, record.owner)[0] if record.owner in desk.knowing.guided else ""
    second = [whose, desk.profile.title_of(form), belongs, place]
    pill, tone = status_of(record, hit.entry.pending, hit.entry.conflict)
    icon = "file-pdf" if hit.file else "book" if record.form == "enrolment" else "file"
    subtitle = " · ".join(word for word in second if word)
    return Row(record.id, title, subtitle, record.text("year_term"), pill, tone, icon, record)


def _coded(record: Record) -> bool:
    form = FORMS[record.form]
    return isinstance(form.field(form.title_field), Choice)


def _place(record: Record, title: str, text: str) -> str:
    """The words around the first place outside the title, "" when only the title says it."""
    words = normal(text).split()
    for value in record.values.values():
        if isinstance(value, str) and value.strip() != title and len(value) > 1:
            place = _around(normal(value), words)
            if place:
                return place
    name = next((f.name for f in record.files.values() if any(w in normal(f.name) for w in words)), "")
    return f"檔案「{name}」" if name else ""


def _around(value: str, words: list[str]) -> str:
    at = min((spot for word in words if (spot := value.find(word)) >= 0), default=-1)
    if at < 0:
        return ""
    first = max(0, at - BEFORE)
    return ("…" if first else "") + value[first : first + AROUND].strip()


def normal(text: str) -> str:
    """Spelled as it is searched: width, capitals and spaces do not matter."""
    return " ".join(alike(text).split())
