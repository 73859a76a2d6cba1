"""Lists from workbooks: accounts, courses, enrolments, cadres. All of a list or none; what is wrong has its cell."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from derive.listing import ACCOUNT, Line, Sheet, read
from domain.crossrules import RULES, Answer
from domain.fields import Choice
from domain.forms import FORMS
from domain.people import ROLE_LABELS, Role
from domain.records import Record
from domain.validation import problem, tidy
from server.db import rows, tables
from server.services import guiding, identities
from server.services.accounts import Doorkeeper, NewAccount
from server.services.office import Office
from server.services.publishing import publish, teach

NAME, ROLE, PASSWORD, EMAIL, COURSE, TEACHER = "姓名", "身分", "密碼", "Email", "課程", "教師帳號"
PERSON_KEYS = ("student_number", "class_name", "seat")
ROLES = {label: role for role, label in ROLE_LABELS.items()} | {role.value: role for role in Role}


def users(office: Office, doorkeeper: Doorkeeper, path: Path) -> int:
    """Accounts with their personal data. Headings: 帳號 姓名 身分 密碼, and Email 學號 班級 座號 if wanted."""
    fields = {FORMS["person"].field(key).label: key for key in PERSON_KEYS}
    sheet = read(path.read_bytes(), (ACCOUNT, NAME, ROLE, PASSWORD), (EMAIL, *fields))
    taken = office.database.read(lambda conn: set(conn.scalars(select(tables.account.c.id)))).result()
    made, people = [], []
    for line in sheet.lines:
        role = ROLES.get(line.text(ROLE))
        if role is None:
            sheet.wrong(
                line, ROLE, f"沒有「{line.text(ROLE)}」這種身分，可填{'、'.join(ROLE_LABELS.values())}。"
            )
            continue
        if line.text(ACCOUNT) in taken:
            sheet.wrong(line, ACCOUNT, f"帳號「{line.text(ACCOUNT)}」已經有人使用。")
        taken.add(line.text(ACCOUNT))
        made.append(
            NewAccount(line.text(ACCOUNT), line.text(NAME), role, line.text(PASSWORD), line.text(EMAIL))
        )
        values = {key: line.text(label) for label, key in fields.items() if line.text(label)}
        values |= {"name": line.text(NAME), "role": role.value, "email": line.text(EMAIL)}
        people.append(Record("", "person", line.text(ACCOUNT), values=values))
    sheet.check()
    doorkeeper.add(made)
    publish(office, people)
    return len(made)


def courses(office: Office, path: Path) -> int:
    """Who teaches what. Headings: 課程 教師帳號; a course with several teachers has several lines."""
    sheet = read(path.read_bytes(), (COURSE, TEACHER), ())
    known = _accounts(office)
    for line in sheet.lines:
        if line.text(TEACHER) not in known:
            sheet.wrong(line, TEACHER, f"沒有「{line.text(TEACHER)}」這個帳號，請先匯入帳號。")
    sheet.check()
    for line in sheet.lines:
        teach(office, line.text(COURSE), [line.text(TEACHER)])
    return len(sheet.lines)


def enrolments(office: Office, path: Path) -> int:
    """Who attends what. Headings: 帳號 and the labels of the form 修課. Account, course and term again: an update."""
    form = FORMS["enrolment"]
    labels = {one.label: one for one in form.values_fields}
    required = (ACCOUNT, *(one.label for one in form.values_fields if one.required))
    sheet = read(path.read_bytes(), required, tuple(label for label in labels if label not in required))
    known, there = _accounts(office), _enrolled(office)
    made = []
    for line in sheet.lines:
        if line.text(ACCOUNT) not in known:
            sheet.wrong(line, ACCOUNT, f"沒有「{line.text(ACCOUNT)}」這個帳號，請先匯入帳號。")
        values = dict(_values(office, sheet, line, labels))
        key = (line.text(ACCOUNT), values.get("course", ""), values.get("year_term", ""))
        made.append(Record(there.get(key, ""), "enrolment", line.text(ACCOUNT), values=values))
    sheet.check()
    publish(office, made)
    return len(made)


def cadres(office: Office, path: Path) -> int:
    """Who held which office. Headings: 帳號 and the labels of the form 校內幹部. The same office again: an update."""
    form = FORMS["school_cadre"]
    labels = {one.label: one for one in form.values_fields}
    sheet = read(path.read_bytes(), (ACCOUNT, *(one.label for one in form.values_fields if one.required)), ())
    known, there = _accounts(office), _standing(office)
    made = []
    for line in sheet.lines:
        if line.text(ACCOUNT) not in known:
            sheet.wrong(line, ACCOUNT, f"沒有「{line.text(ACCOUNT)}」這個帳號，請先匯入帳號。")
        values = dict(_values(office, sheet, line, labels))
        for found in (one for name in form.rules for one in RULES[name](Answer(form, values, {}))):
            sheet.wrong(line, form.field(found.field_key).label, found.sentence + "。")
        made.append(
            Record(
                there.get(_place(line.text(ACCOUNT), values), ""), form.key, line.text(ACCOUNT), values=values
            )
        )
    sheet.check()
    publish(office, made)
    return len(made)


CADRE_KEYS = ("year_term", "unit_name", "position_title")
"""What makes an office the same one when a list comes again."""


def _place(account: str, values: Mapping[str, Any]) -> tuple[str, ...]:
    return (account, *(str(values.get(key, "")) for key in CADRE_KEYS))


def _standing(office: Office) -> dict[tuple[str, ...], str]:
    found = office.database.read(lambda conn: rows.of_forms(conn, ("school_cadre",))).result()
    return {_place(one.owner, one.values): one.id for one in found if not one.deleted}


KINDS: Mapping[str, Callable[[Office, Doorkeeper, Path], int]] = {
    "users": users,
    "courses": lambda office, _, path: courses(office, path),
    "enrolments": lambda office, _, path: enrolments(office, path),
    "cadres": lambda office, _, path: cadres(office, path),
    "guides": lambda office, _, path: guiding.import_list(office, path),
    "identities": lambda office, _, path: identities.import_list(office, path),
}


def _values(office: Office, sheet: Sheet, line: Line, labels: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for label, one in labels.items():
        text = tidy(one, line.text(label))
        if isinstance(one, Choice) and one.codes in office.codes:
            codes = {entry.label: entry.code for entry in office.codes[one.codes].entries}
            text = codes.get(text, text)
        found = problem(one, text, office.codes)
        if found is not None:
            sheet.wrong(line, label, found.sentence + "。")
        if text:
            yield one.key, text


def _accounts(office: Office) -> set[str]:
    return office.database.read(lambda conn: set(conn.scalars(select(tables.account.c.id)))).result()


def _enrolled(office: Office) -> dict[tuple[str, str, str], str]:
    def work(conn: Connection) -> dict[tuple[str, str, str], str]:
        found = rows.of_forms(conn, ("enrolment",))
        return {(one.owner, one.text("course"), one.text("year_term")): one.id for one in found}

    return office.database.read(work).result()
