"""What is asked of the worker and what comes back, as bytes that cannot run anything (no pickles)."""

import json
from collections.abc import Callable, Iterator
from typing import Protocol

from attrs import asdict, field, frozen

from domain.file_refusals import Refusal
from domain.kinds import Kind
from domain.shrinking import Choice, Offer

Step = Callable[[float, str], None]
"""How far it is, from 0 to 1, and what is being done."""


class Teller(Protocol):
    """What the worker says while it works."""

    def __call__(self, share: float, words: str) -> None:
        """How far it is, from 0 to 1, and what is being done."""

    def before(self, side: "Side") -> None:
        """The file as it was, as soon as it is known."""


PREVIEW_SIDE = 1100
"""The longer edge of the pictures for looking at."""


class Refused(Exception):
    """The worker cannot do it, and says why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


@frozen
class Order:
    """What shall become of the file."""

    becomes: Kind
    limit: int
    choice: Choice = Choice.CLEAR
    preview: bool = True

    @property
    def target(self) -> int:
        return self.choice.target(self.limit)

    def as_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def parsed(cls, text: str) -> "Order":
        said = json.loads(text)
        return cls(Kind(said["becomes"]), said["limit"], Choice(said["choice"]), said["preview"])

    @classmethod
    def on(cls, offer: Offer, choice: Choice = Choice.CLEAR) -> "Order":
        return cls(offer.becomes, offer.limit, choice)


@frozen
class Side:
    """A file as it is shown: its size, its measure in words (6 頁, 4032 × 3024, 1 分 5 秒), a picture of it."""

    size: int
    words: str
    picture: bytes = field(default=b"", repr=False)


@frozen
class Shrunk:
    """The new file. changes: what was done, one plain sentence each."""

    kind: Kind
    data: bytes = field(repr=False)
    before: Side
    after: Side
    changes: tuple[str, ...]


class Pipe(Protocol):
    """The end of a connection."""

    def send_bytes(self, buf: bytes) -> None: ...

    def recv_bytes(self) -> bytes: ...


def tell(pipe: Pipe, shrunk: Shrunk) -> None:
    sides = {"before": _said(shrunk.before), "after": _said(shrunk.after)}
    head = {"done": True, "kind": shrunk.kind.value, "changes": list(shrunk.changes), **sides}
    pipe.send_bytes(json.dumps(head).encode())
    for part in (shrunk.data, shrunk.before.picture, shrunk.after.picture):
        pipe.send_bytes(part)


def tell_before(pipe: Pipe, side: Side) -> None:
    pipe.send_bytes(json.dumps({"seen": _said(side)}).encode())
    pipe.send_bytes(side.picture)


def heard_before(pipe: Pipe, head: dict[str, object]) -> Side:
    """The file as it was; raises ValueError when that is not what was said."""
    return _side(head["seen"], pipe.recv_bytes())


def heard(pipe: Pipe, head: dict[str, object]) -> Shrunk:
    """The result that begins with this head; raises ValueError when it is not one."""
    data, *pictures = _parts(pipe, 3)
    before, after = _side(head["before"], pictures[0]), _side(head["after"], pictures[1])
    changes = head["changes"]
    if not isinstance(changes, list):
        raise ValueError("changes")
    return Shrunk(Kind(str(head["kind"])), data, before, after, tuple(map(str, changes)))


def _parts(pipe: Pipe, count: int) -> Iterator[bytes]:
    for _ in range(count):
        yield pipe.recv_bytes()


def _said(side: Side) -> dict[str, object]:
    return {"size": side.size, "words": side.words}


def _side(said: object, picture: bytes) -> Side:
    if not isinstance(said, dict):
        raise ValueError("side")
    return Side(int(said["size"]), str(said["words"]), picture)
