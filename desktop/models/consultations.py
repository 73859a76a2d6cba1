"""課程諮詢紀錄 as lists, as a table to export, and as a text to print. No widgets."""

from collections.abc import Sequence

from attrs import frozen

from desktop.desk import Desk
from desktop.models import reading
from desktop.models.entry_list import Line, shown, title_of
from domain.classes import class_order
from domain.forms import FORMS
from domain.guidance import students_named
from domain.records import Record

FORM = FORMS["consultation"]
MOST_NAMES = 6
HEADINGS = (("日期", 14), ("諮詢方式", 12), ("節數", 8), ("主題", 30), ("參加學生", 40), ("諮詢內容", 70))


@frozen
class Choice:
    """A student that can take part: account, name, "高一仁 1 號", class."""

    account: str
    name: str
    place: str
    class_name: str


def kept(desk: Desk, text: str = "") -> list[Record]:
    """The person's own consultations that say every word, the newest first."""
    words = text.casefold().split()
    mine = [entry.record for entry in desk.entries(FORM.key) if entry.record.owner == desk.actor.id]
    found = [one for one in mine if all(word in _said(one) for word in words)]
    return sorted(found, key=lambda one: (one.text("held_on"), one.id), reverse=True)


def line(desk: Desk, record: Record) -> Line:
    pending = desk.pending(record.id)
    pill = ("待同步", "neutral") if pending else ("", "neutral")
    kind = shown(FORM, "consultation_type", record, desk.codes)
    parts = [reading.day(record.text("held_on")), kind, names(record)]
    subtitle = " · ".join(part for part in parts if part)
    return Line(record, title_of(FORM, record), subtitle, "", *pill, "people")


def names(record: Record) -> str:
    """ "林小宇、陳品妤 等 12 位"."""
    listed = [one for one in record.text("student_names").split("、") if one]
    if len(listed) <= MOST_NAMES:
        return "、".join(listed)
    return f"{'、'.join(listed[:MOST_NAMES])} 等 {len(listed)} 位"


def choices(desk: Desk) -> tuple[Choice, ...]:
    """The students of the caseload, by class and seat."""
    people = [entry.record for entry in desk.entries("person") if entry.record.owner in desk.knowing.guided]
    people.sort(
        key=lambda one: (
            class_order(one.text("class_name")),
            one.text("seat").rjust(4, "0"),
            one.text("name"),
        )
    )
    return tuple(
        Choice(one.owner, one.text("name") or one.owner, _place(one), one.text("class_name"))
        for one in people
    )


def row(desk: Desk, record: Record) -> tuple[str, ...]:
    """The cells of an exported list."""
    kind = shown(FORM, "consultation_type", record, desk.codes)
    keys = ("periods", "topic", "student_names", "content")
    return (record.text("held_on"), kind, *(record.text(key) for key in keys))


def text(desk: Desk, records: Sequence[Record]) -> str:
    """The consultations as a text in Markdown, one after another."""
    parts = [f"# 課程諮詢紀錄\n\n{desk.identity.school}　{desk.actor.name}　共 {len(records)} 筆"]
    for record in records:
        day, kind, periods, topic, students, content = row(desk, record)
        facts = [reading.day(day), kind, f"{periods} 節" if periods else ""]
        told = "　".join(one for one in facts if one)
        parts.append(f"## {_plain(topic)}\n\n{told}\n\n**學生**：{_plain(students)}\n\n{_plain(content)}")
    return "\n\n".join(parts)


def _plain(words: str) -> str:
    """Nothing that a person wrote is taken for a mark of Markdown; their line ends stay."""
    safe = "".join(f"\\{letter}" if letter in "\\`*_{}[]()<>#+-.!|~=" else letter for letter in words)
    return safe.replace("\n", "  \n")


def _place(person: Record) -> str:
    seat = person.text("seat")
    return f"{person.text('class_name')} {seat} 號".strip() if seat else person.text("class_name")


def _said(record: Record) -> str:
    keys = ("topic", "student_names", "content", "held_on")
    return " ".join([*(record.text(key) for key in keys), *students_named(record)]).casefold()
