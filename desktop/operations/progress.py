"""How far the school year is, asked of the school; what was told last is kept, encrypted, for when there is no line."""

from collections.abc import Sequence
from pathlib import Path

import msgspec
from attrs import frozen

from derive import office_sheets
from desktop import sessions
from desktop.changes import Changes
from desktop.desk import Desk
from desktop.operations import office, records
from desktop.store import durable
from domain.errors import Offline
from domain.forms import FORMS
from sync.wire.office import Progress

PATH, KEPT = "/v1/office/progress", "ui.office.progress"


@frozen
class Told:
    """What is known. fresh: the school said it just now; progress: None when it has never been heard."""

    progress: Progress | None
    fresh: bool


def kept(desk: Desk) -> Told:
    """What was told last, without asking."""
    said = desk.noted(KEPT)
    return Told(msgspec.json.decode(said, type=Progress) if said else None, fresh=False)


def ask(desk: Desk) -> Told:
    """Ask the school, not in the GUI thread; without a line what was told last."""
    try:
        told = sessions.errand(desk, lambda school: school.get(PATH, Progress))
    except Offline:
        return kept(desk)
    desk.note(KEPT, msgspec.json.encode(told).decode())
    return Told(told, fresh=True)


def export(path: Path, title: str, headings: Sequence[tuple[str, int]], rows: Sequence[Sequence[str]]) -> int:
    """Write the table as it is shown to a workbook; how many rows."""
    durable.write(path, [office_sheets.table(title, headings, rows)])
    return len(rows)


def draft_announcement(desk: Desk, title: str, body: str) -> tuple[Changes, str]:
    """An announcement that is begun and not put up: the office reads it over first. Its id."""
    form = FORMS["announcement"]
    new = office.blank(desk, form, {})
    day = desk.clock.here().astimezone().date().isoformat()
    written = {"title": (None, title), "body": (None, body), "published_on": (None, day)}
    return records.autosave(desk, new, written), new.id
