"""Whether a file may be attached: by its content, its size and the slot it is meant for. Pure on bytes.

The name decides nothing; a right file with a wrong extension is taken, its extension corrected, and that is said.
"""

from __future__ import annotations

from typing import Protocol

from attrs import frozen

from domain.fields import FileSlot
from domain.file_refusals import Refusal
from domain.kinds import Kind
from domain.profile_rules import FileRule
from domain.profiles import Profile
from domain.sniffing import HEAD, TAIL, Verdict, sniff
from domain.text import NAME_LIMIT, safe_name, split_extension

__all__ = [
    "HEAD",
    "TAIL",
    "Accepted",
    "DeepCheck",
    "Kind",
    "Refusal",
    "Verdict",
    "judge",
    "readable_size",
    "sniff",
]

KNOWN_EXTENSIONS = frozenset(extension for kind in Kind for extension in kind.extensions)
_OTHER_NAMES = (
    "exe com scr bat cmd js html htm txt doc docx odt xls xlsx ppt pptx zip heic heif mov m4v m4a gif bmp"
)
WRONG_EXTENSIONS = frozenset(f".{name}" for name in _OTHER_NAMES.split())


class DeepCheck(Protocol):
    """What a shell asks a library that really opens the file: None when all is well (see derive/inspect.py)."""

    def __call__(self, data: bytes, kind: Kind) -> Refusal | None:
        """Why the file cannot be opened."""


@frozen
class Accepted:
    """A file that may be attached, under the name it gets. `note` says what was changed, "" for nothing."""

    kind: Kind
    mime: str
    name: str
    note: str = ""


def judge(
    profile: Profile, slot: FileSlot, name: str, size: int, head: bytes, tail: bytes
) -> Accepted | Refusal:
    """Judge one file for one slot. `head` and `tail` are its first and last HEAD and TAIL bytes, or all of it."""
    verdict = sniff(head, tail, size)
    if verdict.kind is None:
        return verdict.refusal or Refusal("unknown", "認不出這是什麼檔案", "請改選別的檔案")
    rule = profile.files[slot.kind]
    return _unfit(rule, slot, verdict.kind, size) or _accepted(verdict.kind, name)


def readable_size(size: int) -> str:
    """5.2 MB, 640 KB, 12 位元組; never rounded down, so that what is too large also reads as larger."""
    for unit, step in (("MB", 1024 * 1024), ("KB", 1024)):
        if size >= step:
            tenths = -(-size * 10 // step)
            return f"{tenths // 10} {unit}" if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10} {unit}"
    return f"{size} 位元組"


def _unfit(rule: FileRule, slot: FileSlot, kind: Kind, size: int) -> Refusal | None:
    if kind.value not in rule.kinds:
        wanted = "、".join(one.upper() for one in rule.kinds)
        return Refusal(
            "wrong_slot", f"這是 {kind.label}，「{slot.label}」只收 {wanted}", "請改選檔案，或放到另一欄"
        )
    if size > rule.max_bytes:
        limit = readable_size(rule.max_bytes)
        remedy = f"請先壓縮到 {limit} 以內"
        return Refusal("too_large", f"檔案有 {readable_size(size)}，超過上限 {limit}", remedy, kind)
    return None


def _accepted(kind: Kind, name: str) -> Accepted:
    shown = safe_name(name)
    stem, extension = split_extension(shown)
    if extension.lower() in kind.extensions:
        return Accepted(kind, kind.mime, shown)
    if extension.lower() not in KNOWN_EXTENSIONS | WRONG_EXTENSIONS:
        stem = shown
    inner, hidden = split_extension(stem)
    if hidden.lower() in kind.extensions:
        stem, ending = inner, hidden
    else:
        ending = kind.extensions[0]
    right = stem[: NAME_LIMIT - len(ending)] + ending
    return Accepted(kind, kind.mime, right, f"內容是 {kind.label}，檔名已改成「{right}」")
