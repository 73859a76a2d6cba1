"""A code to say on the telephone: twelve characters that fix what an act says before it can be sent.

Eleven carry 55 bits of the hash of its bytes, the last one checks them: a single wrong character is always
noticed. It is evidence for people; nothing is ever granted by a code alone.
"""

import unicodedata

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without 0, O, 1 and I. Thirty-two characters: five bits each."""

LENGTH, GROUP = 12, 4
BITS = 5


def code_of(body_sha: str) -> str:
    """The code of the bytes with that SHA-256 (hexadecimal), in groups of four."""
    number = int(body_sha, 16) >> (256 - BITS * (LENGTH - 1))
    signs = [ALPHABET[number >> BITS * place & 31] for place in reversed(range(LENGTH - 1))]
    return _grouped("".join(signs) + _check(signs))


def understood(text: str) -> str:
    """The code as somebody wrote it down, in its one spelling; "" when a character is missing or wrong."""
    signs = [sign for sign in unicodedata.normalize("NFKC", text).upper() if sign.isalnum()]
    if len(signs) != LENGTH or not set(signs) <= set(ALPHABET) or _check(signs[:-1]) != signs[-1]:
        return ""
    return _grouped("".join(signs))


def _check(signs: list[str]) -> str:
    """Odd weights: no other value of one character gives the same sum."""
    return ALPHABET[sum((2 * place + 1) * ALPHABET.index(sign) for place, sign in enumerate(signs)) % 32]


def _grouped(code: str) -> str:
    return "-".join(code[start : start + GROUP] for start in range(0, LENGTH, GROUP))
