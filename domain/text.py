"""What written text is here: NFC, newlines as one character, no control characters; and names safe to show or save.

A character is a Unicode code point after NFC; an emoji, a full-width letter and a newline count one code point each.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

NAME_LIMIT = 120
SEGMENT_BUDGET = 180
UNNAMED = "未命名"

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_SPACES = re.compile(r"\s+")
_RESERVED = frozenset(
    ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$"]
    + [f"{stem}{number}" for stem in ("COM", "LPT") for number in "123456789¹²³"]
)


def normal(text: str) -> str:
    """The one spelling that is stored: NFC, "\\n" for every newline, control characters dropped."""
    one_newline = text.replace("\r\n", "\n").replace("\r", "\n")
    whole = _SURROGATE.sub("\ufffd", one_newline)
    return unicodedata.normalize("NFC", _CONTROL.sub("", whole))


def alike(text: str) -> str:
    """As whoever searches sees it: full width, half width and capitals are the same."""
    return unicodedata.normalize("NFKC", text).casefold()


def length(text: str) -> int:
    """How many characters the text counts: code points of its normal spelling."""
    return len(normal(text))


def safe_name(name: str) -> str:
    """A file's display name: base name only, no control or bidirectional marks, at most 120 code points."""
    spelled = _BIDI.sub("", normal(name)).replace("\\", "/").rsplit("/", 1)[-1]
    tidy = _SPACES.sub(" ", spelled).strip()
    if not tidy.strip(". "):
        return UNNAMED
    stem, extension = split_extension(tidy)
    return stem[: NAME_LIMIT - len(extension)] + extension


def split_extension(name: str) -> tuple[str, str]:
    """("報告", ".pdf"); a name without a short extension gives ("…", "")."""
    stem, dot, extension = name.rpartition(".")
    if not dot or not stem or not 0 < len(extension) <= 10 or " " in extension:
        return name, ""
    return stem, dot + extension


def export_name(name: str, taken: Collection[str] = ()) -> str:
    """A name every file system takes, unlike all in `taken` even on disks that ignore case."""
    stem, extension = split_extension(_portable(safe_name(name)))
    used = {_folded(other) for other in taken}
    candidate, turn = _within_budget(stem, extension), 2
    while _folded(candidate) in used:
        candidate = _within_budget(stem, f" ({turn}){extension}")
        turn += 1
    return candidate


def _portable(name: str) -> str:
    replaced = _FORBIDDEN.sub("_", name).rstrip(". ")
    if replaced.split(".", 1)[0].rstrip(" ").upper() in _RESERVED:
        return "_" + replaced
    return replaced or UNNAMED


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _within_budget(stem: str, ending: str) -> str:
    room = SEGMENT_BUDGET - _units(ending)
    while _units(stem) > room:
        stem = stem[:-1]
    return stem.rstrip(" ") + ending if ending else stem.rstrip(". ")


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
