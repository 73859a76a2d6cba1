"""Attachments: judged by what is in them, whatever they are called."""

import struct
import zlib

import pytest
from hypothesis import given, strategies as st

from derive.resources import profile
from domain.attachments import HEAD, TAIL, Accepted, Kind, Refusal, judge, readable_size, sniff
from domain.forms import FORMS

SCHOOL = profile("senior-high")
DOCUMENT = FORMS["work"].slots[0]
MEDIA = FORMS["work"].slots[1]


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _box(name: bytes, body: bytes = b"") -> bytes:
    return struct.pack(">I", 8 + len(body)) + name + body


def _ftyp(major: bytes, *compatible: bytes) -> bytes:
    return _box(b"ftyp", major + b"\x00\x00\x02\x00" + b"".join(compatible))


PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<</Size 2/Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
THUMBNAIL = b"\xff\xe1" + struct.pack(">H", 10) + b"Exif\x00\x00\xff\xd9"
JPG = b"\xff\xd8" + THUMBNAIL + b"\xff\xda\x00\x02" + b"\x11" * 90 + b"\xff\xd9"
PNG = b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", b"\x00" * 13) + _chunk(b"IDAT", b"") + _chunk(b"IEND", b"")
FRAME = b"\xff\xfb\x90\x00" + b"\x00" * 413
MP3 = FRAME * 3
TAGGED = b"ID3\x04\x00\x00\x00\x00\x00\x0a" + b"\x00" * 10 + MP3
MP4 = _ftyp(b"isom", b"isom", b"avc1", b"mp41") + _box(b"moov", b"\x00" * 50) + _box(b"mdat", b"\x00" * 90)
LATE_INDEX = _ftyp(b"mp42", b"isom") + _box(b"mdat", b"\x00" * 300_000) + _box(b"moov", b"\x00" * 50)
GOOD = {
    "pdf": PDF,
    "jpg": JPG,
    "png": PNG,
    "mp3": MP3,
    "tagged mp3": TAGGED,
    "mp4": MP4,
    "late index": LATE_INDEX,
}

BAD = {
    "program": (b"MZ\x90\x00" + b"\x00" * 200, "program"),
    "script": (b"#!/bin/sh\nrm\n", "program"),
    "web page": (b"\xef\xbb\xbf\n<!DOCTYPE html><html>%PDF-1.4</html>", "html"),
    "empty": (b"", "empty"),
    "zeros": (b"\x00" * 5000, "blank"),
    "word": (b"PK\x03\x04" + b"\x00" * 26 + b"[Content_Types].xml", "office"),
    "old word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 99, "office"),
    "zip": (b"PK\x03\x04" + b"\x00" * 26 + b"report.txt", "zip"),
    "heic": (_ftyp(b"heic", b"mif1", b"heic") + _box(b"meta"), "heic"),
    "heif": (_ftyp(b"mif1", b"heic") + _box(b"meta"), "heic"),
    "avif": (_ftyp(b"avif", b"mif1", b"avif") + _box(b"meta"), "avif"),
    "quicktime": (_ftyp(b"qt  ", b"qt  ") + _box(b"moov"), "quicktime"),
    "av1": (_ftyp(b"isom", b"av01", b"isom") + _box(b"moov"), "av1"),
    "m4a": (_ftyp(b"M4A ", b"isom", b"mp42") + _box(b"moov"), "m4a"),
    "cut pdf": (PDF[:40], "pdf_cut"),
    "pdf without startxref": (PDF.replace(b"startxref", b"startxxxx"), "pdf_cut"),
    "locked pdf": (PDF.replace(b"/Size 2", b"/Size 2/Encrypt 5 0 R"), "pdf_locked"),
    "cut jpg": (JPG[:-2], "jpg_cut"),
    "cut png": (PNG[:-12], "png_cut"),
    "mp4 without index": (_ftyp(b"isom", b"isom") + _box(b"mdat", b"\x00" * 50), "mp4_without_index"),
    "cut mp4": (MP4[:-40], "mp4_cut"),
    "tag without sound": (b"ID3\x04\x00\x00\x00\x00\x00\x0a" + b"\x00" * 900, "mp3_cut"),
    "text": ("這是訪談逐字稿".encode() * 9, "plain_text"),
    "gif": (b"GIF89a" + b"\x00" * 50, "other_kind"),
    "wav": (b"RIFF\x00\x00\x00\x00WAVEfmt ", "other_kind"),
    "webm": (b"\x1a\x45\xdf\xa3" + b"\x00" * 50, "other_kind"),
    "noise": (b"\x01\x02\x03\x04" * 50, "unknown"),
}


