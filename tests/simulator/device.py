"""One computer of one person: its database, its files, its clock, its program, and what may go wrong with each."""

from collections.abc import Callable
from datetime import datetime, timedelta
from errno import EIO, ENOSPC
from typing import Any

from attrs import define, field
from sqlcipher3 import dbapi2

from desktop.store import migrations
from desktop.store.engine import Database
from desktop.store.schema import TABLES
from desktop.store.store import Store
from desktop.store.working import UNANSWERED
from sync.effects import State
from sync.report import Report
from sync.runner import Runner
from tests.fakes.memory import MemoryBlobs
from tests.simulator import watch
from tests.simulator.people import Hand
from tests.simulator.prepared import prepare
from tests.simulator.school import SimSchool
from tests.simulator.transport import Asked, SimTransport
from tests.simulator.world import SimDice, World, no_pause

SUSPENDED = timedelta(weeks=3)
UNBOUNDED = 1 << 30


class Crash(Exception):
    """The power goes out between two effects."""


Changed = Callable[[Store], Store]
"""A test-only change of the store: a fault built in on purpose."""


def unchanged(store: Store) -> Store:
    return store


@define
class DiskBlobs(MemoryBlobs):
    """Files on a disk that may be full, or unreadable, for a while."""

    world: World
    full: bool = False
    unreadable: bool = False

    def __attrs_post_init__(self) -> None:
        super().__init__()

    def read(self, sha256: str, offset: int, length: int) -> bytes:
        if self.unreadable:
            self.world.counts["blob_unreadable"] += 1
            raise OSError(EIO, "input/output error")
        return super().read(sha256, offset, length)

    def publish(self, sha256: str, pieces: Any) -> None:
        if self.full:
            self.world.counts["blob_disk_full"] += 1
            raise OSError(ENOSPC, "no space left on device")
        super().publish(sha256, pieces)

    def rot(self, sha256: str) -> None:
        data = self.content[sha256]
        self.content[sha256] = bytes([data[0] ^ 1]) + data[1:]


@define
class Device:
    """database: one for each place at the school, emptied for each history."""

    world: World
    school: SimSchool
    account: str
    name: str
    delayed: list[Asked]
    change: Changed
    database: Database
    outdated: bool = False
    """Whether the program is of an earlier schema: it may read, and keeps what it has to say."""
    suspended: bool = False
    """Whether the lid is closed in the midst of the next sync, for three weeks."""
    stopped: datetime | None = None
    rolled_back: bool = False
    image: tuple[Any, int] | None = None
    """A copy of the database as it was once, and how much had been typed by then."""
    skew: timedelta = field(init=False)
    store: Store = field(init=False)
    blobs: DiskBlobs = field(init=False)
    hand: Hand = field(init=False)
    port: Store = field(init=False)
    runner: Runner = field(init=False)
    transport: SimTransport = field(init=False)
    seen: watch.Seen = field(factory=watch.Seen)

    def __attrs_post_init__(self) -> None:
        self.skew = timedelta(days=self.world.clocks.choice((0, 0, 1, -1, 3650, -3650)))
        self.world.counts["skewed"] += self.skew != timedelta()
        self.mend()
        empty(self.database)
        self.blobs = DiskBlobs(self.world)
        self.store = Store(self.database, self.account, self.name, self.now)
        self.hand = Hand(self.world, self.store, self.blobs, self.now)
        self._start()

    def now(self) -> datetime:
        return self.stopped or self.world.clock() + self.skew

    def _start(self) -> None:
        """Begin from what lies on the disk, as after a crash."""
        self.store = Store(self.database, self.account, self.name, self.now)
        self.hand.store = self.store
        self.transport = SimTransport(
            self.school,
            self.world,
            self.account,
            self.store.meta("device"),
            self.delayed,
            self.world.rate,
            lambda: self.outdated,
        )
        self.port = self.change(self.store)
        dice = SimDice(self.world.ids)
        self.runner = Runner(self.port, self.blobs, self.transport, dice, no_pause)

    def sync(self) -> Report | None:
        """A sync that may be left after some effects, or be cut off by a crash; None after a crash."""
        faulty, dice = self.world.faulty, self.world.crashes
        left = dice.randrange(1, 25) if faulty and dice.random() < 0.3 else UNBOUNDED
        hard = dice.random() < 0.7

        def cut() -> bool:
            nonlocal left
            left -= 1
            if self.suspended:
                self._sleep()
            if left < 0 and hard:
                raise Crash
            return left < 0

        try:
            report = self.runner.sync(cancel=cut)
        except Crash:
            self.world.counts["crash"] += 1
            self.world.note(f"    crash of {self.name}")
            self.mend()  # a program does not start over a disk that cannot be written
            self._start()
            watch.after_a_crash(self)
            return None
        self.world.counts["left"] += report.state is State.CANCELLED
        self.world.counts[f"told:{report.state.value}"] += 1
        self.world.note(f"    {self.name} {report.state} pushed {report.pushed} pulled {report.pulled}")
        watch.after_a_sync(self, report)
        return report

    def _sleep(self) -> None:
        self.suspended = False
        self.world.counts["suspended"] += 1
        self.world.clock.tick(SUSPENDED.total_seconds())

    def quiet(self) -> bool:
        return not self.store.unsent() and not self.store.uploads() and not self.store.wanted()

    def unanswered(self) -> bool:
        """Whether anything waits for the school's word, also what it is only asked about again."""
        return any(said.status in UNANSWERED for said in self.store.journal())

    # ---- what may go wrong with the disk

    def fill(self) -> None:
        """From now on the database cannot grow: SQLite's own fault, at whichever write comes first."""
        driver = self.database.driver
        pages = driver.execute("PRAGMA page_count").fetchone()[0]
        driver.execute(f"PRAGMA max_page_count={pages}")
        self.blobs.full = True

    def protect(self) -> None:
        """The disk can only be read; reading goes on (in memory over the one connection, so not as a writer)."""
        self.database.driver.execute("PRAGMA query_only=ON")
        self._opening("BEGIN")

    def _opening(self, statement: str) -> None:
        self.database._engines[0].__dict__["_opening"] = lambda _: statement

    def mend(self) -> None:
        self._opening("BEGIN IMMEDIATE")
        self.database.driver.execute("PRAGMA query_only=OFF")
        self.database.driver.execute("PRAGMA max_page_count=1073741823")
        if hasattr(self, "blobs"):
            self.blobs.full = self.blobs.unreadable = False

    def take_image(self) -> None:
        copy = dbapi2.connect(":memory:")
        self.database.driver.backup(copy)
        self.image = (copy, len(self.hand.said))

    def roll_back(self) -> None:
        """The computer is put back to the image that was once taken of it; files stay."""
        assert self.image is not None
        self.become(self.image[0], self.image[1])

    def become(self, image: Any, said: int) -> None:
        """The database is another: an old one of this computer's, or one of another computer of the same person."""
        image.backup(self.database.driver)
        del self.hand.said[said:]
        self.rolled_back = True
        self.seen = watch.Seen()
        self._start()


def laid_out() -> Database:
    """A database in memory with its tables, for one history after the other."""
    database = Database(None)
    with database.alone() as driver:
        migrations.migrate(driver)
    engine = database._engines[0]
    prepare(engine, lambda _: "BEGIN IMMEDIATE")
    database._writer.close()
    database._writer = engine.connect()
    return database


def empty(database: Database) -> None:
    with database.write() as connection:
        for table in TABLES.sorted_tables:
            connection.execute(table.delete())
