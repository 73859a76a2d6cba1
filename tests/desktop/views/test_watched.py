"""What a student is told of guides: what they said, where it belongs, and who reads what."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from desktop.desk import Desk
from desktop.models import home, watchers
from desktop.views.read_page import ReadPage
from desktop.views.record_page import RecordPage
from domain.forms import FORMS
from domain.records import Record
from tests.desktop.views import desks
from tests.desktop.views.desks import Visit, identity

pytestmark = pytest.mark.qt
WORK = desks.competition(80, desks.STUDENT)


def said(number: int, text: str, record: str = "", day: int = 1) -> Record:
    concern = {"record": record, "subject": "競賽"} if record else {}
    values = {"student": desks.STUDENT, "text": text, **concern}
    srv = {"by": "張雅惠", "said_at": f"2026-03-0{day}T02:00:00Z"}
    return Record(identity(number), "counsel_comment", "acc-lee", "", "editable", values=values, srv=srv)


def guidance(number: int, **values: str) -> Record:
    return Record(identity(number), "guidance", "acc-lee", "", "current", values=values)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    me = {"name": "林小宇", "role": "student", "class_name": "高一仁"}
    held = [
        desks.school(),
        Record(identity(2), "person", desks.STUDENT, state="current", values=me),
        WORK,
        said(301, "可以再補一張圖", WORK.id),
        said(302, "加油", day=2),
        guidance(311, kind="homeroom", guide_name="王老師", class_name="高一仁", school_year="114"),
        guidance(312, kind="counselor", guide_name="張雅惠", student=desks.STUDENT),
        guidance(313, kind="homeroom", guide_name="去年的導師", class_name="高一仁", school_year="113"),
        guidance(314, kind="homeroom", guide_name="隔壁班的導師", class_name="高一義"),
    ]
    made = desks.make(tmp_path, desks.STUDENT, "student", "林小宇", held)
    yield made
    made.close()


def test_that_words_of_a_guide_stand_on_the_first_page_the_newest_first(desk: Desk) -> None:
    told = [note for note in home.said(desk) if note.pill == "給您的話"]
    assert [(note.title, note.text) for note in told] == [
        ("張雅惠", "加油"),
        ("張雅惠：競賽", "可以再補一張圖"),
    ]
    assert (told[1].page, told[1].record) == ("competition", WORK.id)


def test_that_words_about_a_record_stand_on_the_record(desk: Desk, qtbot: object) -> None:
    page = RecordPage(Visit(desk), FORMS["competition"])
    qtbot.addWidget(page)
    page.open_record(WORK.id)
    text = page.editor.sheet.said.text()
    assert "張雅惠" in text
    assert "可以再補一張圖" in text
    assert "加油" not in text


def test_that_a_student_is_told_who_reads_what_by_name(desk: Desk, qtbot: object) -> None:
    who = watchers.watchers(desk)[0].text
    assert "王老師（導師）" in who
    assert "張雅惠（輔導教師）" in who
    assert "去年" not in who
    assert "隔壁" not in who
    page = ReadPage(Visit(desk), FORMS["person"])
    qtbot.addWidget(page)
    shown = "".join(label.text() for label in page.detail.findChildren(QLabel))
    assert "誰看得到您的紀錄" in shown
    assert "草稿、自傳、學習計畫" in shown
