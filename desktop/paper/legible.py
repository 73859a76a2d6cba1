"""Mends what Qt writes of its letters: where radical ⾼ and character 高 share a shape, the PDF says the radical.

Searching, copying and reading aloud need the character. The shapes are those of the faces we write with.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Any

from PySide6.QtGui import QRawFont

from desktop.paper.ink import face

RADICALS = (*range(0x2E80, 0x2FE0), *range(0x2200, 0x2300))
"""And signs of mathematics, one of which has the shape of ／."""
HAN = (*range(0x4E00, 0xA000), *range(0xFF01, 0xFF5F))
KANGXI = 0x2E80
_CODE = re.compile(rb"<(2[2EF][0-9A-F]{2})>", re.IGNORECASE)


def legible(pdf: Any) -> Any:
    """The same PDF, every letter table in it mended."""
    for number in range(1, pdf.xref_length()):
        if pdf.xref_is_stream(number) and b"begincmap" in (table := pdf.xref_stream(number)):
            pdf.update_stream(number, _CODE.sub(_mended, table))
    return pdf


def _mended(found: re.Match[bytes]) -> bytes:
    code = int(found[1], 16)
    return b"<%04X>" % _characters().get(code, code)


@cache
def _characters() -> dict[int, int]:
    """Radical to character: as Unicode says, else by the same shape in our face."""
    known = {}
    for code in RADICALS:
        plain = unicodedata.normalize("NFKC", chr(code)) if code >= KANGXI else chr(code)
        if plain != chr(code) and len(plain) == 1:
            known[code] = ord(plain)
    raw = QRawFont.fromFont(face(10))
    shapes: dict[int, list[int]] = {}
    for code, shape in zip(RADICALS, _shapes(raw, RADICALS), strict=True):
        shapes.setdefault(shape, []).append(code)
    for code, shape in zip(HAN, _shapes(raw, HAN), strict=True):
        for radical in shapes.get(shape, ()) if shape else ():
            known.setdefault(radical, code)
    return known


def _shapes(raw: QRawFont, codes: Sequence[int]) -> list[int]:
    """The number of each character's shape, 0 for none."""
    found: Any = raw.glyphIndexesForString("".join(map(chr, codes)))  # Qt's stub is one list too deep
    return list(found)
