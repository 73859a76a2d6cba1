"""The encrypted form of one file: AES-256-GCM in chunks of 64 KiB, readable from any place.

magic | 7 random bytes | chunks. Nonce of a chunk: the random bytes, its number, whether it is the last (STREAM).
The content's SHA-256 goes into the key and into every tag: a file that is cut, changed or put under another name
does not open.
"""

import io
import secrets
import struct
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from domain.errors import Damaged

MAGIC = b"LCHB"
PREFIX = 7
HEADER = len(MAGIC) + PREFIX
CHUNK = 64 * 1024
TAG = 16
SEALED = CHUNK + TAG


def damaged() -> Damaged:
    return Damaged(
        "file_damaged",
        "這台電腦上的檔案損壞了，無法開啟。",
        "連上學校後會重新下載；如果還沒上傳，請重新附上原檔。",
    )


def cipher(key: bytes, sha256: str) -> AESGCM:
    """The cipher of the file with that content."""
    return AESGCM(HKDF(SHA256(), 32, None, b"licheng file " + bytes.fromhex(sha256)).derive(key))


def nonce(prefix: bytes, number: int, last: bool) -> bytes:
    return prefix + struct.pack(">IB", number, last)


def sealed(key: bytes, sha256: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The encrypted form of the pieces, piece by piece."""
    box, name, prefix = cipher(key, sha256), bytes.fromhex(sha256), secrets.token_bytes(PREFIX)
    yield MAGIC + prefix
    held, number = bytearray(), 0
    for piece in pieces:
        held += piece
        while len(held) > CHUNK:
            yield box.encrypt(nonce(prefix, number, last=False), bytes(held[:CHUNK]), name)
            del held[:CHUNK]
            number += 1
    yield box.encrypt(nonce(prefix, number, last=True), bytes(held), name)


def plain_size(stored: int) -> int:
    """The size of the content behind an encrypted form of that many bytes; raises Damaged when there is none such."""
    body = stored - HEADER
    chunks = -(-body // SEALED)
    size = body - chunks * TAG
    if body < TAG or (size <= (chunks - 1) * CHUNK and chunks > 1):
        raise damaged()
    return size


class BlobReader(io.RawIOBase):
    """Decrypts what is asked for and nothing else. Opening proves that the end is the end."""

    def __init__(self, file: BinaryIO, key: bytes, sha256: str) -> None:
        super().__init__()
        self._file = file
        self._box, self._name = cipher(key, sha256), bytes.fromhex(sha256)
        header = file.read(HEADER)
        if len(header) != HEADER or not header.startswith(MAGIC):
            raise damaged()
        self._prefix = header[len(MAGIC) :]
        self.size = plain_size(file.seek(0, io.SEEK_END))
        self._last = max(0, self.size - 1) // CHUNK
        self._at = 0
        self._held: tuple[int, bytes] = (self._last, self._decrypt(self._last))

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self.size}[whence]
        if start + offset < 0:
            raise ValueError("before the start of the file")
        self._at = start + offset
        return self._at

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]  # typeshed wants the private Buffer
        if self._at >= self.size:
            return 0
        number, within = divmod(self._at, CHUNK)
        piece = self._chunk(number)[within : within + len(buffer)]
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def close(self) -> None:
        if not self.closed:
            self._file.close()
        super().close()

    def _chunk(self, number: int) -> bytes:
        if self._held[0] != number:
            self._held = (number, self._decrypt(number))
        return self._held[1]

    def _decrypt(self, number: int) -> bytes:
        self._file.seek(HEADER + number * SEALED)
        box = self._file.read(SEALED)
        try:
            return self._box.decrypt(nonce(self._prefix, number, number == self._last), box, self._name)
        except InvalidTag as error:
            raise damaged() from error
