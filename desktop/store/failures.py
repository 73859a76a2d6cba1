"""Faults of disk and database as sentences that a person can act on."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from domain.errors import Damaged, LichengError

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


def disk_full() -> LichengError:
    return LichengError("disk_full", "這台電腦的磁碟空間不足，這次沒有存成。", "請清出一些空間後再試一次。")


def disk_fault(detail: str) -> LichengError:
    return LichengError(
        "disk_fault", f"這台電腦的磁碟無法寫入（{detail}），這次沒有存成。", "請檢查磁碟後再試一次。"
    )


def database_damaged() -> Damaged:
    return Damaged(
        "database_damaged", "這台電腦上的資料庫損壞了。", "請重新啟動程式，程式會自動搶救並重新同步。"
    )


def is_full(error: OSError) -> bool:
    return error.errno in _FULL


@contextmanager
def told() -> Iterator[None]:
    """Turns an OSError of writing into its sentence."""
    try:
        yield
    except OSError as error:
        raise (disk_full() if is_full(error) else disk_fault(error.strerror or str(error))) from error
