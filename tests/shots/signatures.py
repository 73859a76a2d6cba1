"""What a school answers, signed: fills the page of the receipts without a school that listens."""

from __future__ import annotations

import base64

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desktop.desk import Desk
from desktop.operations import proofs
from domain.windows import stamp
from sync import receipts, wire
from tests.desktop.views import desks

SCHOOL = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEY = base64.b64encode(SCHOOL.public_key().public_bytes_raw()).decode()
BODIES = 1_000_000


def sign(desk: Desk) -> None:
    """The school takes everything that waits here, and signs for each."""
    desk.note(proofs.KEY, KEY)
    results = []
    for number, pending in enumerate(desk.store.freeze(500, BODIES), 1):
        when = stamp(desks.NOW)
        bare = receipts.of(pending.body, wire.receipt_text("", when, "applied", number), KEY)
        assert bare is not None
        signature = base64.b64encode(SCHOOL.sign(bare.message)).decode()
        text = wire.receipt_text(signature, when, "applied", number)
        results.append(wire.Result(pending.id, "applied", ver=number, recv_at=when, receipt=text))
    answer = wire.PushReply(
        desks.identity(0), "request", "epoch-1", stamp(desks.NOW), 0, 0, results, 30, end=True
    )
    desk._touched(desk.store.settle(answer))
