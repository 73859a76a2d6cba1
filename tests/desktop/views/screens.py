"""Hands for the screens of a signed-in person: records, files and windows to try them with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QDialog

from demo import hands
from desktop.desk import Desk
from desktop.views import kit
from desktop.views.main_window import MainWindow
from desktop.views.record_editor import RecordEditor
from desktop.views.record_page import RecordPage
from domain.records import Attachment, Record
from tests.desktop.views import desks
from tests.server.campus import pdf


def small_school() -> list[Record]:
    """A student with one course, a draft, a failed, a passed and a pending outcome, and two competitions."""
    physics = desks.enrolment(50, owner=desks.STUDENT)
    me = desks.STUDENT
    return [
        desks.school(),
        *desks.WINDOWS,
        physics,
        desks.outcome(60, physics, "draft"),
        desks.outcome(61, physics, "failed", comment="請補上實驗數據", decided_by="王小明"),
        desks.outcome(62, physics, "passed", decided_by="王小明"),
        desks.outcome(63, physics, "pending"),
        desks.competition(80, me),
        desks.competition(81, me, whole=False),
        desks.competition(82, me, selection="picked"),
    ]


TYPED = (kit.LineEdit, kit.TextArea)
COURSE, DRAFT, FAILED, PASSED, PENDING = (desks.identity(n) for n in (50, 60, 61, 62, 63))
WHOLE, HOLES, PICKED = (desks.identity(n) for n in (80, 81, 82))


@contextmanager
def shown(desk: Desk, width: int = 1280, height: int = 800) -> Iterator[MainWindow]:
    """The window of the desk's person, in front."""
    window = MainWindow(desk)
    window.resize(width, height)
    window.show()
    window.activateWindow()
    hands.wait(window.isActiveWindow, "視窗在最前面")
    yield window
    window.close()
    window.deleteLater()
    hands.live(0.01)


def settle(desk: Desk) -> None:
    """Until nothing is being written or taken any more."""
    hands.wait(lambda: not (desk.writer.waiting or desk.hands.waiting), "寫入完成")
    hands.live(0.01)


def open_page(window: MainWindow, key: str, record: str = "") -> RecordPage:
    window.go(key, record)
    hands.live(0.01)
    page = window.page(key)
    if key != "course_outcome" or page.outcomes is None:
        return page
    if window.desk.record(record).form == key:  # opened in a turn of its own
        hands.wait(lambda: page.outcomes.editor is not None, "紀錄打開")
    return page.outcomes


def edit(window: MainWindow, key: str, record: str) -> RecordEditor:
    editor = open_page(window, key, record).editor
    assert editor is not None
    return whole(editor)


def begin(window: MainWindow, key: str) -> RecordEditor:
    page = open_page(window, key)
    page.add()
    hands.live(0.01)
    assert page.editor is not None
    return whole(page.editor)


def whole(editor: RecordEditor) -> RecordEditor:
    """The editor when its form has every field."""
    hands.wait(lambda: editor.form.is_whole, "整張表單")
    hands.live(0.01)
    return editor


def compose(editor, text: str) -> None:
    """The input method shows this without having committed it."""
    editor.setFocus()
    QApplication.sendEvent(editor, QInputMethodEvent(text, []))


def commit(editor, text: str) -> None:
    finish = QInputMethodEvent()
    finish.setCommitString(text)
    QApplication.sendEvent(editor, finish)


def own_file(desk: Desk, name: str = "獎狀.pdf", mark: str = "") -> Attachment:
    """A sound PDF that lies in the vault, as after a download."""
    data = pdf(mark)
    desk.blobs.adopt_bytes(data)
    return desks.attachment(data, name)


def write_pdf(folder: Path, name: str, mark: str = "") -> Path:
    path = folder / name
    path.write_bytes(pdf(mark or name))
    return path


def front() -> QDialog | None:
    box = QApplication.activeModalWidget()
    return box if isinstance(box, QDialog) else None


@contextmanager
def answering(words: str) -> Iterator[list[str]]:
    """Presses that button in the next dialog; the list holds what the dialog said."""
    said: list[str] = []

    def answer(box: object) -> bool:
        said.extend(one.text() for one in box.findChildren(hands.QLabel) if one.isVisible())
        return hands.pressing(words)(box)

    with hands.answering(answer, words):
        yield said


@contextmanager
def nobody_asks() -> Iterator[None]:
    """Fails when a dialog appears."""
    seen: list[object] = []

    def look() -> None:
        box = front()
        if box is not None:
            seen.append(box)
            box.reject()

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(20)
    try:
        yield
    finally:
        timer.stop()
    assert not seen
