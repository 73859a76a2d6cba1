"""One sync at a time for one account, also when two windows or the command line have it open.

A lock of the system, not a file with a time in it: it goes when its process goes.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop.store import durable

NAME = "sync.lock"


@contextmanager
def sync_lock(folder: Path) -> Iterator[bool]:
    """True: ours until the block ends. False: another process is syncing this account right now."""
    handle = os.open(folder / NAME, os.O_RDWR | os.O_CREAT, durable.PRIVATE)
    try:
        yield _taken(handle)
    finally:
        os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def _taken(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _taken(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
