"""The network between a copy and the school: the real bytes of the wire, and everything that happens to bytes."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import msgspec
from attrs import evolve, field, frozen

from domain.errors import Offline
from sync import wire
from sync.answers import Answer, read
from sync.effects import BlobRefused, Turned
from tests.simulator.world import World

T = TypeVar("T")

HTML = Answer(200, "text/html; charset=utf-8", b"<html><body>sign in to the Wi-Fi</body></html>")
ANSWERS_OF_OTHERS = {
    "html": HTML,
    "redirect": Answer(302, "text/html", b""),
    "empty": Answer(200, wire.MEDIA_TYPE, b""),
    "stranger": Answer(200, "application/json", b'{"status":"ok"}'),
    "gateway": Answer(502, "text/html", b"<html>bad gateway</html>"),
}
KNOWN = (
    "drop_request",
    "delay",
    "drop_reply",
    "duplicate",
    "truncate",
    "flip",
    "stale",
    "busy",
    "signed_out",
    "too_large",
    "too_many",
    "too_old",
    "forbidden",
)
REFUSALS = {
    "busy": (503, "busy"),
    "signed_out": (401, "expired"),
    "too_large": (413, "too_large"),
    "too_many": (429, "busy"),
    "too_old": (426, "too_old"),
    "forbidden": (403, "forbidden"),
}
RETRY_AFTER = ("5", "", "-1", "1e999", "Tue, 03 Feb 2026 00:00:00 GMT", "in a while", "999999999999")
RARE = ("flip", "flip", "stale", "stale", *["too_large"] * 6, *["late_push"] * 6, "drop_reply")
FAULTS = (*KNOWN, *ANSWERS_OF_OTHERS, "cut_piece", "rotten_piece", "late_push")


@frozen
class Asked:
    """One request as it travels."""

    account: str
    device: str
    kind: str
    body: bytes = b""
    name: str = ""
    size: int = 0
    offset: int = 0


@frozen
class SimTransport:
    """Implements sync.ports.School for one device. `school` answers bytes with bytes."""

    school: Any
    world: World
    account: str
    device: str
    delayed: list[Asked]
    rate: float
    outdated: Callable[[], bool] = lambda: False
    requests: Counter[str] = field(factory=Counter)
    heard: dict[str, list[Answer]] = field(factory=dict)

    def push(self, message: wire.Push) -> wire.PushReply:
        if self.outdated():
            message = msgspec.structs.replace(message, schema=wire.SCHEMA - 1)
        return self._exchange(
            self._asked("push", msgspec.json.encode(message)), wire.PushReply, len(message.intents)
        )

    def pull(self, message: wire.Pull) -> wire.PullReply:
        return self._exchange(self._asked("pull", msgspec.json.encode(message)), wire.PullReply)

    def blob_state(self, sha256: str) -> wire.BlobState:
        return self._exchange(self._asked("state", name=sha256), wire.BlobState)

    def put_blob(self, sha256: str, size: int, offset: int, piece: bytes) -> wire.BlobState:
        asked = self._asked("put", piece, sha256, size, offset)
        fault = self._fault("piece") if len(piece) > 1 else ""
        if fault == "cut_piece":
            self.school.answer(evolve(asked, body=piece[: len(piece) // 2]))
            raise Offline("broken", "斷線")
        if fault == "rotten_piece":
            asked = evolve(asked, body=bytes([piece[0] ^ 1]) + piece[1:])
        return self._exchange(asked, wire.BlobState)

    def get_blob(self, sha256: str) -> Iterator[bytes]:
        answer = self._carried(self._asked("get", name=sha256), 0)
        if answer.status != 200 or not answer.media_type.startswith("application/octet-stream"):
            try:
                read(answer, wire.Problem)
            except Turned as error:
                raise BlobRefused(error.code, error.sentence) from error
            raise Offline("broken", "斷線")
        yield answer.body[:7]
        yield answer.body[7:]

    def _asked(self, kind: str, body: bytes = b"", name: str = "", size: int = 0, offset: int = 0) -> Asked:
        return Asked(self.account, self.device, kind, body, name, size, offset)

    def _exchange(self, asked: Asked, kind: type[T], intents: int = 0) -> T:
        return read(self._carried(asked, intents), kind)

    def _carried(self, asked: Asked, intents: int) -> Answer:
        """The request goes there, the answer comes back; in between anything may happen once."""
        self.requests[asked.kind] += 1
        fault = self._fault(asked.kind, intents)
        if fault in ("drop_request", "delay"):
            if fault == "delay":
                self.delayed.append(asked)
            raise Offline("broken", "斷線")
        if fault in ANSWERS_OF_OTHERS:
            return ANSWERS_OF_OTHERS[fault]
        if fault in REFUSALS:
            return _refusal(fault, self.world.faults.choice(RETRY_AFTER))
        answer: Answer = self.school.answer(asked)
        earlier = list(self.heard.get(asked.kind, ()))
        self.heard.setdefault(asked.kind, []).append(answer)
        match fault:
            case "drop_reply":
                raise Offline("broken", "斷線")
            case "duplicate" | "late_push":
                self.delayed.append(asked)
            case "truncate":
                return evolve(answer, body=answer.body[: self.world.faults.randrange(len(answer.body) or 1)])
            case "flip":
                return evolve(answer, body=self._flipped(answer.body))
            case "stale":
                return self.world.faults.choice(earlier)
        return answer

    def _fault(self, kind: str, intents: int = 0) -> str:
        """What goes wrong with this request, "" for nothing."""
        dice = self.world.faults
        if not self.world.faulty or dice.random() >= self.rate:
            return ""
        if kind == "piece":
            fault = dice.choice(("cut_piece", "rotten_piece"))
        else:
            fault = dice.choice(
                [one for one in (*KNOWN, *RARE, *ANSWERS_OF_OTHERS) if self._fits(one, kind, intents)]
            )
        self.world.counts[fault] += 1
        self.world.note(f"    fault {fault} on {kind} of {self.device}")
        return fault

    def _fits(self, fault: str, kind: str, intents: int) -> bool:
        match fault:
            case "too_large":
                return intents > 1
            case "late_push":
                return kind == "push"
            case "flip":
                return kind == "pull"
            case "stale":
                return kind in ("push", "pull") and bool(self.heard.get(kind))
            case "truncate":
                return kind != "get"
        return True

    def _flipped(self, body: bytes) -> bytes:
        """One bit of the rows; what lies outside them is guarded by TLS alone."""
        start = body.find(b'"rows":[') + len(b'"rows":[')
        at = start + self.world.faults.randrange(20 if body[start : start + 1] == b"{" else 1)
        return body[:at] + bytes([body[at] ^ 1]) + body[at + 1 :]


def _refusal(fault: str, retry_after: str) -> Answer:
    status, code = REFUSALS[fault]
    return Answer(status, wire.MEDIA_TYPE, msgspec.json.encode(wire.Problem(code, "現在不行。")), retry_after)
