"""Writes sheets with openpyxl, in memory: openpyxl's own writer would put the rows into a temporary file first.

Text stays text: what looks like a formula is marked as text, what XML cannot hold is left out.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO
from urllib.parse import quote

from attrs import field, frozen

if TYPE_CHECKING:
    from openpyxl.styles import NamedStyle
    from openpyxl.workbook import Workbook

LONGEST = 32_767
"""Characters (UTF-16 units) that a cell holds."""
LONGEST_LIST = 255
"""Characters of a list of choices that Excel takes."""
FORMULA_STARTS = ("=", "+", "-", "@", "\t")
DAY_FORMAT = "yyyy-mm-dd"
HEADER_FILL, HEADER_INK, RULE = "FFE8EDF7", "FF1B1F24", "FFB9C2D0"
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")

Value = str | Decimal | date | None


@frozen
class Sheet:
    """One sheet to be written. header: title and width of each column; links: columns whose text is a file beside
    the workbook (with `folders`, a path from it); choices: by column, what a cell may be chosen from; spare: so many
    rows beneath the last one take choices too.
    """

    name: str
    header: Sequence[tuple[str, int]]
    rows: Iterable[Sequence[Value]] = ()
    links: frozenset[int] = frozenset()
    choices: Mapping[int, Sequence[str]] = field(factory=dict)
    folders: bool = False
    spare: int = 0
    plain: bool = False


def safe_text(text: str) -> str:
    """What a cell can hold of a text."""
    kept = _NOT_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = _ESCAPE.sub("_x005F_", kept)
    return kept if len(kept) <= LONGEST // 2 else _shortened(kept)


def _shortened(text: str) -> str:
    if len(text.encode("utf-16-le")) // 2 <= LONGEST:
        return text
    kept = text.encode("utf-16-le")[: (LONGEST - 1) * 2]
    return kept.decode("utf-16-le", "ignore") + "…"


def write_sheet(
    out: Path | BinaryIO,
    name: str,
    header: Sequence[tuple[str, int]],
    rows: Iterable[Sequence[Value]],
    links: frozenset[int] = frozenset(),
    choices: Mapping[int, Sequence[str]] | None = None,
) -> int:
    """Write a workbook of one sheet; header: title and width of each column; links: columns whose text is a file;
    choices: by column, what a cell may be chosen from.

    Returns how many rows there are beneath the header.
    """
    told = list(rows)
    data = book_of([Sheet(name, header, told, links, choices or {})])
    if isinstance(out, Path):
        out.write_bytes(data)
    else:
        out.write(data)
    return len(told)


def book_of(sheets: Iterable[Sheet]) -> bytes:
    """A workbook of several sheets. `plain` ones have neither filter nor frozen first row: a page of words."""
    from openpyxl import Workbook  # noqa: PLC0415 - heavy, only exports need it

    book = Workbook(write_only=True)
    styles = _styles(book)
    bodies: dict[str, io.BytesIO] = {}
    for one in sheets:
        made = _Sheet(book, one, styles)
        for row in one.rows:
            made.add(row)
        made.finish()
        bodies[one.name] = made.body
    return _packed(book, bodies)


class _Sheet:
    """The sheet being written: its rows go to a buffer, never to a file."""

    def __init__(self, book: Workbook, told: Sheet, styles: Mapping[str, NamedStyle]) -> None:
        from openpyxl.utils import get_column_letter  # noqa: PLC0415 - heavy, only exports need it
        from openpyxl.worksheet._writer import WorksheetWriter  # noqa: PLC0415 - heavy, only exports need it

        self._told = told
        self._sheet: Any = book.create_sheet(told.name)
        self._styles = styles
        self._last = get_column_letter(max(1, len(told.header)))
        self._row = 1
        if not told.plain:
            self._sheet.freeze_panes = "A2"
        for number, (_, width) in enumerate(told.header, 1):
            self._sheet.column_dimensions[get_column_letter(number)].width = width
        self._sheet.row_dimensions[1].height = 24
        self.body = io.BytesIO()
        self._sheet._writer = WorksheetWriter(self._sheet, self.body)
        self._sheet._writer.write_top()
        self._sheet.append([self._made(title, "header") for title, _ in told.header])

    def add(self, values: Sequence[Value]) -> None:
        self._row += 1
        self._sheet.append([self._cell(n, value, n in self._told.links) for n, value in enumerate(values)])

    def _cell(self, number: int, value: Value, link: bool) -> Any:
        match value:
            case None | "":
                return None
            case str() if link:
                made = self._made(value, "link")
                made.row, made.column = self._row, number + 1
                made.hyperlink = quote(value if self._told.folders else value.rpartition("/")[2])
                return made
            case str():
                return self._made(value, "words")
            case Decimal():
                return self._made(value, "number")
            case _:
                return self._made(value, "day")

    def _made(self, value: Value, style: str) -> Any:
        from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - heavy, only exports need it

        made: Any = WriteOnlyCell(self._sheet)
        made.style = self._styles[style]
        if isinstance(value, str):
            made.value = text = safe_text(value)
            made.data_type = "s"  # "=1+1" is what somebody wrote, not a sum
            if text.startswith(FORMULA_STARTS):
                made.quotePrefix = True
        else:
            made.value = value
        return made

    def _offer(self, column: int, words: Sequence[str]) -> None:
        """A list to choose from in every row; other words stay possible, and are judged when they are read."""
        from openpyxl.utils import get_column_letter  # noqa: PLC0415 - heavy, only exports need it
        from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415 - heavy, only exports need it

        listed = f'"{",".join(words)}"'
        last = self._row + self._told.spare
        if last > 1 and len(listed) <= LONGEST_LIST and not any("," in word for word in words):
            made = DataValidation(type="list", formula1=listed, allow_blank=True, showErrorMessage=False)
            made.add(f"{get_column_letter(column + 1)}2:{get_column_letter(column + 1)}{last}")
            self._sheet.data_validations.append(made)

    def finish(self) -> None:
        for column, words in self._told.choices.items():
            self._offer(column, words)
        if not self._told.plain:
            self._sheet.auto_filter.ref = f"A1:{self._last}{self._row}"
        self._sheet.close()


def _packed(book: Workbook, bodies: Mapping[str, io.BytesIO]) -> bytes:
    from openpyxl.writer.excel import ExcelWriter  # noqa: PLC0415 - heavy, only exports need it

    archive = zipfile.ZipFile(packed := io.BytesIO(), "w", zipfile.ZIP_DEFLATED)

    class InMemory(ExcelWriter):
        """Takes the sheet's rows from the buffer."""

        def write_worksheet(self, ws: Any) -> None:
            from openpyxl.drawing.spreadsheet_drawing import (  # noqa: PLC0415 - heavy, only exports need it
                SpreadsheetDrawing,
            )

            ws._drawing = SpreadsheetDrawing()
            ws._rels = ws._writer._rels
            archive.writestr(ws.path[1:], bodies[ws.title].getvalue())
            self.manifest.append(ws)

    InMemory(book, archive).save()
    return packed.getvalue()


def _styles(book: Workbook) -> dict[str, NamedStyle]:
    from openpyxl.styles import (  # noqa: PLC0415 - heavy, only exports need it
        Alignment,
        Border,
        Font,
        NamedStyle,
        PatternFill,
        Side,
    )

    top = Alignment(vertical="top", wrap_text=True)
    made = {
        "header": NamedStyle(
            "標題列",
            font=Font(bold=True, color=HEADER_INK),
            fill=PatternFill("solid", fgColor=HEADER_FILL),
            alignment=Alignment(vertical="center"),
            border=Border(bottom=Side("thin", color=RULE)),
        ),
        "words": NamedStyle("文字", alignment=top),
        "number": NamedStyle("數字", alignment=Alignment(vertical="top")),
        "day": NamedStyle("日期", alignment=Alignment(vertical="top"), number_format=DAY_FORMAT),
        "link": NamedStyle("檔案", alignment=top, font=Font(color="FF2F5FD0", underline="single")),
    }
    for style in made.values():
        book.add_named_style(style)
    return made
