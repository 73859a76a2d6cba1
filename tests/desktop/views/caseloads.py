"""A caseload as real pages of a pull: classes of students with courses, outcomes in every state, and the rest."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from attrs import evolve

from desktop.desk import Desk
from domain.records import Attachment, Record
from tests.desktop.views import desks
from tests.desktop.views.desks import NAMES, competition, enrolment, identity, outcome

COUNSELOR = "acc-lee"
SCOPE = "cls:高一仁"
"""As if the school had given them all as one class: what is here is here to be looked at."""
CLASSES = ("高一仁", "高一義", "高二忠")
SUBJECTS = ("物理", "國語文", "數學")
STATES = ("passed", "pending", "failed", "")
RECEIPT_STATES = ("confirmed", "open")


def account(number: int) -> str:
    return f"stu-{number}"


def person(number: int, class_name: str = "", name: str = "") -> Record:
    values = {
        "name": name or NAMES[number % len(NAMES)],
        "role": "student",
        "student_number": f"11{number:04}",
        "class_name": class_name or CLASSES[number % len(CLASSES)],
        "seat": str(number // len(CLASSES) + 1),
    }
    srv = {} if number % 7 == 6 else {"seen_on": f"2026-0{2 if number % 3 else 3}-0{1 + number % 2}"}
    return Record(
        identity(100_000 + number), "person", account(number), "", "current", values=values, srv=srv
    )


def pupil(number: int, file: Attachment | None = None, **more: str) -> list[Record]:
    """One student: three courses, up to three outcomes, some 多元表現, two receipts."""
    who, first = account(number), 200_000 + number * 50
    held = [person(number, **more)]
    for place, subject in enumerate(SUBJECTS):
        course = enrolment(first + place, number, who, subject)
        course = evolve(course, values={**course.values, "grade_level": "1"})
        state = STATES[(number + place) % len(STATES)]
        held.append(course)
        if state:
            made = outcome(first + 10 + place, course, state, file, comment="請補上實驗數據")
            if state == "failed":
                made = made.with_srv(reviewed_hash=made.content_hash)
            chosen = state == "passed" and number % 2 == 0
            held.append(made.with_srv(selection="picked") if chosen else made)
    for place in range(number % 5):
        held.append(competition(first + 20 + place, who, whole=place % 3 != 2))
    for place, state in enumerate(RECEIPT_STATES):
        values = {"category": ("outcomes", "diverse")[place], "year_term": "114-1", "content": "{}"}
        shown = "confirmed" if number % 3 == 0 else state
        held.append(Record(identity(first + 40 + place), "receipt", who, "", shown, values=values))
    return held


def caseload(count: int, file: Attachment | None = None) -> list[Record]:
    return [desks.school(), *desks.WINDOWS, *(one for number in range(count) for one in pupil(number, file))]


def counselor(folder: Path, records: Iterable[Record], name: str = "張雅惠") -> Desk:
    return desks.make(folder, COUNSELOR, "counselor", name, records, scope=SCOPE)
