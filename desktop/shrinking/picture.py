"""A photograph or picture: upright, without the place where it was taken, and just as fine as the target allows."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from derive.inspect import MAX_PIXELS
from desktop.shrinking.outcome import PREVIEW_SIDE, Order, Refused, Shrunk, Side, Step, Teller
from domain.file_refusals import Refusal, broken
from domain.kinds import Kind
from domain.shrinking import BEST, SIDES, WORST

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PIXELS = 220_000_000
LARGEST_SIDE = 12_000
"""A photograph larger than this is read at a half or a quarter at once; nobody could see it all anyway."""
_GPS, _ORIENTATION, _MADE, _CAMERA = 0x8825, 0x0112, (0x0132, 0x9003, 0x9004), (0x010F, 0x0110)
_EXIF = 0x8769


def shrink(data: bytes, order: Order, step: Teller) -> Shrunk:
    """The picture as PNG when it is one and fits, else as JPG."""
    step(0.05, "讀取圖片")
    original = opened(data)
    place = bool(original.getexif().get_ifd(_GPS))
    facts = original.getexif()
    upright = _upright(original)
    side = Side(len(data), _measure(upright.size), thumbnail(upright) if order.preview else b"")
    step.before(side)
    kept = _as_png(data, upright, order) if original.format in ("PNG", "GIF", "BMP") else None
    if kept is not None:
        changes = [_lossless_words(original.format or "")]
        return _finished(Kind.PNG, kept, upright, side, changes, order, place)
    flat = _flattened(upright)
    best, quality, size = _fitting(flat, order, _exif(facts), step)
    changes = [_quality_words(quality, upright.size, size, original.format or "")]
    return _finished(Kind.JPG, best, upright, side, changes, order, place)


def opened(data: bytes) -> Image:
    """The picture, decoded; raises Refused when it does not open."""
    from PIL import Image as Pillow  # noqa: PLC0415 - the worker only loads what it needs

    _teach_heic(data)
    Pillow.MAX_IMAGE_PIXELS = None  # judged below; Pillow's own alarm would refuse what draft() can read
    try:
        picture: Image = Pillow.open(BytesIO(data))
        if max(picture.size) > LARGEST_SIDE:
            picture.draft(picture.mode, (LARGEST_SIDE // 2, LARGEST_SIDE // 2))
        if picture.width * picture.height > MOST_PIXELS:
            raise Refused(Refusal("picture_too_large", "圖片的像素太多，無法處理", "請先縮小圖片尺寸再加入"))
        picture.load()
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError) as error:
        raise Refused(broken("圖片", "picture_broken")) from error
    return picture


def thumbnail(picture: Image, side: int = PREVIEW_SIDE) -> bytes:
    """A small PNG for the window."""
    small = _flattened(picture)
    small.thumbnail((side, side))
    out = BytesIO()
    small.save(out, "PNG", compress_level=1)
    return out.getvalue()


def encoded(picture: Image, quality: int, **extra: Any) -> bytes:
    """The picture as JPG."""
    out = BytesIO()
    picture.save(out, "JPEG", quality=quality, optimize=True, **extra)
    return out.getvalue()


def smaller(picture: Image, side: int) -> Image:
    """The picture with this longer edge."""
    from PIL import Image as Pillow  # noqa: PLC0415 - as above

    share = side / max(picture.size)
    size = (max(1, round(picture.width * share)), max(1, round(picture.height * share)))
    return picture.resize(size, Pillow.Resampling.LANCZOS)


def _teach_heic(data: bytes) -> None:
    if data[4:8] == b"ftyp":
        import pillow_heif  # noqa: PLC0415 - only for photographs of that kind

        pillow_heif.register_heif_opener()


def _upright(picture: Image) -> Image:
    from PIL import ImageOps  # noqa: PLC0415 - as above

    return ImageOps.exif_transpose(picture)


def _flattened(picture: Image) -> Image:
    """Grey or colour, on white paper: a JPG knows nothing else."""
    from PIL import Image as Pillow  # noqa: PLC0415 - as above

    if picture.mode in ("L", "RGB"):
        return picture.copy()
    if "A" in picture.getbands() or "transparency" in picture.info:
        seen = picture.convert("RGBA")
        paper = Pillow.new("RGBA", seen.size, "white")
        return Pillow.alpha_composite(paper, seen).convert("RGB")
    if picture.mode in ("1", "L", "LA"):
        return picture.convert("L")
    if picture.mode.startswith("I"):
        return picture.point(lambda level: level / 256).convert("L")
    return picture.convert("RGB")


def _as_png(data: bytes, picture: Image, order: Order) -> bytes | None:
    """Without loss, if that is enough."""
    if picture.width * picture.height > MAX_PIXELS or picture.mode not in (
        "1",
        "L",
        "LA",
        "P",
        "RGB",
        "RGBA",
    ):
        return None
    out = BytesIO()
    picture.info = {
        key: value for key, value in picture.info.items() if key in ("transparency", "icc_profile")
    }
    picture.save(out, "PNG", optimize=True)
    fits = len(out.getvalue()) <= order.target and len(out.getvalue()) < max(len(data), order.limit)
    return out.getvalue() if fits else None


def _exif(facts: Any) -> Any:
    """What stays of the photograph's own notes: when it was taken and with what. The place is not among it."""
    from PIL import Image as Pillow  # noqa: PLC0415 - as above

    kept, taken = Pillow.Exif(), facts.get_ifd(_EXIF)
    for tag in (*_MADE[:1], *_CAMERA):
        if tag in facts:
            kept[tag] = facts[tag]
    inner = {tag: taken[tag] for tag in _MADE[1:] if tag in taken}
    if inner:
        kept.get_ifd(_EXIF).update(inner)
    return kept


