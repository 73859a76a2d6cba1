"""Files by content in memory, with the same promises as the folder: what is published has been verified."""

from collections.abc import Iterable
from hashlib import sha256

from domain.errors import Damaged


class MemoryBlobs:
    """Implements sync.ports.Blobs."""

    def __init__(self) -> None:
        self.content: dict[str, bytes] = {}

    def add(self, data: bytes) -> str:
        name = sha256(data).hexdigest()
        self.content[name] = data
        return name

    def has(self, sha256: str) -> bool:
        return sha256 in self.content

    def read(self, sha256: str, offset: int, length: int) -> bytes:
        if sha256 not in self.content:
            raise Damaged("file_missing", "這台電腦上沒有這個檔案。")
        return self.content[sha256][offset : offset + length]

    def publish(self, sha256: str, pieces: Iterable[bytes]) -> None:
        data = b"".join(pieces)
        if _hash(data) != sha256:
            raise Damaged("wrong_content", "收到的檔案不完整或有誤。")
        self.content[sha256] = data


def _hash(data: bytes) -> str:
    return sha256(data).hexdigest()
