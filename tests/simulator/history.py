"""One history from one seed: five computers, four people, one school, and everything that goes wrong between them."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from attrs import define, field

from desktop.store.opening import memory_store
from desktop.store.store import Store
from sync.effects import State
from sync.report import Report
from sync.runner import Runner
from tests.fakes.memory import MemoryBlobs
from tests.simulator import invariants
from tests.simulator.people import Hand, Student
from tests.simulator.school import ENROLMENTS, SimSchool, school_of
from tests.simulator.transport import Asked, SimTransport
from tests.simulator.world import SimDice, World, no_pause

STEPS = 60
ROUNDS = 3


class Crash(Exception):
    """The power goes out between two effects."""


Changed = Callable[[Store], Store]
"""A test-only change of the store: a fault built in on purpose."""


@define
class Device:
    """One computer of one person."""

    world: World
    school: SimSchool
    account: str
    name: str
    delayed: list[Asked]
    change: Changed
    store: Store = field(init=False)
    blobs: MemoryBlobs = field(factory=MemoryBlobs)
    hand: Hand = field(init=False)
    port: Store = field(init=False)

    def __attrs_post_init__(self) -> None:
        skew = timedelta(days=self.world.clocks.choice((0, 0, 1, -1, 3650, -3650)))
        self.store = memory_store(self.account, self.name, lambda: self.world.clock() + skew)
        self.hand = Hand(self.world, self.store, self.blobs, skew)
        self._start()

    def _start(self) -> None:
        """Begin from what lies on the disk, as after a crash."""
        self.store = Store(self.store._database, self.account, self.name, self.store._now)
        self.hand.store = self.store
        transport = SimTransport(self.school, self.world, self.account, self.name, self.delayed)
        self.port = self.change(self.store)
        dice = SimDice(self.world.ids)
        self.runner = Runner(self.port, self.blobs, transport, dice, no_pause)

    runner: Runner = field(init=False)

    def sync(self) -> Report | None:
        """A sync that may be left after some effects, or be cut off by a crash; None after a crash."""
        left = self.world.crashes.randrange(1, 25) if self.world.faulty and self.world.crashes.random() < 0.3 else 1 << 30
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
    delayed: list[Asked] = field(factory=list)
    devices: list[Device] = field(init=False)
    students: dict[str, Student] = field(init=False)

    def __attrs_post_init__(self) -> None:
        names = (("s1", "s1-home"), ("s1", "s1-school"), ("s2", "s2-home"), ("t1", "t1-desk"), ("t2", "t2-desk"))
        self.devices = [
            Device(self.world, self.school, account, name, self.delayed, self.change) for account, name in names
        ]
        self.students = {one: Student(one, ENROLMENTS[one]) for one in ENROLMENTS}

    def live(self) -> None:
        """Actions and syncs in any order, with every fault there is."""
        for step in range(STEPS):
            self.world.clock.tick(self.world.clocks.choice((1, 60, 3600)))
            self.world.note(f"step {step}")
            self._step()

    def _step(self) -> None:
        dice = self.world.actions
        device = dice.choices(self.devices, (5, 5, 2, 2, 2))[0]
        if self.delayed and dice.random() < 0.15:
            late = self.delayed.pop(dice.randrange(len(self.delayed)))
            self.world.counts["delivered_late"] += 1
            self.school.answer(late)
            return
        if dice.random() < 0.4:
            device.sync()
        elif device.account in self.students:
            device.hand.student(self.students[device.account])
        else:
            device.hand.teacher()

    def settle(self) -> None:
        """The faults stop; after at most ROUNDS rounds nothing is left to say, send or fetch."""
        self.world.faulty = False
        for late in self.delayed:
            self.school.answer(late)
        reports = []
        for _ in range(ROUNDS):
            reports = [device.sync() for device in self.devices]
        for device, report in zip(self.devices, reports, strict=True):
            assert report is not None
            assert report.state is State.OK, f"{device.name}: {report}"
            assert device.quiet(), f"{device.name} is not quiet after {ROUNDS} rounds: {report}"


def run(seed: int, template: Path, folder: Path, change: Changed = lambda store: store) -> World:
    """Live, settle, check. Raises AssertionError with what does not hold."""
    world = World(seed)
    with school_of(template, folder, world.clock) as school:
        history = History(world, school, change)
        try:
            history.live()
            history.settle()
            invariants.check(history.school, history.devices)
        finally:
            for device in history.devices:
                device.store.close()
    return world
