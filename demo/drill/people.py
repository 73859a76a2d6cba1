"""Who takes part in the drill, with which computers, drawn from one seed."""

from collections.abc import Iterator
from enum import StrEnum
from random import Random

from attrs import frozen

PER_CLASS = 25
COURSES_EACH = 4


class Kind(StrEnum):
    """What sort of computer it is; the report counts by these."""

    HOME = "學生：家裡的電腦"
    SECOND = "學生：第二台電腦"
    SELDOM = "學生：很少連線的電腦"
    UNSENT = "學生：當機時還有沒送出的內容"
    TEACHER = "教師的電腦"


@frozen
class Person:
    account: str
    name: str
    courses: tuple[str, ...] = ()
    """A pupil's: those of the class. A teacher's: those that the teacher certifies."""

    @property
    def teaches(self) -> bool:
        return self.account.startswith("t")


@frozen
class Owned:
    """One computer of one person."""

    name: str
    person: Person
    kind: Kind
    last_day: int
    """After this day it stays offline until the school is back; work goes on."""


@frozen
class Cast:
    pupils: tuple[Person, ...]
    teachers: tuple[Person, ...]
    computers: tuple[Owned, ...]


def cast(students: int, days: int, dice: Random) -> Cast:
    """Classes of PER_CLASS, COURSES_EACH courses a class, two courses a teacher; some courses have two teachers."""
    classes = range((students + PER_CLASS - 1) // PER_CLASS)
    courses = [f"c{group:02}-{one}" for group in classes for one in range(COURSES_EACH)]
    pupils = tuple(_pupil(number) for number in range(students))
    teachers = tuple(_teachers(courses))
    computers = [one for pupil in pupils for one in _of_pupil(pupil, days, dice)]
    computers += [Owned(f"{one.account}-desk", one, Kind.TEACHER, days) for one in teachers]
    return Cast(pupils, teachers, tuple(computers))


def _pupil(number: int) -> Person:
    group = number // PER_CLASS
    courses = tuple(f"c{group:02}-{one}" for one in range(COURSES_EACH))
    return Person(f"s{number:04}", f"學生{number:04}", courses)


def _teachers(courses: list[str]) -> Iterator[Person]:
    for number in range(0, len(courses), 2):
        own = courses[number : number + 2]
        shared = courses[number - 1 : number] if number % 3 == 0 else []
        yield Person(f"t{number // 2:03}", f"教師{number // 2:03}", (*own, *shared))


def _of_pupil(pupil: Person, days: int, dice: Random) -> Iterator[Owned]:
    draw = dice.random()
    if draw < 0.15:
        yield Owned(f"{pupil.account}-home", pupil, Kind.UNSENT, days - dice.randint(1, 3))
    elif draw < 0.3:
        yield Owned(f"{pupil.account}-home", pupil, Kind.SELDOM, days)
    else:
        yield Owned(f"{pupil.account}-home", pupil, Kind.HOME, days)
    if dice.random() < 0.4:
        yield Owned(f"{pupil.account}-second", pupil, Kind.SECOND, days)
