"""One byte string for one value: what is stored, hashed and sent.

Sorted keys, UTF-8, no floats, NFC text, LF line ends. The sender normalises before hashing; the
receiver refuses what is not normal instead of repairing it, since a repair would break the hash.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from domain.text import normal

__all__ = ["JSON", "NotCanonical", "canonical", "digest", "normal", "parse"]

_SURROGATE = re.compile("[\ud800-\udfff]")

JSON = Any
"""A JSON value without floats: dict, list, str, int, bool or None."""


class NotCanonical(ValueError):
    """The value or the bytes are not in canonical form."""


def canonical(value: JSON) -> bytes:
    """The canonical bytes of a JSON value; raises NotCanonical on floats, on text that is not NFC or has CR."""
    try:
        plain = _plain(value)
        return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    except RecursionError as error:
        raise NotCanonical("nested too deep") from error


def parse(data: bytes) -> JSON:
    """The value behind canonical bytes; raises NotCanonical when they are not exactly canonical."""
    try:
        value = json.loads(data.decode())
    except (ValueError, RecursionError) as error:
        raise NotCanonical(f"not JSON: {error}") from error
    if canonical(value) != data:
        raise NotCanonical("the bytes are not in canonical form")
    return value


def digest(value: JSON) -> str:
    """SHA-256 (hex, 64 characters) over the canonical bytes."""
    return hashlib.sha256(canonical(value)).hexdigest()


def _plain(value: JSON) -> JSON:
    """The value in plain dicts and lists, checked."""
    match value:
        case None | bool() | int():
            return value
        case str():
            _check_text(value)
            return value
        case Mapping():
            return {_key(key): _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case _:
            raise NotCanonical(f"{type(value).__name__} has no canonical form")


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise NotCanonical(f"a key is not text: {key!r}")
    _check_text(key)
    return key


def _check_text(text: str) -> None:
    if text.isascii():
        normal_form = "\r" not in text
    elif _SURROGATE.search(text):
        raise NotCanonical("text holds half of a surrogate pair")
    else:
        normal_form = "\r" not in text and unicodedata.is_normalized("NFC", text)
    if not normal_form:
        raise NotCanonical(f"text is not normal: {text[:40]!r}")
