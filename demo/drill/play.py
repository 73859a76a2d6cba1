"""The drill from its first morning to its last comparison."""

import shutil
import time
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from attrs import define, field, frozen

from demo.drill import days, proof, variants
from demo.drill.campus import Campus, Clock, deadline, found
from demo.drill.computer import switched_on
from demo.drill.door import Door
from demo.drill.people import Cast, Kind, Owned, cast
from demo.drill.proof import Compared, Lines
from demo.drill.variants import Variant
from desktop.store.patience import PATIENCE
from server.services.losses import note_losses
from sync.effects import State

START = datetime(2026, 2, 2, tzinfo=UTC)
ROUNDS = 6
SCHOOL, COMPUTERS = "school", "computers"

Tell = Callable[[str], None]


@frozen
class Plan:
    """students, days: how big. seed: draws everything. only: keys of the variants, all when empty."""

    out: Path
    students: int = 300
    days: int = 17
    seed: int = 1
    only: tuple[str, ...] = ()
    keep: bool = False

    @property
    def wanted(self) -> tuple[Variant, ...]:
        return tuple(one for one in variants.VARIANTS if not self.only or one.key in self.only)


@frozen
class Return:
    """How the copies came back to one school."""

    counts: Mapping[Kind, Counter[str]]
    rounds: int
    seconds: float
    problems: tuple[str, ...]
    facts: Mapping[str, Lines]
    copies: Mapping[str, str]
    sizes: Mapping[str, int]


@frozen
class Outcome:
    """One variant beside its twin. struck: what stood at the school just after the loss, by section."""

    variant: Variant
    back: Return
    struck: Mapping[str, int]
    sections: Mapping[str, Compared]
    other_copies: tuple[str, ...]

    @property
    def ok(self) -> bool:
        return (
            not self.back.problems
            and not self.other_copies
            and all(one.same for one in self.sections.values())
        )


@frozen
class Result:
    plan: Plan
    people: Cast
    worked: Counter[str]
    seconds: float
    outcomes: tuple[Outcome, ...]

    @property
    def ok(self) -> bool:
        return bool(self.outcomes) and all(one.ok for one in self.outcomes)


def play(plan: Plan, tell: Tell) -> Result:
    """Live the days, lose them in every way that is wanted, come back, compare."""
    begun, stage = time.monotonic(), Stage(plan, tell)
    worked = stage.live()
    lived = time.monotonic() - begun
    outcomes = [stage.lose(variant) for variant in plan.wanted]
    return Result(plan, stage.people, worked, lived, tuple(outcomes))


