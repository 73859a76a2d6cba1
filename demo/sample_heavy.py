"""Files as they come from telephones and scanners: good, and too large or of a kind the school does not take."""

from __future__ import annotations

import io
import wave
from pathlib import Path
from typing import Any

from demo.mupdf import mupdf
from demo.sample_brushes import grain
from demo.sample_media import RATE, SECONDS, SOUND, film_scene, tune
from demo.sample_pdfs import inquiry_report

NORTH, EAST = (23.0, 58.0, 12.0), (120.0, 58.0, 47.0)
"""Where the photograph was taken: 民雄."""
SCAN_DPI = 300


def scanned_report(path: Path, pages: int = 4, quality: int = 93) -> Path:
    """A report as a school's scanner makes it: each page one colour picture of 300 dpi, with the paper's grain."""
    from PIL import Image  # noqa: PLC0415 - heavy, only sample files need it

    typeset = inquiry_report(path.with_suffix(".typeset"))
    with mupdf().open(str(typeset), filetype="pdf") as report, mupdf().open() as scan:
        for number in range(pages):
            page = report[number % len(report)]
            points = page.get_pixmap(dpi=SCAN_DPI, alpha=False)
            sheet = Image.frombytes("RGB", (points.width, points.height), points.samples)
            sheet = grain(sheet, 40 + number, strength=0.055)
            out = io.BytesIO()
            sheet.save(out, "JPEG", quality=quality, dpi=(SCAN_DPI, SCAN_DPI))
            sheet_page = scan.new_page(width=page.rect.width, height=page.rect.height)
            sheet_page.insert_image(sheet_page.rect, stream=out.getvalue())
        scan.save(str(path), no_new_id=True)
    typeset.unlink()
    return path


def _telephone_notes(orientation: int) -> Any:
    from PIL import Image  # noqa: PLC0415 - heavy, only sample files need it

    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0112] = "Demo", "Telephone 9", orientation
    exif[0x0132] = "2025:11:20 10:30:00"
    exif.get_ifd(0x8825).update({1: "N", 2: NORTH, 3: "E", 4: EAST})
    return exif


def telephone_photo(path: Path, source: Path, side: int = 4032, quality: int = 97) -> Path:
    """A photograph of 12 million points, lying on its side (EXIF 6), with the place where it was taken."""
    from PIL import Image  # noqa: PLC0415 - heavy, only sample files need it

    with Image.open(source) as small:
        large = grain(small.convert("RGB").resize((side, side * 3 // 4)), 7, strength=0.08)
    large.rotate(90, expand=True).save(path, "JPEG", quality=quality, exif=_telephone_notes(6))
    return path


def telephone_heic(path: Path, source: Path) -> Path:
    """The same scene as an iPhone saves it: HEIC, with the place."""
    from PIL import Image  # noqa: PLC0415 - heavy, only sample files need it
    from pillow_heif import from_pillow  # noqa: PLC0415 - the same

    with Image.open(source) as small:
        picture = small.convert("RGB").resize((1600, 1200))
    picture.info["exif"] = _telephone_notes(1).tobytes()
    from_pillow(picture).save(str(path), quality=80, format="HEIF")
    return path


def telephone_film(path: Path, turned: int = 90) -> Path:
    """A QuickTime film held upright: stored on its side, with the note how to turn it."""
    import av  # noqa: PLC0415 - heavy, only sample files need it

    frames: Any = av.VideoFrame  # its from_image has no types
    with av.open(str(path), "w", format="mov") as film:
        video = film.add_stream("libx264", rate=RATE, options={"preset": "ultrafast", "threads": "1"})
        video.width, video.height, video.pix_fmt, video.bit_rate = 640, 360, "yuv420p", 4_000_000
        video.set_display_rotation(turned)
        for n in range(RATE * SECONDS):
            film.mux(video.encode(frames.from_image(film_scene(n))))
        film.mux(video.encode(None))
    return path


def interview(path: Path, seconds: float = 20) -> Path:
    """A recording as WAV: one channel, 44,100 samples a second, nothing compressed."""
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(SOUND)
        out.writeframes(tune(seconds).tobytes())
    return path
