"""代理: whom a teacher has asked, whom they stand in for, and what there is to choose from. No widgets in here."""

from datetime import date
from zoneinfo import ZoneInfo

from attrs import frozen

from desktop.desk import Desk
from domain import deputies
from domain.calendar import term_label
from domain.deputies import Appointment, appointment_of
from domain.moments import ZONE
from domain.people import Role
from domain.records import Record

ALL_COURSES = ""
Options = list[tuple[str, str]]


@frozen
class Row:
    """One appointment as this person sees it. mine: it is about their own courses, or they are the office."""

    record: Record
    appointment: Appointment
    title: str
    words: str
    pill: str
    tone: str
    mine: bool

    @property
    def stands(self) -> bool:
        """Not over and not declined: there is something left to end."""
        return self.pill in ("代理中", "還沒開始")


def rows(desk: Desk) -> tuple[Row, ...]:
    """Every appointment, what still holds first, then by day, the newest first."""
    found = [_row(desk, one.record) for one in desk.entries(deputies.FORM)]
    known = [one for one in found if one is not None]
    return tuple(sorted(known, key=lambda one: (not one.stands, -one.appointment.first.toordinal())))


def teachers(desk: Desk, but: str = "") -> Options:
    """(account, name) of those who teach here, without the one in question."""
    people = [one.record for one in desk.entries("person") if one.record.text("role") == Role.TEACHER]
    known = {one.owner: one.text("name") for one in people if one.owner not in ("", but)}
    return sorted(known.items(), key=lambda pair: pair[1])


def courses(desk: Desk, teacher: str, name: str) -> Options:
    """(course, label) of what that teacher teaches, as far as this computer knows, all of them together first.

    A teacher holds the enrolments of their own courses, an administrator at most those that name the teacher.
    """
    lent = {course for one in _named(desk) for course in one.courses}
    held = [one.record for one in desk.entries("enrolment") if one.record.text("course")]
    if desk.actor.id == teacher:
        theirs = [one for one in held if one.text("course") not in lent]
    else:
        theirs = [one for one in held if name and one.text("teacher_name") == name]
    labels = {one.text("course"): _course_label(one) for one in theirs}
    return [(ALL_COURSES, "全部課程"), *sorted(labels.items(), key=lambda pair: pair[1])]


def stead_of(desk: Desk, course: str) -> str:
    """「代理 陳老師」 for a course that this person only stands in for now, else ""."""
    now = desk.school().now
    found = deputies.acting(deputies.for_course(_named(desk), course), now)
    return f"代理 {found.teacher_name}" if found else ""


def steads(desk: Desk) -> dict[str, str]:
    """The same for every such course, asked once for a whole list."""
    now = desk.school().now
    there = [one for one in _named(desk) if one.in_force(now)]
    return {course: f"代理 {one.teacher_name}" for one in there for course in one.courses}


def today(desk: Desk) -> date:
    """The day at the school."""
    return desk.school().now.astimezone(ZoneInfo(ZONE)).date()


def _named(desk: Desk) -> tuple[Appointment, ...]:
    return deputies.named(desk.actor.id, desk.knowing.appointments)


def _row(desk: Desk, record: Record) -> Row | None:
    found = appointment_of(record)
    if found is None:
        return None
    what = record.text("subject_name") or ("全部課程" if not record.text("course") else "一門課程")
    standing = found.deputy == desk.actor.id
    whose = f"{found.teacher_name}的" if standing or record.owner != desk.actor.id else "我的"
    who = "我" if standing else found.deputy_name
    pill, tone = _standing(desk, found)
    return Row(record, found, f"{who}代理{whose}{what}", found.days, pill, tone, not standing)


def _standing(desk: Desk, found: Appointment) -> tuple[str, str]:
    now = desk.school().now
    if found.declined:
        return "已婉拒", "warning"
    if found.over(now):
        return "已結束", "neutral"
    return ("代理中", "success") if found.begun(now) else ("還沒開始", "neutral")


def _course_label(enrolment: Record) -> str:
    term = enrolment.text("year_term")
    return f"{enrolment.text('subject_name')}　{term_label(term) if term else ''}".rstrip("　")
