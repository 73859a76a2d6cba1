"""Opens a ZIP that somebody else made: nothing is extracted, nothing it says of itself is believed.

What concerns the whole file raises BadInput; what concerns one entry is a Member with its refusal, so that the rest
can be taken. Names without the UTF-8 flag are read as Big5, which the older school systems write.
"""

from __future__ import annotations

import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from attrs import frozen

from domain.errors import BadInput

MOST_ENTRIES = 500
MOST_BYTES = 10 * 1024 * 1024
MOST_IN_ALL = 300 * 1024 * 1024
MOST_DIRECTORY = 4 * 1024 * 1024
RATIO, RATIO_FROM = 100, 1024 * 1024
PIECE = 64 * 1024
MOST_NAME, MOST_DEPTH = 600, 12
NESTED = (".zip", ".7z", ".rar", ".gz", ".tar", ".bz2", ".xz")
_UTF8, _ENCRYPTED = 0x800, 0x1 | 0x40 | 0x2000
_UNIX = 3
_DEVICE = re.compile(r"(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|CLOCK\$|(COM|LPT)[0-9¹²³])", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_END, _END64 = struct.Struct("<4s4H2LH"), struct.Struct("<4sQ2H2L4Q")
_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError
)  # fmt: skip
"""What zipfile raises over one broken entry."""
_LOCAL = struct.Struct("<4s5H3L2H")


@frozen
class Member:
    """A file in the ZIP. path: with "/" only. refusal: why it is not opened, "" when it may be."""

    path: str
    info: zipfile.ZipInfo
    refusal: str = ""

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]

    @property
    def folder(self) -> str:
        """The innermost folder, "" at the top."""
        return self.path.rpartition("/")[0].rpartition("/")[2]


class Unreadable(BadInput):
    """One entry cannot be read; the others may."""

    def __init__(self, sentence: str) -> None:
        super().__init__("bad_entry", sentence, "請換成完好的檔案再試一次。")


class Parcel:
    """An open ZIP. Close it, or use it with `with`. Counts what it has unpacked."""

    def __init__(self, source: Path | BinaryIO) -> None:
        with _told():
            self._file: BinaryIO = source.open("rb") if isinstance(source, Path) else source
        try:
            with _told():
                _check_end(self._file)
                self._archive = zipfile.ZipFile(self._file)
                infos = self._archive.infolist()
                _check_room(self._file, infos, self._archive.start_dir)
        except BaseException:
            self._file.close()
            raise
        self._left = MOST_IN_ALL
        self.members = tuple(_members(infos))

    def __enter__(self) -> Parcel:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._archive.close()
        self._file.close()

    def read(self, member: Member) -> bytes:
        """The content, whole and with the right checksum. Raises Unreadable, or BadInput when it is all too much."""
        if member.refusal:
            raise Unreadable(member.refusal)
        pieces: list[bytes] = []
        size = 0
        try:
            with self._archive.open(member.info) as stream:
                while piece := stream.read(PIECE):
                    size += len(piece)
                    self._left -= len(piece)
                    self._check(size, member.info.compress_size)
                    pieces.append(piece)
        except _BROKEN as error:
            raise Unreadable("檔案在 ZIP 裡已經損壞") from error
        return b"".join(pieces)

    def _check(self, size: int, packed: int) -> None:
        if size > MOST_BYTES:
            raise Unreadable(f"解開後超過 {MOST_BYTES // 1024 // 1024} MB")
        if size > RATIO_FROM and size > RATIO * packed:
            raise Unreadable("壓縮得不合常理，可能是惡意檔案")
        if self._left < 0:
            raise _too_much()


def _members(infos: list[zipfile.ZipInfo]) -> Iterator[Member]:
    seen: set[str] = set()
    for info in infos:
        path = _path(info)
        if path.endswith("/") and not info.file_size:
            continue
        refusal = _refusal(path, info)
        key = unicodedata.normalize("NFC", path).casefold()
        if not refusal and key in seen:
            refusal = "ZIP 裡有兩個檔案叫這個名稱"
        seen.add(key)
        yield Member(unicodedata.normalize("NFC", path), info, refusal)


