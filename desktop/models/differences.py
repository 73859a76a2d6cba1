"""What differs between two texts, by Chinese characters and whole Latin words. No widgets in here."""

import difflib
import re
from collections.abc import Sequence

from attrs import frozen

_PART = re.compile(r"[A-Za-z0-9À-ɏ]+(?:[.'’-][A-Za-z0-9À-ɏ]+)*|\s+|.", re.DOTALL)
ISLAND = 1
"""So few equal characters between two changes only make both hard to read."""


@frozen
class Piece:
    """A run of one text. changed: the other text does not have it here."""

    text: str
    changed: bool


def parts(text: str) -> list[str]:
    """Words, runs of white space, and every other character by itself."""
    return _PART.findall(text)


def compare(left: str, right: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts in runs, each run marked when the other text lacks it."""
    a, b = parts(left), parts(right)
    matcher = difflib.SequenceMatcher(None, a, b, autojunk=False)
    steps = matcher.get_opcodes()
    pieces: tuple[list[Piece], list[Piece]] = ([], [])
    for place, (tag, i, j, k, m) in enumerate(steps):
        changed = tag != "equal" or (0 < place < len(steps) - 1 and _is_island(a[i:j]))
        _add(pieces[0], "".join(a[i:j]), changed)
        _add(pieces[1], "".join(b[k:m]), changed)
    return tuple(pieces[0]), tuple(pieces[1])


def _is_island(run: Sequence[str]) -> bool:
    return sum(len(one.strip()) for one in run) <= ISLAND


def _add(pieces: list[Piece], text: str, changed: bool) -> None:
    if not text:
        return
    if pieces and pieces[-1].changed == changed:
        pieces[-1] = Piece(pieces[-1].text + text, changed)
    else:
        pieces.append(Piece(text, changed))
