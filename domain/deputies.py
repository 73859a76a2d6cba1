"""代理人: who may certify in whose stead, for which courses, from which day to which (P-techadmi 一(八)).

One record an appointment, the teacher's own, read by the one who is named too. `srv.courses` says which courses it is
about: those the absent teacher teaches and the deputy does not; the school counts them. So nobody passes on what
they only stand in for.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from attrs import frozen

from domain.calendar import end_of_day, iso_day
from domain.records import Record

FORM = "deputy"
IN_FORCE = "current"
DECLINED = "declined"


@frozen
class Appointment:
    """teacher stands aside, deputy acts; first and last day included, in the school's own time."""

    record: str
    teacher: str
    teacher_name: str
    deputy: str
    deputy_name: str
    first: date
    last: date
    courses: frozenset[str]
    declined: bool = False

    def begun(self, now: datetime) -> bool:
        return now >= end_of_day(self.first - timedelta(days=1))

    def over(self, now: datetime) -> bool:
        return now >= end_of_day(self.last)

    def in_force(self, now: datetime) -> bool:
        return not self.declined and self.begun(now) and not self.over(now)

    @property
    def days(self) -> str:
        """ "3 月 2 日到 3 月 9 日"."""
        one, other = (f"{day.month} 月 {day.day} 日" for day in (self.first, self.last))
        return one if self.first == self.last else f"{one}到 {other}"


def appointment_of(record: Record) -> Appointment | None:
    """What a record of the form 代理 states; None when it was taken back or cannot be read."""
    if record.form != FORM or record.deleted:
        return None
    try:
        first, last = iso_day(record.text("start_date")), iso_day(record.text("end_date"))
    except ValueError:
        return None
    listed = record.srv.get("courses", ())
    return Appointment(
        record=record.id,
        teacher=record.owner,
        teacher_name=str(record.srv.get("teacher_name") or record.text("teacher_name")),
        deputy=record.text("deputy"),
        deputy_name=str(record.srv.get("deputy_name") or record.text("deputy_name")),
        first=first,
        last=last,
        courses=frozenset(one for one in listed if isinstance(one, str)),
        declined=record.state == DECLINED,
    )


def named(account: str, records: Iterable[Record]) -> tuple[Appointment, ...]:
    """The appointments in which that person is the deputy."""
    found = (appointment_of(record) for record in records)
    return tuple(one for one in found if one is not None and one.deputy == account)


def for_course(appointments: Iterable[Appointment], course: str) -> tuple[Appointment, ...]:
    return tuple(one for one in appointments if course and course in one.courses)


def acting(appointments: Iterable[Appointment], now: datetime) -> Appointment | None:
    """The one by which somebody may act now."""
    return next((one for one in appointments if one.in_force(now)), None)


def signed(name: str, appointment: Appointment) -> str:
    """How the deputy's word is written down: 「李老師（代理 陳老師）」."""
    return f"{name}（代理 {appointment.teacher_name}）"


def in_a_stead(signature: str) -> bool:
    """Whether a word was signed by a deputy."""
    return "（代理 " in signature


def courses_covered(record: Record, taught: Iterable[str], deputys_own: Iterable[str]) -> list[str]:
    """The courses that an appointment is about: the one it names or all, none that the deputy teaches anyway."""
    wanted = record.text("course")
    return sorted(one for one in set(taught) - set(deputys_own) if wanted in ("", one))
