"""What differs between two texts, by Chinese characters and whole Latin words. No widgets in here."""

import difflib
import re
from collections.abc import Iterator, Sequence

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
    pieces: tuple[list[Piece], list[Piece]] = ([], [])
    for a, b, changed in _runs(left, right):
        _add(pieces[0], a, changed)
        _add(pieces[1], b, changed)
    return tuple(pieces[0]), tuple(pieces[1])


def _runs(left: str, right: str) -> Iterator[tuple[str, str, bool]]:
    """Both texts in step: what stands in the one, what in the other, and whether they differ there."""
    a, b = parts(left), parts(right)
    steps = difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    for place, (tag, i, j, k, m) in enumerate(steps):
        changed = tag != "equal" or (0 < place < len(steps) - 1 and _is_island(a[i:j]))
        yield "".join(a[i:j]), "".join(b[k:m]), changed


def _is_island(run: Sequence[str]) -> bool:
    return sum(len(one.strip()) for one in run) <= ISLAND


def _add(pieces: list[Piece], text: str, changed: bool) -> None:
    if not text:
        return
    if pieces and pieces[-1].changed == changed:
        pieces[-1] = Piece(pieces[-1].text + text, changed)
    else:
        pieces.append(Piece(text, changed))


@frozen
class Step:
    """A run of the two texts as one. kind: "same", "added" (only in the later) or "removed" (only in the earlier)."""

    text: str
    kind: str


def woven(before: str, after: str) -> tuple[Step, ...]:
    """How the earlier text became the later one: what was taken out stands before what came in its place."""
    found: list[Step] = []
    gone = come = ""
    for a, b, changed in (*_runs(before, after), ("", "", False)):
        if changed:
            gone, come = gone + a, come + b
            continue
        found += [Step(gone, "removed"), Step(come, "added"), Step(a, "same")]
        gone = come = ""
    return tuple(step for step in found if step.text)
