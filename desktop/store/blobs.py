"""The files of one account, encrypted, each under the SHA-256 of its content.

The person's own file is read once and never again; nothing decrypted touches the disk; a name stands only for a
file that is whole.
"""

import hashlib
import io
import os
import re
import stat
import sys
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from threading import Lock
from typing import BinaryIO

from attrs import evolve, field, frozen

from desktop.store import cipher, durable, space
from desktop.store.failures import told
from domain.errors import BadInput, Damaged

EDGE = 4096
PIECE = 1024 * 1024
TRIES = 3
TICK_NS = 20_000_000
"""File systems tell the time in ticks (of some milliseconds): two changes within one look like one."""
READ_ONLY = 0o400
_SHA = re.compile(r"[0-9a-f]{64}")


@frozen
class Adopted:
    """A file taken over: its hash, its size, its first and last bytes. data: everything, for the judge only."""

    sha256: str
    size: int
    head: bytes = field(repr=False)
    tail: bytes = field(repr=False)
    data: bytes = field(default=b"", repr=False)


Judge = Callable[[Adopted], None]


class BlobFolder:
    """Implements sync.ports.Blobs. `free` tells the bytes left on the disk of a folder."""

    def __init__(self, folder: Path, key: bytes, free: space.Free = space.free_bytes) -> None:
        self._folder = durable.folder(folder)
        self._key = key
        self._free = free
        self._keeping = Lock()  # whoever sweeps does not see a file old that is just being taken over again

    def adopt(self, source: Path, limit: int, judge: Judge | None = None) -> Adopted:
        """Copy the file in. Raises BadInput; what the judge refuses by raising leaves nothing behind."""
        return self.adopt_bytes(read_once(source, limit), judge=judge)

    def adopt_bytes(self, data: bytes, limit: int | None = None, judge: Judge | None = None) -> Adopted:
        """Take over content that is in memory already."""
        if limit is not None and len(data) > limit:
            raise _too_large(limit)
        space.make_sure(self._folder, len(data), self._free)
        adopted = Adopted(hashlib.sha256(data).hexdigest(), len(data), data[:EDGE], data[-EDGE:], data)
        if judge is not None:
            judge(adopted)
        with self._keeping:
            if self._sound(adopted.sha256):
                os.utime(self._path(adopted.sha256))  # young again: it is on its way into a form
            else:
                self._store(adopted.sha256, [data])
        return evolve(adopted, data=b"")

    def publish(self, sha256: str, pieces: Iterable[bytes]) -> None:
        """Take over what comes from the school; raises Damaged when the content is not that of the name."""
        hasher = hashlib.sha256()

        def heard() -> Iterator[bytes]:
            for piece in pieces:
                hasher.update(piece)
                yield piece
            if hasher.hexdigest() != sha256:
                raise Damaged("wrong_content", "收到的檔案不完整或有誤。", "程式會再下載一次。")

        self._path(sha256)
        space.make_sure(self._folder, 0, self._free)
        self._store(sha256, heard())

    def make_room(self, needed: int) -> None:
        """LichengError when the disk has no room for so much more."""
        space.make_sure(self._folder, needed, self._free)

    def has(self, sha256: str) -> bool:
        return self._path(sha256).is_file()

    def size(self, sha256: str) -> int:
        with self.open(sha256) as reader:
            return reader.size

    def open(self, sha256: str) -> cipher.BlobReader:
        """A seekable reader that decrypts as it goes. Close it."""
        try:
            file = self._path(sha256).open("rb")
        except OSError as error:
            raise Damaged("file_missing", "這台電腦上沒有這個檔案。", "連上學校後會自動下載。") from error
        try:
            return cipher.BlobReader(file, self._key, sha256)
        except BaseException:
            file.close()
            raise

    def read(self, sha256: str, offset: int, length: int) -> bytes:
        """Up to `length` bytes from `offset`; fewer only at the end."""
        with self.open(sha256) as reader:
            reader.seek(offset)
            with io.BufferedReader(reader, cipher.CHUNK) as buffered:
                return buffered.read(max(0, min(length, reader.size - offset)))

    def read_all(self, sha256: str) -> bytes:
        """The whole content, proven to be that of its name."""
        data = self.read(sha256, 0, sys.maxsize)
        if hashlib.sha256(data).hexdigest() != sha256:
            raise cipher.damaged()
        return data

    def verify(self, sha256: str) -> bool:
        """Whether the file is there and every byte of it is what its name says."""
        try:
            return hashlib.sha256(self.read_all(sha256)).hexdigest() == sha256
        except Damaged:
            return False

    def hashes(self) -> Iterator[str]:
        """Every file that is here."""
        for path in sorted(self._folder.glob("??/*")):
            if _SHA.fullmatch(path.name):
                yield path.name

    def remove(self, sha256: str) -> None:
        path = self._path(sha256)
        if os.name == "nt" and path.exists():
            path.chmod(durable.PRIVATE)
        with told():
            path.unlink(missing_ok=True)

    def sweep(self, referenced: Collection[str], older_than_s: float = 86_400) -> tuple[str, ...]:
        """Remove what nothing refers to and half-written drafts, if older; the hashes that went."""
        for draft in self._folder.glob(".*.tmp"):
            if _written_at(draft) <= time.time() - older_than_s:
                draft.unlink(missing_ok=True)
        with self._keeping:
            idle = self.idle(referenced, older_than_s)
            for sha256 in idle:
                self.remove(sha256)
        return idle

    def idle(self, referenced: Collection[str], older_than_s: float = 86_400) -> tuple[str, ...]:
        """What sweeping would remove. The young ones may be on their way into a form."""
        before = time.time() - older_than_s
        spare = (sha256 for sha256 in self.hashes() if sha256 not in referenced)
        return tuple(sha256 for sha256 in spare if self._path(sha256).stat().st_mtime <= before)

    def _sound(self, sha256: str) -> bool:
        """Whether the same content is here already, and opens: a damaged copy is replaced by the good one."""
        return self.has(sha256) and self.verify(sha256)

    def _store(self, sha256: str, pieces: Iterable[bytes]) -> None:
        path = self._path(sha256)
        durable.folder(path.parent)
        draft = durable.write_draft(self._folder, cipher.sealed(self._key, sha256, pieces), READ_ONLY)
        if os.name == "nt":
            self.remove(sha256)
        durable.publish(draft, path)

    def _path(self, sha256: str) -> Path:
        if not _SHA.fullmatch(sha256):
            raise Damaged("bad_hash", "檔案的識別碼不正確。", "請重新同步一次。")
        return self._folder / sha256[:2] / sha256


