"""What drives a history: dice one for each concern, a clock that the school reads, clocks of people that lie."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from attrs import define, field

from domain.ids import uuid7
from domain.intents import Action, Intent

ZONES = ("Asia/Taipei", "Asia/Taipei", "Europe/Berlin", "America/New_York", "Pacific/Kiritimati")
"""What a computer may be set to; two of them change their hour in March."""

START = datetime(2026, 2, 1, tzinfo=UTC)


TROUBLES = 0.12


def identity(dice: Random, now: datetime) -> str:
    return uuid7(int(now.timestamp() * 1000), dice.randbytes(10))


@define
class SimClock:
    """The school's time; it only goes on when somebody does something."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def tick(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@define
class SimDice:
    """Implements sync.ports.Dice."""

    random: Random

    def request_id(self) -> str:
        return f"{self.random.getrandbits(64):016x}"

    def fraction(self) -> float:
        return self.random.random()


def no_pause(_seconds: float) -> bool:
    return False


def _restore(dice: Random) -> tuple[int, int] | None:
    """In every third history the school loses what came between two of the steps."""
    if dice.random() > 1 / 3:
        return None
    saved = dice.randrange(0, 26)
    return saved, saved + dice.randrange(1, 13)


@define
class World:
    """Everything that one seed decides. faulty: whether the network and the computers misbehave just now.

    troubles: how likely it is, at each step, that something else happens (tests.simulator.troubles).
    """

    seed: int
    clock: SimClock = field(factory=SimClock)
    faulty: bool = True
    troubles: float = TROUBLES
    counts: Counter[str] = field(factory=Counter)
    trace: list[str] = field(factory=list)

    def __attrs_post_init__(self) -> None:
        self.actions = Random(f"{self.seed}/actions")
        self.faults = Random(f"{self.seed}/faults")
        self.ids = Random(f"{self.seed}/ids")
        self.crashes = Random(f"{self.seed}/crashes")
        self.clocks = Random(f"{self.seed}/clocks")
        self.fate = Random(f"{self.seed}/fate")
        self.watching = Random(f"{self.seed}/watching")
        self.restores = Random(f"{self.seed}/restores")
        self.restore = _restore(self.restores)
        self.rate = self.faults.choice((0.05, 0.1, 0.2, 0.3))

    actions: Random = field(init=False)
    faults: Random = field(init=False)
    ids: Random = field(init=False)
    crashes: Random = field(init=False)
    clocks: Random = field(init=False)
    fate: Random = field(init=False)
    watching: Random = field(init=False)
    restores: Random = field(init=False)
    restore: tuple[int, int] | None = field(init=False)
    rate: float = field(init=False)

    def identity(self) -> str:
        return identity(self.ids, self.clock.now)

    def intent(self, action: Action, record: str, form: str, d: dict, now: datetime) -> Intent:
        """An intent as a person's computer makes it, with the wall time of a clock that may be years off."""
        name = self.clocks.choice(ZONES) if self.faulty else ZONES[0]
        self.counts["zone"] += name != ZONES[0]
        wall = now.astimezone(ZoneInfo(name)).isoformat(timespec="milliseconds")
        return Intent(self.identity(), action, record, form, d, made={"wall": wall, "zone": name})

    def trace_of_acts(self) -> list[str]:
        """What people did, without what travelled."""
        return [line for line in self.trace if " pushed " not in line]

    def note(self, text: str) -> None:
        self.trace.append(text)