def _fitting(picture: Image, order: Order, exif: Any, step: Step) -> tuple[bytes, int, tuple[int, int]]:
    """The best quality at full size, else at the first smaller size whose worst quality fits."""
    extra: dict[str, Any] = {"exif": exif}
    if picture.info.get("icc_profile") and picture.mode == "RGB":
        extra["icc_profile"] = picture.info["icc_profile"]
    sizes = [_largest(picture), *(side for side in SIDES if side < _largest(picture))]
    best = b""
    for place, side in enumerate(sizes):
        step(0.1 + 0.8 * place / len(sizes), f"試 {side} 點" if place else "試原來的尺寸")
        shown = picture if side == max(picture.size) else smaller(picture, side)
        best, quality = _quality(shown, order.target, extra)
        if len(best) <= order.target:
            return best, quality, shown.size
    if len(best) <= order.limit:
        return best, WORST, shown.size
    raise Refused(Refusal("stays_large", "這張圖片縮小後還是太大", "請先裁切圖片再加入"))


def _largest(picture: Image) -> int:
    """The longer edge at full size, or at the largest that the deep check takes."""
    pixels = picture.width * picture.height
    return (
        max(picture.size) if pixels <= MAX_PIXELS else int(max(picture.size) * (MAX_PIXELS / pixels) ** 0.5)
    )


def _quality(picture: Image, target: int, extra: dict[str, Any]) -> tuple[bytes, int]:
    """By halving: the highest quality that fits, or the lowest there is."""
    low, high = WORST, BEST
    best, found = encoded(picture, low, **extra), low
    if len(best) > target:
        return best, low
    while low < high:
        middle = (low + high + 1) // 2
        data = encoded(picture, middle, **extra)
        if len(data) <= target:
            low, best, found = middle, data, middle
        else:
            high = middle - 1
    return best, found


def _finished(
    kind: Kind, data: bytes, upright: Image, before: Side, changes: list[str], order: Order, place: bool
) -> Shrunk:
    picture = opened(data)
    if place:
        changes.append("照片裡的拍攝地點（GPS）已移除")
    after = Side(len(data), _measure(picture.size), thumbnail(picture) if order.preview else b"")
    return Shrunk(kind, data, before, after, tuple(changes))


def _measure(size: tuple[int, int]) -> str:
    return f"{size[0]} × {size[1]}"


def _lossless_words(source: str) -> str:
    return "重新壓縮，每一點的顏色都不變" if source == "PNG" else "轉成 PNG，每一點的顏色都不變"


def _quality_words(quality: int, was: tuple[int, int], now: tuple[int, int], source: str) -> str:
    turned = "" if source in ("JPEG", "MPO") else "轉成 JPG，"
    if was == now:
        return f"{turned}尺寸不變，畫質 {quality}（滿分 100）"
    return f"{turned}尺寸改成 {_measure(now)}，畫質 {quality}（滿分 100）"
