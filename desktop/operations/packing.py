"""Fills a backup: a folder and an Excel list for each kind, the files byte for byte, and a manifest to restore by."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from io import BytesIO
from typing import Any, Protocol

from attrs import frozen

from derive import sheets
from derive.sheets import Codes, Row
from domain.canonical import NotCanonical
from domain.errors import Damaged, LichengError
from domain.forms import Form
from domain.profiles import Profile
from domain.records import Attachment, Record
from domain.text import export_name, split_extension

FORMAT = "licheng-backup/1"
MANIFEST = "manifest.json"
_EARLIEST = (1980, 1, 1, 0, 0, 0)
BYTES = 200
"""Linux takes 255 bytes a name, a Chinese character is three; the rest is room for " (2)"."""

Progress = Callable[[int, int, str], None]
Cancel = Callable[[], bool]


class Blobs(Protocol):
    """Where files come from. read_all raises Damaged when the content is not that of the name, or not here."""

    def read_all(self, sha256: str) -> bytes: ...


class Cancelled(LichengError):
    """The person stopped the export; nothing was left behind."""

    def __init__(self) -> None:
        super().__init__("cancelled", "已取消匯出，沒有留下檔案。")


@frozen
class Folder:
    """A folder of the backup: a form's records, each with its parent."""

    name: str
    form: Form
    pairs: tuple[tuple[Record, Record | None], ...]


def fitting(name: str, taken: Collection[str]) -> str:
    """A name every system takes, unlike all in `taken`."""
    stem, extension = split_extension(name)
    while len(f"{stem}{extension}".encode("utf-8", "replace")) > BYTES:
        stem = stem[:-1]
    return export_name(f"{stem}{extension}", taken)


class Names:
    """The names given out in one folder."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = list(taken)

    def give(self, name: str) -> str:
        """A free name, and from now on a taken one."""
        given = fitting(name, self._taken)
        self._taken.append(given)
        return given


class Packer:
    """Fills one archive and keeps count."""

    def __init__(
        self, blobs: Blobs, codes: Codes, profile: Profile, total: int, progress: Progress, cancel: Cancel
    ) -> None:
        self._blobs = blobs
        self._codes = codes
        self._profile = profile
        self._total = total
        self._progress = progress
        self._cancel = cancel
        self._seen = self.files = self.bytes = 0
        self._moment = _EARLIEST
        self.missing: list[str] = []

    def pack(
        self, archive: zipfile.ZipFile, folders: Iterable[Folder], choice: Mapping[str, Any], made_at: str
    ) -> None:
        self._moment = _zip_moment(made_at)
        listed: list[dict[str, Any]] = []
        parents: dict[str, Record] = {}
        for folder in folders:
            rows = self._fill(archive, folder)
            listed += [_listed(row, folder.name) for row in rows]
            parents.update({row.parent.id: row.parent for row in rows if row.parent is not None})
        self._check()
        manifest = {
            "format": FORMAT,
            "program": "licheng",
            "made_at": made_at,
            "profile": self._profile.key,
            "choice": dict(choice),
            "records": listed,
            "parents": [_plain(record) for record in parents.values()],
            "missing": self.missing,
        }
        text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
        self._add(archive, MANIFEST, text.encode(), zipfile.ZIP_DEFLATED)

    def _fill(self, archive: zipfile.ZipFile, folder: Folder) -> list[Row]:
        listing = fitting(f"{folder.name}清單.xlsx", ())
        names = Names(taken=[listing])
        rows = []
        for record, parent in folder.pairs:
            self._check()
            places = {
                slot: self._file(archive, folder.name, names, attached)
                for slot, attached in record.files.items()
            }
            rows.append(Row(record, parent, {slot: place for slot, place in places.items() if place}))
        body = BytesIO()
        shown = self._profile.fields(folder.form)
        sheets.write(body, folder.form, rows, self._codes, fields=shown, title=folder.name)
        self._add(archive, f"{folder.name}/{listing}", body.getvalue())
        return rows

    def _file(self, archive: zipfile.ZipFile, folder: str, names: Names, attached: Attachment) -> str:
        self._check()
        self._progress(self._seen, self._total, attached.name)
        place = f"{folder}/{names.give(attached.name)}"
        self._seen += 1
        try:
            data = self._blobs.read_all(attached.sha256)
        except Damaged:  # one file that is not here keeps no other out of the backup
            self.missing.append(place)
            return ""
        self._add(archive, place, data)
        self.files += 1
        self.bytes += len(data)
        self._progress(self._seen, self._total, attached.name)
        return place

    def _add(self, archive: zipfile.ZipFile, place: str, data: bytes, how: int = zipfile.ZIP_STORED) -> None:
        entry = zipfile.ZipInfo(place, self._moment)
        entry.compress_type = how
        entry.external_attr = 0o600 << 16
        archive.writestr(entry, data)

    def _check(self) -> None:
        if self._cancel():
            raise Cancelled


def _listed(row: Row, folder: str) -> dict[str, Any]:
    """A record as the manifest tells it: whole, so that it can be put back, with the place of each file."""
    plain = _plain(row.record)
    for slot, told in plain["files"].items():
        told["path"] = row.paths.get(slot)
    return {**plain, "folder": folder, "content_hash": _fingerprint(row.record)}


def _fingerprint(record: Record) -> str:
    """The record's hash; "" for one with text that no program of ours would keep: it is backed up all the same."""
    try:
        return record.content_hash
    except NotCanonical:
        return ""


def _plain(record: Record) -> dict[str, Any]:
    return {
        "id": record.id,
        "form": record.form,
        "owner": record.owner,
        "parent": record.parent,
        "state": record.state,
        "ver": record.ver,
        "values": dict(record.values),
        "files": {slot: attached.as_json() for slot, attached in record.files.items()},
        "srv": dict(record.srv),
        "unknown": dict(record.unknown),
    }


def _zip_moment(made_at: str) -> tuple[int, int, int, int, int, int]:
    """The time that the archive's entries bear."""
    try:
        moment = datetime.fromisoformat(made_at)
    except ValueError:
        return _EARLIEST
    if moment.tzinfo is not None:
        moment = moment.astimezone(sheets.ZONE)
    return moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second
