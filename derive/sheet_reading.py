"""Reads a workbook that somebody else made into plain rows of text, days and numbers. In memory, within limits.

A workbook is a ZIP too, so it goes through the same door; XML that defines entities is not read at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any, TypeAlias

from attrs import frozen

from derive.parcels import Parcel, Unreadable
from domain.errors import BadInput

MOST_ROWS, MOST_COLUMNS, MOST_SHEETS = 2_000, 80, 40
MOST_XML = 30 * 1024 * 1024
XML_A_ROW = 3_000
_DECLARED = (b"<!DOCTYPE", b"<!ENTITY")

Cell: TypeAlias = str | Decimal | date | None
Row: TypeAlias = tuple[Cell, ...]


@frozen
class Grid:
    """A sheet as it was read. cut: there was more."""

    name: str
    rows: tuple[Row, ...]
    cut: bool = False


def read(data: bytes, most_rows: int = MOST_ROWS) -> tuple[Grid, ...]:
    """Every sheet with something in it. Raises BadInput with what is wrong."""
    _check(data, max(MOST_XML, most_rows * XML_A_ROW))
    import openpyxl  # noqa: PLC0415 - heavy, only imports need it

    try:
        book: Any = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            grids = [_grid(sheet, most_rows) for sheet in book.worksheets[:MOST_SHEETS]]
        finally:
            book.close()
    except Exception as error:  # whatever a broken workbook makes the library raise
        raise _broken() from error
    return tuple(grid for grid in grids if grid.rows)


def letter(column: int) -> str:
    """The column's letter: 0 is A."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def _check(data: bytes, most: int) -> None:
    total = 0
    try:
        with Parcel(BytesIO(data)) as parcel:
            for member in parcel.members:
                if not member.name.lower().endswith((".xml", ".rels")):
                    continue
                text = parcel.read(member)
                total += len(text)
                if total > most or any(word in _plain(text) for word in _DECLARED):
                    raise Unreadable("清單的內容不合常理")
    except BadInput as error:
        raise _broken() from error


def _plain(text: bytes) -> bytes:
    """Also what was written in UTF-16."""
    return text.replace(b"\x00", b"")


def _broken() -> BadInput:
    return BadInput(
        "not_a_workbook", "打不開這份 EXCEL 清單，可能已經損壞", "請用 Excel 另存成 .xlsx 再放回 ZIP"
    )


def _grid(sheet: Any, most_rows: int) -> Grid:
    rows: list[Row] = []
    for number, row in enumerate(
        sheet.iter_rows(max_row=most_rows + 1, max_col=MOST_COLUMNS, values_only=True)
    ):
        if number == most_rows:
            return Grid(str(sheet.title), _trimmed(rows), cut=True)
        rows.append(tuple(_cell(value) for value in row))
    return Grid(str(sheet.title), _trimmed(rows))


def _trimmed(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Without the empty rows at the end."""
    last = next((n for n in range(len(rows), 0, -1) if any(cell is not None for cell in rows[n - 1])), 0)
    return tuple(rows[:last])


def _cell(value: Any) -> Cell:
    match value:
        case None | "":
            return None
        case bool():
            return "是" if value else "否"
        case int() | Decimal():
            return Decimal(value)
        case float():
            return Decimal(str(value))
        case datetime():
            return value.date()
        case date():
            return value
        case _:
            return str(value)
