"""The ways in which a school can lose its time, each against a closed school's folder."""

import shutil
from collections.abc import Callable
from pathlib import Path

from attrs import frozen

from demo.drill import campus
from demo.drill.campus import Campus, Clock

DAY0, IMAGE = "day0", "day0.db"


@frozen
class Variant:
    """key: for --only. strike: what happens to the school's folder. late: the copies return after every deadline."""

    key: str
    sentence: str
    strike: Callable[[Path, Path, Clock], None]
    late: bool = False


def prepare(school: Campus, room: Path) -> None:
    """What the school keeps of day 0: its backup."""
    campus.back_up(school, room / DAY0)


def keep_image(folder: Path, room: Path) -> None:
    """A plain copy of the closed school's database, as somebody may have it lying around."""
    shutil.copyfile(folder / "school.db", room / IMAGE)


def _both(folder: Path, room: Path, clock: Clock) -> None:
    campus.lose_files(folder, room / DAY0)
    campus.put_back(folder, clock, room / DAY0)


def _database_only(folder: Path, room: Path, clock: Clock) -> None:
    campus.put_back(folder, clock, room / DAY0)


def _files_only(folder: Path, room: Path, _clock: Clock) -> None:
    campus.lose_files(folder, room / DAY0)


def _untold(folder: Path, room: Path, _clock: Clock) -> None:
    campus.lose_files(folder, room / DAY0)
    campus.put_back_silently(folder, room / IMAGE)


VARIANTS = (
    Variant("both", "資料庫和檔案都回到第 0 天", _both),
    Variant("database", "只有資料庫回到第 0 天，檔案還是新的", _database_only),
    Variant("files", "只有檔案回到第 0 天，資料庫還是新的", _files_only),
    Variant("untold", "都回到第 0 天，而且沒有人告訴程式（時間軸沒有換名字）", _untold),
    Variant("late", "都回到第 0 天，大家在截止之後才連線", _both, late=True),
)
