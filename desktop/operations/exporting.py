"""我的備份: everything a person has, or what was picked, as one ZIP with a folder and an Excel list for each kind.

What is decrypted leaves the vault here, because the person asked for it, and only into the file that the person chose.
"""

from __future__ import annotations

import errno
import secrets
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from attrs import asdict, frozen

from derive.sheets import Codes
from desktop.operations.packing import Blobs, Cancel, Cancelled, Folder, Packer, Progress
from desktop.store import durable, space
from domain.errors import BadInput, LichengError
from domain.forms import FORMS, HELD
from domain.lifecycle import FROZEN_SELECTIONS
from domain.profiles import Profile
from domain.records import Record

__all__ = ["Cancelled", "Choice", "Exported", "Plan", "Reader", "export", "plan"]

OUTCOME_MODES = "enrolment_mode"
BACKED_UP = tuple(form.key for form in HELD)
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Reader(Protocol):
    """Where records come from."""

    def records(self, form: str) -> Iterable[Record]: ...
    def record(self, record_id: str) -> Record | None: ...


@frozen
class Choice:
    """What goes in. year_term: "" for everything, "114" for a school year, "114-1" for a term; forms: () for all."""

    year_term: str = ""
    only_selected: bool = False
    forms: tuple[str, ...] = ()


@frozen
class Plan:
    """What an export would hold."""

    records: int
    files: int
    bytes: int


@frozen
class Exported:
    """What the ZIP holds. missing: files that are not on this computer, as "folder/name"."""

    records: int
    files: int
    bytes: int
    missing: tuple[str, ...] = ()


def plan(reader: Reader, choice: Choice) -> Plan:
    """How much the choice comes to, before anything is written."""
    return _measure(record for record, _ in _chosen(reader, choice))


def export(
    reader: Reader,
    blobs: Blobs,
    out_path: Path,
    choice: Choice,
    codes: Codes,
    profile: Profile,
    progress: Progress,
    cancel: Cancel,
    *,
    made_at: str = "",
    free: space.Free = space.free_bytes,
) -> Exported:
    """Write the ZIP, all or nothing. Raises Cancelled, BadInput (nothing to export) or disk_full.

    progress: files done, files in all, and the present file's name. made_at: the present time, UTC.
    """
    pairs = tuple(_chosen(reader, choice))
    wanted = _measure(record for record, _ in pairs)
    if not pairs:
        raise BadInput("nothing_to_export", "這個範圍內沒有紀錄。", "請換一個學期或類型，或留白匯出全部。")
    draft = out_path.with_name(f".{secrets.token_hex(8)}.part")
    with _told(wanted.bytes), durable.undone(draft):
        if free(out_path.parent) < wanted.bytes * 1.02:
            raise OSError(errno.ENOSPC, "not enough room")
        packer = Packer(blobs, codes, profile, wanted.files, progress, cancel)
        with draft.open("xb") as file:
            draft.chmod(durable.PRIVATE)
            with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
                packer.pack(archive, _folders(pairs, codes), asdict(choice), made_at)
            durable.sync_file(file)
        draft.replace(out_path)
        durable.sync_folder(out_path.parent)
    return Exported(len(pairs), packer.files, packer.bytes, tuple(packer.missing))


def _chosen(reader: Reader, choice: Choice) -> Iterator[tuple[Record, Record | None]]:
    for form in choice.forms or BACKED_UP:
        for record in reader.records(form):
            parent = reader.record(record.parent) if record.parent else None
            if not record.deleted and _wanted(record, parent, choice):
                yield record, parent


def _wanted(record: Record, parent: Record | None, choice: Choice) -> bool:
    if choice.only_selected and record.selection not in FROZEN_SELECTIONS:
        return False
    term = record.text("year_term") or (parent.text("year_term") if parent else "")
    return choice.year_term in ("", term, term.partition("-")[0])


def _measure(records: Iterable[Record]) -> Plan:
    count, files = 0, []
    for record in records:
        count += 1
        files += [attached.size for attached in record.files.values()]
    return Plan(count, len(files), sum(files))


def _folders(pairs: Iterable[tuple[Record, Record | None]], codes: Codes) -> Iterator[Folder]:
    """Records by folder, in the order of the forms; outcomes have a folder for each way of taking the course."""
    sorted_out: dict[tuple[str, str], list[tuple[Record, Record | None]]] = {}
    for record, parent in pairs:
        sorted_out.setdefault((_folder_name(record, parent, codes), record.form), []).append((record, parent))
    for (name, form), found in sorted_out.items():
        yield Folder(name, FORMS[form], tuple(found))


def _folder_name(record: Record, parent: Record | None, codes: Codes) -> str:
    form = FORMS[record.form]
    if form.group == "outcome" and parent is not None and OUTCOME_MODES in codes:
        mode = codes[OUTCOME_MODES].get(parent.text("enrolment_mode"))
        if mode is not None:
            return mode.extra.get("sheet") or f"{mode.label}{form.folder}"
    return form.folder or form.title


@contextmanager
def _told(needed: int) -> Iterator[None]:
    """Turns a fault of the disk into a sentence that says how much room it takes."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            room = f"{needed / 1024 / 1024 + 1:.0f} MB"
            raise LichengError(
                "disk_full",
                "磁碟空間不足，備份沒有完成。",
                f"請清出 {room} 以上的空間，或換一個位置再匯出一次。",
            ) from error
        raise LichengError(
            "not_writable",
            "無法寫入這個位置，備份沒有完成。",
            "請換一個資料夾再匯出一次。",
        ) from error
