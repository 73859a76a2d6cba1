"""Files on their way in: one growing file an account and hash. The size on disk is the offset, nothing else.

Several workers may have the same file open. Whoever writes, or gives it its name, has it alone for that long; who finds
that its name is gone has come too late.
"""

import hashlib
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from server.blobs.final import sync_folder


class Arriving:
    """One file that is being received. Only one request writes at a time: the newest takes over."""

    def __init__(self, path: Path, create: bool = True) -> None:
        self.path = path
        self._handle = os.open(path, os.O_RDWR | (os.O_CREAT if create else 0), 0o600)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """No other worker writes to it, judges it or names it until the block ends."""
        _lock(self._handle)
        try:
            yield
        finally:
            _unlock(self._handle)

    @property
    def arriving(self) -> bool:
        """Whether it still lies where files arrive; else it was published or dropped, and is nobody's to change."""
        try:
            return os.path.samestat(os.fstat(self._handle), self.path.stat())
        except FileNotFoundError:
            return False

    @property
    def offset(self) -> int:
        return os.fstat(self._handle).st_size

    def append(self, offset: int, piece: bytes) -> None:
        """Write the bytes at the offset, which must be the end."""
        while piece:
            written = os.pwrite(self._handle, piece, offset)
            piece, offset = piece[written:], offset + written

    def cut(self, offset: int) -> None:
        """Forget what was written from the offset on."""
        os.ftruncate(self._handle, offset)

    def sync(self) -> None:
        os.fsync(self._handle)

    def close(self) -> None:
        os.close(self._handle)


class Incoming:
    """The folder of arriving files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def path(self, account: str, sha256: str) -> Path:
        """Where the file grows; the account's name never becomes part of a path."""
        return self._room(account) / sha256

    def _room(self, account: str) -> Path:
        return self._folder / hashlib.sha256(account.encode()).hexdigest()[:32]

    def open(self, account: str, sha256: str) -> Arriving:
        path = self.path(account, sha256)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        arriving = Arriving(path)
        sync_folder(path.parent)
        return arriving

    @contextmanager
    def alone(self, account: str, sha256: str) -> Iterator[bool]:
        """The file is ours until the block ends. False: it is not there; another worker has published or dropped it."""
        path = self.path(account, sha256)
        if sys.platform == "win32":  # an open file could not be renamed there
            yield path.exists()
            return
        try:
            arriving = Arriving(path, create=False)
        except FileNotFoundError:
            yield False
            return
        try:
            with arriving.alone():
                yield arriving.arriving
        finally:
            arriving.close()

    def offset(self, account: str, sha256: str) -> int:
        """How many bytes have arrived."""
        try:
            return self.path(account, sha256).stat().st_size
        except FileNotFoundError:
            return 0

    def drop(self, account: str, sha256: str) -> None:
        self.path(account, sha256).unlink(missing_ok=True)

    def forget(self, account: str) -> None:
        """Drop everything that is on its way from the account."""
        shutil.rmtree(self._room(account), ignore_errors=True)


def hash_of(path: Path) -> str:
    """SHA-256 of what lies on the disk, read anew."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


if sys.platform == "win32":  # where a school has one worker, and an open file cannot be renamed

    def _lock(handle: int) -> None:
        pass

    def _unlock(handle: int) -> None:
        pass

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX)

    def _unlock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)
