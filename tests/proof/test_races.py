"""Many at once at a school on PostgreSQL: writers and a reader, deciders of one record, a worker that is killed.

LICHENG_RACE: how long the races are (writes of each writer). LICHENG_SEED: which.
"""

import os
import secrets
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from random import Random
from threading import Barrier, Event, Thread
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import Connection, event, func, select, text

from domain.intents import Action, Intent
from domain.records import Record
from server.db import tables
from server.services import ledger, pulling
from server.services.ledger import Ledger
from server.services.office import open_office
from server.services.publishing import publish, set_school
from server.settings import Settings
from sync import wire
from sync.effects import State
from tests.proof.computer import over_http, some_id
from tests.proof.conftest import found
from tests.proof.front import serving
from tests.server.campus import Campus, SchoolClock, cursors, know_enrolments, pdf, rows_of
from tests.server.postgres import Cluster
from tests.simulator import invariants
from tests.simulator.school import Trusting

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(3600)]
EACH = int(os.environ.get("LICHENG_RACE", "12"))
SEED = int(os.environ.get("LICHENG_SEED", "1"))
WRITERS = 8
ENDS = {Action.CERTIFY: "passed", Action.REJECT: "failed", Action.WITHDRAW: "draft"}


@pytest.fixture(scope="module")
def template(postgres: Cluster, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    folder = tmp_path_factory.mktemp("races") / "school"
    name = postgres.create()
    found(Settings(folder=folder, database_url=postgres.url(name), threads=2))
    return name, folder


@pytest.fixture
def place(postgres: Cluster, template: tuple[str, Path], tmp_path: Path) -> Iterator[Settings]:
    """A school of its own on PostgreSQL."""
    name, folder = template
    shutil.copytree(folder, tmp_path / "school")
    mine = postgres.create(name)
    yield Settings(folder=tmp_path / "school", database_url=postgres.url(mine), threads=WRITERS)
    postgres.drop(mine)


@pytest.fixture
def campus(place: Settings) -> Iterator[Campus]:
    office = open_office(place, SchoolClock())
    campus = Campus(office, office.clock, Trusting())  # type: ignore[arg-type]
    know_enrolments(campus)
    yield campus
    office.close()


# ------------------------------------------------------------------------------ B1, B2: the feed


def race(campus: Campus) -> tuple[int, int, int]:
    """Eight writers who dawdle before they commit, one reader who follows: (written, missed, pages read)."""
    done, seen = Event(), set[str]()
    written: list[set[str]] = [set() for _ in range(WRITERS)]
    dice = Random(SEED)

    def dawdle(_: object) -> None:
        time.sleep(dice.random() * 0.005)

    def write(mine: set[str], seed: int) -> None:
        own = Random(f"{SEED}/{seed}")
        for _ in range(EACH):
            many = [Record("", "announcement", values={"title": f"{seed}"}) for _ in range(own.randint(1, 3))]
            mine.update(one.id for one in publish(campus.office, many))

    def read() -> int:
        where: dict[str, wire.Cursor] = {}
        pages = 0
        while True:
            last = done.is_set()
            reply = campus.pull("amy", where, limit=50)
            seen.update(row.id for row in rows_of(reply.scopes["school"]))
            where, pages = cursors(reply), pages + 1
            if last and not reply.scopes["school"].more:
                return pages

    pages: list[int] = []
    event.listen(campus.office.database.engine, "commit", dawdle)
    try:
        reader = Thread(target=lambda: pages.append(read()))
        writers = [Thread(target=write, args=(written[n], n)) for n in range(WRITERS)]
        for thread in (reader, *writers):
            thread.start()
        for thread in writers:
            thread.join()
        done.set()
        reader.join()
    finally:
        event.remove(campus.office.database.engine, "commit", dawdle)
    everything = set().union(*written)
    return len(everything), len(everything - seen), pages[0]


@contextmanager
def bigserial_feed(campus: Campus) -> Iterator[None]:
    """The mutant that most programs are: a sequence instead of one row that is held until commit."""
    office = campus.office
    office.database.write(lambda conn: conn.execute(text("CREATE SEQUENCE mutant START 1000"))).result()

    def finish(self: Ledger) -> wire.Mark:
        self.shelf.keep()
        self.flush()
        seq = int(self.conn.execute(text("SELECT nextval('mutant')")).scalar_one())
        mark = wire.Mark(seq, secrets.randbits(52) + 1)
        self.conn.execute(tables.feed_tx.insert(), [{"seq": seq, "nonce": mark.nonce, "at": ""}])
        self._place(seq)
        return mark

    def head(conn: Connection) -> wire.Mark:
        seq = conn.scalar(select(func.max(tables.feed_tx.c.seq))) or 0
        return ledger.mark_at(conn, seq)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Ledger, "finish", finish)
        patch.setattr(pulling, "head", head)
        yield


@contextmanager
def two_snapshots(campus: Campus) -> Iterator[None]:
    """The mutant that asks for the head a moment after it has looked at the rows."""
    real = pulling.head

    def head(_: Connection) -> wire.Mark:
        time.sleep(0.002)
        return campus.office.database.read(real).result()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pulling, "head", head)
        yield


