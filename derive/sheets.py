"""Forms as workbook sheets: which columns, and what stands in each cell. The workbook is made in memory only.

Knows nothing of where a sheet goes: a backup, a teacher's list and a roster all come from here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import BinaryIO, Literal, TypeAlias, assert_never
from zoneinfo import ZoneInfo

from attrs import field as attr, frozen

from derive.sheet_writing import write_sheet
from domain.calendar import iso_day, term_label
from domain.codelists import CodeList
from domain.fields import Choice, Day, Field, FileSlot, Flag, Link, Moment, Number, Text, YearTerm
from domain.forms import FORMS, Form
from domain.lifecycle import FROZEN_SELECTIONS, STATE_LABELS
from domain.records import Record, Value

Codes: TypeAlias = Mapping[str, CodeList]
Cell: TypeAlias = str | Decimal | date | None
Source: TypeAlias = Literal["value", "parent", "file", "path", "extra"]

ZONE = ZoneInfo("Asia/Taipei")
REASONS = "rejection_reason"
_UNSAFE = re.compile(r"[\[\]:*?/\\']")


@frozen
class Column:
    """One column. `source` says where its cells come from; `national` is its name in the national sheet."""

    key: str
    title: str
    source: Source
    national: str = ""
    width: int = 12
    field: Field | None = None


@frozen
class Row:
    """A record as a sheet shows it. parent: the enrolment of an outcome; paths: slot key to the file's place."""

    record: Record
    parent: Record | None = None
    paths: Mapping[str, str] = attr(factory=dict)


def columns(form: Form, *, fields: Sequence[Field] | None = None, extra: bool = True) -> tuple[Column, ...]:
    """The columns of a form's sheet. fields: the form's fields as a profile shows them; extra: also what the school
    says about a record."""
    inherited = [_inherited(key) for key in form.inherited]
    own = [column for one in (form.fields if fields is None else fields) for column in _own(one)]
    return (*inherited, *own, *(EXTRA if extra else ()))


EXTRA: tuple[Column, ...] = (
    Column("state", "狀態", "extra", width=12),
    Column("decided_on", "認證日期", "extra", width=12),
    Column("comment", "認證說明", "extra", width=32),
    Column("selected", "是否勾選", "extra", width=10),
)


def _inherited(key: str) -> Column:
    one = FORMS["enrolment"].field(key)
    return Column(key, one.label, "parent", _national(one), _width(one), one)


def _own(one: Field) -> tuple[Column, ...]:
    if isinstance(one, FileSlot):
        return (
            Column(one.key, one.label, "file", _national(one), 28, one),
            Column(one.key, f"{one.label}位置", "path", "", 36, one),
        )
    return (Column(one.key, one.label, "value", _national(one), _width(one), one),)


def _national(one: Field) -> str:
    return "" if one.local_only else one.national or one.label


def _width(one: Field) -> int:
    match one:
        case Text():
            wanted = 48 if one.lines > 1 else min(40, max(12, one.limit // 2))
        case Link():
            wanted = 40
        case YearTerm() | Moment():
            wanted = 20
        case Choice():
            wanted = 18
        case Day() | Number() | Flag():
            wanted = 12
        case FileSlot():
            wanted = 28
        case _:
            assert_never(one)
    return max(wanted, 2 * len(one.label) + 4)


def cell(one: Field, value: Value, codes: Codes) -> Cell:
    """The value as a workbook holds it: a label, a number, a day. What does not fit its kind stays as written."""
    if isinstance(one, Flag):
        return "是" if value is True or value == "true" else "否"
    if not isinstance(value, str) or not value:
        return None
    match one:
        case Text() | Link() | Moment() | FileSlot():
            return value
        case Choice():
            return codes[one.codes].label(value) if one.codes in codes else value
        case YearTerm():
            return term_label(value)
        case Day():
            return _day(value)
        case Number():
            return _number(value)
        case _:
            assert_never(one)


def _day(value: str) -> date | str:
    try:
        return iso_day(value)
    except ValueError:
        return value


def _number(value: str) -> Decimal | str:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    return number if number.is_finite() else value


def cells(row: Row, shown: Sequence[Column], codes: Codes) -> tuple[Cell, ...]:
    """One row of the sheet."""
    return tuple(_cell_of(row, column, codes) for column in shown)


def _cell_of(row: Row, column: Column, codes: Codes) -> Cell:
    match column.source:
        case "value":
            return cell(_field(column), row.record.values.get(column.key), codes)
        case "parent":
            return cell(_field(column), row.parent.values.get(column.key) if row.parent else None, codes)
        case "file":
            attached = row.record.files.get(column.key)
            return attached.name if attached else None
        case "path":
            return row.paths.get(column.key)
        case "extra":
            return _extra(row.record, column.key, codes)
        case _:
            assert_never(column.source)


def _field(column: Column) -> Field:
    if column.field is None:
        raise ValueError(f"the column {column.key} has no field")
    return column.field


def _extra(record: Record, key: str, codes: Codes) -> Cell:
    match key:
        case "state":
            return STATE_LABELS.get(record.state, record.state)
        case "decided_on":
            return local_day(record.srv.get("decided_at"))
        case "comment":
            return _comment(record, codes) or None
        case "selected":
            return "是" if record.selection in FROZEN_SELECTIONS else "否"
        case _:
            return None


def local_day(instant: object) -> date | None:
    """The day in Taiwan of a UTC instant; a form without certification has none."""
    if not isinstance(instant, str):
        return None
    try:
        moment = datetime.fromisoformat(instant)
    except ValueError:
        return None
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(ZONE).date()


def _comment(record: Record, codes: Codes) -> str:
    """The certifier's reasons and words."""
    listed = record.srv.get("reasons")
    reasons = [str(code) for code in listed] if isinstance(listed, list | tuple) else []
    labels = [codes[REASONS].label(code) if REASONS in codes else code for code in reasons]
    return "\n".join([*labels, *filter(None, [str(record.srv.get("comment") or "")])])


def sheet_name(name: str) -> str:
    """A name that a workbook takes: at most 31 characters and none of []:*?/\\."""
    return _UNSAFE.sub("", name)[:31] or "清單"


def write(
    out: Path | BinaryIO,
    form: Form,
    rows: Iterable[Row],
    codes: Codes,
    *,
    fields: Sequence[Field] | None = None,
    title: str = "",
) -> int:
    """Write the form's list as a workbook and say how many records it holds. A place of a file becomes a link."""
    shown = columns(form, fields=fields)
    return write_sheet(
        out,
        sheet_name(title or form.title),
        [(column.title, column.width) for column in shown],
        (cells(row, shown, codes) for row in rows),
        links=frozenset(n for n, column in enumerate(shown) if column.source == "path"),
    )
