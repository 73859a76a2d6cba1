"""What a file is, by its first and last bytes. Its name is never asked.

Whatever is not one of our five kinds is named, so that the sentence can say what to do with it. A kind that looks
right here may still be broken inside: the shells open it with `derive.inspect` as well.
"""

from __future__ import annotations

import re

from attrs import frozen

from domain.boxes import judge_mp4
from domain.file_refusals import Refusal, broken, unsuitable
from domain.kinds import Kind

HEAD = 64 * 1024
TAIL = 64 * 1024

OFFICE = "請先在原來的程式另存成 PDF"
TO_PICTURE = "請先轉成 JPG 或 PNG"
TO_VIDEO = "請先轉成 MP4"
TO_SOUND = "請先轉成 MP3"
TO_EITHER = "請先轉成 MP3 或 MP4"
_BECOMES = {TO_PICTURE: Kind.JPG, TO_VIDEO: Kind.MP4, TO_SOUND: Kind.MP3, TO_EITHER: Kind.MP3}

_OTHERS: tuple[tuple[int, bytes, str, str], ...] = (
    (0, b"MZ", "Windows 程式", "請改選文件或影音檔案"),
    (0, b"\x7fELF", "程式", "請改選文件或影音檔案"),
    (0, b"\xcf\xfa\xed\xfe", "程式", "請改選文件或影音檔案"),
    (0, b"\xca\xfe\xba\xbe", "程式", "請改選文件或影音檔案"),
    (0, b"#!", "程式", "請改選文件或影音檔案"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "舊版 Office 文件", OFFICE),
    (0, b"{\\rtf", "RTF 文件", OFFICE),
    (0, b"Rar!\x1a\x07", "RAR 壓縮檔", "請先解壓縮，再逐一上傳"),
    (0, b"7z\xbc\xaf\x27\x1c", "7z 壓縮檔", "請先解壓縮，再逐一上傳"),
    (0, b"\x1f\x8b", "GZIP 壓縮檔", "請先解壓縮，再逐一上傳"),
    (0, b"GIF8", "GIF 圖片", TO_PICTURE),
    (0, b"BM", "BMP 圖片", TO_PICTURE),
    (0, b"II*\x00", "TIFF 圖片", TO_PICTURE),
    (0, b"MM\x00*", "TIFF 圖片", TO_PICTURE),
    (8, b"WEBP", "WebP 圖片", TO_PICTURE),
    (0, b"8BPS", "Photoshop 檔", TO_PICTURE),
    (8, b"WAVE", "WAV 聲音", TO_SOUND),
    (8, b"AVI ", "AVI 影片", TO_VIDEO),
    (0, b"OggS", "Ogg 影音", TO_EITHER),
    (0, b"fLaC", "FLAC 聲音", TO_SOUND),
    (0, b"\x1a\x45\xdf\xa3", "MKV／WebM 影片", TO_VIDEO),
    (0, b"\x30\x26\xb2\x75", "WMV 影音", TO_VIDEO),
    (0, b"FLV\x01", "FLV 影片", TO_VIDEO),
    (0, b"\x00\x00\x01\xba", "MPEG 影片", TO_VIDEO),
    (0, b"\x00\x00\x01\xb3", "MPEG 影片", TO_VIDEO),
)
_HTML = re.compile(rb"<(!doctype\s+html|html|head|body|script)\b", re.IGNORECASE)
_ENCRYPT = re.compile(rb"/Encrypt\s*(<<|[0-9]+\s+[0-9]+\s+R)")
_OFFICE_PARTS = (b"[Content_Types].xml", b"word/", b"xl/", b"ppt/", b"mimetypeapplication/vnd.oasis")


@frozen
class Verdict:
    """What the file is: one of our kinds, or the reason why not."""

    kind: Kind | None = None
    refusal: Refusal | None = None


def sniff(head: bytes, tail: bytes, size: int) -> Verdict:
    """Judge by the first and the last bytes (some 64 KB each; they may overlap or be the whole file)."""
    if size == 0 or not head:
        return Verdict(refusal=Refusal("empty", "檔案是空的（0 位元組）", "請確認檔案內容後重新選擇"))
    kind = _kind(head)
    if isinstance(kind, Refusal):
        return Verdict(refusal=kind)
    match kind:
        case Kind.PDF:
            refusal = _judge_pdf(head, tail)
        case Kind.JPG:
            refusal = _judge_jpg(head, tail, size)
        case Kind.PNG:
            refusal = None if b"IEND\xaeB`\x82" in tail else broken("PNG 圖片", "png_cut")
        case Kind.MP3:
            refusal = _judge_mp3(head)
        case Kind.MP4:
            refusal = judge_mp4(head, tail, size)
    return Verdict(refusal=refusal) if refusal else Verdict(kind=kind)


