"""Every message that either side may send, and the limits on them.

The only module of `sync` that the server knows. Intents travel as the exact bytes that were hashed
(`Raw`), rows as one raw array with its digest, so that nothing is re-encoded between disk and disk.
"""

import hashlib
from typing import Annotated, Any

from msgspec import Meta, Raw, Struct

PROTO = 1
SCHEMA = 1
MAX_INTENTS = 50
MAX_PUSH_BYTES = 8 * 1024 * 1024
MAX_INTENT_BYTES = 256 * 1024
PAGE_ROWS = 500
MEDIA_TYPE = "application/vnd.licheng.sync+json; v=1"

Count = Annotated[int, Meta(ge=0, le=2**53)]
Id = Annotated[str, Meta(max_length=64)]
Sha = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
Text = Annotated[str, Meta(max_length=4096)]


class Mark(Struct, frozen=True, forbid_unknown_fields=True):
    """A point on the school's timeline: valid only if the school still holds exactly this pair."""

    seq: Count
    nonce: Count


class Cursor(Struct, frozen=True, forbid_unknown_fields=True):
    """How far a scope has been read: its generation and the mark of the last row applied."""

    gen: Count
    seq: Count
    nonce: Count


class PushItem(Struct, frozen=True, forbid_unknown_fields=True):
    """One intent: its exact canonical bytes; on replay after a restore also the school's receipt for it."""

    body: Raw
    receipt: Text = ""
    archive: bool = False


class Push(Struct, frozen=True, forbid_unknown_fields=True):
    """At most MAX_INTENTS intents, oldest first. `req` is echoed; `ack` is the mark of the newest acknowledged push."""

    proto: Count
    schema: Count
    req: Id
    device: Id
    intents: Annotated[list[PushItem], Meta(max_length=MAX_INTENTS)]
    marks: dict[str, Cursor] = {}
    ack: Mark | None = None


class Result(Struct, frozen=True):
    """What became of one intent. status: applied, merged, noop, rejected, held_late or reused.

    reason: code of the rule that refused; sentence: the same in the person's language. missing: SHA-256 of
    files that the school still needs. receipt: receipt_text(), kept and on replay sent back as it is.
    """

    id: str
    status: str
    reason: str = ""
    sentence: str = ""
    ver: int = 0
    recv_at: str = ""
    receipt: str = ""
    missing: list[str] = []


class PushReply(Struct, frozen=True):
    """Accepted only with `req` echoed, `server_id` as known and `end` true."""

    server_id: str
    req: str
    epoch: str
    server_time: str
    seq: int
    nonce: int
    results: list[Result]
    poll_after_s: int
    end: bool


class Pull(Struct, frozen=True, forbid_unknown_fields=True):
    """Cursors of the scopes that the client has; scopes it lacks are begun at 0. An empty dict asks for all."""

    proto: Count
    schema: Count
    req: Id
    scopes: dict[str, Cursor] = {}
    ack: Mark | None = None
    limit: Annotated[int, Meta(ge=1, le=2000)] = PAGE_ROWS


class ConflictRow(Struct, frozen=True):
    """A value that came second for a field of the row's record."""

    field: str
    device: str
    value: Any
    intent: str


class Row(Struct, frozen=True, omit_defaults=True):
    """A record as the school holds it, or (present false) that it left the scope. Unknown keys must survive."""

    id: str
    form: str
    ver: int
    seq: int
    owner: str = ""
    parent: str = ""
    state: str = "draft"
    present: bool = True
    deleted: bool = False
    values: dict[str, Any] = {}
    files: dict[str, Any] = {}
    srv: dict[str, Any] = {}
    unknown: dict[str, Any] = {}
    conflicts: list[ConflictRow] = []


class ScopePage(Struct, frozen=True):
    """Rows of one scope in order of seq, never splitting equal seqs.

    rows: JSON array of Row; count and digest (SHA-256 hex of the raw array) are checked before anything is applied.
    """

    gen: int
    rows: Raw
    count: int
    digest: str
    seq: int
    nonce: int
    more: bool


class PullReply(Struct, frozen=True):
    """One snapshot. `scopes` holds every scope the account may read now; one that is gone was taken away."""

    server_id: str
    req: str
    epoch: str
    server_time: str
    scopes: dict[str, ScopePage]
    poll_after_s: int
    end: bool


