"""What the engine needs of the world: a store, blobs, a school, a clock, dice. All real ones are elsewhere."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from attrs import field, frozen

from sync.wire import BlobState, Cursor, Mark, Pull, PullReply, Push, PushReply


@frozen
class Pending:
    """One frozen intent: its id, its exact bytes, and the receipt if the school has answered it before a restore."""

    id: str
    body: bytes
    receipt: str = ""
    archive: bool = False


@frozen
class Standing:
    """Where this copy stands: which school, which timeline, how far each scope is read, the newest acknowledgement."""

    device: str
    server_id: str = ""
    epoch: str = ""
    cursors: Mapping[str, Cursor] = field(factory=dict)
    ack: Mark | None = None


@frozen
class Touched:
    """Ids of the records that something changed, so that screens know what to read again. all: everything may have.

    again: the school has decided about something that it held; to be said once more, and it answers.
    """

    records: frozenset[str] = frozenset()
    all: bool = False
    again: bool = False

    def __or__(self, other: "Touched") -> "Touched":
        return Touched(self.records | other.records, self.all or other.all, self.again or other.again)


class Store(Protocol):
    """The local copy. Every method is one transaction and durable when it returns."""

    def standing(self) -> Standing: ...

    def freeze(self, limit: int, max_bytes: int) -> tuple[Pending, ...]:
        """The oldest unsettled intents in order; from now on none of them is edited, merged or cancelled."""

    def settle(self, reply: PushReply) -> Touched:
        """Note each result; rejected and held intents leave the working copy at once, the others with their page."""

    def set_aside(self, intent: str, code: str, sentence: str) -> Touched:
        """The school turned the very request away: this intent ends as rejected here, its body kept for the person."""

    def apply(self, reply: PullReply) -> Touched:
        """Rows, cursors and the working copy in one transaction. Raises WipeGuard before removing too much."""

    def rewind(self, epoch: str) -> Touched:
        """A new timeline: cursors to 0, acknowledged and frozen intents queued again, base kept for display."""

    def uploads(self) -> tuple[tuple[str, int], ...]:
        """(SHA-256, bytes) of files that the school may not have yet, oldest first."""

    def uploaded(self, sha256: str) -> Touched: ...

    def wanted(self) -> tuple[tuple[str, int], ...]:
        """(SHA-256, bytes) of files that records refer to and this copy does not hold."""

    def downloaded(self, sha256: str) -> Touched: ...


class Blobs(Protocol):
    """Files by content. What is published under a hash has been verified."""

    def has(self, sha256: str) -> bool: ...

    def read(self, sha256: str, offset: int, length: int) -> bytes: ...

    def publish(self, sha256: str, pieces: Iterable[bytes]) -> None:
        """Write, hash, fsync, rename; raises Damaged when the content is not that of the name."""


class School(Protocol):
    """The other side. Raises domain.errors.Offline and the errors of sync.effects; never returns a half answer."""

    def push(self, message: Push) -> PushReply: ...

    def pull(self, message: Pull) -> PullReply: ...

    def blob_state(self, sha256: str) -> BlobState: ...

    def put_blob(self, sha256: str, size: int, offset: int, piece: bytes) -> BlobState: ...

    def get_blob(self, sha256: str) -> Iterable[bytes]: ...


class Dice(Protocol):
    def request_id(self) -> str: ...

    def fraction(self) -> float:
        """0.0 <= x < 1.0, for jitter only."""


class Pause(Protocol):
    def __call__(self, seconds: float) -> bool:
        """Wait; true when the wait was cut short because the person leaves."""
