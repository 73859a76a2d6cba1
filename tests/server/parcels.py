"""Receipt packages as the national database sends them: ZipCrypto, SHA.txt, one JSON with a BOM a roster."""

import hashlib
import io
import json
import os
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from server.services.packages import HEAD, LISTING

PASSWORD = "k12ea-114"
IDS = {"amy": "A123456789", "ben": "B234567890"}


def roster(category: str, people: Mapping[str, Mapping[str, Any]], **head: str) -> bytes:
    """{national id: {item: rows}} as the bytes of a roster."""
    rows = [{"身分證號": one, "出生日期": "0980101", **items} for one, items in people.items()]
    whole = {HEAD: [{"名稱": category, "上傳人員": "教務處", **head}], category: rows}
    return json.dumps(whole, ensure_ascii=False).encode("utf-8-sig")


def parcel(path: Path, files: Mapping[str, bytes], password: str = PASSWORD, listing: str = "") -> Path:
    """The package at the path; listing: another SHA.txt than the true one."""
    told = listing or "".join(
        f"{name},{hashlib.sha256(data).hexdigest()}\r\n" for name, data in files.items()
    )
    path.write_bytes(encrypted({**files, LISTING: told.encode()}, password))
    return path


def encrypted(files: Mapping[str, bytes], password: str) -> bytes:
    """A ZIP under the traditional password, which zipfile reads and does not write."""
    plain = io.BytesIO()
    with zipfile.ZipFile(plain, "w", zipfile.ZIP_STORED) as archive:
        for name, data in files.items():
            archive.writestr(name, data + bytes(12))
    whole = bytearray(plain.getvalue())
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        entries = archive.infolist()
    for entry in entries:
        data = files[entry.filename]
        name, extra = struct.unpack_from("<HH", whole, entry.header_offset + 26)
        start = entry.header_offset + 30 + name + extra
        crc = zlib.crc32(data)
        head = os.urandom(11) + bytes([crc >> 24])
        whole[start : start + len(data) + 12] = _crypt(head + data, password.encode())
        _mark(whole, entry.header_offset + 6, entry.header_offset + 14, crc, len(data))
    place = whole.find(b"PK\x01\x02")
    for entry in entries:
        data = files[entry.filename]
        _mark(whole, place + 8, place + 16, zlib.crc32(data), len(data))
        name, extra, comment = struct.unpack_from("<HHH", whole, place + 28)
        place += 46 + name + extra + comment
    return bytes(whole)


def _mark(whole: bytearray, flags: int, sizes: int, crc: int, size: int) -> None:
    struct.pack_into("<H", whole, flags, struct.unpack_from("<H", whole, flags)[0] | 1)
    struct.pack_into("<III", whole, sizes, crc, size + 12, size)


def _crypt(data: bytes, password: bytes) -> bytes:
    keys = [0x12345678, 0x23456789, 0x34567890]

    def update(byte: int) -> None:
        keys[0] = _crc(keys[0], byte)
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = _crc(keys[2], keys[1] >> 24)

    for byte in password:
        update(byte)
    made = bytearray()
    for byte in data:
        mixed = keys[2] | 2
        made.append(byte ^ (((mixed * (mixed ^ 1)) >> 8) & 0xFF))
        update(byte)
    return bytes(made)


def _crc(crc: int, byte: int) -> int:
    return (zlib.crc32(bytes([byte]), crc ^ 0xFFFFFFFF) ^ 0xFFFFFFFF) & 0xFFFFFFFF
