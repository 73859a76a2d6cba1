"""Every screen over a copy of three full years: from the click to the picture, what a key costs, what a pull costs.

Offscreen, one window, one process; the floor is an empty page put into the same window in the same run. What
stands in the table is processor time of the GUI thread, so that what else the machine does is not counted.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from attrs import evolve, frozen
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from benchmarks import full_years
from benchmarks.figures import Figure, span
from benchmarks.turns import measured
from benchmarks.window import application
from demo import hands
from desktop.desk import Desk
from desktop.views import kit
from desktop.views.main_window import MainWindow
from desktop.views.pages import reachable
from desktop.views.record_page import RecordPage
from domain.records import Record

FLOOR, KEYS = "an empty page", 12


@frozen
class Cost:
    """Processor seconds of an act: until everything is quiet again, and of its longest turn."""

    what: str
    total: float
    longest: float


def cost(what: str, act: Callable[[], object], desk: Desk) -> Cost:
    """Do it and let everything that comes of it come."""
    with measured() as turns:
        QApplication.postEvent(doer := Doer(act), QEvent(QEvent.Type.User))
        hands.wait(lambda: doer.done, what)
        hands.live(0.05)
        hands.wait(lambda: not (desk.writer.waiting or desk.hands.waiting), what)
        hands.live(0.2)
    return Cost(what, turns.total, turns.longest)


class Doer(QObject):
    """Does the act as the answer to an event, so that it is a turn."""

    def __init__(self, act: Callable[[], object]) -> None:
        super().__init__()
        self._act = act
        self.done = False

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.User and not self.done:
            self._act()
            self.done = True
            return True
        return super().event(event)


@contextmanager
def full_window(folder: Path) -> Iterator[tuple[MainWindow, list[Record]]]:
    """The student's window over three full years."""
    years = full_years.Years()
    records = years.records()
    desk = full_years.desk(folder, records, years.files.values())
    window = MainWindow(desk)
    window.resize(1280, 800)
    window.show()
    hands.live(0.3)
    try:
        yield window, records
    finally:
        window.close()
        window.deleteLater()
        hands.live(0.05)
        desk.close()


def keys_of(desk: Desk) -> list[str]:
    """Every screen that the menus lead to."""
    role = desk.actor.role.value
    menu = (*desk.profile.menu_of(role), *desk.profile.account_menu_of(role))
    found = [line.key for item in menu for line in (item, *item.items)]
    return [key for key in dict.fromkeys(found) if reachable(key, desk)]


def page_costs(window: MainWindow) -> Iterator[Cost]:
    """The empty page, every screen for the first time, and again."""
    desk = window.desk
    for round_ in ("first", "second"):
        yield cost(f"{FLOOR}, {round_}", lambda: _empty(window), desk)
        for key in keys_of(desk):
            yield cost(f"{key}, {round_}", partial(window.go, key), desk)


def form_costs(window: MainWindow) -> Iterator[Cost]:
    """The first form of each kind, and the next record in it."""
    for key in keys_of(window.desk):
        page = window.page(key)
        if key == "course_outcome":
            found = window.desk.entries(key)
            yield cost("course_outcome, course", partial(window.go, key, found[0].record.id), window.desk)
        if not isinstance(page, RecordPage) or not page.model.lines:
            continue
        window.go(key)
        first, *more = [line.record.id for line in page.model.lines]
        yield cost(f"{key}, first form", partial(page.open_record, first), window.desk)
        if more:
            yield cost(f"{key}, next record", partial(page.open_record, more[0]), window.desk)


def key_costs(window: MainWindow) -> Iterator[Cost]:
    """One key in a long text, saved as people's pauses save it."""
    window.go("competition")
    page = window.page("competition")
    if isinstance(page, RecordPage) and page.editor is not None:
        page.add()
        hands.live(0.2)
        box = page.editor.form.frames["description"].editor
        box.setFocus()
        for number in range(KEYS):
            yield cost(f"key {number}", lambda: QTest.keyClick(box, Qt.Key.Key_A), window.desk)


def pull_costs(window: MainWindow, records: list[Record]) -> Iterator[Cost]:
    """All 200 rows come again with another word in them, while each of these screens is open."""
    desk, seq = window.desk, 10_000
    for key in ("home", "competition", "diverse_selection", "outcome_selection"):
        window.go(key)
        hands.live(0.2)
        seq += 1000
        own = [evolve(r, ver=seq) for r in records if r.owner and r.form != "enrolment"]
        touched = desk.store.apply(full_years.reply(own, seq))
        yield cost(f"a pull of {len(own)} rows, {key}", partial(desk._touched, touched), desk)


def _empty(window: MainWindow) -> None:
    page = QWidget()
    box = QVBoxLayout(page)
    box.addWidget(kit.label("空白"))
    window.work.addWidget(page)
    window.work.setCurrentWidget(page)


def measure() -> list[Cost]:
    """All of it, in this process."""
    application()
    with tempfile.TemporaryDirectory() as place, full_window(Path(place)) as (window, records):
        found = [*page_costs(window), *form_costs(window)]
        found += [*key_costs(window), *pull_costs(window, records)]
    return found


def figures(costs: list[Cost]) -> list[Figure]:
    """The same as ratios to the empty page, one round."""
    floor = _floor(costs)
    return [
        Figure(
            measure=one.what,
            side="ours",
            against=FLOOR,
            ratio=span([one.total / floor]),
            seconds=span([one.total]),
            rounds=1,
        )
        for one in costs
    ]


def _floor(costs: list[Cost]) -> float:
    return next(one.total for one in costs if one.what.startswith(FLOOR))


def table(costs: list[Cost]) -> str:
    """One line each: milliseconds, the longest turn, and how many empty pages that is."""
    floor = _floor(costs)
    lines = [f"{'what':44}{'ms':>8}{'longest':>9}{'x empty':>9}"]
    lines += [
        f"{one.what:44}{one.total * 1000:8.1f}{one.longest * 1000:9.1f}{one.total / floor:9.1f}"
        for one in costs
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    print(table(measure()))
