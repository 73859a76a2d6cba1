"""我的備份: 300 records with 400 files of 600 MB into one ZIP with its lists; against cp and fsync, and zip -0."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import cycle
from pathlib import Path

from attrs import evolve

from benchmarks import full_years, papers
from benchmarks.attaching import cost, local_desk
from benchmarks.floor.copying import copied, on_disk
from benchmarks.processes import Unmeasured
from benchmarks.row import FLOOR, OURS, Asked, Row, Sides
from desktop.desk import Desk
from desktop.operations import backup
from desktop.operations.exporting import Choice
from domain.forms import DIVERSE
from domain.records import Attachment, Record

SLOTS = ("document_file", "media_file")


def _records(paths: Sequence[Path], count: int) -> list[Record]:
    """So many records of six forms, the files dealt out among them."""
    years, forms = full_years.Years(), cycle(DIVERSE[:6])
    made = [evolve(years.own(next(forms)), files={}) for _ in range(count)]
    for number, path in enumerate(paths):
        place, slot = number % count, SLOTS[number // count]
        data = path.read_bytes()
        mime = "application/pdf" if path.suffix == ".pdf" else "image/jpeg"
        file = Attachment(hashlib.sha256(data).hexdigest(), len(data), path.name, mime)
        made[place] = evolve(made[place], files={**made[place].files, slot: file})
    return made


def _exported(desk: Desk, files: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as place:
        target = Path(place) / "backup.zip"
        taken = cost(
            "export",
            lambda: backup.export(desk, target, Choice(), lambda *_: None, lambda: False),
        )
        with zipfile.ZipFile(target) as archive:
            if sum(not name.endswith((".xlsx", ".json")) for name in archive.namelist()) != files:
                raise Unmeasured("the backup does not hold every file")
    return taken


def _copied(paths: Sequence[Path]) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as place:
        return cost("export", lambda: copied(paths, Path(place) / "copy"))


def _zipped(paths: Sequence[Path]) -> dict[str, float]:
    program = shutil.which("zip")
    if program is None:
        raise Unmeasured("zip is not installed")
    with tempfile.TemporaryDirectory() as place:
        target = Path(place) / "peer.zip"
        command = [program, "-0", "-q", "-j", str(target), *map(str, paths)]

        def pack() -> None:
            subprocess.run(command, check=True)
            on_disk(target)

        return {"export": cost("export", pack)["export"]}


@contextmanager
def _sides(asked: Asked) -> Iterator[Sides]:
    count, records, total = (6, 5, 2_000_000) if asked.quick else (400, 300, 600_000_000)
    with tempfile.TemporaryDirectory() as place, local_desk(Path(place) / "desk") as desk:
        paths = papers.make(Path(place) / "files", count, total)
        desk.store.apply(full_years.reply(_records(paths, records), seq=10))
        for path in paths:
            desk.blobs.adopt_bytes(path.read_bytes())
        peers = {"zip -0": partial(_zipped, paths)} if asked.peers else {}
        yield {FLOOR: partial(_copied, paths), OURS: partial(_exported, desk, count), **peers}


EXPORTING = Row(
    key="export",
    how="300 records, 400 encrypted files of 600 MB, Excel lists and a manifest into one ZIP, fsynced",
    sides=_sides,
    goals={"export": 1.5},
)
