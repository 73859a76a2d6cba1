"""How much room the disk has left, in four steps (sync.md 3.16)."""

import shutil
from collections.abc import Callable
from enum import IntEnum
from pathlib import Path

from domain.errors import LichengError

MIB = 1024 * 1024


class Space(IntEnum):
    """Below each: warn; no more attachments; nothing is written but what is being typed."""

    READ_ONLY = 16 * MIB
    FULL = 64 * MIB
    WARN = 256 * MIB
    OK = 1 << 62


Free = Callable[[Path], int]


def free_bytes(folder: Path) -> int:
    return shutil.disk_usage(folder).free


def level(folder: Path, free: Free = free_bytes) -> Space:
    """The step that the disk of the folder stands on."""
    left = free(folder)
    return next(step for step in Space if left < step)


def make_sure(folder: Path, needed: int, free: Free = free_bytes) -> None:
    """Refuse to attach what would leave the disk below 64 MB."""
    if free(folder) - needed < Space.FULL:
        raise LichengError("disk_low", "這台電腦的磁碟空間快用完了，無法再加入檔案。", "請先清出一些空間。")
