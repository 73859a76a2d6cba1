"""Sent after the deadline: held, then let through at the school's own machine, and said in the student's window."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from attrs import evolve

from demo import hands, roster
from demo.school import Place, build
from demo.stage import Actor, Town
from domain.windows import stamp
from server.cli import main as school_command
from server.services.publishing import publish
from tests.stories import chapters

pytestmark = [pytest.mark.story, pytest.mark.slow, pytest.mark.qt]

REASON = "颱風停電，同意補做"


@pytest.fixture(scope="module")
def own_place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    return build(tmp_path_factory.mktemp("granted") / "school")


@pytest.fixture
def student(qapp, own_place: Place, tmp_path: Path) -> Iterator[Actor]:
    qapp.setQuitOnLastWindowClosed(False)
    town = Town(own_place)
    town.connect()
    person = Actor("s1", tmp_path / "s1", town)
    try:
        chapters.sign_in(person)
        yield person
    finally:
        person.leave()
        town.stop()


def over(town: Town, kind: str) -> None:
    """That window of the school shut a minute ago."""
    [window] = [one for one in town.records("window") if one.text("kind") == kind]
    shut = stamp(datetime.now(UTC) - timedelta(minutes=1))
    publish(town.office, [evolve(window, values={**window.values, "closes_at": shut, "printed": ""})])


def told_at_home(student: Actor) -> str:
    """What the student's first page says."""
    home = student.go("home")
    hands.live(0.3)
    return hands.shown_words(home)


def test_that_a_word_at_the_school_reaches_the_window_by_itself(student, capsys, tmp_path):
    editor = chapters.new(chapters.course(student, roster.BIOLOGY.key))
    hands.write(editor.form.frames["summary"].editor, "量測唾液分解澱粉的速率")
    chapters.put(editor, "document_file", chapters.paper(tmp_path, "報告.pdf"))
    chapters.saved(editor, student)
    record = editor.record_id
    student.sync_until(lambda: not student.desk.sync_facts().uploads, "the file is there")
    student.town.cut()
    chapters.sent(editor, student)
    student.town.connect()
    over(student.town, "outcome_submit")
    student.sync_until(lambda: not student.desk.sync_facts().unsent, "arrived, late")
    assert student.desk.record(record).state == "draft"
    assert "學校沒有接受的" in told_at_home(student)

    folder = str(student.town.place.folder)
    assert school_command(["late", "list", "--dir", folder, "--json"]) == 0
    [held] = json.loads(capsys.readouterr().out)["late"]
    assert school_command(["late", "grant", held["id"], "--reason", REASON, "--dir", folder]) == 0

    hands.wait(lambda: student.desk.record(record).state == "pending", "nobody asked for it", 30)
    assert "學校沒有接受的" not in told_at_home(student)
    page = chapters.course(student, roster.BIOLOGY.key)
    line = page.model.lines[page.model.row_of(record)]
    assert line.pill == "認證中"
    said = student.desk.record(record).srv["late"]
    assert said["reason"] == REASON
