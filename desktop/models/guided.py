"""One student as a guide sees them: everything the school has, by category, and what was said and noted. No widgets."""

from collections.abc import Sequence

from attrs import frozen

from desktop.desk import Desk
from desktop.models import reading
from desktop.models.entry_list import Line, status_of, subtitle_of, title_of
from domain.forms import DIVERSE, FORMS
from domain.records import Record

CATEGORIES: tuple[tuple[str, str], ...] = (
    ("course_outcome", "課程學習成果"),
    *((form.key, form.title) for form in DIVERSE),
    ("school_cadre", "校內幹部"),
    ("receipt", "收訖明細"),
)
WHAT_IS_SEEN = "看得到學校已收到的內容；草稿、自傳與學習計畫只有學生自己看得到。"
ICONS = {"course_outcome": "book", "school_cadre": "badge", "receipt": "inbox"}

Group = tuple[str, str, Sequence[Line]]


@frozen
class Words:
    """A note or a comment: who wrote it when, about what. mine: the signed-in person may take it back."""

    record: Record
    text: str
    head: str
    mine: bool


def groups(desk: Desk, account: str) -> list[Group]:
    """(category, how many, lines) of every category that holds something."""
    found: list[Group] = []
    for key, title in CATEGORIES:
        entries = desk.entries(key, owner=account)
        lines = [_line(desk, entry.record) for entry in entries]
        if lines:
            found.append((title, f"{len(lines)} 件", sorted(lines, key=_newest_year, reverse=True)))
    return found


def name_of(desk: Desk, account: str) -> tuple[str, str]:
    """Name, and "高一仁 12 號 · 學號 110001"; the account when the student is not here any more."""
    person = next((entry.record for entry in desk.entries("person", owner=account)), None)
    if person is None:
        return account, ""
    seat = f" {person.text('seat')} 號" if person.text("seat") else ""
    number = f"學號 {person.text('student_number')}" if person.text("student_number") else ""
    place = f"{person.text('class_name')}{seat}"
    return person.text("name") or account, " · ".join(part for part in (place, number) if part)


def notes(desk: Desk, account: str) -> tuple[Words, ...]:
    """The person's own notes about the student, the newest first."""
    return _words(desk, "counseling_note", account)


def comments(desk: Desk, account: str, record: str = "") -> tuple[Words, ...]:
    """What guides have said to the student, the newest first; of one record when it is given."""
    found = _words(desk, "counsel_comment", account)
    return tuple(one for one in found if not record or one.record.text("record") == record)


def subject_of(desk: Desk, record: Record) -> str:
    """What people call the record in a comment about it."""
    parent = desk.record(record.parent) if record.parent else None
    subject = parent.text("subject_name") if parent is not None else ""
    limit = FORMS["counsel_comment"].field("subject").limit  # type: ignore[union-attr]  # a Text of ours
    return f"{subject}　{title_of(FORMS[record.form], record)}".strip("　")[:limit]


def _words(desk: Desk, form: str, account: str) -> tuple[Words, ...]:
    mine = [entry.record for entry in desk.entries(form) if entry.record.text("student") == account]
    mine.sort(key=lambda one: one.id, reverse=True)
    return tuple(_told(desk, one) for one in mine)


def _told(desk: Desk, record: Record) -> Words:
    own = record.owner == desk.actor.id
    who = str(record.srv.get("by") or (desk.actor.name if own else ""))
    when = reading.moment(record.srv.get("said_at")) or reading.day(record.text("written_on"))
    if record.form == "counsel_comment" and not when:
        when = "還沒送到學校"
    about = f"關於「{record.text('subject')}」" if record.text("subject") else ""
    shown = (who if record.form == "counsel_comment" else "", when, about)
    return Words(record, record.text("text"), " · ".join(part for part in shown if part), own)


def _line(desk: Desk, record: Record) -> Line:
    form = FORMS[record.form]
    pill, tone = status_of(record)
    icon = ICONS.get(record.form, "star")
    if record.form != "course_outcome":
        return Line(
            record, title_of(form, record), subtitle_of(form, record, desk.codes), "", pill, tone, icon
        )
    parent = desk.record(record.parent)
    subject = parent.text("subject_name") if parent else "（沒有課程名稱）"
    return Line(record, subject, title_of(form, record), "", pill, tone, icon)


def _newest_year(line: Line) -> str:
    return line.record.text("year_term")
