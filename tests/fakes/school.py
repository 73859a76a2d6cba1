"""A school that answers soundly, or as it is told to."""

from collections.abc import Callable, Iterable, Iterator

from sync import wire
from tests.fakes.memory import MemoryBlobs
from tests.fakes.replies import page, pull_reply, push_reply


class ScriptedSchool:
    """Implements sync.ports.School. trouble: by method, an error to raise; called: what was asked, in order."""

    def __init__(self, **trouble: Exception) -> None:
        self.trouble = trouble
        self.called: list[str] = []
        self.blobs = MemoryBlobs()
        self.during: Callable[[], None] = lambda: None

    def push(self, message: wire.Push) -> wire.PushReply:
        self._at("push")
        return push_reply(message, seq=9)

    def pull(self, message: wire.Pull) -> wire.PullReply:
        self._at("pull")
        return pull_reply(message, {"school": page(head=9)})

    def blob_state(self, sha256: str) -> wire.BlobState:
        self._at("state", sha256)
        return wire.BlobState(sha256, 0, sha256 in self.blobs.content)

    def put_blob(self, sha256: str, size: int, offset: int, piece: bytes) -> wire.BlobState:
        self._at("put", sha256)
        self.blobs.content[sha256] = piece
        return wire.BlobState(sha256, size, verified=True)

    def get_blob(self, sha256: str) -> Iterable[bytes]:
        self._at("get", sha256)
        return self._pieces(sha256)

    def _pieces(self, sha256: str) -> Iterator[bytes]:
        yield self.blobs.content[sha256]

    def _at(self, method: str, name: str = "") -> None:
        self.called.append(method)
        self.during()
        error = self.trouble.get(f"{method}_{name[:4]}") or self.trouble.get(method)
        if error is not None:
            raise error
