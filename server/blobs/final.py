"""Verified files under their hash, in a folder (file://) or in S3 (s3://), through one interface.

In a folder a file appears whole or not at all: written aside, fsynced, renamed, folder fsynced.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from obstore.exceptions import NotFoundError
from obstore.store import LocalStore, from_url

PIECE = 1024 * 1024


class Final(Protocol):
    """Where verified files lie."""

    def publish(self, sha256: str, source: Path) -> None:
        """Take over the verified file under its final name; what lies there already, sound or not, is replaced."""

    def size(self, sha256: str) -> int | None:
        """Bytes, or None when it is not there."""

    def read(self, sha256: str, start: int, end: int) -> Iterator[bytes]:
        """The bytes from start to end (excluded), in pieces."""

    def remove(self, sha256: str) -> None:
        """The file is gone for good; none there is no fault."""

    def hashes(self) -> Iterator[str]:
        """All names."""


class Stored:
    """Final files through obstore."""

    def __init__(self, url: str, options: dict[str, str]) -> None:
        parts = urlsplit(url)
        self._folder = Path(unquote(parts.path)) if parts.scheme == "file" else None
        if self._folder is not None:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o750)
            self._store: Any = LocalStore(str(self._folder))
        else:
            connect: Any = from_url  # its overloads name every cloud's options
            self._store = connect(url, config=options)

    def publish(self, sha256: str, source: Path) -> None:
        if self._folder is None:
            with source.open("rb") as file:
                self._store.put(_key(sha256), file)
            source.unlink()
            return
        target = self._folder / _key(sha256)
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
        os.chmod(source, 0o440)
        os.replace(source, target)
        sync_folder(target.parent)
        sync_folder(target.parent.parent)

    def size(self, sha256: str) -> int | None:
        try:
            return int(self._store.head(_key(sha256))["size"])
        except (NotFoundError, FileNotFoundError):
            return None

    def read(self, sha256: str, start: int, end: int) -> Iterator[bytes]:
        while start < end:
            stop = min(end, start + PIECE)
            yield bytes(self._store.get_range(_key(sha256), start=start, end=stop))
            start = stop

    def remove(self, sha256: str) -> None:
        with suppress(NotFoundError, FileNotFoundError):
            self._store.delete(_key(sha256))

    def hashes(self) -> Iterator[str]:
        for batch in self._store.list("sha256"):
            for found in batch:
                name = str(found["path"]).rsplit("/", 1)[-1]
                if len(name) == 64:
                    yield name


def final(url: str, options: dict[str, str]) -> Final:
    """The place that BLOB_URL names; options are S3's (endpoint, keys)."""
    return Stored(url, options)


def rehash(place: Final, sha256: str) -> bool:
    """Whether the stored bytes still hash to their name."""
    size = place.size(sha256)
    if size is None:
        return False
    found = hashlib.sha256()
    for piece in place.read(sha256, 0, size):
        found.update(piece)
    return found.hexdigest() == sha256


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _key(sha256: str) -> str:
    return f"sha256/{sha256[:2]}/{sha256}"
