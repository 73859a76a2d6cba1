"""A list as a workbook: its lines by heading, and what is wrong with the cell it stands in.

A column that we do not know is a problem too: silently leaving one out is how data get lost.
"""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from attrs import field, frozen

from domain.errors import LichengError

ACCOUNT = "帳號"


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
    if isinstance(cell, datetime | date):
        return f"{cell:%Y-%m-%d}"
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
