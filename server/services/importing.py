"""Lists from workbooks: accounts, courses, enrolments. All of a list is taken or none; what is wrong has its cell.

A column that we do not know is a problem too: silently leaving one out is how data get lost.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from attrs import field, frozen
from sqlalchemy import Connection, select

from domain.errors import LichengError
from domain.fields import Choice
from domain.forms import FORMS
from domain.people import ROLE_LABELS, Role
from domain.records import Record
from domain.validation import problem, tidy
from server.db import rows, tables
from server.services.accounts import Doorkeeper, NewAccount
from server.services.office import Office
from server.services.publishing import publish, teach

ACCOUNT, NAME, ROLE, PASSWORD, EMAIL, COURSE, TEACHER = (
    "帳號", "姓名", "身分", "密碼", "Email", "課程", "教師帳號",
)  # fmt: skip
PERSON_KEYS = ("student_number", "class_name", "seat")
ROLES = {label: role for role, label in ROLE_LABELS.items()} | {role.value: role for role in Role}


@frozen
class CellProblem:
    """What is wrong, and where: "B7"."""

    cell: str
    sentence: str


class BadList(LichengError):
    """The list cannot be taken; nothing was written."""

    def __init__(self, problems: tuple[CellProblem, ...]) -> None:
        first = "；".join(f"{one.cell}：{one.sentence}" for one in problems[:5])
        super().__init__("bad_list", f"名單有 {len(problems)} 個地方要改。{first}", "請修改後整份重新匯入。")
        self.problems = problems


@frozen
class Line:
    """One row of a sheet: its number, and the text under each heading."""

    number: int
    cells: Mapping[str, str]
    letters: Mapping[str, str]

    def text(self, heading: str) -> str:
        return self.cells.get(heading, "")

    def at(self, heading: str) -> str:
        return f"{self.letters.get(heading, 'A')}{self.number}"


@frozen
class Sheet:
    """A list as read: its lines, and the problems found so far."""

    lines: list[Line] = field(factory=list)
    problems: list[CellProblem] = field(factory=list)

    def wrong(self, line: Line, heading: str, sentence: str) -> None:
        self.problems.append(CellProblem(line.at(heading), sentence))

    def check(self) -> None:
        if self.problems:
            raise BadList(tuple(self.problems))


def users(office: Office, doorkeeper: Doorkeeper, path: Path) -> int:
    """Accounts with their personal data. Headings: 帳號 姓名 身分 密碼, and Email 學號 班級 座號 if wanted."""
    fields = {FORMS["person"].field(key).label: key for key in PERSON_KEYS}
    sheet = read(path, (ACCOUNT, NAME, ROLE, PASSWORD), (EMAIL, *fields))
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
    sheet = read(path, (COURSE, TEACHER), ())
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
    sheet = read(path, required, tuple(label for label in labels if label not in required))
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


KINDS: Mapping[str, Callable[[Office, Doorkeeper, Path], int]] = {
    "users": users,
    "courses": lambda office, _, path: courses(office, path),
    "enrolments": lambda office, _, path: enrolments(office, path),
}


def read(path: Path, required: tuple[str, ...], optional: tuple[str, ...]) -> Sheet:
    """The first sheet of a workbook; headings that are missing or unknown are problems already."""
    import openpyxl  # noqa: PLC0415  only who imports a list waits for it
    from openpyxl.utils import get_column_letter  # noqa: PLC0415  as above

    try:
        book: Any = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except Exception as error:  # whatever a broken workbook makes the library raise
        raise LichengError(
            "not_a_workbook", f"打不開 {path.name}。", "請用 Excel 另存成 .xlsx 後再試。"
        ) from error
    grid = [[_text(cell) for cell in row] for row in book.worksheets[0].iter_rows(values_only=True)]
    book.close()
    sheet = Sheet()
    headings = grid[0] if grid else []
    letters = {heading: get_column_letter(place) for place, heading in enumerate(headings, 1) if heading}
    for heading, letter in letters.items():
        if heading not in (*required, *optional):
            sheet.problems.append(CellProblem(f"{letter}1", f"不認得「{heading}」這一欄，請改名或刪除。"))
    for heading in required:
        if heading not in letters:
            sheet.problems.append(CellProblem("A1", f"少了「{heading}」這一欄。"))
    for number, row in enumerate(grid[1:], 2):
        cells = {heading: text for heading, text in zip(headings, row, strict=False) if heading}
        if any(cells.values()):
            sheet.lines.append(Line(number, cells, letters))
    for line in sheet.lines:
        for heading in required:
            if heading in letters and not line.text(heading):
                sheet.wrong(line, heading, f"「{heading}」不能空白。")
    return sheet


def _text(cell: object) -> str:
    if cell is None:
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()


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
