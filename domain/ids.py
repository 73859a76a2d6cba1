"""Identifiers: UUID version 7 made from a given time and given dice.

The time inside comes from a client's clock, so an id never orders anything and never decides a deadline.
"""

import re

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def uuid7(milliseconds: int, dice: bytes) -> str:
    """A UUIDv7 (RFC 9562) from Unix milliseconds and ten random bytes."""
    if len(dice) != 10:
        raise ValueError("ten random bytes make a UUIDv7")
    number = (milliseconds & (1 << 48) - 1) << 80 | int.from_bytes(dice)
    number = number & ~(0xF << 76) | 0x7 << 76
    number = number & ~(0x3 << 62) | 0x2 << 62
    text = f"{number:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def is_id(text: str) -> bool:
    """Whether the text is a UUID in lower case with hyphens."""
    return _UUID.fullmatch(text) is not None
