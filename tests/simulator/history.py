"""One history from one seed: five computers, four people, one school, and everything that goes wrong between them."""

import gc
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from attrs import define, field

from desktop.store import migrations
from desktop.store.engine import Database
from desktop.store.patience import PATIENCE
from desktop.store.schema import TABLES
from desktop.store.settling import TAKEN
from desktop.store.store import Now, Store
from sync.effects import State
from sync.report import Report
from sync.runner import Runner
from sync.wire import Push
from tests.fakes.memory import MemoryBlobs
from tests.simulator import invariants
from tests.simulator.people import Hand, Student
from tests.simulator.prepared import prepare
from tests.simulator.scenes import Scene
from tests.simulator.school import ENROLMENTS, MOVES, SimSchool, make_template
from tests.simulator.transport import Asked, SimTransport
from tests.simulator.world import SimDice, World, no_pause

STEPS = 60
DEVICES = (("s1", "s1-home"), ("s1", "s1-school"), ("s2", "s2-home"), ("t1", "t1-desk"), ("t2", "t2-desk"))
PROFILES = ("senior-high", "experimental")
ROUNDS = 3


class Crash(Exception):
    """The power goes out between two effects."""


Changed = Callable[[Store], Store]
"""A test-only change of the store: a fault built in on purpose."""

BeforePush = Callable[[SimSchool, Push], None]
"""A test-only fault of the school, done before a push is taken in."""


def unchanged(store: Store) -> Store:
    return store


@define
class Device:
    """One computer of one person."""

    world: World
    school: SimSchool
    account: str
    name: str
    delayed: list[Asked]
    change: Changed
    database: Database
    store: Store = field(init=False)
    blobs: MemoryBlobs = field(factory=MemoryBlobs)
    hand: Hand = field(init=False)
    now: Now = field(init=False)
    port: Store = field(init=False)

    def __attrs_post_init__(self) -> None:
        skew = timedelta(days=self.world.clocks.choice((0, 0, 1, -1, 3650, -3650)))
        _empty(self.database)
        self.now = lambda: self.world.clock() + skew
        self.store = Store(self.database, self.account, self.name, self.now)
        self.hand = Hand(self.world, self.store, self.blobs, skew)
        self._start()

    def _start(self) -> None:
        """Begin from what lies on the disk, as after a crash."""
        self.store = Store(self.database, self.account, self.name, self.now)
        self.hand.store = self.store
        transport = SimTransport(
            self.school, self.world, self.account, self.name, self.delayed, self.world.rate
        )
        self.port = self.change(self.store)
        dice = SimDice(self.world.ids)
        self.runner = Runner(self.port, self.blobs, transport, dice, no_pause)

    runner: Runner = field(init=False)

    def sync(self) -> Report | None:
        """A sync that may be left after some effects, or be cut off by a crash; None after a crash."""
        left = (
            self.world.crashes.randrange(1, 25)
            if self.world.faulty and self.world.crashes.random() < 0.3
            else 1 << 30
        )
        hard = self.world.crashes.random() < 0.7

        def cut() -> bool:
            nonlocal left
            left -= 1
            if left < 0 and hard:
                raise Crash
            return left < 0

        try:
            report = self.runner.sync(cancel=cut)
        except Crash:
            self.world.counts["crash"] += 1
            self.world.note(f"    crash of {self.name}")
            self._start()
            return None
        if report.state is State.CANCELLED:
            self.world.counts["left"] += 1
        self.world.note(f"    {self.name} {report.state} pushed {report.pushed} pulled {report.pulled}")
        return report

    def quiet(self) -> bool:
        return not self.store.unsent() and not self.store.uploads() and not self.store.wanted()


