"""The boxes of an MP4 (ISO base media): brands first, then whether the index `moov` is there and nothing is cut off."""

from __future__ import annotations

from domain.file_refusals import Refusal, broken, unsuitable
from domain.kinds import Kind

HEIC = frozenset({b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"})
AVIF = frozenset({b"avif", b"avis"})
MP4 = frozenset(
    {b"isom", b"iso2", b"iso3", b"iso4", b"iso5", b"iso6", b"iso7", b"iso8", b"iso9"}
    | {b"mp41", b"mp42", b"mp71", b"avc1", b"dash", b"M4V ", b"M4VP", b"M4VH", b"MSNV", b"f4v ", b"XAVC"}
)
NAME = "MP4 影片"


def judge_mp4(head: bytes, tail: bytes, size: int) -> Refusal | None:
    """Refuse what is no MP4 although it has boxes, and an MP4 that is not whole."""
    return _judge_brands(head) or _judge_whole(head, tail, size)


def _judge_brands(head: bytes) -> Refusal | None:
    length = min(int.from_bytes(head[:4], "big"), 512)
    major = head[8:12]
    compatible = {head[at : at + 4] for at in range(16, length - 3, 4)}
    brands = {major} | compatible
    if brands & AVIF:
        return unsuitable("avif", "AVIF 圖片", "請先轉成 JPG", Kind.JPG)
    if major in HEIC or (brands & HEIC and not brands & MP4):
        return unsuitable("heic", "HEIC 照片", "請先轉成 JPG", Kind.JPG)
    if b"av01" in brands:
        return unsuitable("av1", "AV1 影片", "請先轉成 H.264 的 MP4", Kind.MP4)
    if major == b"qt  ":
        return unsuitable("quicktime", "QuickTime（MOV）影片", "請先轉成 MP4", Kind.MP4)
    if major.startswith(b"M4A") or major == b"M4B ":
        return unsuitable("m4a", "M4A 聲音", "請先轉成 MP3", Kind.MP3)
    if major.startswith((b"3gp", b"3g2")) and not compatible & MP4:
        return unsuitable("3gp", "3GP 影片", "請先轉成 MP4", Kind.MP4)
    if not brands & MP4:
        return unsuitable("other_brand", "MP4 以外的影音", "請先轉成 MP4", Kind.MP4)
    return None


def _judge_whole(head: bytes, tail: bytes, size: int) -> Refusal | None:
    at, found = 0, False
    while at < size:
        header = _bytes_at(head, tail, size, at)
        if header is None:
            return None  # an index larger than what we look at; the deep check decides
        length = _box_length(header, size - at)
        if length < 8 or at + length > size:
            return None if found and length < 8 else broken(NAME, "mp4_cut")
        found = found or header[4:8] == b"moov"
        at += length
    return None if found else broken(NAME, "mp4_without_index")


def _bytes_at(head: bytes, tail: bytes, size: int, at: int) -> bytes | None:
    """Up to 16 bytes from there, if they are in view."""
    in_tail = at - (size - len(tail))
    if in_tail >= 0:
        return tail[in_tail : in_tail + 16]
    return head[at : at + 16] if at + 16 <= len(head) else None


def _box_length(header: bytes, left: int) -> int:
    length = int.from_bytes(header[:4], "big")
    if length == 1:
        return int.from_bytes(header[8:16], "big")
    return left if length == 0 and len(header) >= 8 else length
