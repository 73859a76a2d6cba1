"""The key to one account on this computer: a random key, wrapped once by the password, once by a printed code.

Signing in offline is unwrapping it. A wrong password opens nothing and changes nothing. In clear lies only
what the sign-in screen shows: the school's address and name, and the account's name.
"""

import base64
import json
import secrets
import unicodedata
from pathlib import Path
from typing import Any

from argon2.low_level import Type, hash_secret_raw
from attrs import asdict, field, frozen
from attrs.validators import and_, ge, instance_of, le
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from desktop.store import durable
from desktop.store.labels import SLOTS, Label, accounts, folder_of, relabel
from domain.canonical import canonical
from domain.errors import LichengError, Locked

__all__ = [
    "CHEAP", "Cost", "Keys", "Label", "accounts", "create", "derived", "folder_of", "new_recovery", "relabel", "rewrap",
    "unlock", "unlock_with_recovery",
]  # fmt: skip

PASSWORD, RECOVERY = "password", "recovery"
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH, CODE_GROUP = 28, 4


@frozen
class Cost:
    """Parameters of argon2id. The bounds keep a tampered slot from eating the machine."""

    memory_kib: int = field(default=64 * 1024, validator=and_(instance_of(int), ge(8), le(1024 * 1024)))
    passes: int = field(default=3, validator=and_(instance_of(int), ge(1), le(32)))
    lanes: int = field(default=1, validator=and_(instance_of(int), ge(1), le(16)))


CHEAP = Cost(memory_kib=8, passes=1)
"""For tests only."""


@frozen
class Keys:
    """What unlocking gives. Never printed, never stored."""

    master: bytes = field(repr=False)

    @property
    def database(self) -> bytes:
        return derived(self.master, b"licheng database 1")

    @property
    def files(self) -> bytes:
        return derived(self.master, b"licheng files 1")


def derived(key: bytes, purpose: bytes) -> bytes:
    """A key of 32 bytes for one purpose."""
    return HKDF(SHA256(), 32, None, purpose).derive(key)


def create(folder: Path, password: str, label: Label, cost: Cost | None = None) -> tuple[Keys, str]:
    """A new vault, and the recovery code to print. Never replaces one that exists."""
    if (folder / SLOTS).exists():
        raise LichengError("vault_exists", "這個帳號在這台電腦上已有資料。", "請直接輸入密碼登入。")
    keys, code = Keys(secrets.token_bytes(32)), _new_code()
    durable.folder(folder)
    relabel(folder, label)
    cost = cost or Cost()
    slots = {
        PASSWORD: _wrap(keys, _spelled(password), PASSWORD, cost),
        RECOVERY: _wrap(keys, _plain(code), RECOVERY, cost),
    }
    _write_slots(folder, slots)
    return keys, code


def unlock(folder: Path, password: str) -> Keys:
    """The keys; raises Locked when the password is not the one, without touching anything."""
    wrong = Locked("wrong_password", "密碼不正確。", "請再輸入一次；如果忘記密碼，可以用復原碼開啟。")
    return _unwrap(_read_slots(folder), PASSWORD, _spelled(password), wrong)


def unlock_with_recovery(folder: Path, code: str) -> Keys:
    """The keys by the printed code; spaces, hyphens, case and look-alike letters do not matter."""
    wrong = Locked("wrong_code", "復原碼不正確。", "請對照當初印出的復原碼再輸入一次。")
    return _unwrap(_read_slots(folder), RECOVERY, _plain(code), wrong)


def rewrap(folder: Path, keys: Keys, new_password: str) -> None:
    """Change the password: one slot, nothing is encrypted anew."""
    slots = _read_slots(folder)
    _write_slots(folder, {**slots, PASSWORD: _wrap(keys, _spelled(new_password), PASSWORD, _cost_of(slots))})


def new_recovery(folder: Path, keys: Keys) -> str:
    """Another recovery code; the one printed before opens nothing any more."""
    slots, code = _read_slots(folder), _new_code()
    _write_slots(folder, {**slots, RECOVERY: _wrap(keys, _plain(code), RECOVERY, _cost_of(slots))})
    return code


def _wrap(keys: Keys, secret: bytes, kind: str, cost: Cost) -> dict[str, Any]:
    terms = {"v": 1, "kind": kind, "kdf": "argon2id", "salt": secrets.token_hex(16), **asdict(cost)}
    nonce = secrets.token_bytes(12)
    box = AESGCM(_stretched(secret, terms, cost)).encrypt(nonce, keys.master, canonical(terms))
    return {**terms, "nonce": nonce.hex(), "box": base64.b64encode(box).decode()}


def _unwrap(slots: dict[str, Any], kind: str, secret: bytes, wrong: Locked) -> Keys:
    try:
        slot = slots[kind]
        terms = {key: slot[key] for key in ("v", "kind", "kdf", "salt", "memory_kib", "passes", "lanes")}
        cost = Cost(terms["memory_kib"], terms["passes"], terms["lanes"])
        nonce, box = bytes.fromhex(slot["nonce"]), base64.b64decode(slot["box"], validate=True)
        key = _stretched(secret, terms, cost)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _slot_damaged() from error
    try:
        return Keys(AESGCM(key).decrypt(nonce, box, canonical(terms)))
    except InvalidTag as error:
        raise wrong from error
    except ValueError as error:
        raise _slot_damaged() from error


def _stretched(secret: bytes, terms: dict[str, Any], cost: Cost) -> bytes:
    salt = bytes.fromhex(terms["salt"])
    if len(salt) < 16:
        raise ValueError("the salt is too short")
    return hash_secret_raw(secret, salt, cost.passes, cost.memory_kib, cost.lanes, 32, Type.ID)


def _cost_of(slots: dict[str, Any]) -> Cost:
    slot = slots[PASSWORD]
    return Cost(slot["memory_kib"], slot["passes"], slot["lanes"])


def _read_slots(folder: Path) -> dict[str, Any]:
    try:
        slots = json.loads((folder / SLOTS).read_bytes())
    except FileNotFoundError as error:
        raise Locked(
            "no_vault", "這個帳號還沒有在這台電腦上登入過。", "第一次登入需要連上學校主機。"
        ) from error
    except (OSError, ValueError) as error:
        raise _slot_damaged() from error
    if not isinstance(slots, dict):
        raise _slot_damaged()
    return slots


def _write_slots(folder: Path, slots: dict[str, Any]) -> None:
    durable.write(folder / SLOTS, [json.dumps(slots, indent=1).encode()])


def _slot_damaged() -> Locked:
    return Locked(
        "slot_damaged", "這台電腦上的金鑰檔損壞了，無法開啟資料。", "請用復原碼開啟，或請學校管理者協助。"
    )


def _spelled(password: str) -> bytes:
    """One spelling whatever the keyboard or the system made of it."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")


def _new_code() -> str:
    """140 random bits in 28 characters that nobody takes for one another."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    return "-".join(letters[at : at + CODE_GROUP] for at in range(0, CODE_LENGTH, CODE_GROUP))


def _plain(code: str) -> bytes:
    wide = unicodedata.normalize("NFKC", code).upper().translate(str.maketrans("OIL", "011"))
    return "".join(c for c in wide if c in ALPHABET).encode()
