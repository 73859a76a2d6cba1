"""Tables of the office as workbooks: what stands on the screen, as text, in the order of the screen."""

from collections.abc import Iterable, Sequence
from io import BytesIO

from derive.sheet_writing import write_sheet


def table(title: str, headings: Sequence[tuple[str, int]], rows: Iterable[Sequence[str]]) -> bytes:
    """One sheet. headings: words and widths in characters."""
    out = BytesIO()
    write_sheet(out, title, headings, ([text or None for text in row] for row in rows))
    return out.getvalue()