def _written_at(draft: Path) -> float:
    """When it was last written to; now when it has just got its name and is no draft any more."""
    try:
        return draft.stat().st_mtime
    except FileNotFoundError:
        return time.time()


Read = Callable[[BinaryIO, int], bytes]


def _whole(file: BinaryIO, limit: int) -> bytes:
    return file.read(limit + 1)


def read_once(source: Path, limit: int, read: Read = _whole) -> bytes:
    """The person's own file, as it was at one moment; raises BadInput. Not for the GUI thread."""
    for _ in range(TRIES):
        data = _unchanged(source, limit, read)
        if data is not None:
            return data
        time.sleep(TICK_NS / 1e9)
    raise BadInput(
        "changing", "這個檔案正在被其他程式修改，無法加入。", "請先在那個程式存檔並關閉，再加入一次。"
    )


def _unchanged(source: Path, limit: int, read: Read) -> bytes | None:
    """The content of the person's file; None when it changed while we read, or may have without its time telling."""
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        handle = os.open(source, flags)
        with os.fdopen(handle, "rb") as file:
            before = os.fstat(file.fileno())
            if not stat.S_ISREG(before.st_mode):
                raise BadInput("not_a_file", "這不是檔案，無法加入。", "請選擇一個檔案。")
            fresh = 0 <= time.time_ns() - before.st_mtime_ns < TICK_NS
            data = read(file, limit)
            after = os.fstat(file.fileno())
    except OSError as error:
        raise BadInput(
            "unreadable", "讀不到這個檔案。", "請確認檔案還在，而且可以開啟，再加入一次。"
        ) from error
    if len(data) > limit:
        raise _too_large(limit)
    same = _shape(before) == _shape(after) and len(data) == after.st_size
    return data if same and not fresh else None


def _shape(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_size, status.st_mtime_ns, status.st_ino


def _too_large(limit: int) -> BadInput:
    return BadInput(
        "too_large", f"檔案超過 {limit / space.MIB:g} MB，無法加入。", "請先縮小檔案，或改附另一個檔案。"
    )
