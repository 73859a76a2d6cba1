"""The receipt package that the national database sends a school: a ZIP with a password, SHA.txt and a JSON a roster.

Nothing is unpacked onto the disk. A fingerprint that does not fit stops everything; JSON is read by a parser.
"""

import csv
import hashlib
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from attrs import frozen

from domain.errors import BadInput
from server.services import winzip

LISTING = "SHA.txt"
LARGEST = 256 * 1024 * 1024
IDENTITY, BORN, HEAD = "身分證號", "出生日期", "名冊資訊"
CATEGORIES = {
    "grades": ("修課紀錄", "修課記錄"),
    "outcomes": ("課程學習成果",),
    "diverse": ("多元表現",),
    "cadres": ("校內幹部經歷", "校內幹部"),
}
"""What a roster is called in its file's name and at its top, in the order in which it is looked for."""

_HEX = re.compile(r"[0-9a-fA-F]{64}")


@frozen
class Share:
    """What one student has in one roster. items: record kind to its rows, as they came."""

    category: str
    identity: str
    items: Mapping[str, list[Any]]
    file: str


@frozen
class Package:
    """A whole package, checked. sha: its own fingerprint; term: "" when it does not say."""

    sha: str
    shares: tuple[Share, ...]
    uploaded_by: str
    term: str


def read(path: Path, password: str) -> Package:
    """The package; BadInput says which file is wrong and what to do. Nothing is believed before all hashes fit."""
    try:
        data = path.read_bytes()
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = dict(_contents(archive, data, password))
    except (OSError, zipfile.BadZipFile, zlib.error) as error:
        raise BadInput(
            "bad_package", f"打不開 {path.name}：{error}。", "請重新下載收訖資料檔再試。"
        ) from error
    rosters = _checked(files)
    shares: list[Share] = []
    heads: list[Mapping[str, Any]] = []
    for name, content in rosters.items():
        whole = _parsed(name, content)
        heads += _heads(whole)
        shares += _shares(name, whole)
    return Package(hashlib.sha256(data).hexdigest(), tuple(shares), _first(heads, "上傳人員"), _term(heads))


def _contents(archive: zipfile.ZipFile, data: bytes, password: str) -> Iterator[tuple[str, bytes]]:
    entries = [one for one in archive.infolist() if not one.is_dir()]
    if sum(one.file_size for one in entries) > LARGEST:
        raise BadInput("too_big", "資料檔解開後超過 256 MB。", "請確認是不是收訖明細的資料檔。")
    for entry in entries:
        try:
            yield PurePosixPath(_name(entry)).name, _opened(archive, data, entry, password.encode())
        except (RuntimeError, winzip.WrongPassword) as error:
            raise BadInput("password", "資料檔的密碼不對。", "請向提供資料檔的承辦人確認密碼。") from error


def _opened(archive: zipfile.ZipFile, data: bytes, entry: zipfile.ZipInfo, password: bytes) -> bytes:
    """Both kinds of ZIP password."""
    if entry.compress_type == winzip.METHOD:
        return winzip.contents(data, entry, password)
    return archive.read(entry, password or None)


def _name(entry: zipfile.ZipInfo) -> str:
    """Old Windows programs write Big5 names without saying so; zipfile then reads them as CP437."""
    if entry.flag_bits & 0x800:
        return entry.filename
    raw = entry.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "cp950"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename


def _checked(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """The rosters whose fingerprints are those of SHA.txt; one that differs, is missing or unlisted stops it all."""
    if LISTING not in files:
        raise BadInput("no_hashes", f"資料檔裡沒有 {LISTING}，無法確認內容完整。", "請重新下載資料檔。")
    told = dict(_listed(files[LISTING].decode("utf-8-sig", "replace")))
    rosters = {name: data for name, data in files.items() if name != LISTING}
    wrong = [name for name, data in rosters.items() if told.get(name) != hashlib.sha256(data).hexdigest()]
    wrong += [f"{name}（不在資料檔裡）" for name in told if name not in rosters]
    if wrong or not rosters:
        raise BadInput(
            "hash_mismatch",
            f"指紋和 {LISTING} 不符：{'、'.join(sorted(wrong)) or '沒有名冊'}。",
            "內容可能損壞或被改過，沒有匯入任何資料；請重新下載。",
        )
    return rosters


def _listed(text: str) -> Iterator[tuple[str, str]]:
    for row in csv.reader(io.StringIO(text)):
        cells = [cell.strip() for cell in row]
        if len(cells) >= 2 and _HEX.fullmatch(cells[1]):
            yield PurePosixPath(cells[0]).name, cells[1].lower()


def _parsed(name: str, content: bytes) -> Mapping[str, Any]:
    try:
        whole = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError) as error:
        raise BadInput("bad_roster", f"{name} 不是正確的 JSON：{error}。", "請重新下載資料檔。") from error
    if not isinstance(whole, dict):
        raise BadInput("bad_roster", f"{name} 的內容不是名冊。", "請重新下載資料檔。")
    return whole


def _shares(name: str, whole: Mapping[str, Any]) -> Iterator[Share]:
    category = category_of(name) or next((found for key in whole if (found := category_of(str(key)))), "")
    if not category:
        raise BadInput(
            "unknown_roster", f"看不出 {name} 是哪一類名冊。", "檔名要含修課紀錄、課程學習成果等類別。"
        )
    people = [one for key, value in whole.items() if key != HEAD and isinstance(value, list) for one in value]
    for one in people:
        identity = str(one.get(IDENTITY) or "").strip() if isinstance(one, dict) else ""
        if not identity:
            raise BadInput("bad_roster", f"{name} 有一筆沒有{IDENTITY}。", "請重新下載資料檔。")
        items = {str(key): value for key, value in one.items() if isinstance(value, list)}
        yield Share(category, identity.upper(), items, name)


def category_of(words: str) -> str:
    """The receipt category that a file name or a heading speaks of, "" when none."""
    return next((key for key, names in CATEGORIES.items() if any(n in words for n in names)), "")


def _heads(whole: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    told = whole.get(HEAD)
    return [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []


def _first(heads: list[Mapping[str, Any]], key: str) -> str:
    return next((str(one[key]) for one in heads if one.get(key)), "")


def _term(heads: list[Mapping[str, Any]]) -> str:
    year, term = _first(heads, "學年度"), _first(heads, "學期")
    return f"{year}-{term}" if year.isdigit() and term else ""
