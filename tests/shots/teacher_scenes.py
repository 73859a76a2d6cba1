"""Every screen of a teacher, with nothing to do, with a class, and with very long names."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import msgspec
from attrs import evolve
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from demo import hands
from desktop.desk import Desk
from desktop.operations import phrases
from domain.records import Record
from tests.desktop.views import caseloads, desks, screens
from tests.desktop.views.test_deputy_page import ASKED, NAMED, PEOPLE
from tests.desktop.views.test_release_bar import TOGETHER, decided
from tests.shots import people
from tests.shots.people import Files, pages_of
from tests.shots.signatures import sign


def _long_names() -> Record:
    """A deputy whose name and course are as long as they get."""
    srv = {**ASKED.srv, "deputy_name": people.LONG_NAME}
    values = {
        **ASKED.values,
        "subject_name": people.LONG_TITLE,
        "start_date": "2026-04-20",
        "end_date": "2026-05-31",
    }
    return evolve(ASKED, id=desks.identity(912), srv=srv, values=values)


def _own_class(desk: Desk, held: list[Record], files: Files) -> None:
    """The teacher also guides a class."""
    given = [one for number in range(12) for one in caseloads.pupil(number, files.given["pdf"])]
    both = {**desks.reply(held).scopes, **desks.reply(given, 0, caseloads.SCOPE).scopes}
    desk._touched(desk.store.apply(msgspec.structs.replace(desks.reply(held), scopes=both)))


def teacher(folder: Path, files: Files) -> Iterator[tuple[str, QWidget]]:
    """Desk after desk."""
    for tag in ("empty", "full", "long"):
        long = tag == "long"
        held = people.around(long)
        if tag != "empty":
            held += [*people.pupils(files, 12, long), *people._announcements(long)]
            held += [TOGETHER, *decided(800), *decided(801, hidden=False)]
            held += [*PEOPLE, ASKED, NAMED, *([_long_names()] if long else [])]
        name = people.LONG_NAME if long else "王小明"
        desk = desks.make(folder / tag, desks.TEACHER, "teacher", name, held)
        if tag != "empty":
            _own_class(desk, held, files)
        files.fill(desk)
        with screens.shown(desk) as window:
            for key in pages_of(desk):
                window.go(key)
                screens.settle(desk)
                hands.live(0.8 if tag != "empty" and key.startswith("certify") else 0.05)
                yield f"teacher-{key}-{tag}", window
            if tag != "empty":
                window.go("deputies")
                window.page("deputies").begin()
                hands.live(0.05)
                yield f"teacher-deputies-naming-{tag}", window
                window.go("certify_queue")
                page = window.page("certify_queue")
                QTest.keyClick(page.list, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
                yield f"teacher-certify_queue-ticked-{tag}", window
                page.model.tick([])
                page.begin_return()
                hands.live(0.3)
                yield f"teacher-certify_queue-return-{tag}", window
                desk.write(partial(phrases.keep, desk, "請補上實驗數據", 0))
                screens.settle(desk)
                sign(desk)
                window.go("signed_receipts")
                screens.settle(desk)
                hands.live(0.3)
                yield f"teacher-signed_receipts-signed-{tag}", window
        desk.close()
