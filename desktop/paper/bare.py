"""A photograph without what a camera wrote beside the picture: where, when, with what, and a second, smaller picture.

Not one pixel is touched: only the segments that a picture is not made of are left out.
"""

import re

KEPT = frozenset({0xE0, 0xEE})
"""JFIF and Adobe's note on the colours: without them a picture may look different. ICC profiles are kept as well."""
ICC = b"ICC_PROFILE\x00"
APPS, COMMENT, SCAN, END = range(0xE0, 0xF0), 0xFE, 0xDA, 0xD9
_AFTER_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
"""Inside a scan FF is followed by 00 or a restart mark; anything else is the next segment."""


def bare(jpeg: bytes) -> bytes:
    """The same picture, bare; what does not read as a JPEG to its end comes back as far as it does."""
    kept, place = [jpeg[:2]], 2
    while place + 4 <= len(jpeg) and jpeg[place] == 0xFF:
        mark = jpeg[place + 1]
        if mark == 0xFF:  # a byte of filling
            place += 1
            continue
        if mark == END:
            break
        stop = place + 2 + int.from_bytes(jpeg[place + 2 : place + 4])
        if mark == SCAN:
            found = _AFTER_SCAN.search(jpeg, stop)
            stop = found.start() if found else len(jpeg)
        if not _beside(mark, jpeg[place + 4 : place + 4 + len(ICC)]):
            kept.append(jpeg[place:stop])
        place = stop
    kept.append(bytes((0xFF, END)))
    return b"".join(kept)


def _beside(mark: int, start: bytes) -> bool:
    return mark == COMMENT or (mark in APPS and mark not in KEPT and start != ICC)
