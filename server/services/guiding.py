"""The school says who guides whom: whole classes or single students. Lists of them: see rolls."""

from collections.abc import Iterable, Mapping

from attrs import evolve, frozen
from sqlalchemy import Connection, select

from domain.errors import BadInput
from domain.forms import FORMS
from domain.people import Role
from domain.records import Record, clean
from server.db import rows, tables
from server.services.office import Office
from server.services.publishing import publish

FORM = FORMS["guidance"]
GUIDE, KIND, CLASS, STUDENT, YEAR = "教師帳號", "職務", "班級", "學生帳號", "學年度"
KEY = ("kind", "class_name", "student", "school_year")
"""What makes an assignment of a guide the same one when a list comes again."""


@frozen
class Assignment:
    """Who guides whom, as what, in which year. Either a class or a student; no year: every year."""

    guide: str
    kind: str
    class_name: str = ""
    student: str = ""
    school_year: str = ""

    @property
    def values(self) -> dict[str, str]:
        return {key: getattr(self, key) for key in KEY}


def assign(office: Office, wanted: Iterable[Assignment]) -> tuple[Record, ...]:
    """From now on these guides guide them; an assignment that stands already is left alone."""
    people, there = _people(office), _standing(office)
    made = []
    for one in wanted:
        why = fault(office, people, one)
        if why is not None:
            raise BadInput("bad_guidance", f"{why[1]}。", "請修改後再試一次。")
        made.append(record_of(people, one, there.get((one.guide, *one.values.values()), "")))
    return publish(office, made)


def end(office: Office, ended: Iterable[str]) -> tuple[Record, ...]:
    """These assignments (ids) are over: the guides' copies drop what they held of the students."""
    there = {one.id: one for one in office.database.read(_all).result()}
    gone = []
    for one in ended:
        if one not in there:
            raise BadInput("missing", f"沒有編號 {one} 的輔導對象。", "請用 guide list 看看編號。")
        gone.append(evolve(there[one], deleted=True))
    return publish(office, gone)


def standing(office: Office) -> tuple[Record, ...]:
    """Every assignment, by guide and year."""
    found = office.database.read(_all).result()
    return tuple(sorted(found, key=lambda one: (one.owner, *(one.text(key) for key in reversed(KEY)))))


Person = tuple[str, str]
"""Role and name."""


def fault(office: Office, people: Mapping[str, Person], one: Assignment) -> tuple[str, str] | None:
    """Heading and sentence of the first thing that cannot be."""
    kinds = {entry.code: entry.label for entry in office.codes["guidance_kind"].entries}
    role = people.get(one.guide, ("", ""))[0]
    if role not in FORMS["counsel_comment"].authors:
        return GUIDE, f"「{one.guide}」不是教師或輔導教師的帳號"
    if one.kind not in kinds:
        return KIND, f"沒有「{one.kind}」這種職務，可填{'、'.join(kinds.values())}"
    if bool(one.class_name) == bool(one.student):
        return CLASS, "班級和學生帳號請填其中一個"
    if one.student and people.get(one.student, ("", ""))[0] != Role.STUDENT:
        return STUDENT, f"「{one.student}」不是學生帳號"
    if one.school_year and not (one.school_year.isascii() and one.school_year.isdigit()):
        return YEAR, f"「{one.school_year}」不是學年度，例如 114"
    return None


def record_of(people: Mapping[str, Person], one: Assignment, known: str) -> Record:
    """The assignment as the school keeps it. known: id of the one that stands, "" for a new one."""
    names = {"guide_name": people.get(one.guide, ("", ""))[1], "student_name": ""}
    if one.student:
        names["student_name"] = people.get(one.student, ("", ""))[1]
    return Record(known, FORM.key, one.guide, values=clean({**one.values, **names}))


def _people(office: Office) -> dict[str, Person]:
    table = tables.account

    def work(conn: Connection) -> dict[str, Person]:
        found = conn.execute(select(table.c.id, table.c.role, table.c.name))
        return {row.id: (row.role, row.name) for row in found}

    return office.database.read(work).result()


def _standing(office: Office) -> dict[tuple[str, ...], str]:
    found = office.database.read(_all).result()
    return {(one.owner, *(one.text(key) for key in KEY)): one.id for one in found}


def _all(conn: Connection) -> tuple[Record, ...]:
    return rows.of_forms(conn, (FORM.key,))
