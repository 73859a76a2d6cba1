"""Making a file fit: what is offered, how far quality may fall, and the sentence when it would fall too far.

Plans only. The ladders were measured on scans, photographs and films (docs/decisions/0018); whoever changes a floor
measures again. Every figure about the school's limit comes in as an argument.
"""

from __future__ import annotations

import re
from enum import StrEnum

from attrs import frozen

from domain.attachments import readable_size
from domain.file_refusals import Refusal
from domain.kinds import Kind
from domain.profile_rules import FileRule

MOST = 400 * 1024 * 1024
"""What is larger is not read into memory at all."""

OTHER_NAMES: dict[Kind, tuple[str, ...]] = {
    Kind.JPG: ("heic", "heif", "avif", "webp", "bmp", "tif", "tiff", "gif", "psd"),
    Kind.MP4: ("mov", "m4v", "avi", "mkv", "webm", "wmv", "flv", "3gp", "mpg", "mpeg"),
    Kind.MP3: ("m4a", "wav", "aac", "ogg", "opus", "flac", "amr"),
}
"""How files are called that can be turned into a kind we take. Only a first look: content is judged later."""


class Choice(StrEnum):
    """How the person wants it: as good as the limit allows, or smaller."""

    CLEAR = "clear"
    EVEN = "even"
    SMALL = "small"

    @property
    def label(self) -> str:
        return {"clear": "清楚", "even": "一般", "small": "小檔"}[self.value]

    def target(self, limit: int) -> int:
        """The bytes to aim at; the limit itself is never passed."""
        return limit * {"clear": 100, "even": 60, "small": 35}[self.value] // 100


@frozen
class Offer:
    """A file that is refused as it is could be taken as `becomes` within `limit` bytes."""

    becomes: Kind
    limit: int
    too_large: bool

    @property
    def label(self) -> str:
        if self.too_large:
            return f"縮小到 {readable_size(self.limit)} 以內"
        return f"轉成 {self.becomes.label}"


def offer(rule: FileRule, refusal: Refusal) -> Offer | None:
    """What the program can do about a refusal; None when the person has to."""
    if refusal.becomes is None or refusal.becomes.value not in rule.kinds:
        return None
    return Offer(refusal.becomes, rule.max_bytes, refusal.code.endswith("too_large"))


def other_names(kinds: tuple[str, ...]) -> tuple[str, ...]:
    """The extensions of what can be turned into one of these kinds."""
    return tuple(name for kind in Kind if kind.value in kinds for name in OTHER_NAMES.get(kind, ()))


def likely(extension: str) -> str:
    """The kind that a file with this extension is, or would become; the extension itself when unknown."""
    plain = extension.lower().lstrip(".").replace("jpeg", "jpg")
    return next((kind.value for kind, names in OTHER_NAMES.items() if plain in names), plain)


def parsed_size(text: str) -> int | None:
    """4MB, 800 KB, 4194304; None when it is no size. 1 MB is 1024 KB, as the school counts."""
    found = _SIZE.fullmatch(text.strip().upper())
    if found is None:
        return None
    step = {"K": 1024, "M": 1024 * 1024, "G": 1024**3}.get(found["unit"] or "", 1)
    return int(float(found["number"]) * step) or None


_SIZE = re.compile(r"(?P<number>[0-9]{1,12}(?:\.[0-9]+)?)\s*(?P<unit>[KMG])?I?B?")


# ---- documents


@frozen
class Rung:
    """The pictures of a document at most so fine, saved with this JPG quality."""

    dpi: int
    quality: int


RUNGS = (
    *(Rung(300, 92), Rung(300, 85), Rung(250, 80)),
    *(Rung(200, 75), Rung(200, 60), Rung(170, 65), Rung(150, 70)),
)
"""Below 150 dpi small print becomes too soft to read, so the ladder ends there."""


# ---- pictures

BEST, WORST = 95, 78
"""JPG quality: above, nobody sees a difference; below, everybody does. Before that the picture gets smaller."""

SIDES = (4000, 3200, 2560, 2048, 1600, 1280)


# ---- film and sound