def _kind(head: bytes) -> Kind | Refusal:
    if head.startswith(b"\xff\xd8\xff"):
        return Kind.JPG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if head[4:8] == b"ftyp":
        return Kind.MP4
    if head.startswith(b"ID3") or _mp3_frame(head, 0):
        return Kind.MP3
    if other := _another(head):
        return other
    return Kind.PDF if b"%PDF-" in head[:1024] else _unknown(head)


def _another(head: bytes) -> Refusal | None:
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        if any(part in head for part in _OFFICE_PARTS):
            return unsuitable("office", "Office 文件", OFFICE)
        return unsuitable("zip", "ZIP 壓縮檔", "請先解壓縮，再逐一上傳")
    if head.startswith(b"#!AMR"):
        return unsuitable("other_kind", "AMR 聲音", TO_SOUND, Kind.MP3)
    for offset, signature, name, remedy in _OTHERS:
        if head[offset : offset + len(signature)] == signature and not _is_bmp_by_chance(head):
            code = "program" if "程式" in name else "office" if remedy == OFFICE else "other_kind"
            return unsuitable(code, name, remedy, _BECOMES.get(remedy))
    start = head[:1024].lstrip(b"\xef\xbb\xbf \t\r\n\x00")
    if _HTML.match(start) or start.startswith(b"<!--"):
        return unsuitable("html", "網頁（HTML）", "請在瀏覽器用「列印」另存成 PDF")
    return None


def _is_bmp_by_chance(head: bytes) -> bool:
    return head.startswith(b"BM") and head[6:10] != b"\x00\x00\x00\x00"


def _unknown(head: bytes) -> Refusal:
    if head[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<?xml", b"<svg")):
        return unsuitable("other_kind", "XML 或 SVG 檔", TO_PICTURE)
    if not head.strip(b"\x00"):
        return Refusal("blank", "檔案內容全是空白，可能沒有存好", "請重新存檔後再選一次")
    if b"\x00" not in head[:1024] and not any(byte < 9 for byte in head[:1024]):
        return unsuitable("plain_text", "純文字檔", OFFICE)
    return Refusal("unknown", "認不出這是什麼檔案", "請改選 PDF、JPG、PNG、MP3 或 MP4")


def _judge_pdf(head: bytes, tail: bytes) -> Refusal | None:
    trailer = tail[-TAIL:]
    if b"%%EOF" not in trailer[-2048:] or b"startxref" not in trailer[-4096:]:
        return broken("PDF 文件", "pdf_cut")
    linearized = b"/Linearized" in head[:2048]
    if _ENCRYPT.search(trailer) or (linearized and _ENCRYPT.search(head[:HEAD])):
        return Refusal("pdf_locked", "這份 PDF 有密碼或加密保護", "請先移除密碼再上傳")
    return None


def _judge_jpg(head: bytes, tail: bytes, size: int) -> Refusal | None:
    if b"MotionPhoto" in head or b"MicroVideo" in head:
        return None  # a short film follows the picture; the deep check decides
    end = tail.rfind(b"\xff\xd9")
    if end < 0:
        return broken("JPG 照片", "jpg_cut")
    scan = _scan_offset(head)
    if scan is not None and size - len(tail) + end < scan:
        return broken("JPG 照片", "jpg_cut")
    return None


def _scan_offset(head: bytes) -> int | None:
    """Where the picture's own data begins: behind the segments, and behind a thumbnail's end mark."""
    at = 2
    while at + 4 <= len(head) and head[at] == 0xFF:
        marker = head[at + 1]
        if marker == 0xDA:
            return at
        if marker == 0xFF:
            at += 1
            continue
        at += 2 + int.from_bytes(head[at + 2 : at + 4], "big")
    return at


def _judge_mp3(head: bytes) -> Refusal | None:
    at = 0
    if head.startswith(b"ID3"):
        if len(head) < 10:
            return broken("MP3 聲音", "mp3_cut")
        at = 10 + sum((byte & 0x7F) << shift for byte, shift in zip(head[6:10], (21, 14, 7, 0), strict=True))
    if at >= len(head):
        return None  # a large cover picture comes first; the deep check decides
    room = range(at, min(at + 4096, len(head) - 3))
    if any(_mp3_frame(head, start) for start in room):
        return None
    return broken("MP3 聲音", "mp3_cut")


def _mp3_frame(data: bytes, at: int) -> bool:
    """Whether an MPEG audio layer III frame begins here."""
    if len(data) < at + 4 or data[at] != 0xFF or data[at + 1] & 0xE0 != 0xE0:
        return False
    version, layer = data[at + 1] >> 3 & 3, data[at + 1] >> 1 & 3
    bitrate, rate = data[at + 2] >> 4, data[at + 2] >> 2 & 3
    return version != 1 and layer == 1 and bitrate not in (0, 15) and rate != 3
