"""課程諮詢紀錄 outside the program, because their author asked for it: a worksheet. Never in the GUI thread."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from derive.sheet_writing import write_sheet
from desktop.store import durable


def worksheet(headings: Sequence[tuple[str, int]], rows: Sequence[Sequence[str]], path: Path) -> int:
    """Write the list; how many rows it has."""
    out = BytesIO()
    count = write_sheet(out, "課程諮詢紀錄", headings, rows)
    durable.write(path, [out.getvalue()])
    return count
