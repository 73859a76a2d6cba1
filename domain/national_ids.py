"""National ids and residence-permit numbers: their shape and their check digit. Nothing of them is kept here."""

import re
from datetime import date

from attrs import field, frozen

_SHAPE = re.compile(r"[A-Z][1289A-D][0-9]{8}", re.ASCII)
_LETTERS = "ABCDEFGHJKLMNPQRSTUVXYWZIO"
"""In the order of their numbers, A is 10."""
_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 1)


@frozen
class Identity:
    """Who somebody is to the national database. Asked for when a roster is made, and then forgotten."""

    number: str = field(repr=False)
    born: date = field(repr=False)


def spelled(text: str) -> str:
    """As the rosters write it: capital letters, no blanks."""
    return "".join(text.split()).upper()


def is_national_id(number: str) -> bool:
    """Whether letter, digits and check digit fit together; permits of foreigners, old and new, count too."""
    if _SHAPE.fullmatch(number) is None:
        return False
    tens, units = divmod(_value(number[0]), 10)
    second = _value(number[1]) % 10 if number[1].isalpha() else int(number[1])
    digits = [second, *(int(one) for one in number[2:9])]
    total = tens + 9 * units + sum(a * b for a, b in zip(digits, _WEIGHTS, strict=True))
    return (total + int(number[9])) % 10 == 0


def _value(letter: str) -> int:
    return 10 + _LETTERS.index(letter)