@define
class History:
    """All devices of one history at one school."""

    world: World
    school: SimSchool
    change: Changed
    databases: list[Database]
    steps: int = STEPS
    delayed: list[Asked] = field(factory=list)
    promised: set[str] = field(factory=set)
    """What the school had signed as done before it went back in time."""
    devices: list[Device] = field(init=False)
    students: dict[str, Student] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.devices = [
            Device(self.world, self.school, account, name, self.delayed, self.change, database)
            for (account, name), database in zip(DEVICES, self.databases, strict=True)
        ]
        self.students = {one: Student(one, ENROLMENTS[one]) for one in ENROLMENTS}

    def live(self) -> None:
        """Actions and syncs in any order, with every fault there is."""
        saved, lost = self.world.restore or (-1, -1)
        for step in range(self.steps):
            if step == saved:
                self.school.back_up()
            if step == lost:
                self.disaster(self.world.restores.random() < 0.5)
            self.world.clock.tick(self.world.clocks.choice((1, 60, 3600)))
            self.world.note(f"step {step}")
            self._step()

    def disaster(self, tell: bool) -> None:
        self.world.counts["restore_told" if tell else "restore_untold"] += 1
        self.world.note(f"    the school goes back in time, told: {tell}")
        for device in self.devices:
            self.promised |= {said.intent.id for said in device.store.journal() if said.status in TAKEN}
        self.school.go_back(tell)

    def _step(self) -> None:
        if self.world.moves and self.world.office.random() < self.world.moves:
            self.school.move(*self.world.office.choice(MOVES))
            self.world.counts["moved"] += 1
        dice = self.world.actions
        device = dice.choices(self.devices, (5, 5, 2, 4, 3))[0]
        if self.delayed and dice.random() < 0.3:
            self.deliver_late()
        elif dice.random() < 0.35:
            device.sync()
        else:
            self.act(device)

    def deliver_late(self) -> None:
        """A request that the network had kept arrives after all, again or for the first time."""
        late = self.delayed.pop(self.world.actions.randrange(len(self.delayed)))
        self.world.counts["delivered_late"] += 1
        self.school.answer(late)

    def act(self, device: Device) -> None:
        """Somebody does something at the computer."""
        if device.account in self.students:
            device.hand.student(self.students[device.account])
        else:
            device.hand.teacher()

    def settle(self) -> None:
        """The faults stop; after at most ROUNDS rounds nothing is left to say, send or fetch.

        After a restore that holds once the copies have stopped waiting for each other.
        """
        self.world.faulty = False
        for late in self.delayed:
            self.school.answer(late)
        reports = self._rounds(ROUNDS)
        if self.world.counts["restore_told"] + self.world.counts["restore_untold"]:
            self.world.clock.tick((PATIENCE + timedelta(hours=1)).total_seconds())
            self._rounds(1)  # tells the time
            reports = self._rounds(ROUNDS)
        for device, report in zip(self.devices, reports, strict=True):
            assert report is not None
            assert report.state is State.OK, f"{device.name}: {report}"
            assert device.quiet(), f"{device.name} is not quiet after {ROUNDS} rounds: {report}"

    def end(self) -> None:
        """Settle, then look whether everything holds that must."""
        self.settle()
        invariants.promises_are_kept(self.devices, self.promised)
        restored = self.world.counts["restore_told"] + self.world.counts["restore_untold"] > 0
        waiting, overtaken = invariants.check(self.school, self.devices, restored)
        self.world.counts["still_waiting"] += waiting
        self.world.counts["overtaken"] += overtaken

    def _rounds(self, most: int) -> list[Report | None]:
        reports: list[Report | None] = []
        for _ in range(most):
            if not reports or any(one is None or one.pushed or one.uploaded for one in reports):
                reports = [device.sync() for device in self.devices]
        return reports


class Laboratory:
    """Schools and databases that serve one history after another; opening them anew would take most of the time."""

    def __init__(self, folder: Path) -> None:
        made = {name: make_template(folder / f"{name}-template", name) for name in PROFILES}
        self._schools = {name: SimSchool(made[name], folder / name) for name in PROFILES}
        self._databases = [_database() for _ in DEVICES]
        gc.freeze()

    def close(self) -> None:
        gc.unfreeze()
        for school in self._schools.values():
            school.close()
        for database in self._databases:
            database.close()

    def run(
        self,
        seed: int,
        change: Changed = unchanged,
        before_push: BeforePush | None = None,
        steps: int = STEPS,
        scene: Scene | None = None,
        moves: float = 0.0,
    ) -> World:
        """Live (after the scene, if any), settle, check. Raises AssertionError with the seed and what does not hold."""
        world = World(seed, moves=moves)
        history = self.history(world, change, before_push, steps)
        try:
            if scene is not None:
                scene(history)
            history.live()
            history.end()
        except Exception as error:
            raise AssertionError(f"seed {seed}: {error!r}\n" + "\n".join(world.trace[-120:])) from error
        return world

    def history(
        self,
        world: World,
        change: Changed = unchanged,
        before_push: BeforePush | None = None,
        steps: int = STEPS,
    ) -> History:
        """A school and five computers on which nothing has happened yet."""
        school = self._schools[PROFILES[world.seed % len(PROFILES)]]
        school.restart(world.clock)
        school.before_push = before_push
        return History(world, school, change, self._databases, steps)


def _database() -> Database:
    database = Database(None)
    with database.alone() as driver:
        migrations.migrate(driver)
    engine = database._engines[0]
    prepare(engine, lambda _: "BEGIN IMMEDIATE")
    database._writer.close()
    database._writer = engine.connect()
    return database


def _empty(database: Database) -> None:
    with database.write() as connection:
        for table in TABLES.sorted_tables:
            connection.execute(table.delete())
