"""Power cuts: of all that was written in a day, only what was waited for is sure to be there; no promise breaks.

LICHENG_IMAGES: how many cuts are tried (6,000 in a soak). LICHENG_SEED: which.
"""

import os
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import create_engine, select, text

from desktop.store.blobs import BlobFolder
from desktop.store.engine import Database
from desktop.store.files import HERE
from desktop.store.opening import DATABASE, FILES
from desktop.store.schema import blob
from desktop.store.store import Store
from server.blobs.final import final, rehash
from server.db import tables
from tests.proof import images, scene
from tests.proof.computer import KEYS
from tests.proof.syscalls import SUPPORTED, Call
from tests.proof.test_dying import Zygote, morning, zygote

__all__ = ["morning", "zygote"]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(7200),
    pytest.mark.skipif(not SUPPORTED, reason="the calls are watched on Linux only"),
]
IMAGES = int(os.environ.get("LICHENG_IMAGES", "120"))
SEED = int(os.environ.get("LICHENG_SEED", "1"))
MUTANT_IMAGES = 25


class Broken(AssertionError):
    """A promise that the image does not keep."""


def day(morning: Path, zygote: Zygote, folder: Path, mutant: str = "") -> list[Call]:
    """Everything that was written in one day, with the promises in between."""
    ended, _ = zygote.play(morning, folder, f"record {mutant}".rstrip())
    assert ended == 0
    calls = images.read(folder.with_suffix(".log"))
    assert any(call.name == "promise" for call in calls)
    return calls


Told = list[tuple[str, str]]


def cuts(morning: Path, root: Path, calls: list[Call], many: int) -> Iterator[tuple[Path, Told, str]]:
    """Images after so many of the calls, with what had been promised by then."""
    dice = Random(SEED)
    writing = [n for n, call in enumerate(calls) if call.name != "promise"]
    chosen = Counter(dice.choice(writing) for _ in range(many))
    disk, told = images.Disk.of(morning, root), []
    for number, call in enumerate(calls):
        if call.name == "promise":
            told.append((call.path, call.target))
            continue
        disk.do(call)
        for turn in range(chosen[number]):
            target = root.with_name("image")
            images.lay_out(disk, root, target, dice)
            yield target, told, f"seed {SEED}, call {number}, image {turn}"
            shutil.rmtree(target)


def look(folder: Path, told: Told) -> None:
    """Open everything and look every promise up; raises Broken."""
    known: dict[str, set[str]] = {}
    for name in scene.WHO:
        known[name] = _copy(folder / name)
    known["school"] = _school(folder / "school")
    for kind, words in told:
        place, _, rest = words.partition(" ")
        if kind in ("intent", "file", "typed") and f"{kind} {rest}" not in known[place]:
            raise Broken(f"{kind} {words}: it was promised, and is gone")
        if kind == "settled" and f"settled {rest}" not in known["school"]:
            raise Broken(f"{words}: it was acknowledged, and the school does not know of it")


def _copy(folder: Path) -> set[str]:
    """What a copy still has, in the words of the promises."""
    database = Database(folder / DATABASE, KEYS.database)
    try:
        with database.alone() as driver:
            assert driver.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        store, files = Store(database, "", ""), BlobFolder(folder / FILES, KEYS.files)
        scene.work_follows(store)
        found = {f"intent {one.intent.id}" for one in store.journal() if one.intent}
        found |= {f"typed {edit.value}" for edit in store.editor(scene.BOTH)}
        with database.read() as conn:
            here = conn.execute(select(blob.c.sha256).where(blob.c.state.in_(HERE))).scalars().all()
        for sha256 in here:
            if not files.verify(sha256):
                raise Broken(f"{sha256} is named, and is not there whole")
        return found | {f"file {sha256}" for sha256 in files.hashes() if files.verify(sha256)}
    finally:
        database.close()


def _school(folder: Path) -> set[str]:
    """What the school still has: each answer that it gave; every file that it names is there whole."""
    import sqlcipher3.dbapi2 as driver  # noqa: PLC0415 - the school's own driver

    path = str(folder / "school.db")
    engine = create_engine("sqlite+pysqlite://", creator=lambda: driver.connect(path), module=driver)
    place = final(f"file://{folder / 'blobs'}", {})
    try:
        with engine.connect() as conn:
            assert conn.execute(text("PRAGMA integrity_check")).scalar() == "ok"
            for sha256 in conn.execute(select(tables.blob.c.sha256)).scalars():
                if not rehash(place, sha256):
                    raise Broken(f"the school names {sha256}, and it is not there whole")
            table = tables.intent
            return {
                f"settled {row.id} {row.status}" for row in conn.execute(select(table.c.id, table.c.status))
            }
    finally:
        engine.dispose()


def test_that_a_power_cut_takes_nothing_that_was_promised(
    morning: Path, zygote: Zygote, tmp_path: Path
) -> None:
    calls = day(morning, zygote, tmp_path / "day")
    tried = looked = 0
    for image, told, where in cuts(morning, tmp_path / "day", calls, IMAGES):
        try:
            look(image, told)
        except Exception as error:
            raise AssertionError(where) from error
        tried, looked = tried + 1, looked + len(told)
    kinds = Counter(call.name for call in calls)
    sys.stdout.write(f"seed {SEED}: {tried} images of {dict(kinds)}, {looked} promises looked up\n")
    assert tried == IMAGES
    assert looked > 0


@pytest.mark.parametrize("mutant", ["synchronous_normal", "unsynced_files"])
def test_that_what_does_not_wait_for_the_disk_is_noticed(
    morning: Path, zygote: Zygote, tmp_path: Path, mutant: str
) -> None:
    calls = day(morning, zygote, tmp_path / "day", mutant)
    tried = broken = 0
    for image, told, _ in cuts(morning, tmp_path / "day", calls, MUTANT_IMAGES):
        tried += 1
        try:
            look(image, told)
        except Broken:
            broken += 1
    sys.stdout.write(f"seed {SEED}: {mutant} broke a promise in {broken} of {tried} images\n")
    assert broken > 0
