"""A certifier's queue as a worksheet: written to be filled in away from the program, and read back by the cell.

A row names its outcome and the content it was written for, so that nothing is decided about words nobody has seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO

from attrs import frozen

from derive.sheet_reading import Cell, Grid, letter, read as read_grids
from derive.sheet_writing import Value, write_sheet
from domain.codelists import CodeList
from domain.errors import BadInput
from domain.intents import Action
from domain.lifecycle import ACTION_LABELS

SHEET = "認證清單"
DECIDED, REASONS, COMMENT, RECORD, CONTENT = "決定", "原因", "說明", "識別碼", "內容指紋"
HEADER = (
    ("科目", 18), ("班級", 12), ("座號", 8), ("姓名", 14), ("簡述", 48), ("檔案", 30), ("送出日期", 12),
    (DECIDED, 14), (REASONS, 40), (COMMENT, 48), (RECORD, 12), (CONTENT, 12),
)  # fmt: skip
BETWEEN = "、"
WORDS = {
    **{ACTION_LABELS[action]: action for action in (Action.CERTIFY, Action.REJECT)},
    "通過": Action.CERTIFY,
    "不通過": Action.REJECT,
}


@frozen
class Told:
    """One row of the queue as it is written: the seven cells that tell whose and what, and which content it is."""

    cells: tuple[Value, ...]
    record: str
    content_hash: str


@frozen
class Filled:
    """One row that was filled in. place: its cell; wrong: what is wrong with it, "" when nothing is."""

    place: str
    who: str
    record: str
    content_hash: str
    action: Action | None = None
    reasons: tuple[str, ...] = ()
    comment: str = ""
    wrong: str = ""


def write(rows: Iterable[Told], reasons: CodeList, school_year: int) -> bytes:
    """The workbook, with the decisions and reasons to choose from."""
    labels = [code.label for code in reasons.active(school_year)]
    choices = {
        _place(DECIDED): [ACTION_LABELS[Action.CERTIFY], ACTION_LABELS[Action.REJECT]],
        _place(REASONS): labels,
    }
    out = BytesIO()
    filled = ((*row.cells, None, None, None, row.record, row.content_hash) for row in rows)
    write_sheet(out, SHEET, HEADER, filled, choices=choices)
    return out.getvalue()


def read(data: bytes, reasons: CodeList) -> tuple[Filled, ...]:
    """The rows in which something was decided. Raises BadInput when this is no such worksheet."""
    for grid in read_grids(data):
        for number, row in enumerate(grid.rows):
            where = {str(cell): column for column, cell in enumerate(row) if cell is not None}
            if {DECIDED, RECORD, CONTENT} <= where.keys():
                return tuple(_rows(grid, number + 1, where, reasons))
    raise BadInput(
        "not_a_queue",
        "這不是從「認證」匯出的工作表。",
        f"請用「匯出工作表」的檔案，不要刪掉「{DECIDED}」「{RECORD}」「{CONTENT}」這些欄。",
    )


def _rows(grid: Grid, first: int, where: Mapping[str, int], reasons: CodeList) -> Iterable[Filled]:
    for number in range(first, len(grid.rows)):
        cells = {name: _text(grid.rows[number], column) for name, column in where.items()}
        if cells[DECIDED]:
            yield _filled(cells, f"{letter(where[DECIDED])}{number + 1}", reasons)
    if grid.cut:
        yield Filled(grid.name, "", "", "", wrong="工作表太長，後面的列沒有讀；請分成幾份。")


def _filled(cells: Mapping[str, str], place: str, reasons: CodeList) -> Filled:
    who = "　".join(filter(None, (cells.get("姓名", ""), cells.get("班級", ""))))
    codes, unknown = _codes(cells.get(REASONS, ""), reasons)
    action = WORDS.get(cells[DECIDED])
    wrong = (
        f"「{cells[DECIDED]}」不是{BETWEEN.join(list(WORDS)[:2])}，請改成其中一個。" if action is None else ""
    )
    wrong = wrong or (f"沒有「{unknown}」這個原因，請從清單中選。" if unknown else "")
    comment = cells.get(COMMENT, "")
    return Filled(place, who, cells[RECORD], cells[CONTENT], action, codes, comment, wrong)


def _codes(text: str, reasons: CodeList) -> tuple[tuple[str, ...], str]:
    """The reasons of a cell by label or code, several with 、 between them; and the first that is unknown."""
    by_name = {code.label: code.code for code in reasons.entries} | {
        code.code: code.code for code in reasons.entries
    }
    if text in by_name:
        return (by_name[text],), ""
    parts = [part.strip() for part in text.replace("\n", BETWEEN).split(BETWEEN) if part.strip()]
    unknown = next((part for part in parts if part not in by_name), "")
    return tuple(by_name[part] for part in parts if part in by_name), unknown


def _place(name: str) -> int:
    return [title for title, _ in HEADER].index(name)


def _text(row: Sequence[Cell], column: int) -> str:
    return str(row[column] if column < len(row) and row[column] is not None else "").strip()
