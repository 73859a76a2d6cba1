"""The files that every side is given: real PDFs and JPGs of which no two are alike and nothing can be packed.

A page or a picture that opens, and random bytes beside it until the size is right.
"""

from __future__ import annotations

import io
import math
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from demo.mupdf import mupdf

SEED = 20251121
SMALLEST, LARGEST = 50_000, 4_000_000
COMMENT = 65_000


def sizes(count: int, total: int) -> list[int]:
    """So many sizes, most of them small, that come to about the total."""
    rng = random.Random(SEED)
    drawn = [math.exp(rng.uniform(math.log(SMALLEST), math.log(LARGEST))) for _ in range(count)]
    for _ in range(30):
        factor = total / sum(drawn)
        drawn = [min(LARGEST, max(SMALLEST, size * factor)) for size in drawn]
    return [int(size) for size in drawn]


def make(folder: Path, count: int, total: int, seed: int = SEED) -> list[Path]:
    """The files in the folder."""
    return [*_written(folder, sizes(count, total), seed)]


def equal(folder: Path, count: int, size: int, seed: int) -> list[Path]:
    """The same, all of one size."""
    return [*_written(folder, [size] * count, seed)]


def _written(folder: Path, wanted: list[int], seed: int) -> Iterator[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    for number, size in enumerate(wanted):
        rng = random.Random(seed * 10_007 + number)
        kind, content = ("jpg", picture(size, rng)) if number % 3 else ("pdf", document(size, rng))
        path = folder / f"成果{number:04d}.{kind}"
        path.write_bytes(content)
        yield path


def document(size: int, rng: random.Random) -> bytes:
    """A PDF of one page and an object of random bytes."""
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
    ]
    rest = max(16, size - sum(map(len, parts)) - 40 * len(parts) - 260)
    parts.append(b"<</Length %d>>stream\n%s\nendstream" % (rest, rng.randbytes(rest)))
    return _pdf(parts)


def report(pages: int) -> bytes:
    """A PDF as people hand it in: a dark band, thirty lines and a photograph of about 90 KB on each page."""
    made, rng = mupdf().open(), random.Random(SEED)
    for _ in range(pages):
        page = made.new_page(width=595, height=842)
        page.draw_rect((0, 0, 595, 142), color=None, fill=(0.1, 0.3, 0.5))
        for line in range(30):
            words = " ".join("".join(rng.choices("abcdefghiklmnoprstu", k=6)) for _ in range(12))
            page.insert_text((60, 170 + 12 * line), words, fontsize=9)
        page.insert_image((60, 540, 535, 820), stream=_photograph(rng))
    return bytes(made.tobytes())


def _photograph(rng: random.Random) -> bytes:
    from PIL import Image  # noqa: PLC0415 - only who makes pictures waits for it

    kept = io.BytesIO()
    noise = Image.effect_noise((900, 540), rng.uniform(20, 30)).convert("RGB")
    noise.save(kept, "JPEG", quality=50)
    return kept.getvalue()


def _pdf(parts: list[bytes]) -> bytes:
    body, places = bytearray(b"%PDF-1.4\n"), []
    for number, part in enumerate(parts, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    start = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    body += b"".join(b"%010d 00000 n \n" % place for place in places)
    body += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, start)
    return bytes(body)


def picture(size: int, rng: random.Random) -> bytes:
    """A JPG with comments of random bytes."""
    plain = _plain_picture()
    body, left = bytearray(plain[:2]), size - len(plain)
    while left > 4:
        length = min(COMMENT, left - 4)
        body += b"\xff\xfe" + (length + 2).to_bytes(2, "big") + rng.randbytes(length)
        left -= length + 4
    return bytes(body) + plain[2:]


@cache
def _plain_picture() -> bytes:
    from PIL import Image  # noqa: PLC0415 - only who makes pictures waits for it

    kept = io.BytesIO()
    Image.effect_noise((320, 240), 60).convert("RGB").save(kept, "JPEG", quality=80)
    return kept.getvalue()
