"""What a list would do at this school: line by line new, changed or as it stands, and what is wrong with its cells.

Nothing is written here (roll_writing does). Who or what a list leaves out is told and stays as it is.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any

from attrs import evolve, field, frozen
from sqlalchemy import Connection, select

from derive.listing import ACCOUNT, CellProblem, Line, Sheet, read
from derive.rolls import COURSE, EMAIL, NAME, PASSWORD, ROLE, ROLLS, TEACHER, Roll
from domain import course_codes
from domain.codelists import CodeList
from domain.crossrules import RULES, Answer
from domain.fields import Choice
from domain.forms import FORMS
from domain.people import ROLE_LABELS, Role
from domain.records import Record
from domain.validation import problem, tidy
from server.db import rows, tables
from server.services import guiding
from server.services.accounts import NewAccount, account_fault
from server.services.facts import school_at
from server.services.guiding import Assignment
from server.services.office import Office

ROLES = {label: role for role, label in ROLE_LABELS.items()} | {role.value: role for role in Role}
COURSE_CODES = ("course_code", "original_course_code")
KEYS: Mapping[str, tuple[str, ...]] = {
    "enrolments": ("course", "year_term"),
    "cadres": ("year_term", "unit_name", "position_title"),
    "guides": guiding.KEY,
}
"""What makes a line the same one when a list comes again, beside the account."""


class Fate(StrEnum):
    """What becomes of a line."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    GONE = "gone"


@frozen
class Step:
    """One line and what it comes to. what: which fields change, from and to, for people to read."""

    who: str
    fate: Fate
    what: str = ""
    line: int = 0
    record: Record | None = None
    account: NewAccount | None = field(default=None, repr=False)
    teaches: tuple[str, str] | None = None


@frozen
class Plan:
    """What a list would do. Not to be carried out while there are problems."""

    roll: Roll
    steps: tuple[Step, ...]
    problems: tuple[CellProblem, ...]

    def count(self, fate: Fate) -> int:
        return sum(1 for one in self.steps if one.fate is fate)

    @property
    def mark(self) -> str:
        """The same for the same list at the same school: what was looked at is what is done."""
        told = [(o.who, o.fate.value, o.what, o.line, o.account is not None) for o in self.steps]
        return hashlib.sha256(repr(told).encode()).hexdigest()


@frozen
class _Known:
    """What the school holds already."""

    accounts: Mapping[str, Any]
    records: Mapping[tuple[str, ...], Record]
    teaching: frozenset[tuple[str, str]]


def plan(office: Office, kind: str, data: bytes, passwords: bool = False) -> Plan:
    """Look at a list. passwords: a column of them is allowed, at the school's own machine only."""
    roll = ROLLS[kind]
    sheet = read(data, roll.required, (*roll.optional, *((PASSWORD,) if passwords else ())))
    known = office.database.read(lambda conn: _known(conn, kind)).result()
    office = evolve(office, codes=_in_force(office))
    keys = (COURSE, TEACHER) if kind == "courses" else _headings(roll, kind)
    if set(keys) <= set(sheet.headings):
        sheet.once(keys, "和第 {row} 列是同一筆，請留一列。")
    work = {"users": _users, "courses": _courses, "guides": _guides}.get(kind, _records)
    steps = [*work(office, roll, sheet, known)]
    steps += _gone(kind, steps, known)
    return Plan(roll, tuple(steps), tuple(sheet.problems))


def _in_force(office: Office) -> Mapping[str, CodeList]:
    """The code lists that count here now."""
    return office.database.read(lambda conn: school_at(conn, office, office.clock()).codes).result()


def _headings(roll: Roll, kind: str) -> tuple[str, ...]:
    form = FORMS[roll.form]
    whose = TEACHER if kind == "guides" else ACCOUNT
    return (whose, *(form.field(key).label for key in KEYS.get(kind, ())))


def _known(conn: Connection, kind: str) -> _Known:
    table, taught = tables.account, tables.course_teacher
    found = {
        row.id: row for row in conn.execute(select(table.c.id, table.c.name, table.c.role, table.c.email))
    }
    form = ROLLS[kind].form if kind != "courses" else ""
    held = rows.of_forms(conn, (form,)) if form else ()
    records = {_key(kind, one.owner, one.values): one for one in held if not one.deleted}
    pairs = conn.execute(select(taught.c.course, taught.c.account)) if kind == "courses" else ()
    return _Known(found, records, frozenset((one.course, one.account) for one in pairs))


def _key(kind: str, owner: str, values: Mapping[str, Any]) -> tuple[str, ...]:
    return (owner, *(str(values.get(key, "")) for key in KEYS.get(kind, ())))


def _users(office: Office, roll: Roll, sheet: Sheet, known: _Known) -> Iterator[Step]:
    for line in sheet.lines:
        account, role = line.text(ACCOUNT), ROLES.get(line.text(ROLE))
        before = known.accounts.get(account)
        if fault := account_fault(account) if account and before is None else "":
            sheet.wrong(line, ACCOUNT, fault)
        if role is None:
            if line.text(ROLE):
                offered = "、".join(ROLE_LABELS.values())
                sheet.wrong(line, ROLE, f"沒有「{line.text(ROLE)}」這種身分，可填{offered}。")
            continue
        if before is not None and before.role != role:
            held = ROLE_LABELS[Role(before.role)]
            sheet.wrong(
                line, ROLE, f"「{account}」已經是{held}的帳號，不能改成{ROLE_LABELS[role]}；請用另一個帳號。"
            )
        values = {**dict(_values(office, roll, sheet, line)), "role": role.value}
        step = _step(office, roll, known, line, values)
        new = NewAccount(account, line.text(NAME), role, line.text(PASSWORD), line.text(EMAIL))
        if before is None:
            yield evolve(step, fate=Fate.NEW, account=new)
        else:
            yield step


