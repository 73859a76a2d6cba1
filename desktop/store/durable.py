"""Files that are there, whole, after a power cut: temporary name, fsync, rename, fsync of the folder."""

import os
import secrets
from collections.abc import Callable, Iterable
from io import RawIOBase
from pathlib import Path
from typing import BinaryIO

from desktop.store.failures import told

PRIVATE = 0o600
PRIVATE_FOLDER = 0o700


def folder(path: Path) -> Path:
    """The folder, made if need be, for this person only."""
    with told():
        if not path.is_dir():
            path.mkdir(PRIVATE_FOLDER, parents=True, exist_ok=True)
            sync_folder(path.parent)
    return path


def sync_folder(path: Path) -> None:
    """Make the names in the folder durable. Windows has no such thing and needs none."""
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write(path: Path, pieces: Iterable[bytes], mode: int = PRIVATE, temporary: Path | None = None) -> None:
    """Put the pieces under the name, all or nothing; whatever goes wrong, no half file stays."""
    draft = write_draft(temporary or path.parent, pieces, mode)
    publish(draft, path)


def write_draft(where: Path, pieces: Iterable[bytes], mode: int = PRIVATE) -> Path:
    """Write and fsync a file under a temporary name in the folder. What the pieces raise is theirs, not the disk's."""
    draft = where / f".{secrets.token_hex(8)}.tmp"
    with undone(draft):
        with told():
            handle = os.open(
                draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), PRIVATE
            )
        with os.fdopen(handle, "wb", 0) as file:
            for piece in pieces:
                _append(file, piece)
            with told():
                sync_file(file)
        draft.chmod(mode)
    return draft


def _append(file: RawIOBase, piece: bytes) -> None:
    rest = memoryview(piece)
    with told():
        while rest:
            rest = rest[file.write(rest) or 0 :]


def publish(draft: Path, path: Path) -> None:
    """Rename the draft to its name and make the name durable."""
    with undone(draft), told():
        draft.replace(path)
        sync_folder(path.parent)


class undone:  # noqa: N801 - reads as a word after `with`
    """Removes the draft when the block fails."""

    def __init__(self, draft: Path) -> None:
        self._remove: Callable[..., None] = draft.unlink

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is not None:
            self._remove(missing_ok=True)


def sync_file(file: BinaryIO | RawIOBase) -> None:
    """Everything written to the open file is on the disk when this returns."""
    file.flush()
    os.fsync(file.fileno())