class Hello(Struct, frozen=True):
    """Who answers at an address, before anybody signs in."""

    server_id: str
    school_name: str
    profile: str = ""
    epoch: str = ""
    public_key: str = ""
    proto: int = PROTO
    schema: int = SCHEMA
    server_time: str = ""


class Login(Struct, frozen=True, forbid_unknown_fields=True):
    """Sign-in with account and password; otp (digits or a spare code) only where two-step is on."""

    account: Annotated[str, Meta(max_length=200)]
    password: Annotated[str, Meta(max_length=1000)]
    device: Id
    otp: Annotated[str, Meta(max_length=32)] = ""


class Session(Struct, frozen=True):
    """A signed-in session. Tokens are opaque; the school keeps only their SHA-256."""

    server_id: str
    account_id: str
    name: str
    role: str
    profile: str
    school_name: str
    access: str
    refresh: str
    expires_in: int
    public_key: str = ""


class Refresh(Struct, frozen=True, forbid_unknown_fields=True):
    refresh: Annotated[str, Meta(max_length=200)]


class Account(Struct, frozen=True):
    """The own account. spare_codes: how many are left. mail: can the school send letters?"""

    account: str
    email: str = ""
    two_step: bool = False
    spare_codes: int = 0
    mail: bool = False


class PasswordChange(Struct, frozen=True, forbid_unknown_fields=True):
    """Every other session of the account ends; the one that asks goes on."""

    old: Annotated[str, Meta(max_length=1000)]
    new: Annotated[str, Meta(max_length=1000)]


class Proof(Struct, frozen=True, forbid_unknown_fields=True):
    """The password once more, before something that guards the account is changed."""

    password: Annotated[str, Meta(max_length=1000)]


class OtpBegun(Struct, frozen=True):
    """The secret for an authenticator, and the same as an otpauth address for a QR code. Counts once confirmed."""

    secret: str
    uri: str


class Code(Struct, frozen=True, forbid_unknown_fields=True):
    """What an authenticator shows, or what stood in a letter."""

    code: Annotated[str, Meta(max_length=32)]


class SpareCodes(Struct, frozen=True):
    """Each lets the person in once in place of the authenticator. Told this once; the school keeps a hash."""

    codes: list[str]


class OtpEnd(Struct, frozen=True, forbid_unknown_fields=True):
    password: Annotated[str, Meta(max_length=1000)]
    code: Annotated[str, Meta(max_length=32)]


class Email(Struct, frozen=True, forbid_unknown_fields=True):
    """The address that the account wants; a code is sent there."""

    email: Annotated[str, Meta(max_length=320)]


class BlobState(Struct, frozen=True):
    """What the school has of a file: how many bytes from the start (`offset`), and whether it is verified."""

    sha256: str
    offset: int
    verified: bool


class Problem(Struct, frozen=True):
    """Every refusal of a whole request. code for programs, sentence for people (what is wrong, what to do)."""

    code: str
    sentence: str
    offset: int | None = None
    epoch: str = ""


def receipt_bytes(intent: str, body_sha: str, recv_at: str, status: str, ver: int) -> bytes:
    """What the school signs for an accepted act (sync.md 3.6)."""
    return "|".join(["licheng-receipt-1", intent, body_sha, recv_at, status, str(ver)]).encode()


def receipt_text(signature: str, recv_at: str, status: str, ver: int) -> str:
    """The receipt as it travels: the base64 Ed25519 signature over receipt_bytes(), and what was signed with it."""
    return "|".join([signature, recv_at, status, str(ver)])


def receipt_parts(receipt: str) -> tuple[str, str, str, int] | None:
    """(signature, recv_at, status, ver) of a receipt text; None when it is not one."""
    parts = receipt.split("|")
    if len(parts) != 4 or not parts[3].isascii() or not parts[3].isdigit():
        return None
    return parts[0], parts[1], parts[2], int(parts[3])


def key_fingerprint(public_key: str) -> str:
    """The school's key (base64) in a form that people read to each other: "3A7C 90D1 …"."""
    digest = hashlib.sha256(public_key.encode()).hexdigest().upper()[:32]
    return " ".join(digest[start : start + 4] for start in range(0, 32, 4))
