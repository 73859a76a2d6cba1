"""What bytes are, by their first bytes; the name and the MIME type are only asked when those say nothing."""

from typing import Literal

from desktop.preview import words

Kind = Literal["pdf", "image", "audio", "video"]

_BY_MIME: dict[str, Kind] = {"application/pdf": "pdf", "image": "image", "audio": "audio", "video": "video"}
_HEAD = 1024
_WEB = (b"<!doctype html", b"<html", b"<?xml", b"<head", b"<body")


def kind_of(mime: str, data: bytes) -> Kind | words.Trouble:
    """The viewer these bytes need, or why none can show them."""
    if not data:
        return words.EMPTY
    return _by_content(data) or _other_thing(data) or _by_mime(mime) or words.UNKNOWN


def cut_short(data: bytes) -> bool:
    """Whether an MP4 ends in the middle of a box: players show what is there and say nothing."""
    at = 0
    while at + 8 <= len(data):
        size = int.from_bytes(data[at : at + 4])
        if size == 1:
            size = int.from_bytes(data[at + 8 : at + 16])
        if size == 0:
            return False
        at += max(size, 8)
    return at != len(data)


def _by_content(data: bytes) -> Kind | None:
    head = data[:_HEAD]
    if b"%PDF-" in head:
        return "pdf"
    if head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"BM")) or _riff(head) == b"WEBP":
        return "image"
    if head[4:8] == b"ftyp":
        return "audio" if head[8:11] == b"M4A" else "video"
    if head.startswith((b"ID3", b"fLaC", b"OggS")) or _riff(head) == b"WAVE" or _mp3_frame(head):
        return "audio"
    return None


def _riff(head: bytes) -> bytes:
    return head[8:12] if head.startswith(b"RIFF") else b""


def _mp3_frame(head: bytes) -> bool:
    return len(head) > 2 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2 and head[2] >> 4 not in (0, 15)


def _other_thing(data: bytes) -> words.Trouble | None:
    start = data[:_HEAD].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith(_WEB):
        return words.WEB_PAGE
    if data.startswith((b"MZ", b"\x7fELF", b"#!")):
        return words.PROGRAM
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return words.OFFICE
    return None


def _by_mime(mime: str) -> Kind | None:
    return _BY_MIME.get(mime) or _BY_MIME.get(mime.partition("/")[0])
