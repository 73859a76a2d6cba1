"""代碼表 at the office's desk: taken along as a workbook, looked at again when it comes back, and brought in."""

from pathlib import Path

from derive.code_rolls import PREFIX, title_of, write
from derive.rolls import Roll
from desktop.desk import Desk
from desktop.operations import rolls
from desktop.operations.rolls import Looked
from desktop.store import durable
from domain.codelists import CodeList


def roll_of(name: str) -> Roll:
    """The list as something that can be brought in."""
    return Roll(f"{PREFIX}{name}", title_of(name), (), (), "codelist", ())


def export(codes: CodeList, path: Path) -> int:
    durable.write(path, [write(codes)])
    return len(codes.entries)


def look(desk: Desk, name: str, path: Path, source: str) -> Looked:
    """What a newer list would do at the school. source: where it is from; the file's name when nobody says."""
    return rolls.look(desk, roll_of(name), path, source.strip() or path.stem)
