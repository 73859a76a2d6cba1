"""One history from one seed: five computers, four people, one school, and everything that goes wrong between them."""

import gc
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from attrs import define, field

from desktop.store.engine import Database
from desktop.store.patience import PATIENCE
from desktop.store.settling import TAKEN
from domain.errors import LichengError
from sync.effects import State
from sync.report import Report
from sync.wire import Push
from tests.simulator import invariants, troubles
from tests.simulator.device import Changed, Device, laid_out, unchanged
from tests.simulator.people import Student
from tests.simulator.scenes import Scene
from tests.simulator.school import ENROLMENTS, PEOPLE, SimSchool, make_template
from tests.simulator.transport import Asked
from tests.simulator.world import TROUBLES, World

STEPS = 60
DEVICES = (
    ("s1", "s1-home"),
    ("s1", "s1-school"),
    ("s2", "s2-home"),
    ("t1", "t1-desk"),
    ("t2", "t2-desk"),
    ("o1", "office"),
)
PROFILES = ("senior-high", "experimental")
ROUNDS = 3


BeforePush = Callable[[SimSchool, Push], None]
"""A test-only fault of the school, done before a push is taken in."""


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
        if self.world.faulty and self.world.fate.random() < self.world.troubles:
            troubles.strike(self)
        dice = self.world.actions
        device = dice.choices(self.devices, (5, 5, 2, 4, 3, 1))[0]
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
        """Somebody does something at the computer; a disk that is full, or may not be written, says so at once."""
        try:
            if device.account in self.students:
                device.hand.student(self.students[device.account])
            elif PEOPLE[device.account] == "teacher":
                device.hand.teacher()
        except LichengError as error:
            if error.code not in ("disk_full", "disk_fault"):
                raise
            self.world.counts[f"act:{error.code}"] += 1

    def settle(self) -> None:
        """The faults stop; after at most ROUNDS rounds nothing is left to say, send or fetch.

        After a restore that holds once the copies have stopped waiting for each other.
        """
        self.world.faulty = False
        troubles.mend(self)
        for late in self.delayed:
            self.school.answer(late)
        reports = self._rounds(ROUNDS)
        if self._set_back():
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
        restored = self._set_back()
        waiting, overtaken = invariants.check(self.school, self.devices, restored)
        self.world.counts["still_waiting"] += waiting
        self.world.counts["overtaken"] += overtaken
        self.world.counts.update(self.school.counts)

    def _set_back(self) -> bool:
        """Whether the school was somewhere else in time, or had lost files."""
        return any(self.world.counts[one] for one in ("restore_told", "restore_untold", "files_lost"))

    def _rounds(self, most: int) -> list[Report | None]:
        reports: list[Report | None] = []
        for _ in range(most):
            if not reports or any(map(_more, reports)) or any(device.unanswered() for device in self.devices):
                reports = [device.sync() for device in self.devices]
        return reports


def _more(report: Report | None) -> bool:
    return report is None or bool(report.pushed or report.uploaded)


class Laboratory:
    """Schools and databases that serve one history after another; opening them anew would take most of the time."""

    def __init__(self, folder: Path) -> None:
        made = {name: make_template(folder / f"{name}-template", name) for name in PROFILES}
        self._schools = {name: SimSchool(made[name], folder / name) for name in PROFILES}
        self._databases = [laid_out() for _ in DEVICES]
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
        fate: float = TROUBLES,
    ) -> World:
        """Live (after the scene, if any), settle, check. Raises AssertionError with the seed and what does not hold."""
        world = World(seed, troubles=fate)
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
