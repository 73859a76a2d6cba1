"""Attached files on their way into the paper: pages taken over whole, pictures fitted, sound and film as a line.

What cannot be taken gets a page that says why; it stops nothing.
"""

from io import BytesIO
from typing import Any

from attrs import evolve, frozen

from derive.inspect import inspect
from desktop.paper.bare import bare
from desktop.paper.book import File
from desktop.paper.ink import HEIGHT, INNER, WIDTH
from domain.kinds import Kind

SCREEN = 72 / 96
"""A picture's own size in points a pixel; it is made smaller to fit, never larger."""
LIGHT = 240
LOOK = 40
STRIP = 40.0
TURNED = {3: 180, 6: 270, 8: 90}
DAMAGED = "這個檔案已損壞，無法開啟。"
MIRRORED = frozenset({2, 4, 5, 7})


@frozen
class Leaf:
    """A page taken over. head, foot: the strip there is empty, so that something can be written into it."""

    width: float
    height: float
    head: bool = True
    foot: bool = True


@frozen
class Part:
    """A file and what became of it. start: its first page among all taken over. note: for the list of files."""

    file: File
    start: int = 0
    leaves: tuple[Leaf, ...] = ()
    note: str = ""
    trouble: str = ""


def take(pages: Any, file: File, data: bytes, broken: bool) -> Part:
    """Add the file to the pages. broken: an earlier try with it killed the process."""
    part = Part(file, len(pages))
    if file.gone:
        return evolve(part, trouble=file.gone)
    refusal = None if broken else inspect(data, _kind(file, data))
    if broken or refusal is not None:
        return evolve(part, trouble=f"{refusal.sentence}。" if refusal else DAMAGED)
    try:
        return _taken(pages, part, data)
    except (RuntimeError, ValueError, IndexError, TypeError, OSError):  # MuPDF's errors are RuntimeErrors
        while len(pages) > part.start:
            pages.delete_page(-1)
        return evolve(part, trouble="這個檔案有一部分損壞，無法放進來。")


def _taken(pages: Any, part: Part, data: bytes) -> Part:
    if part.file.kind == "pdf":
        leaves = _pdf(pages, data)
        return evolve(part, leaves=leaves, note=f"{len(leaves)} 頁")
    if part.file.kind == "image":
        _picture(pages, data)
        return evolve(part, leaves=(Leaf(WIDTH, HEIGHT),), note="圖片")
    return evolve(part, note=f"長度 {_length(data)}")


def _kind(file: File, data: bytes) -> Kind:
    if file.kind == "image":
        return Kind.PNG if data.startswith(b"\x89PNG") else Kind.JPG
    return {"pdf": Kind.PDF, "audio": Kind.MP3, "video": Kind.MP4}[file.kind]


def _pdf(pages: Any, data: bytes) -> tuple[Leaf, ...]:
    import pymupdf  # noqa: PLC0415 - only where a paper is made

    opened: Any = pymupdf.open
    start = len(pages)
    with opened(stream=data, filetype="pdf") as source:
        if source.is_form_pdf:
            source.bake(annots=False)
        pages.insert_pdf(source)
    return tuple(_leaf(pages[number]) for number in range(start, len(pages)))


def _leaf(page: Any) -> Leaf:
    """Turned upright, so that its top is where a reader sees it."""
    page.remove_rotation()
    width, height = page.rect.width, page.rect.height
    strips = ((0, 0, width, STRIP), (0, height - STRIP, width, height))
    head, foot = (_empty(page, strip) for strip in strips)
    return Leaf(width, height, head, foot)


def _empty(page: Any, strip: tuple[float, float, float, float]) -> bool:
    import pymupdf  # noqa: PLC0415 - as above

    clip = pymupdf.Rect(*strip) + (page.rect.x0, page.rect.y0) * 2  # type: ignore[no-untyped-call]  # PyMuPDF has none
    seen = page.get_pixmap(clip=clip, dpi=LOOK, colorspace="gray", alpha=False)
    return min(seen.samples, default=255) >= LIGHT


def _picture(pages: Any, data: bytes) -> None:
    """In the middle of a sheet, upright as its camera meant it, and without where that camera was."""
    import pymupdf  # noqa: PLC0415 - as above
    from PIL import Image, ImageOps  # noqa: PLC0415 - as above

    with Image.open(BytesIO(data)) as picture:
        turn = picture.getexif().get(0x0112, 1)
        width, height = picture.size
        if turn in MIRRORED:
            upright = ImageOps.exif_transpose(picture)
            (width, height), turn, box = upright.size, 1, BytesIO()
            upright.save(box, "PNG")
            data = box.getvalue()
        elif picture.format == "JPEG":
            data = bare(data)
    if turn in (6, 8):
        width, height = height, width
    ratio = min(SCREEN, INNER.width() / width, INNER.height() / height)
    wide, high = width * ratio, height * ratio
    left, top = INNER.center().x() - wide / 2, INNER.center().y() - high / 2
    page = pages.new_page(width=WIDTH, height=HEIGHT)
    place = pymupdf.Rect(left, top, left + wide, top + high)  # type: ignore[no-untyped-call]  # PyMuPDF has none
    page.insert_image(place, stream=data, rotate=TURNED.get(turn, 0), keep_proportion=False)


def _length(data: bytes) -> str:
    import av  # noqa: PLC0415 - FFmpeg; only for sound and film

    with av.open(BytesIO(data), mode="r", metadata_errors="ignore") as container:
        seconds = round((container.duration or 0) / 1_000_000)
    minutes, rest = divmod(seconds, 60)
    return f"{minutes} 分 {rest} 秒" if minutes else f"{rest} 秒"
