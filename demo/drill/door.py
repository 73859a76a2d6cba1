"""The way from one computer into the school of the drill: real bytes, the school's own services, everything counted.

No socket in between, so that the school's clock can be moved; what is said and answered are the bytes of the wire.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import TypeVar

import msgspec
from attrs import field, frozen
from starlette.requests import Request

from demo.drill.campus import Campus
from server.routes.answers import refused
from server.services import pulling, pushing, uploading
from sync import wire
from sync.answers import Answer, read
from sync.effects import BlobRefused, Turned

T = TypeVar("T")


@frozen
class Door:
    """Implements sync.ports.School for one signed-in computer."""

    campus: Campus
    account: str
    device: str
    counts: Counter[str] = field(factory=Counter)

    def push(self, message: wire.Push) -> wire.PushReply:
        body = msgspec.json.encode(message)
        self.counts["receipts"] += sum(bool(one.receipt) for one in message.intents)
        self.counts["archived"] += sum(one.archive for one in message.intents)
        reply = self._asked("push", body, wire.PushReply, lambda: self._take(body))
        self.counts["intents"] += len(reply.results)
        self.counts.update(f"told {one.status}" for one in reply.results)
        return reply

    def pull(self, message: wire.Pull) -> wire.PullReply:
        body = msgspec.json.encode(message)
        office = self.campus.office
        reply = self._asked(
            "pull",
            body,
            wire.PullReply,
            lambda: pulling.answer(office, self.account, msgspec.json.decode(body, type=wire.Pull)),
        )
        self.counts["rows"] += sum(page.count for page in reply.scopes.values())
        return reply

    def blob_state(self, sha256: str) -> wire.BlobState:
        uploads = self.campus.uploads
        return self._asked("state", b"", wire.BlobState, lambda: uploads.state(self.account, sha256))

    def put_blob(self, sha256: str, size: int, offset: int, piece: bytes) -> wire.BlobState:
        claim = uploading.Claim(self.account, sha256, size, offset)
        state = self._asked("put", piece, wire.BlobState, lambda: self._put(claim, piece))
        self.counts["files up"] += state.verified
        return state

    def get_blob(self, sha256: str) -> Iterator[bytes]:
        self.counts["requests"] += 1
        office = self.campus.office
        size = office.database.read(
            lambda conn: uploading.readable(
                conn, self.account, sha256, pulling.entitled(conn, office, self.account)
            )
        ).result()
        if size is None or office.final.size(sha256) != size:
            raise BlobRefused("no_blob", "學校沒有這個檔案。")
        self.counts["files down"] += 1
        return office.final.read(sha256, 0, size)

    def _take(self, body: bytes) -> wire.PushReply:
        arrival = pushing.Arrival(self.account, self.device, self.campus.clock())
        return pushing.take(self.campus.office, arrival, msgspec.json.decode(body, type=wire.Push))

    def _put(self, claim: uploading.Claim, piece: bytes) -> wire.BlobState:
        known = self.campus.uploads.state(claim.account, claim.sha256)
        if known.verified:
            return known
        receiving = self.campus.uploads.begin(claim)
        try:
            receiving.write(piece)
        finally:
            arrived = receiving.close()
        return self.campus.uploads.end(claim, arrived)

    def _asked(self, kind: str, body: bytes, gives: type[T], work: Callable[[], object]) -> T:
        """What came back, judged as the program judges it; a refusal becomes what the school's door makes of it."""
        self.counts["requests"] += 1
        self.counts[kind] += 1
        self.counts["bytes up"] += len(body)
        try:
            answer = Answer(200, wire.MEDIA_TYPE, msgspec.json.encode(work()))
        except Exception as error:  # noqa: BLE001 - as the routes do: every refusal becomes a Problem
            told = refused(Request({"type": "http", "method": kind, "path": "/", "headers": []}), error)
            answer = Answer(told.status_code, wire.MEDIA_TYPE, bytes(told.body))
        self.counts["bytes down"] += len(answer.body)
        try:
            return read(answer, gives)
        except Turned as error:
            if kind in ("put", "state"):
                raise BlobRefused(error.code, error.sentence) from error
            raise