def _path(info: zipfile.ZipInfo) -> str:
    """The name as it was meant. zipfile reads names without the flag as cp437, so the bytes can be had back."""
    if info.flag_bits & _UTF8 or info.orig_filename.isascii():
        return info.orig_filename
    raw = info.orig_filename.encode("cp437", "replace")
    for encoding in ("utf-8", "cp950", "big5hkscs"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.orig_filename


def _refusal(path: str, info: zipfile.ZipInfo) -> str:
    return _bad_name(path) or _bad_kind(path, info)


def _bad_name(path: str) -> str:
    parts = path.split("/")
    if not path or len(path) > MOST_NAME or len(parts) > MOST_DEPTH:
        return "檔名太長或資料夾太深"
    if _CONTROL.search(path):
        return "檔名含有看不見的控制字元"
    if "\\" in path:
        return "檔名含有反斜線"
    if path.startswith("/") or re.match(r"[A-Za-z]:", path):
        return "檔名是絕對路徑"
    if any(part in ("", ".", "..") for part in parts):
        return "檔名想離開自己的資料夾"
    if any(":" in part for part in parts):
        return "檔名含有冒號"
    if any(_DEVICE.fullmatch(part.split(".", 1)[0].rstrip(" ")) for part in parts):
        return "檔名是系統保留的裝置名稱"
    return ""


def _bad_kind(path: str, info: zipfile.ZipInfo) -> str:
    if info.flag_bits & _ENCRYPTED:
        return "檔案有密碼保護"
    kind = stat.S_IFMT(info.external_attr >> 16) if info.create_system == _UNIX else 0
    if kind not in (0, stat.S_IFREG):
        return "不是一般檔案（捷徑或裝置）"
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "壓縮方式不支援"
    if path.lower().endswith(NESTED):
        return "ZIP 裡的壓縮檔不會再打開"
    if info.file_size > MOST_BYTES:
        return f"檔案超過 {MOST_BYTES // 1024 // 1024} MB"
    return ""


def _check_end(file: BinaryIO) -> None:
    """Look at the end of the file before zipfile reads the whole directory into memory."""
    size = file.seek(0, 2)
    start = max(0, size - 65_557 - 20)
    file.seek(start)
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        raise zipfile.BadZipFile("no end of central directory")
    _, _, _, _, entries, directory, _, _ = _END.unpack_from(tail, at)
    if at >= 20 and tail[at - 20 : at - 16] == b"PK\x06\x07":
        file.seek(int.from_bytes(tail[at - 12 : at - 4], "little"))
        large = file.read(_END64.size)
        if len(large) < _END64.size or large[:4] != b"PK\x06\x06":
            raise zipfile.BadZipFile("no large end of central directory")
        entries, directory = _END64.unpack(large)[7:9]
    if entries > MOST_ENTRIES or directory > MOST_DIRECTORY:
        raise _too_many()
    file.seek(0)


def _check_room(file: BinaryIO, infos: list[zipfile.ZipInfo], directory: int) -> None:
    """No two entries share bytes, none reaches into the directory: else a small file could unpack to a huge one."""
    if len(infos) > MOST_ENTRIES:
        raise _too_many()
    if sum(info.file_size for info in infos) > MOST_IN_ALL:
        raise _too_much()
    before = 0
    for info in sorted(infos, key=lambda one: one.header_offset):
        file.seek(info.header_offset)
        head = file.read(_LOCAL.size)
        if len(head) < _LOCAL.size or head[:4] != b"PK\x03\x04":
            raise zipfile.BadZipFile("no local header")
        names, extra = _LOCAL.unpack(head)[9:11]
        if info.header_offset < before:
            raise _woven()
        before = info.header_offset + _LOCAL.size + names + extra + info.compress_size
        if before > directory:
            raise _woven()


def _too_many() -> BadInput:
    return BadInput(
        "zip_too_many",
        f"ZIP 裡超過 {MOST_ENTRIES} 個檔案，不能一次匯入。",
        "請分學年度匯出成幾個 ZIP，逐一匯入。",
    )


def _too_much() -> BadInput:
    room = MOST_IN_ALL // 1024 // 1024
    return BadInput(
        "zip_too_large", f"ZIP 解開後超過 {room} MB，不能一次匯入。", "請分學年度匯出成幾個 ZIP，逐一匯入。"
    )


def _woven() -> BadInput:
    return BadInput(
        "zip_woven", "ZIP 裡的檔案互相重疊，可能是惡意檔案，沒有打開。", "請從原來的系統重新下載備份。"
    )


class _told:  # noqa: N801 - reads as a word after `with`
    """Turns whatever a broken or missing file raises into a sentence."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, _: object) -> None:
        if isinstance(error, BadInput):
            return
        if isinstance(error, zipfile.BadZipFile | EOFError | struct.error | ValueError | NotImplementedError):
            raise BadInput(
                "not_a_zip",
                "這不是完整的 ZIP 檔，可能沒有下載完，或已經損壞。",
                "請重新下載備份，再匯入一次。",
            ) from error
        if isinstance(error, OSError):
            raise BadInput("unreadable", "讀不到這個 ZIP 檔。", "請確認檔案還在，而且可以開啟。") from error
