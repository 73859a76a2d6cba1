"""Every screen of a counselor: nobody given yet, three classes, and very long names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from attrs import evolve
from PySide6.QtWidgets import QWidget

from demo import hands
from desktop.operations import counsel, records
from desktop.views.reminder_dialog import ReminderDialog
from domain.forms import FORMS
from domain.records import Record
from tests.desktop.views import caseloads, desks, screens
from tests.shots import people
from tests.shots.people import Files, pages_of


def counselor(folder: Path, files: Files) -> Iterator[tuple[str, QWidget]]:
    """Desk after desk."""
    for tag in ("empty", "full", "long"):
        long = tag == "long"
        held = people.around(long)
        if tag != "empty":
            pdf = files.named("pdf", people.LONG_FILE) if long else files.given["pdf"]
            held += [one for n in range(40) for one in _pupil(n, pdf, long)] + people._announcements(long)
        name = people.LONG_NAME if long else "張雅惠"
        desk = desks.make(folder / tag, caseloads.COUNSELOR, "counselor", name, held, scope=caseloads.SCOPE)
        files.fill(desk)
        with screens.shown(desk) as window:
            if tag != "empty":
                _consult(desk, tag)
            for key in pages_of(desk):
                window.go(key)
                screens.settle(desk)
                hands.live(0.6 if key == "caseload" else 0.1)
                yield f"counselor-{key}-{tag}", window
            if tag != "empty":
                yield from _student(window, desk, tag)
        desk.close()


def _consult(desk: object, tag: str) -> None:
    """Two consultations that stand in the list."""
    for day in ("2026-01-05", "2026-02-20"):
        talk = records.blank(desk, FORMS["consultation"])
        topic = people.LONG_TITLE if tag == "long" else "高二選組與課程規劃"
        names = "、".join([people.LONG_NAME] * 3) if tag == "long" else "林小宇、許家豪"
        told = {"consultation_type": "1", "held_on": day, "topic": topic, "students": "stu-0,stu-3"}
        desk.write(
            lambda t=talk, w=told, n=names: counsel.consult(
                desk, t, {**w, "student_names": n, "content": people.LONG_TEXT}, True
            )
        )
    screens.settle(desk)


def _student(window: QWidget, desk: object, tag: str) -> Iterator[tuple[str, QWidget]]:
    window.go("consultation")
    screens.settle(desk)
    page = window.page("consultation")
    page.list.setCurrentIndex(page.model.index(0))
    hands.live(0.2)
    yield f"counselor-consultation-open-{tag}", window
    window.go("caseload")
    page = window.page("caseload")
    page.way.select("charts")
    page._narrow()
    hands.live(0.3)
    yield f"counselor-caseload-charts-{tag}", window
    page.way.select("table")
    page._narrow()
    dialog = ReminderDialog(page.host, page.table.pupils.rows, page)
    dialog.show()
    hands.live(0.2)
    yield f"counselor-reminders-{tag}", window
    dialog.close()
    told = people.LONG_TEXT if tag == "long" else "這份報告的數據整理得很清楚，可以再補一張圖。"
    student = counsel.about(caseloads.account(0), "林小宇")
    desk.write(lambda: counsel.comment(desk, student, told))
    desk.write(lambda: counsel.note(desk, student, "家長來電，談選組。"))
    page.open_student(caseloads.account(0))
    screens.settle(desk)
    hands.live(0.3)
    yield f"counselor-student-{tag}", window
    page.student.side.select("words")
    page.student._lay_columns()
    yield f"counselor-student-words-{tag}", window
    page.student.side.select("records")
    page.student._lay_columns()
    file = next(iter(page.student.model.lines[1].record.files.values()), None)
    if file is not None:
        page.student._preview(file)
        hands.live(0.8)
        yield f"counselor-student-preview-{tag}", window


def _pupil(number: int, file: object, long: bool) -> list[Record]:
    if not long:
        return caseloads.pupil(number, file)
    name = people.LONG_NAME if number % 2 == 0 else ""
    made = caseloads.pupil(number, file, class_name="高級中等學校國際實驗課程數理資優班", name=name)
    return [
        evolve(one, values={**one.values, "summary": people.LONG_TEXT})
        if one.form == "course_outcome"
        else one
        for one in made
    ]
