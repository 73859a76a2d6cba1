"""Search: 10,000 records of 300 characters and the words of 2,000 files of 4,000; 33 MB, encrypted.

Every answer is compared with a plain look into every text: recall and precision, not only speed.
"""

from __future__ import annotations

import hashlib
import math
import random
import sqlite3
import tempfile
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

from attrs import frozen

from benchmarks import full_years
from benchmarks.attaching import local_desk
from benchmarks.figures import SHARE
from benchmarks.row import FLOOR, OURS, Asked, Row, Sides
from benchmarks.workload import MADE_AT, Prose
from desktop.desk import Desk
from desktop.store.working import searchable
from domain.ids import uuid7
from domain.records import Attachment, Record

LENGTHS = (1, 2, 3, 4, 6)
FORM = "competition"
RECORDS, FILES, QUERIES = 10_000, 2_000, 60
SHOWN = 50


@frozen
class Corpus:
    """The records, the words of their files by hash, and what is asked, by length."""

    records: Sequence[Record]
    words: Mapping[str, str]
    queries: Mapping[int, Sequence[str]]

    @classmethod
    def of(cls, records: int, files: int, queries: int) -> Corpus:
        prose = Prose(11)
        made, words = [], {}
        for number in range(records):
            attached = {}
            if number < files:
                text = prose.text(4_000)
                sha = hashlib.sha256(text.encode()).hexdigest()
                words[sha] = text
                attached = {"document_file": Attachment(sha, 1, f"{number}.pdf", "application/pdf")}
            values = {"description": prose.text(300)}
            name = uuid7(MADE_AT + number, number.to_bytes(10, "big"))
            made.append(
                Record(
                    name,
                    FORM,
                    full_years.STUDENT,
                    "",
                    "editable",
                    1,
                    0,
                    values,
                    attached,
                    {"source": "student"},
                )
            )
        texts = [str(one.values["description"]) for one in made] + list(words.values())
        return cls(made, words, _queries(texts, queries))

    def truth(self) -> Mapping[str, frozenset[str]]:
        """For every query the records that say it, or whose files do: a plain look into every text."""
        said = [(one.id, searchable(text)) for one in self.records for text in self._texts(one)]
        return {
            query: frozenset(name for name, text in said if query in text)
            for queries in self.queries.values()
            for query in queries
        }

    def _texts(self, one: Record) -> Iterator[str]:
        yield str(one.values["description"])
        yield from (self.words[file.sha256] for file in one.files.values())


def _queries(texts: Sequence[str], count: int) -> Mapping[int, Sequence[str]]:
    """Cut from the texts themselves, without the marks between."""
    rng, found = random.Random(12), {}
    for length in LENGTHS:
        cut: list[str] = []
        while len(cut) < count:
            text = rng.choice(texts)
            start = rng.randrange(len(text) - length)
            piece = text[start : start + length]
            if not set(piece) & set("，。"):
                cut.append(piece)
        found[length] = cut
    return found


Ask = Callable[[str], Collection[str]]


def _asked(corpus: Corpus, truth: Mapping[str, frozenset[str]], ask: Ask, all_of: Ask) -> dict[str, float]:
    """Every query three times, the fastest counts; all that it finds is judged, outside of the clock."""
    taken: dict[str, float] = {}
    for length, queries in corpus.queries.items():
        times = sorted(_fastest(ask, query) for query in queries)
        answers = [(truth[query], frozenset(all_of(query))) for query in queries]
        right = sum(len(true & said) for true, said in answers)
        taken |= {
            f"search, {length}": times[len(times) // 2],
            f"p99, {length}": 1000 * times[min(len(times) - 1, int(len(times) * 0.99))],
            f"recall, {length}": right / sum(len(true) for true, _ in answers),
            f"precision, {length}": right / max(1, sum(len(said) for _, said in answers)),
        }
    return taken


def _fastest(ask: Ask, query: str) -> float:
    fastest = math.inf
    for _ in range(3):
        began = time.perf_counter()
        ask(query)
        fastest = min(fastest, time.perf_counter() - began)
    return fastest


def _fill(desk: Desk, corpus: Corpus) -> None:
    step = 500
    for start in range(0, len(corpus.records), step):
        desk.store.apply(full_years.reply(corpus.records[start : start + step], seq=10 + start))
    for sha, text in corpus.words.items():
        desk.store.note_text(sha, text)


def _plain(corpus: Corpus, path: Path) -> sqlite3.Connection:
    """The same texts in a database that is not encrypted, read by LIKE."""
    db = sqlite3.connect(path)
    db.execute("create table said (id text, body text)")
    with db:
        db.executemany(
            "insert into said values (?, ?)",
            [(one.id, searchable(str(one.values["description"]))) for one in corpus.records],
        )
        db.executemany(
            "insert into said values (?, ?)",
            [
                (one.id, searchable(corpus.words[f.sha256]))
                for one in corpus.records
                for f in one.files.values()
            ],
        )
    return db


def _like(db: sqlite3.Connection, query: str) -> Collection[str]:
    return [name for (name,) in db.execute("select id from said where body like ?", (f"%{query}%",))]


def _found(desk: Desk, query: str, limit: int = SHOWN) -> Collection[str]:
    """What the box in the window asks for: all that say it are found and put in order, the first ones read."""
    return [hit.entry.record.id for hit in desk.search(query, [FORM], limit)]


@contextmanager
def _sides(asked: Asked) -> Iterator[Sides]:
    corpus = Corpus.of(*((60, 12, 5) if asked.quick else (RECORDS, FILES, QUERIES)))
    truth = corpus.truth()
    with tempfile.TemporaryDirectory() as place, local_desk(Path(place)) as desk:
        _fill(desk, corpus)
        with closing(_plain(corpus, Path(place) / "plain.db")) as db:
            like, ours = partial(_like, db), partial(_found, desk)
            yield {
                FLOOR: partial(_asked, corpus, truth, like, like),
                OURS: partial(_asked, corpus, truth, ours, partial(ours, limit=len(corpus.records))),
            }


SEARCHING = Row(
    key="search",
    how="12,000 texts of 33 MB; 60 queries a length, all found and put in order, 50 read; against LIKE on plain SQLite",
    sides=_sides,
    goals={f"p99, {n}": 30 for n in LENGTHS}
    | {f"{what}, {n}": 1.0 for what in ("recall", "precision") for n in LENGTHS},
    units={f"p99, {n}": "ms" for n in LENGTHS}
    | {f"{what}, {n}": SHARE for what in ("recall", "precision") for n in LENGTHS},
    warm=False,
)
