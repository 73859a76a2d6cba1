"""What the demo's pictures are drawn with: fonts, shades, a wooden desk, a telephone's noise and its JPG.

May not read anything but fonts: no picture of a real person or school goes into the project.
"""

from __future__ import annotations

import io
import math
import random
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from demo.mupdf import mupdf

if TYPE_CHECKING:
    from PIL import Image, ImageFont

SIZE = (1600, 1200)
INK = (40, 38, 36)
NOTO = Path("/usr/share/fonts/opentype/noto")
TRADITIONAL = 3  # the face of the Noto CJK collections whose glyphs follow Taiwan's standard


@cache
def _face(size: int, name: str = "NotoSansCJK-Regular") -> ImageFont.FreeTypeFont:
    """A Chinese font: Noto when the system has it, else the one inside PyMuPDF."""
    from PIL import ImageFont  # noqa: PLC0415 - heavy, only sample files need it

    noto = NOTO / f"{name}.ttc"
    if noto.exists():
        return ImageFont.truetype(str(noto), size, index=TRADITIONAL)
    return ImageFont.truetype(io.BytesIO(mupdf().Font("china-t").buffer), size)


def serif(size: int) -> ImageFont.FreeTypeFont:
    """The bold face with strokes, as on certificates."""
    return _face(size, "NotoSerifCJK-Bold")


def sans(size: int) -> ImageFont.FreeTypeFont:
    """The plain face, as on posters and diagrams."""
    return _face(size, "NotoSansCJK-Regular")


def shade(size: tuple[int, int], top: tuple[int, int, int], bottom: tuple[int, int, int]) -> Image.Image:
    """A picture whose colour runs from the top to the bottom."""
    from PIL import Image  # noqa: PLC0415 - heavy, only sample files need it

    column = Image.new("RGB", (1, size[1]))
    for y in range(size[1]):
        part = y / size[1]
        column.putpixel((0, y), (*(round(a + (b - a) * part) for a, b in zip(top, bottom, strict=True)),))
    return column.resize(size)


def grain(picture: Image.Image, seed: int, strength: float = 0.07) -> Image.Image:
    """What a telephone adds: a soft edge, dark corners and noise."""
    from PIL import Image, ImageChops, ImageFilter  # noqa: PLC0415 - heavy, only sample files need it

    soft = picture.filter(ImageFilter.GaussianBlur(0.8))
    corners = (
        Image.radial_gradient("L")
        .resize(picture.size)
        .point([255 - max(0, v - 110) // 2 for v in range(256)])
    )
    soft = ImageChops.multiply(soft, Image.merge("RGB", [corners] * 3))
    noise = Image.frombytes("L", picture.size, random.Random(seed).randbytes(picture.width * picture.height))
    noise = noise.filter(ImageFilter.GaussianBlur(0.6))
    return Image.blend(soft, Image.merge("RGB", [noise] * 3), strength)


def wood(seed: int) -> Image.Image:
    """A wooden desk."""
    from PIL import ImageDraw, ImageFilter  # noqa: PLC0415 - heavy, only sample files need it

    rng = random.Random(seed)
    desk = shade(SIZE, (152, 104, 66), (112, 72, 42))
    pen = ImageDraw.Draw(desk)
    for _ in range(320):
        y, bend, tone = rng.uniform(-40, SIZE[1]), rng.uniform(4, 18), rng.randint(-20, 14)
        line = [(x, y + bend * math.sin(x / 260 + y)) for x in range(0, SIZE[0] + 40, 40)]
        pen.line(line, fill=(138 + tone, 92 + tone, 56 + tone), width=rng.randint(1, 3))
    return desk.filter(ImageFilter.GaussianBlur(1.2))


def save_photo(picture: Image.Image, path: Path, orientation: int = 1) -> Path:
    """Writes a JPG as a telephone would, with the orientation and a date in its EXIF."""
    from PIL import Image  # noqa: PLC0415 - heavy, only sample files need it

    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x0132] = "2025:11:20 10:30:00"
    picture.convert("RGB").save(path, "JPEG", quality=88, exif=exif)
    return path
