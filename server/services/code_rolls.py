"""代碼表 of the school: what a newer list would add, change and withdraw, who uses what is withdrawn, and its writing.

A withdrawn code is not deleted: it ends with the year before, so that what was written with it still reads.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping

from attrs import evolve, frozen
from sqlalchemy import Connection

from derive.code_rolls import CODE, PREFIX, REPLACEABLE, read_list, users_of
from derive.listing import CellProblem
from domain import codelists
from domain.codelists import Code, CodeList
from domain.crossrules import UNLISTED_LICENCE
from domain.errors import BadInput
from domain.records import Record
from server.db import rows
from server.services.facts import school_at
from server.services.office import Office
from server.services.publishing import publish
from server.services.rolls import Fate, Step

FORM = "codelist"
KEPT = frozenset({UNLISTED_LICENCE})
"""Codes that the program itself needs."""


@frozen
class CodePlan:
    """What a list of codes would do."""

    steps: tuple[Step, ...]
    problems: tuple[CellProblem, ...]
    record: Record

    def count(self, fate: Fate) -> int:
        return sum(1 for one in self.steps if one.fate is fate)

    @property
    def mark(self) -> str:
        told = [(one.who, one.fate.value, one.what) for one in self.steps]
        return hashlib.sha256(repr((told, self.record.text("content"))).encode()).hexdigest()


def name_of(kind: str) -> str:
    """The list behind a kind of upload; BadInput when it is not to be replaced."""
    name = kind.removeprefix(PREFIX)
    if name not in REPLACEABLE:
        raise BadInput("not_replaceable", "這份代碼表是程式本身的分類，不能更換。", "請選別的代碼表。")
    return name


def plan(office: Office, kind: str, data: bytes, source: str) -> CodePlan:
    """Look at a newer list; nothing is written."""
    return office.database.read(lambda conn: _plan(conn, office, name_of(kind), data, source)).result()


def write(office: Office, found: CodePlan, actor: str) -> None:
    publish(office, [found.record], actor)


def _plan(conn: Connection, office: Office, name: str, data: bytes, source: str) -> CodePlan:
    school = school_at(conn, office, office.clock())
    before, year = school.codes[name], school.settings.school_year
    sheet, listed = read_list(data, before, source)
    told = {one.code for one in listed} | KEPT
    gone = [one for one in before.active(year) if one.code not in told]
    used = _used(conn, name) if gone else {}
    numbers = {line.text(CODE): line.number for line in sheet.lines}
    steps = [_step(one, before, numbers) for one in listed]
    steps += [Step(f"{one.code} {one.label}", Fate.GONE, _use(used.get(one.code, 0))) for one in gone]
    kept = [evolve(one, until=year - 1) for one in gone]
    kept += [one for one in before.entries if one.code not in told and one not in gone]
    kept += [one for one in before.entries if one.code in KEPT and one.code not in {x.code for x in listed}]
    content = codelists.text_of(CodeList(name, (*listed, *kept)))
    values = {"name": name, "school_year": str(year), "source": source, "content": content}
    there = next(
        (one for one in rows.of_forms(conn, (FORM,)) if one.text("name") == name and not one.deleted), None
    )
    record = evolve(there, values=values) if there is not None else Record("", FORM, values=values)
    return CodePlan(tuple(steps), tuple(sheet.problems), record)


def _step(code: Code, before: CodeList, numbers: Mapping[str, int]) -> Step:
    known = before.get(code.code)
    line = numbers.get(code.code, 0)
    who = f"{code.code} {code.label}"
    if known is None:
        return Step(who, Fate.NEW, line=line)
    moved = "；".join(_moved(known, code))
    return Step(who, Fate.CHANGED if moved else Fate.SAME, moved, line)


def _moved(known: Code, code: Code) -> Iterator[str]:
    if known.label != code.label:
        yield f"名稱：{known.label}→{code.label}"
    if (known.since, known.until) != (code.since, code.until):
        yield f"學年度：{_span(known)}→{_span(code)}"
    if known.verified != code.verified:
        yield "改為已核對" if code.verified else "改為未核對"
    if dict(known.extra) != dict(code.extra):
        yield "其他欄位"


def _span(code: Code) -> str:
    return f"{code.since or ''}–{code.until or ''}" if code.since or code.until else "不限"


def _used(conn: Connection, name: str) -> Mapping[str, int]:
    """How many records that stand use each code."""
    users = users_of(name)
    found: Counter[str] = Counter()
    for record in rows.of_forms(conn, tuple(users)):
        if not record.deleted:
            found.update(record.text(key) for key in users[record.form])
    return found


def _use(count: int) -> str:
    return f"停用；有 {count} 筆紀錄用了這個代碼，會保留，但不能再選" if count else "停用；沒有紀錄使用"
