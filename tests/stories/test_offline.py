"""Without a school, or with one that misbehaves: the program stays usable, says so, and loses nothing."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from demo import hands, roster
from demo.school import enrolment_id
from demo.stage import Actor, Town
from desktop.store import vault
from desktop.store.opening import open_account
from desktop.views.main_window import MainWindow

ROOT = Path(__file__).parents[2]
NAME = "全國高級中等學校小論文寫作比賽"
TOO_LONG = "光" * 97 + "🌱\nＡ。"

pytestmark = [pytest.mark.story, pytest.mark.qt]

HTML = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 20\r\n\r\n<html>login</html>  "
HALF = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/vnd.licheng.sync+json; v=1\r\n"
    b'Content-Length: 500\r\n\r\n{"server_id":'
)
BUSY = b"HTTP/1.1 503 Busy\r\nContent-Type: text/plain\r\nRetry-After: 600\r\nContent-Length: 0\r\n\r\n"


@contextmanager
def standing_in(port: int, answer: bytes | None) -> Iterator[None]:
    """Somebody else at the school's address: gives the same answer to everything; None: takes it and says nothing."""
    listener = socket.create_server(("127.0.0.1", port))
    lines: list[socket.socket] = []

    def serve() -> None:
        while True:
            try:
                line, _ = listener.accept()
            except OSError:
                return
            lines.append(line)
            line.recv(65536)
            if answer is not None:
                line.sendall(answer)
                line.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        for line in lines:
            line.close()
        thread.join(5)


def write_competition(student: Actor, name: str = NAME) -> str:
    """Through the widgets; answers the record's id once the screen says that it is safe here."""
    page = student.go("competition")
    hands.press(page, page.add_button.text())
    hands.wait(lambda: page.editor is not None, "form")
    editor = page.editor
    hands.write(editor.form.frames["competition_name"].editor, name)
    hands.wait(lambda: hands.says(editor, "已存在這台電腦"), "saved")
    student.settle()
    return editor.record_id


def sign_in(student: Actor) -> None:
    student.start()
    student.enter(first=True)
    student.sync_until(lambda: student.desk.entries("enrolment"), "courses")


def test_that_words_written_without_a_school_survive_a_restart_and_arrive_later(student, town: Town) -> None:
    sign_in(student)
    town.cut()
    record = write_competition(student)
    student.sync()
    assert "離線" in student.desk.status().sentence
    student.again()
    assert student.desk.record(record).text("competition_name") == NAME
    town.connect()
    student.sync_until(lambda: not student.desk.sync_facts().unsent, "arrived")
    assert NAME in [one.text("competition_name") for one in town.records("competition")]


@pytest.mark.parametrize(
    ("answer", "words"),
    [(HTML, "網路需要登入"), (HALF, "離線"), (BUSY, "忙碌")],
    ids=["a page of html", "half an answer", "a busy school"],
)
def test_that_a_strange_answer_is_named_and_costs_nothing(student, town: Town, answer, words) -> None:
    sign_in(student)
    town.cut()
    with standing_in(town.place.port, answer):
        record = write_competition(student)
        student.sync()
        assert words in student.desk.status().sentence
        assert student.desk.sync_facts().unsent
        student.again()
        assert student.desk.record(record).text("competition_name") == NAME
    town.connect()
    student.sync_until(lambda: not student.desk.sync_facts().unsent, "arrived")
    assert record in {one.id for one in town.records("competition")}


def test_that_a_school_that_never_answers_holds_nobody_up(student, town: Town) -> None:
    sign_in(student)
    town.cut()
    with standing_in(town.place.port, None):
        student.desk.sync_now()
        hands.live(0.2)
        begun = time.monotonic()
        record = write_competition(student)
        assert time.monotonic() - begun < 8
        assert student.desk.courier.condition.running
        assert student.desk.record(record).text("competition_name") == NAME
        assert "待上傳" in student.desk.status().sentence
        begun = time.monotonic()
        student.leave()
        assert time.monotonic() - begun < 5


@pytest.mark.parametrize("online", [True, False])
def test_that_a_wrong_password_opens_nothing(student, town: Town, online: bool) -> None:
    sign_in(student)
    write_competition(student)
    student.leave()
    if not online:
        town.cut()
    student.start()
    hands.write(student.app.page.password, "licheng-wrong")
    hands.click(student.app.page.button)
    hands.wait(lambda: "密碼不對" in student.app.page.banner.text, "refusal")
    assert not isinstance(student.app.window, MainWindow)
    files = [path for path in student.home.rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if NAME.encode() in path.read_bytes()]


def test_that_101_characters_are_marked_kept_and_not_sent(student, town: Town) -> None:
    sign_in(student)
    town.cut()
    page = student.go("course_outcome")
    hands.click_row(page.list, page.model.row_of(enrolment_id("s1", roster.BIOLOGY.key)))
    outcomes = page.outcomes
    hands.press(outcomes, outcomes.add_button.text())
    editor = outcomes.editor
    frame = editor.form.frames["summary"]
    hands.write(frame.editor, TOO_LONG[:-1])
    assert not frame.over
    hands.write(frame.editor, "")
    hands.QTest.keyClick(frame.editor, hands.Qt.Key.Key_End, hands.Qt.KeyboardModifier.ControlModifier)
    commit = hands.QInputMethodEvent()
    commit.setCommitString(TOO_LONG[-1])
    hands.QApplication.sendEvent(frame.editor, commit)
    assert frame.over
    assert "101" in frame.counter_text
    hands.wait(lambda: hands.says(editor, "已存在這台電腦"), "saved")
    hands.click(editor.submit_button)
    record = editor.record_id
    student.again()
    kept = student.desk.record(record)
    assert (kept.text("summary"), kept.state) == (TOO_LONG, "draft")


def test_that_a_killed_program_keeps_what_was_being_typed(student, town: Town) -> None:
    sign_in(student)
    student.leave()
    town.cut()
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(Path(__file__).with_name("typist.py")), str(student.home), NAME]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as typist:
        line = typist.stdout.readline()
        typist.send_signal(signal.SIGKILL)
    assert line.startswith("typed ")
    record = line.split()[1]
    ((folder, _),) = vault.accounts(student.home)
    opened = open_account(folder, vault.unlock(folder, roster.PASSWORD), "")
    found = opened.store.record(record)
    words = [found.text("competition_name")] if found else [e.value for e in opened.store.editor(record)]
    opened.close()
    assert NAME in words
    student.start()
    student.enter()
    hands.wait(lambda: student.desk.record(record) is not None, "taken up again")
    assert student.desk.record(record).text("competition_name") == NAME