def test_that_a_reader_beside_eight_writers_misses_nothing(campus: Campus) -> None:
    written, missed, pages = race(campus)
    sys.stdout.write(f"seed {SEED}: {missed} of {written} rows missed in {pages} pages\n")
    assert missed == 0
    assert written >= WRITERS * EACH
    assert pages > 3


@pytest.mark.parametrize("mutant", [bigserial_feed, two_snapshots])
def test_that_a_feed_that_is_not_a_prefix_is_noticed(campus: Campus, mutant: Any) -> None:
    with mutant(campus):
        written, missed, pages = race(campus)
    sys.stdout.write(f"seed {SEED}: {mutant.__name__}: {missed} of {written} rows missed in {pages} pages\n")
    assert missed > 0


# ------------------------------------------------------------------------------ B16, B10: one record, one intent


def at_once(campus: Campus, pushes: list[tuple[str, Intent]]) -> list[wire.Result]:
    """All at the same moment, each in a thread of its own; the results in the order of the pushes."""
    ready = Barrier(len(pushes))
    results: dict[int, wire.Result] = {}

    def push(number: int, who: str, told: Intent) -> None:
        ready.wait()
        results[number] = campus.one(who, told, device=f"{who}-{number}")

    threads = [Thread(target=push, args=(n, who, told)) for n, (who, told) in enumerate(pushes)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [results[n] for n in range(len(pushes))]


def test_that_of_those_who_decide_one_record_at_once_one_decides(campus: Campus) -> None:
    set_school(campus.office, {"outcome_quota": "999"})
    counts: Counter[str] = Counter()
    for number in range(EACH):
        data = pdf(f"{number}")
        record = campus.submitted(data)
        campus.send("amy", data)
        acts = [(who, campus.act(act, record)) for who, act in (
            ("chen", Action.CERTIFY), ("chen", Action.REJECT), ("amy", Action.WITHDRAW),
            ("chen", Action.CERTIFY), ("chen", Action.REJECT), ("amy", Action.WITHDRAW),
        )]  # fmt: skip
        results = at_once(campus, acts)
        applied = [i for i, one in enumerate(results) if one.status == "applied"]
        assert len(applied) == 1, f"seed {SEED}: {results}"
        winner = acts[applied[0]][1].action
        counts[winner.value] += 1
        assert (
            campus.rows("amy")[record].state
            == {"certify": "passed", "reject": "failed", "withdraw": "draft"}[winner]
        )
        if winner is Action.CERTIFY:
            undone = at_once(campus, [("chen", campus.act(Action.REVOKE, record)) for _ in range(3)])
            assert sorted(one.status for one in undone).count("applied") == 1
    _sound(campus)
    sys.stdout.write(f"seed {SEED}: {EACH} records, six at once: {dict(counts)}\n")


def test_that_one_intent_that_comes_many_times_at_once_acts_once(campus: Campus) -> None:
    set_school(campus.office, {"outcome_quota": "999"})
    for _ in range(EACH):
        made = campus.outcome()
        results = at_once(campus, [("amy", made)] * 5)
        assert {(one.status, one.ver, one.receipt) for one in results} == {("applied", 1, results[0].receipt)}
    _sound(campus)


def _sound(campus: Campus) -> None:
    """INV-1, 6, 8, 9, 11: read from the history alone."""

    def rows(query: Any) -> list[Any]:
        return campus.office.database.read(lambda conn: list(conn.execute(query).all())).result()

    school: Any = SimpleNamespace(rows=rows)
    invariants.each_intent_acted_once(school)
    invariants.every_step_was_legal(school, {row.id: row for row in rows(select(tables.intent))})


# ------------------------------------------------------------------------------ a worker that is killed


def test_that_a_worker_killed_while_it_holds_locks_leaves_nothing_locked_or_half_done(
    campus: Campus, place: Settings, tmp_path: Path
) -> None:
    """Its push waits for the counter, which we hold; it is killed; the same push goes through another worker."""
    env = {"DATABASE_URL": place.database_url}
    engine = campus.office.database.engine
    with (
        serving(place.folder, env=env) as (first, process),
        serving(place.folder, env=env) as (second, _),
        ThreadPoolExecutor(1) as pool,
    ):
        home = over_http(tmp_path / "home", "amy", first)
        assert home.sync().state is State.OK
        record = some_id()
        home.write(record, {"summary": "寫到一半"}, parent=campus.enrolments["amy/chinese"])
        with engine.connect() as ours:
            ours.execute(select(tables.school_feed).with_for_update())
            pushing = pool.submit(home.sync)
            _until(lambda: _waiting(engine))
            os.kill(process, signal.SIGKILL)
            assert pushing.result(60).state is State.OFFLINE
            ours.rollback()
        assert home.store.unsent()
        home.close()
        again = over_http(tmp_path / "home", "amy", second)
        assert again.sync().state is State.OK
        assert not again.store.unsent()
        assert again.seen(record).ver == 1
        again.close()
    _until(lambda: not _waiting(engine))
    _sound(campus)


def _waiting(engine: Any) -> bool:
    """Whether somebody waits for a lock."""
    with engine.connect() as conn:
        return bool(conn.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")))


def _until(true: Callable[[], bool]) -> None:
    until = time.monotonic() + 30
    while not true():
        assert time.monotonic() < until, "it did not come to that"
        time.sleep(0.02)
