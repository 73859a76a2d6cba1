"""What the stories of the manual's chapters share: sign in, open a course, write, choose a file, send."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtTest import QTest

from demo import hands
from demo.school import Place, enrolment_id
from demo.stage import Actor, Town
from desktop.views.record_editor import RecordEditor
from desktop.views.record_page import RecordPage
from tests.server.campus import pdf

SOUNDLESS = pytest.mark.qt_log_ignore(
    "Couldn't load", "Couldn't resolve", "PulseAudioService", "No RHI backend", extend=True
)
"""A machine without a sound or graphics card says so, once a player is there; the picture is shown all the same."""


@contextmanager
def student_at(place: Place, home: Path, account: str = "s1") -> Iterator[Actor]:
    """That school's student at a new computer, everything pulled."""
    town = Town(place)
    town.connect()
    actor = Actor(account, home, town)
    try:
        sign_in(actor)
        yield actor
    finally:
        actor.leave()
        town.stop()


def sign_in(student: Actor) -> None:
    student.start()
    student.enter(first=True)
    student.sync_until(lambda: student.desk.entries("enrolment"), "courses")


def paper(folder: Path, name: str) -> Path:
    path = folder / name
    path.write_bytes(pdf(name))
    return path


def new(page: RecordPage) -> RecordEditor:
    """Press 新增, wherever the page has it."""
    before = page.editor.record_id if page.editor is not None else ""
    hands.press(page, page.add_button.text())
    hands.wait(lambda: page.editor is not None and page.editor.record_id != before, "form")
    return page.editor


def course(student: Actor, key: str) -> RecordPage:
    """A click on the course in the list of courses."""
    page = student.go("course_outcome")
    if page.outcomes is not None:
        hands.press(page, "所有課程")
    hands.click_row(page.list, page.model.row_of(enrolment_id(student.account, key)))
    hands.wait(lambda: page.outcomes, "course")
    return page.outcomes


def put(editor: RecordEditor, slot: str, path: Path) -> None:
    """瀏覽: the file by the file dialog."""
    panel = editor.form.slots[slot]
    held = editor.draft.record.files.get(slot)
    words = "選擇檔案" if held is None else "更換"
    with hands.answering(hands.choosing_file(path), "file dialog"):
        hands.press(panel, words)
    hands.wait(lambda: editor.draft.record.files.get(slot) not in (None, held), "file taken")


def saved(editor: RecordEditor, student: Actor) -> None:
    """存檔."""
    hands.click(editor.save_button)
    hands.wait(lambda: not editor.draft.dirty, "saved")
    student.settle()


def sent(editor: RecordEditor, student: Actor) -> list[str]:
    """送出認證 and its question; what the question said."""
    said: list[str] = []

    def answer(box) -> bool:
        said.append(hands.shown_words(box))
        return hands.pressing("送出認證")(box)

    with hands.answering(answer, "question"):
        hands.click(editor.submit_button)
    hands.wait(lambda: editor.draft.record.state == "pending", "pending")
    student.settle()
    return said


def previewed(page, button_holder, words: str = "預覽") -> None:
    hands.press(button_holder, words)
    hands.wait(lambda: page.preview.pane.state == "shown", f"preview: {page.preview.pane.sentence}")


def click_file(page: RecordPage, record: str, name: str) -> None:
    """A click on the file's name in the list (SA §3-1 3, §4-1 5, §6-n 3, 4)."""
    page._layout_columns()
    place = page.list.file_place(page.model.row_of(record), name)
    QTest.mouseClick(page.list.viewport(), hands.LEFT, pos=place)
    hands.wait(lambda: page.preview.pane.state == "shown", f"預覽 {name}：{page.preview.pane.sentence}")
    hands.press(page.preview, "關閉預覽")