SHORT_SIDES = (1080, 720, 480, 360)
LEAST_BITS, MOST_BITS = 0.04, 0.25
"""Bits for each pixel of each frame: with fewer x264 smears, with more nothing is gained."""
FASTEST, SLOW = 30, 24
SOUND_RATES = (192, 160, 128, 112, 96, 80, 64, 56, 48, 40, 32)
_HEADROOM = 0.95
_MINIMUM_SOUND = 64_000


@frozen
class FilmPlan:
    """An MP4: frame size, frames a second, bits a second for picture and for sound (0: none)."""

    width: int
    height: int
    fps: float
    video: int
    audio: int


@frozen
class SoundPlan:
    """An MP3: kilobits a second, channels, samples a second."""

    kilobits: int
    channels: int
    samples: int


def film_plan(
    seconds: float, width: int, height: int, fps: float, sound: bool, target: int
) -> FilmPlan | None:
    """The largest frame that stays sharp within the target; None when the film is too long for that."""
    total = target * 8 * _HEADROOM / max(seconds, 0.5)
    audio = (128_000 if total > 1_500_000 else 96_000 if total > 700_000 else _MINIMUM_SOUND) if sound else 0
    short = min(width, height)
    for side in [short, *SHORT_SIDES] if short < SHORT_SIDES[-1] else SHORT_SIDES:
        if side > short:
            continue
        wide, high = _even(width * side / short), _even(height * side / short)
        rate = min(fps, FASTEST if side > SHORT_SIDES[-1] else SLOW)
        pixels = wide * high * rate
        if total - audio >= pixels * LEAST_BITS:
            return FilmPlan(wide, high, rate, int(min(total - audio, pixels * MOST_BITS)), audio)
    return None


def longest_film(limit: int) -> float:
    """Seconds of an ordinary film that fit at the lowest quality we make."""
    least = 640 * 360 * SLOW * LEAST_BITS + _MINIMUM_SOUND
    return limit * 8 * _HEADROOM / least


def sound_plan(seconds: float, channels: int, target: int) -> SoundPlan | None:
    """The highest bit rate within the target; None when even speech would suffer."""
    for kilobits in SOUND_RATES:
        if seconds * kilobits * 125 * 1.02 + 8192 <= target:
            samples = 44_100 if kilobits >= 56 else 22_050
            return SoundPlan(kilobits, min(channels, 2) if kilobits >= 80 else 1, samples)
    return None


def longest_sound(limit: int) -> float:
    """Seconds of speech that fit."""
    return limit / (SOUND_RATES[-1] * 125 * 1.02)


def _even(number: float) -> int:
    return max(2, round(number / 2) * 2)


# ---- when it cannot be done


def too_big_to_read(size: int) -> Refusal:
    return Refusal(
        "too_big_to_shrink",
        f"檔案有 {readable_size(size)}，太大了，無法在這裡縮小",
        "請先用原來的程式剪短或匯出較小的檔案",
    )


def document_stays_large(size: int, limit: int, pictures: bool) -> Refusal:
    why = "圖片再降就看不清楚了" if pictures else "大小不是來自圖片，無法再縮"
    remedy = "請刪減頁數，或分成兩份" if pictures else "請用原來的程式另存成較小的 PDF，或刪減頁數"
    return Refusal(
        "stays_large", f"這份 PDF 縮到 {readable_size(size)} 還是超過 {readable_size(limit)}，{why}", remedy
    )


def film_too_long(seconds: float, limit: int) -> Refusal:
    return _too_long("影片", seconds, limit, longest_film(limit))


def sound_too_long(seconds: float, limit: int) -> Refusal:
    return _too_long("錄音", seconds, limit, longest_sound(limit))


def spoken(seconds: float) -> str:
    """5 分 10 秒, 48 秒, 1 小時 5 分."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} 秒"
    if whole >= 3600:
        return f"{whole // 3600} 小時 {whole % 3600 // 60} 分"
    return f"{whole // 60} 分 {whole % 60} 秒" if whole % 60 else f"{whole // 60} 分"


def _too_long(name: str, seconds: float, limit: int, fits: float) -> Refusal:
    room = spoken(fits // 10 * 10 if fits >= 20 else fits)
    sentence = (
        f"這段{name}長 {spoken(seconds)}，縮到 {readable_size(limit)} 品質會太差；這個大小約放得下 {room}"
    )
    return Refusal("too_long", sentence, "請先剪成較短的一段再加入")
