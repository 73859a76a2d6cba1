"""A list as the office brings it, workbook or CSV: its lines by heading, and what is wrong with the cell it stands in.

A column that we do not know is a problem too: silently leaving one out is how data get lost.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from attrs import field, frozen

from derive import sheet_reading
from derive.sheet_reading import Cell, letter
from domain.errors import BadInput, LichengError

ACCOUNT = "帳號"
MOST_LINES = 20_000
MOST_BYTES = 20 * 1024 * 1024
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_SAVE_AS = "請用 Excel 或 LibreOffice 開啟，另存成 .xlsx 再選一次。"


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
    """A list as read: its headings, its lines, and the problems found so far."""

    lines: list[Line] = field(factory=list)
    problems: list[CellProblem] = field(factory=list)
    headings: tuple[str, ...] = ()

    def wrong(self, line: Line, heading: str, sentence: str) -> None:
        self.problems.append(CellProblem(line.at(heading), sentence))

    def once(self, headings: tuple[str, ...], sentence: str) -> None:
        """Say so of every line that has the same under all of these headings as one before."""
        seen: dict[tuple[str, ...], int] = {}
        for line in self.lines:
            key = tuple(line.text(one) for one in headings)
            if key in seen:
                self.wrong(line, headings[0], sentence.format(row=seen[key]))
            seen.setdefault(key, line.number)

    def check(self) -> None:
        if self.problems:
            raise BadList(tuple(self.problems))


def read(data: bytes, required: tuple[str, ...], optional: tuple[str, ...]) -> Sheet:
    """The first sheet of a workbook, or a CSV; headings that are missing or unknown are problems already."""
    grid = _grid(data)
    first = next((n for n, row in enumerate(grid) if any(row)), len(grid))
    headings = tuple(_heading(one) for one in grid[first]) if first < len(grid) else ()
    sheet = Sheet(headings=tuple(one for one in headings if one))
    letters = {heading: letter(place) for place, heading in enumerate(headings) if heading}
    _judge_headings(sheet, headings, first + 1, (*required, *optional))
    for heading in required:
        if heading not in letters:
            sheet.problems.append(CellProblem(f"A{first + 1}", f"少了「{heading}」這一欄。"))
    for number, row in enumerate(grid[first + 1 :], first + 2):
        cells = {heading: text for heading, text in zip(headings, row, strict=False) if heading}
        if any(cells.values()):
            sheet.lines.append(Line(number, cells, letters))
    for line in sheet.lines:
        for heading in required:
            if heading in letters and not line.text(heading):
                sheet.wrong(line, heading, f"「{heading}」不能空白。")
    if not sheet.lines and not sheet.problems:
        sheet.problems.append(CellProblem(f"A{first + 2}", "名單裡沒有任何一列資料。"))
    return sheet


def _judge_headings(sheet: Sheet, headings: tuple[str, ...], row: int, known: tuple[str, ...]) -> None:
    for place, heading in enumerate(headings):
        cell = f"{letter(place)}{row}"
        if heading and heading not in known:
            sheet.problems.append(CellProblem(cell, f"不認得「{heading}」這一欄，請改名或刪除。"))
        elif heading and heading in headings[:place]:
            sheet.problems.append(CellProblem(cell, f"「{heading}」這一欄出現兩次，請留一欄。"))


def _heading(text: str) -> str:
    """Templates mark what must be filled in."""
    return text.removesuffix("*").removesuffix("（必填）").strip()


def _grid(data: bytes) -> list[list[str]]:
    if len(data) > MOST_BYTES:
        raise BadInput("too_big", "這個檔案超過 20 MB，不像是名單。", "請確認選的檔案，或分成幾份匯入。")
    if data.startswith(_OLD_EXCEL):
        raise BadInput("old_excel", "這是舊版 Excel（.xls）或有密碼的檔案，不能直接匯入。", _SAVE_AS)
    if data.startswith(b"PK"):
        if _is_ods(data):
            raise BadInput("ods", "這是 .ods 檔，不能直接匯入。", _SAVE_AS)
        rows: Iterable[Iterable[Cell]] = _workbook(data)
        return [[_text(cell) for cell in row] for row in rows]
    return _csv(data)


def _is_ods(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.read("mimetype").startswith(_ODS)
    except (KeyError, zipfile.BadZipFile, NotImplementedError):
        return False


def _workbook(data: bytes) -> tuple[sheet_reading.Row, ...]:
    try:
        grids = sheet_reading.read(data, MOST_LINES)
    except BadInput as error:
        sentence = "打不開這個檔案：可能損壞、有密碼，或太大。"
        raise BadInput("not_a_workbook", sentence, f"{_SAVE_AS}上萬列的請分成幾份。") from error
    if grids and grids[0].cut:
        raise BadInput("too_long", f"名單超過 {MOST_LINES} 列。", "請分成幾份匯入。")
    return grids[0].rows if grids else ()


def _csv(data: bytes) -> list[list[str]]:
    text = _decoded(data)
    if "\x00" in text:
        raise BadInput("not_a_list", "這個檔案不是 Excel 也不是 CSV。", _SAVE_AS)
    first = text.partition("\n")[0]
    mark = "\t" if "\t" in first and "," not in first else ","
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
    except csv.Error as error:
        raise BadInput("not_a_list", "看不懂這個 CSV。", _SAVE_AS) from error
    return [[cell.strip() for cell in row] for row in rows]


def _decoded(data: bytes) -> str:
    """UTF-8 with or without a mark, UTF-16 with one, else the Big5 of Windows in Taiwan."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    for encoding in ("utf-8-sig", "cp950"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadInput("not_a_list", "看不懂這個檔案的文字編碼。", "請另存成 .xlsx，或 UTF-8 的 CSV，再選一次。")


def _text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case date():
            return cell.isoformat()
        case Decimal():
            return format(cell.normalize(), "f") if cell.is_finite() else str(cell)
        case _:
            return cell.strip()
