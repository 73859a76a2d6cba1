"""The school's two secrets, each a file of its own outside database and backup of the database.

`signing` signs receipts (Ed25519); `tokens` derives the next session token from the last, so that a repeated
renewal gets the same answer, and seals what the database must not tell by itself. Both must be kept: without them
old receipts cannot be honoured after a restore, and nobody passes the second step.
"""

import base64
import hashlib
import hmac
import os
import secrets
from pathlib import Path

from attrs import frozen
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from server.blobs.final import sync_folder


@frozen
class Keys:
    """The two secrets, loaded."""

    private: Ed25519PrivateKey
    tokens: bytes

    @property
    def public(self) -> str:
        """The public key, base64."""
        return base64.b64encode(self.private.public_key().public_bytes_raw()).decode()

    @property
    def pem(self) -> str:
        """The public key as openssl reads it."""
        spelt = self.private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        return spelt.decode()

    def sign(self, message: bytes) -> str:
        return base64.b64encode(self.private.sign(message)).decode()

    def signed(self, message: bytes, signature: str) -> bool:
        """Whether the signature is ours over exactly these bytes."""
        return verified(self.public, message, signature)

    def derive(self, purpose: str, token: str) -> str:
        """A 256-bit token that only we can compute from another."""
        made = hmac.digest(self.tokens, f"{purpose}|{token}".encode(), hashlib.sha256)
        return base64.urlsafe_b64encode(made).rstrip(b"=").decode()

    def seal(self, purpose: str, owner: str, text: str) -> str:
        """The text so that only we can read it, and only as the owner's."""
        nonce = secrets.token_bytes(12)
        box = AESGCM(self._sealing(purpose)).encrypt(nonce, text.encode(), owner.encode())
        return base64.b64encode(nonce + box).decode()

    def unseal(self, purpose: str, owner: str, sealed: str) -> str:
        """The text again; ValueError when it is not what we sealed for this owner."""
        data = base64.b64decode(sealed, validate=True)
        try:
            return AESGCM(self._sealing(purpose)).decrypt(data[:12], data[12:], owner.encode()).decode()
        except InvalidTag as error:
            raise ValueError(f"not sealed by this school for {owner}") from error

    def _sealing(self, purpose: str) -> bytes:
        return hmac.digest(self.tokens, f"seal|{purpose}".encode(), hashlib.sha256)


def verified(public: str, message: bytes, signature: str) -> bool:
    """Whether the signature over the message is that of the public key (both base64)."""
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public, validate=True))
        key.verify(base64.b64decode(signature, validate=True), message)
    except (InvalidSignature, ValueError):
        return False
    return True


def make_keys(folder: Path) -> None:
    """Make both secrets where they are missing; what is there stays."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name, secret in (
        ("signing", Ed25519PrivateKey.generate().private_bytes_raw()),
        ("tokens", secrets.token_bytes(32)),
    ):
        path = folder / name
        if path.exists():
            continue
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(secret)
            file.flush()
            os.fsync(file.fileno())
    sync_folder(folder)


def load_keys(folder: Path) -> Keys:
    return Keys(
        Ed25519PrivateKey.from_private_bytes((folder / "signing").read_bytes()),
        (folder / "tokens").read_bytes(),
    )
