"""A receipt outside the program: what the school signed, as a file or as the text of a QR code, and how it is checked.

Nothing is in it that the signature does not cover, so a single changed byte shows. No I/O: bytes in, sentences out.
"""

import base64
import binascii
import hashlib
from typing import Any

from attrs import field, frozen

from domain.canonical import NotCanonical, canonical, parse
from domain.forms import FORMS
from domain.intents import BadIntent, Intent, decode
from sync.wire import receipt_bytes, receipt_parts

FORMAT = "licheng-receipt-1"
FILE_NAME = "licheng-receipt.json"
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_TEXTS = ("intent", "body", "recv_at", "status", "signature", "public_key")
STATUS_LABELS = {
    "applied": "已收下",
    "merged": "已收下，有兩處內容不同",
    "noop": "已收下（本來就是這樣）",
    "rejected": "沒有接受",
    "held_late": "逾時收到，由學校保留",
    "reused": "編號重複，沒有接受",
}


class NotAReceipt(ValueError):
    """The bytes are no receipt, or not exactly as the program wrote them."""


@frozen
class Listed:
    """A file that the act names. name: "" where the act says only the hash."""

    label: str
    sha256: str
    size: int
    name: str = ""


@frozen
class Receipt:
    """What the school signed for one act. body: the act's exact bytes, b"" when only its hash is known."""

    intent: str
    body_sha: str
    recv_at: str
    status: str
    ver: int
    signature: str
    public_key: str = ""
    body: bytes = field(default=b"", repr=False)

    @property
    def message(self) -> bytes:
        """The very bytes that the school signed."""
        return receipt_bytes(self.intent, self.body_sha, self.recv_at, self.status, self.ver)

    @property
    def number(self) -> str:
        """Short, for people to compare: "7F3K-Q2MN"."""
        value = int.from_bytes(hashlib.sha256(self.message).digest()[:5])
        text = "".join(_ALPHABET[value >> shift & 31] for shift in range(35, -1, -5))
        return f"{text[:4]}-{text[4:]}"

    @property
    def act(self) -> Intent | None:
        """What was done, None when only its hash is known or a newer program wrote it."""
        try:
            return decode(self.body) if self.body else None
        except BadIntent:
            return None


def of(body: bytes, receipt: str, public_key: str) -> Receipt | None:
    """The receipt that came with the answer to these bytes; None when there is none."""
    parts = receipt_parts(receipt)
    try:
        intent = decode(body)
    except BadIntent:
        return None
    if parts is None:
        return None
    signature, recv_at, status, ver = parts
    sha = hashlib.sha256(body).hexdigest()
    return Receipt(intent.id, sha, recv_at, status, ver, signature, public_key, body)


def to_json(receipt: Receipt) -> bytes:
    """The file that is kept and handed on."""
    told: dict[str, Any] = {key: getattr(receipt, key) for key in _TEXTS if key != "body"}
    return canonical({"format": FORMAT, "body": receipt.body.decode(), "ver": receipt.ver, **told})


def from_json(data: bytes) -> Receipt:
    """The receipt in a file; raises NotAReceipt unless the bytes are exactly those of `to_json`."""
    try:
        raw = parse(data)
        if raw["format"] != FORMAT or not all(isinstance(raw[key], str) for key in _TEXTS):
            raise NotAReceipt("another format")
        if not isinstance(raw["ver"], int) or isinstance(raw["ver"], bool):
            raise NotAReceipt("ver is no number")
        body = raw["body"].encode()
        told = {key: raw[key] for key in _TEXTS if key != "body"}
        receipt = Receipt(body=body, body_sha=hashlib.sha256(body).hexdigest(), ver=raw["ver"], **told)
    except (NotCanonical, KeyError, TypeError) as error:
        raise NotAReceipt(str(error)) from error
    if to_json(receipt) != data:
        raise NotAReceipt("there is more in it")
    return receipt


def qr_text(receipt: Receipt) -> str:
    """For a QR code: what was signed and the signature; the act itself is told by its hash."""
    return f"{receipt.message.decode()}|{receipt.signature}"


def from_qr(text: str) -> Receipt:
    """The receipt in the text of a QR code; raises NotAReceipt."""
    parts = text.split("|")
    if len(parts) != 7 or parts[0] != FORMAT or not (parts[5].isascii() and parts[5].isdigit()):
        raise NotAReceipt("not the text of a receipt")
    _, intent, sha, recv_at, status, ver, signature = parts
    receipt = Receipt(intent, sha, recv_at, status, int(ver), signature)
    if qr_text(receipt) != text:
        raise NotAReceipt("not the text of a receipt")
    return receipt


def listed(intent: Intent) -> tuple[Listed, ...]:
    """The files that the act names."""
    files = intent.d.get("blobs") or (intent.d.get("att") or {}).get("put") or ()
    return tuple(
        Listed(
            _label(intent, str(one.get("slot"))),
            str(one["sha256"]),
            int(one["size"]),
            str(one.get("name", "")),
        )
        for one in files
        if isinstance(one, dict) and isinstance(one.get("size"), int) and "sha256" in one
    )


def faults(receipt: Receipt, key: str) -> tuple[str, ...]:
    """What is wrong with it, in sentences; nothing when the school with this key signed exactly this."""
    if len(_exact(key)) != 32:
        return ("學校的公鑰不完整，無法驗證。",)
    found = []
    if receipt.public_key and receipt.public_key != key:
        found.append("收據附的公鑰不是這所學校的公鑰。")
    if not signed(key, receipt.signature, receipt.message):
        found.append("簽章不符：收據在簽章之後被改過，或不是這所學校簽的。")
    if receipt.body and receipt.act is None:
        found.append("收據裡的內容不是這一版程式讀得懂的。")
    elif receipt.act is not None and receipt.act.id != receipt.intent:
        found.append("收據裡的內容和編號不一致。")
    return tuple(found)


def signed(key: str, signature: str, message: bytes) -> bool:
    """Whether the signature (base64, exactly as the school wrote it) is that of the key over the message."""
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - heavy; only who asks for proofs pays
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415 - as above

    try:
        Ed25519PublicKey.from_public_bytes(_exact(key)).verify(_exact(signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _exact(text: str) -> bytes:
    """The bytes behind base64, b"" when the text is not their one spelling."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
    return data if base64.b64encode(data).decode() == text else b""


def _label(intent: Intent, slot: str) -> str:
    form = FORMS.get(intent.form)
    fields = form.fields if form is not None else ()
    return next((one.label for one in fields if one.key == slot), slot)
