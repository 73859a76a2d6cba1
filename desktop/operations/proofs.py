"""The school's signed word for each act it took: read from the journal and checked with the school's public key."""

import base64
import hashlib

from attrs import frozen

from desktop.desk import Desk, Said
from domain.intents import Intent
from sync.wire import receipt_bytes, receipt_parts


@frozen
class Proof:
    """One receipt. recv_at: when the school had the act, by its clock (UTC). valid: the signature is the school's."""

    intent: str
    action: str
    record: str
    status: str
    recv_at: str
    ver: int
    valid: bool


def proofs(desk: Desk) -> tuple[Proof, ...]:
    """Every act of this computer that the school has signed for, oldest first."""
    key = desk.store.meta("ui.public_key")
    signed = ((said, said.intent, receipt_parts(said.receipt)) for said in desk.journal())
    return tuple(_proof(said, intent, parts, key) for said, intent, parts in signed if intent and parts)


def _proof(said: Said, intent: Intent, parts: tuple[str, str, str, int], key: str) -> Proof:
    signature, recv_at, status, ver = parts
    told = receipt_bytes(intent.id, hashlib.sha256(said.body).hexdigest(), recv_at, status, ver)
    valid = _signed(key, signature, told)
    return Proof(intent.id, intent.action.value, intent.record, status, recv_at, ver, valid)


def _signed(key: str, signature: str, told: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - heavy; only who asks for proofs pays
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415 - as above

    try:
        Ed25519PublicKey.from_public_bytes(base64.b64decode(key)).verify(base64.b64decode(signature), told)
    except (InvalidSignature, ValueError):
        return False
    return True