def _courses(_office: Office, _roll: Roll, sheet: Sheet, known: _Known) -> Iterator[Step]:
    for line in sheet.lines:
        course, account = line.text(COURSE), line.text(TEACHER)
        who = known.accounts.get(account)
        if account and who is None:
            sheet.wrong(line, TEACHER, f"沒有「{account}」這個帳號，請先匯入人員。")
        elif who is not None and who.role == Role.STUDENT:
            sheet.wrong(line, TEACHER, f"「{account}」不是教師帳號。")
        fate = Fate.SAME if (course, account) in known.teaching else Fate.NEW
        name = who.name if who is not None else account
        yield Step(f"{course}：{name}", fate, line=line.number, teaches=(course, account))


def _records(office: Office, roll: Roll, sheet: Sheet, known: _Known) -> Iterator[Step]:
    form = FORMS[roll.form]
    for line in sheet.lines:
        account = line.text(ACCOUNT)
        who = known.accounts.get(account)
        if account and who is None:
            sheet.wrong(line, ACCOUNT, f"沒有「{account}」這個帳號，請先匯入人員。")
        elif who is not None and who.role != Role.STUDENT:
            sheet.wrong(line, ACCOUNT, f"「{account}」不是學生帳號。")
        values = dict(_values(office, roll, sheet, line))
        for found in (one for name in form.rules for one in RULES[name](Answer(form, values, {}))):
            sheet.wrong(line, form.field(found.field_key).label, f"{found.sentence}。")
        yield _step(office, roll, known, line, values)


def _guides(office: Office, roll: Roll, sheet: Sheet, known: _Known) -> Iterator[Step]:
    people = {one: (row.role, row.name) for one, row in known.accounts.items()}
    for line in sheet.lines:
        values = dict(_values(office, roll, sheet, line))
        one = Assignment(line.text(TEACHER), **{key: values.get(key, "") for key in guiding.KEY})
        why = guiding.fault(office, people, one)
        if why is not None:
            sheet.wrong(line, why[0], f"{why[1]}。")
        before = known.records.get((one.guide, *one.values.values()))
        record = guiding.record_of(people, one, before.id if before is not None else "")
        same = before is not None and before.values == record.values
        fate = Fate.NEW if before is None else Fate.SAME if same else Fate.CHANGED
        who = _title(known, one.guide, roll.form, record.values)
        yield Step(who, fate, "" if fate is not Fate.CHANGED else "姓名", line.number, record)


def _values(office: Office, roll: Roll, sheet: Sheet, line: Line) -> Iterator[tuple[str, str]]:
    for heading in roll.headings:
        one = roll.field(heading)
        if one is None or heading == ROLE:
            continue
        text = tidy(one, line.text(heading))
        if isinstance(one, Choice) and one.codes in office.codes:
            codes = {entry.label: entry.code for entry in office.codes[one.codes].entries}
            text = codes.get(text, text)
        if one.key in COURSE_CODES and text:
            text = course_codes.spelled(text)
            if fault := course_codes.fault(text):
                sheet.wrong(line, heading, f"{fault}，請照課程計畫平臺公告的代碼填。")
        found = problem(one, text, office.codes)
        if found is not None:
            sheet.wrong(line, heading, f"{found.sentence}。")
        if text:
            yield one.key, text


def _step(office: Office, roll: Roll, known: _Known, line: Line, values: Mapping[str, str]) -> Step:
    """A record as the list wants it: what is blank in the list stays as it was."""
    account = line.text(ACCOUNT)
    before = known.records.get(_key(roll.key, account, values))
    who = _title(known, account, roll.form, values)
    if before is None:
        return Step(who, Fate.NEW, line=line.number, record=Record("", roll.form, account, values=values))
    after = evolve(before, values={**before.values, **values})
    form = FORMS[roll.form]
    moved = [
        f"{form.field(key).label}：{_shown(office, roll, key, before)}→{_shown(office, roll, key, after)}"
        for key in values
        if before.values.get(key) != values[key]
    ]
    return Step(who, Fate.CHANGED if moved else Fate.SAME, "；".join(moved), line.number, after)


def _shown(office: Office, roll: Roll, key: str, record: Record) -> str:
    one, text = FORMS[roll.form].field(key), record.text(key)
    if isinstance(one, Choice) and one.codes in office.codes:
        text = office.codes[one.codes].label(text)
    return text or "空白"


def _title(known: _Known, account: str, form: str, values: Mapping[str, Any]) -> str:
    name = str(values.get("name") or "") or (
        known.accounts[account].name if account in known.accounts else ""
    )
    title = str(values.get(FORMS[form].title_field) or "")
    if form == guiding.FORM.key:
        title = str(values.get("class_name") or values.get("student_name") or values.get("student") or "")
    return " ".join(filter(None, (account, name, title if title != name else "")))


def _gone(kind: str, steps: Sequence[Step], known: _Known) -> Iterator[Step]:
    """What the school has of the same courses, terms or roles, and the list has not."""
    if kind == "courses":
        listed = {one.teaches for one in steps}
        courses = {one.teaches[0] for one in steps if one.teaches}
        for pair in sorted(known.teaching - listed):
            if pair[0] in courses:
                yield Step(f"{pair[0]}：{known.accounts[pair[1]].name}", Fate.GONE)
        return
    part = {"users": "role", "enrolments": "course", "guides": "school_year"}.get(kind, "year_term")
    about = {one.record.text(part) for one in steps if one.record is not None}
    there = {one.record.id for one in steps if one.record is not None}
    for held in known.records.values():
        if held.id not in there and held.text(part) in about:
            yield Step(_title(known, held.owner, held.form, held.values), Fate.GONE)