def _judge(data: bytes, name: str, slot: object = DOCUMENT) -> Accepted | Refusal:
    return judge(SCHOOL, slot, name, len(data), data[:HEAD], data[-TAIL:])  # type: ignore[arg-type]


@pytest.mark.parametrize("name", GOOD)
def test_that_a_sound_file_is_known_by_its_content(name: str) -> None:
    data = GOOD[name]
    kind = sniff(data[:HEAD], data[-TAIL:], len(data)).kind
    assert kind is Kind({"tagged mp3": "mp3", "late index": "mp4"}.get(name, name))


@pytest.mark.parametrize("name", BAD)
def test_that_a_wrong_file_is_named_whatever_it_is_called(name: str) -> None:
    data, code = BAD[name]
    for called in ("報告.pdf", "照片.jpg", "影片.mp4"):
        found = _judge(data, called)
        assert isinstance(found, Refusal)
        assert found.code == code
        assert found.remedy.startswith("請")


def test_what_a_person_reads_about_common_mistakes() -> None:
    said = {name: sniff(data, data, len(data)).refusal for name, (data, _code) in BAD.items()}
    texts = {name: refusal.text for name, refusal in said.items() if refusal}
    assert texts["heic"] == "這是 HEIC 照片，不能直接上傳，請先轉成 JPG。"
    assert texts["word"] == "這是 Office 文件，不能直接上傳，請先在原來的程式另存成 PDF。"
    assert texts["locked pdf"] == "這份 PDF 有密碼或加密保護，請先移除密碼再上傳。"


def test_that_a_thumbnails_end_is_not_the_pictures_end() -> None:
    assert b"\xff\xd9" in JPG[:-2]
    assert isinstance(_judge(JPG[:-2], "照片.jpg"), Refusal)


@pytest.mark.parametrize(
    ("data", "called", "kept"),
    [
        (PNG, "概念圖.jpg", "概念圖.png"),
        (JPG, "照片.JPEG", "照片.JPEG"),
        (JPG, "照片.jpg.exe", "照片.jpg"),
        (PDF, "報告", "報告.pdf"),
        (PDF, "報告 v1.2", "報告 v1.2.pdf"),
        (PDF, "../密件/報告.pdf", "報告.pdf"),
    ],
)
def test_that_a_right_file_with_a_wrong_name_is_taken_under_the_right_one(
    data: bytes, called: str, kept: str
) -> None:
    found = _judge(data, called)
    assert isinstance(found, Accepted)
    assert found.name == kept
    assert bool(found.note) == (called.rsplit("/", 1)[-1] != kept)


def test_that_a_film_does_not_go_where_a_document_belongs() -> None:
    found = _judge(MP4, "影片.mp4")
    assert isinstance(found, Refusal)
    assert found.text == "這是 MP4，「證明文件」只收 PDF、JPG、PNG，請改選檔案，或放到另一欄。"
    assert isinstance(_judge(MP4, "影片.mp4", MEDIA), Accepted)
    assert isinstance(_judge(MP3, "錄音.mp3", MEDIA), Accepted)


@pytest.mark.parametrize(("excess", "taken"), [(0, True), (1, False)])
def test_that_the_limit_itself_is_allowed(excess: int, taken: bool) -> None:
    found = judge(SCHOOL, DOCUMENT, "報告.pdf", 4 * 1024 * 1024 + excess, PDF, PDF)
    assert isinstance(found, Accepted) == taken
    if isinstance(found, Refusal):
        assert found.text == "檔案有 4.1 MB，超過上限 4 MB，請先壓縮到 4 MB 以內。"


@pytest.mark.parametrize(
    ("size", "text"), [(12, "12 位元組"), (1024, "1 KB"), (1536, "1.5 KB"), (4194304, "4 MB")]
)
def test_that_sizes_read_like_people_say_them(size: int, text: str) -> None:
    assert readable_size(size) == text


@given(
    st.binary(max_size=4000),
    st.sampled_from([b"", b"\xff\xd8\xff", b"%PDF-", b"ID3", b"\x00\x00\x00\x10ftypisom"]),
)
def test_that_no_bytes_bring_the_judge_down(data: bytes, start: bytes) -> None:
    whole = start + data
    verdict = sniff(whole[:HEAD], whole[-TAIL:], len(whole))
    assert (verdict.kind is None) != (verdict.refusal is None)
