"""Every screen of an administrator: a school with nothing set, one at work, one with very long names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
from PySide6.QtWidgets import QWidget

from demo import hands
from derive.rolls import ROLLS
from desktop.operations import progress
from desktop.operations.rolls import Looked
from sync.wire.office import ListFault, ListLine, ListTold
from tests.desktop.views import desks, screens
from tests.desktop.views.late_acts import LATE
from tests.desktop.views.test_deputy_page import ASKED, NAMED, PEOPLE
from tests.desktop.views.test_office_work import REPORTS, question, school_at_work
from tests.desktop.views.test_progress_page import TOLD
from tests.shots import people
from tests.shots.people import pages_of

TAGS = ("empty", "full", "long")


def office(folder: Path, tags: tuple[str, ...] = TAGS) -> Iterator[tuple[str, QWidget]]:
    """Desk after desk."""
    for tag in tags:
        long = tag == "long"
        held = (
            [desks.school()]
            if tag == "empty"
            else [*school_at_work(), *REPORTS, *LATE, *PEOPLE, ASKED, NAMED]
        )
        if tag != "empty":
            held += people._announcements(long)
        if long:
            held.append(question(710, people.LONG_TEXT * 3))
        name = people.LONG_NAME if long else "吳明德"
        desk = desks.make(folder / tag, "acc-office", "administrator", name, held)
        if tag != "empty":
            desk.note(progress.KEPT, msgspec.json.encode(TOLD).decode())
        with screens.shown(desk) as window:
            for key in pages_of(desk):
                window.go(key)
                screens.settle(desk)
                hands.live(0.05)
                yield f"office-{key}-{tag}", window
            yield from _at_work(window, tag)
        desk.close()


def _at_work(window: QWidget, tag: str) -> Iterator[tuple[str, QWidget]]:
    window.go("admin_windows")
    page = window.page("admin_windows")
    if tag != "empty":
        page.switch.select("months")
        page._show_as("months")
    hands.live(0.05)
    yield f"office-admin_windows-months-{tag}", window
    page.switch.select("list")
    page._show_as("list")
    page.add()
    screens.whole(page.editor)
    yield f"office-admin_windows-form-{tag}", window
    page.editor.publish()
    hands.live(0.3)
    yield f"office-admin_windows-form-error-{tag}", window
    page.editor.discard()
    screens.settle(page.desk)
    window.go("admin_rosters")
    window.page("admin_rosters").look()
    screens.settle(page.desk)
    yield f"office-admin_rosters-looked-{tag}", window
    window.go("admin_lists")
    lists = window.page("admin_lists")
    lists._looked_at(looked_at(wrong=tag == "empty"))
    hands.live(0.05)
    yield f"office-admin_lists-preview-{tag}", window
    if tag != "empty":
        window.go("admin_picks")
        window.page("admin_picks").list.selectAll()
        hands.live(0.05)
        yield f"office-admin_picks-marked-{tag}", window
        window.go("admin_late")
        window.page("admin_late").list.selectAll()
        hands.live(0.05)
        yield f"office-admin_late-marked-{tag}", window


def looked_at(wrong: bool) -> Looked:
    """What a school said of a list: three cells to mend, or a dozen lines to write."""
    names = [f"s{n} {people.LONG_NAME}" for n in range(2, 14)]
    lines = [ListLine(n, name, "changed", "班級：高一仁→高二仁") for n, name in enumerate(names, 2)]
    faults = [ListFault(f"C{n}", "沒有「校長」這種身分。") for n in range(2, 5)] if wrong else []
    counts = {"new": 0, "changed": len(lines), "same": 120, "gone": 3}
    told = ListTold("mark", False, counts, lines, faults, len(faults))
    return Looked(Path("114學年度學生名單.xlsx"), ROLLS["users"], b"", told)
