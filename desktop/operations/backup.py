"""我的備份 over a desk: where an export gets records and files. Runs on the hands, never in the GUI thread."""

from collections.abc import Iterable
from pathlib import Path

from desktop.desk import Desk
from desktop.operations import exporting
from desktop.operations.packing import Cancel, Progress
from domain.records import Record
from domain.windows import stamp


class FromDesk:
    """The person's own records, as the working copy holds them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def records(self, form: str) -> Iterable[Record]:
        mine = self._desk.actor.id
        return [entry.record for entry in self._desk.entries(form) if entry.record.owner == mine]

    def record(self, record_id: str) -> Record | None:
        return self._desk.record(record_id)


def plan(desk: Desk, choice: exporting.Choice) -> exporting.Plan:
    """How much the choice comes to."""
    return exporting.plan(FromDesk(desk), choice)


def terms(desk: Desk) -> tuple[str, ...]:
    """Every year and term that something of the person is of, the latest first."""
    reader = FromDesk(desk)
    found = set()
    for form in exporting.BACKED_UP:
        for record in reader.records(form):
            parent = reader.record(record.parent) if record.parent else None
            found.add(record.text("year_term") or (parent.text("year_term") if parent else ""))
    return tuple(sorted(found - {""}, reverse=True))


def export(
    desk: Desk, path: Path, choice: exporting.Choice, progress: Progress, cancel: Cancel
) -> exporting.Exported:
    """Write the ZIP, all or nothing; raises what exporting.export raises."""
    made_at = stamp(desk.clock.school())
    return exporting.export(
        FromDesk(desk), desk.blobs, path, choice, desk.codes, desk.profile, progress, cancel, made_at=made_at
    )