@define
class Stage:
    """The folders of one drill, and everybody in it."""

    plan: Plan
    tell: Tell
    dice: Random = field(init=False)
    people: Cast = field(init=False)
    clock: Clock = field(init=False)
    order: list[Owned] = field(init=False)
    twins: dict[bool, Return] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        self.dice = Random(f"drill {self.plan.seed}")
        self.people = cast(self.plan.students, self.plan.days, self.dice)
        self.clock = Clock(START)
        self.order = self.dice.sample(self.people.computers, len(self.people.computers))

    @property
    def lived(self) -> Path:
        return self.plan.out / "lived"

    # ---- the days

    def live(self) -> Counter[str]:
        """Day 0 with its backup, then the days that will be lost."""
        shutil.rmtree(self.plan.out, ignore_errors=True)
        self.lived.mkdir(parents=True)
        found(self.lived / SCHOOL, self.clock, self.people, self.plan.days)
        counts: Counter[str] = Counter()
        with Campus(self.lived / SCHOOL, self.clock) as school:
            self._day(school, 0, counts)
            variants.prepare(school, self.plan.out)
        variants.keep_image(self.lived / SCHOOL, self.plan.out)
        with Campus(self.lived / SCHOOL, self.clock) as school:
            for day in range(1, self.plan.days + 1):
                self._day(school, day, counts)
                self.tell(
                    f"第 {day} 天：累計 {counts['intents']} 個動作、{counts['files up']} 個檔案送到學校"
                )
        return counts

    def _day(self, school: Campus, day: int, counts: Counter[str]) -> None:
        sessions = [one for one in self.people.computers if self._comes(one, day)]
        self.dice.shuffle(sessions)
        for number, owned in enumerate(sessions):
            self.clock.now = START + timedelta(days=day, seconds=60 + number * 72_000 // len(sessions))
            offline = day > owned.last_day
            with switched_on(self.lived / COMPUTERS, owned, self.clock, self.dice) as computer:
                door = Door(school, owned.person.account, owned.name)
                if not offline:
                    computer.sync(door)
                days.work(computer)
                if not offline and self.dice.random() < 0.9:
                    computer.sync(door)
                counts.update(door.counts)

    def _comes(self, owned: Owned, day: int) -> bool:
        if owned.person.teaches or (day == self.plan.days and owned.last_day < day):
            return True
        return self.dice.random() < (0.15 if owned.kind is Kind.SELDOM else 0.45)

    # ---- the loss

    def lose(self, variant: Variant) -> Outcome:
        """Strike a copy of the school, let everybody come back, and compare with the twin that was spared."""
        twin = self._twin(variant.late)
        place = self._copied(variant.key)
        self.clock.now = self._hour(variant.late)
        variant.strike(place / SCHOOL, self.plan.out, self.clock)
        struck = self._counted(place)
        back = self._come_back(place)
        found_there = proof.compared(twin.facts, back.facts)
        others = tuple(name for name, told in twin.copies.items() if back.copies[name] != told)
        if not self.plan.keep:
            shutil.rmtree(place)
        outcome = Outcome(variant, back, struck, found_there, others)
        self.tell(f"{variant.sentence}：{'全部回來了' if outcome.ok else '不一樣'}（{back.seconds:.0f} 秒）")
        return outcome

    def _twin(self, late: bool) -> Return:
        if late not in self.twins:
            place = self._copied("twin")
            self.clock.now = self._hour(late)
            self.twins[late] = self._come_back(place)
            shutil.rmtree(place)
        return self.twins[late]

    def _hour(self, late: bool) -> datetime:
        """In time: the night after the last day. Late: ten days after everything has closed."""
        if late:
            return deadline(START, self.plan.days) + timedelta(days=10)
        return START + timedelta(days=self.plan.days, hours=22)

    def _copied(self, name: str) -> Path:
        place = self.plan.out / name
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(self.lived, place, copy_function=_copy)
        return place

    def _counted(self, place: Path) -> dict[str, int]:
        with Campus(place / SCHOOL, self.clock) as school:
            found = proof.facts(school.office, self.clock.now)
            return {name: _standing(name, lines) for name, lines in found.items()}

    def _come_back(self, place: Path) -> Return:
        begun, hour = time.monotonic(), self.clock.now
        counts: dict[Kind, Counter[str]] = {kind: Counter() for kind in Kind}
        problems: list[str] = []
        with Campus(place / SCHOOL, self.clock) as school:
            note_losses(school.office)
            rounds = 0
            busy = True
            while busy and rounds < ROUNDS:
                rounds += 1
                busy = False
                for owned in self.order:
                    busy |= self._knock(school, place, owned, counts[owned.kind], problems)
            seconds = time.monotonic() - begun
            self._wait_out(school, place)
            facts = proof.facts(school.office, hour)
        copies, sizes = self._copies(place, problems)
        return Return(counts, rounds, seconds, tuple(problems), facts, copies, sizes)

    def _wait_out(self, school: Campus, place: Path) -> None:
        """Two days later nobody waits for anybody any more; these last syncs are not counted."""
        self.clock.now += PATIENCE + timedelta(hours=1)
        for _ in range(2):
            for owned in self.order:
                self._knock(school, place, owned, Counter(), [])

    def _knock(
        self, school: Campus, place: Path, owned: Owned, counts: Counter[str], problems: list[str]
    ) -> bool:
        """One sync of one computer; whether it had anything to say or to fetch."""
        self.clock.now += timedelta(seconds=7)
        dice = Random(f"back {self.plan.seed} {owned.name}")
        with switched_on(place / COMPUTERS, owned, self.clock, dice) as computer:
            door = Door(school, owned.person.account, owned.name)
            report = computer.sync(door, bulk=True)
        counts.update(door.counts)
        counts["computers"] += 0 if counts[owned.name] else 1
        counts[owned.name] = 1
        if report.state is not State.OK:
            problems.append(f"{owned.name}：{report.sentence}")
        return bool(report.pushed or report.uploaded or report.downloaded or report.pulled)

    def _copies(self, place: Path, problems: list[str]) -> tuple[dict[str, str], dict[str, int]]:
        copies, sizes = {}, {}
        for owned in self.people.computers:
            with switched_on(place / COMPUTERS, owned, self.clock, Random(0)) as computer:
                lines = proof.copy_of(computer)
                copies[owned.name], sizes[owned.name] = proof.digest(lines), len(lines)
                if computer.store.unsent() or computer.store.uploads() or computer.store.wanted():
                    problems.append(f"{owned.name} 還有沒送完或沒收完的內容")
        return copies, sizes


def _standing(name: str, lines: Lines) -> int:
    return sum(value == "True" for value in lines.values()) if name == "files" else len(lines)


def _copy(source: str, target: str) -> str:
    return str(shutil.copyfile(source, target))
