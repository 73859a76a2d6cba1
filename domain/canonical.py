"""One byte string for one value: what is stored, hashed and sent.

Sorted keys, UTF-8, no floats, NFC text, LF line ends. The sender normalises before hashing; the
receiver refuses what is not normal instead of repairing it, since a repair would break the hash.
"""

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from typing import Any

JSON = Any
"""A JSON value without floats: dict, list, str, int, bool or None."""


class NotCanonical(ValueError):
    """The value or the bytes are not in canonical form."""


def canonical(value: JSON) -> bytes:
    """The canonical bytes of a JSON value; raises NotCanonical on floats, on text that is not NFC or has CR."""
    _check(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def parse(data: bytes) -> JSON:
    """The value behind canonical bytes; raises NotCanonical when they are not exactly canonical."""
    try:
        value = json.loads(data.decode())
    except ValueError as error:
        raise NotCanonical(f"not JSON: {error}") from error
    if canonical(value) != data:
        raise NotCanonical("the bytes are not in canonical form")
    return value


def normal(text: str) -> str:
    """Text as we keep it: NFC, every line end one LF."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def digest(value: JSON) -> str:
    """SHA-256 (hex, 64 characters) over the canonical bytes."""
    return hashlib.sha256(canonical(value)).hexdigest()


def _check(value: JSON) -> None:
    match value:
        case None | bool() | int():
            return
        case str():
            if "\r" in value or not unicodedata.is_normalized("NFC", value):
                raise NotCanonical(f"text is not normal: {value[:40]!r}")
            if any("\ud800" <= c <= "\udfff" for c in value):
                raise NotCanonical("text holds half of a surrogate pair")
        case Mapping():
            for key, item in value.items():
                if not isinstance(key, str):
                    raise NotCanonical(f"a key is not text: {key!r}")
                _check(key)
                _check(item)
        case list() | tuple():
            for item in value:
                _check(item)
        case _:
            raise NotCanonical(f"{type(value).__name__} has no canonical form")
