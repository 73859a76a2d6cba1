"""Files of a copy while others are at them: a source that is rewritten under our hands, a sweep beside an attach.

LICHENG_RACE: how often. LICHENG_SEED: which.
"""

import os
import sys
import time
from collections import Counter
from itertools import cycle
from pathlib import Path
from random import Random
from threading import Event, Thread

from desktop.store.blobs import BlobFolder
from desktop.store.opening import open_account
from domain.errors import BadInput
from tests.desktop.store.pages import save
from tests.proof.computer import KEYS, some_id

RACE = int(os.environ.get("LICHENG_RACE", "12")) * 5
SEED = int(os.environ.get("LICHENG_SEED", "1"))
DAY = 86_400


def _aged(folder: Path) -> None:
    """Everything in the folder is two days old."""
    for path in folder.rglob("*"):
        if path.is_file():
            os.utime(path, (time.time() - 2 * DAY,) * 2)


def test_that_an_old_file_that_is_attached_again_is_not_swept_before_it_is_named(tmp_path: Path) -> None:
    opened = open_account(tmp_path / "amy", KEYS, "amy")
    first = opened.blobs.adopt_bytes(b"attached, and taken out again")
    _aged(tmp_path / "amy" / "files")
    again = opened.blobs.adopt_bytes(b"attached, and taken out again")
    assert opened.tidy() == ()
    assert first.sha256 == again.sha256
    assert opened.blobs.verify(again.sha256)
    _aged(tmp_path / "amy" / "files")
    assert opened.tidy() == (again.sha256,)
    opened.close()


def test_that_sweeping_beside_attaching_takes_nothing_that_is_named(tmp_path: Path) -> None:
    """The writer tidies again and again while files that lay there for long are attached."""
    opened = open_account(tmp_path / "amy", KEYS, "amy")
    contents = [b"old %d" % n for n in range(8)]
    done, swept = Event(), Counter[str]()
    named: dict[str, str] = {}

    def attach() -> None:
        dice = Random(SEED)
        for _ in range(RACE):
            data = dice.choice(contents)
            kept = opened.blobs.adopt_bytes(data)
            record = some_id()
            opened.store.note_blob(kept.sha256, kept.size, "text/plain")
            opened.store.enqueue(save(record, competition_name=(None, kept.sha256)))
            assert opened.blobs.verify(kept.sha256)
            named[record] = kept.sha256
            opened.store.retract(opened.store.journal(record)[-1].intent.id)
            _aged(tmp_path / "amy" / "files")
        done.set()

    attaching = Thread(target=attach)
    attaching.start()
    while not done.is_set() and attaching.is_alive():
        swept.update(opened.tidy())
    attaching.join()
    opened.close()
    sys.stdout.write(f"seed {SEED}: {len(named)} attached, {swept.total()} swept\n")
    assert len(named) == RACE
    assert swept.total() > 0


def test_that_a_source_that_is_rewritten_is_taken_as_it_was_at_one_moment(tmp_path: Path) -> None:
    source, done = tmp_path / "report", Event()
    whole = {bytes([65 + n]) * (200_000 + n) for n in range(6)}
    source.write_bytes(min(whole))

    def rewrite() -> None:
        dice, versions = Random(SEED), cycle(sorted(whole))
        while not done.is_set():
            source.write_bytes(next(versions))
            time.sleep(dice.random() * 0.1)

    folder = BlobFolder(tmp_path / "files", KEYS.files)
    rewriting = Thread(target=rewrite)
    rewriting.start()
    counts: Counter[str] = Counter()
    try:
        for _ in range(RACE):
            try:
                kept = folder.adopt(source, 1_000_000)
            except BadInput as error:
                counts[error.code] += 1
                continue
            counts["taken"] += 1
            data = folder.read_all(kept.sha256)
            assert len(set(data)) <= 1, f"seed {SEED}: the half of one version and the half of another"
    finally:
        done.set()
        rewriting.join()
    sys.stdout.write(f"seed {SEED}: {dict(counts)}\n")
    assert counts["taken"] > 0
    assert counts.total() == counts["taken"] + counts["changing"]
