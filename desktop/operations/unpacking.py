"""What a backup ZIP offers: our own by its manifest, another system's by its EXCEL lists. Reads, and writes nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from attrs import evolve, field, frozen

from derive import lists, sheet_reading
from derive.lists import Listed, Named, Note
from derive.parcels import Member, Parcel, Unreadable
from derive.vocabulary import Vocabulary
from desktop.operations.packing import FORMAT, MANIFEST
from domain.errors import BadInput
from domain.forms import FORMS, Form
from domain.ids import is_id
from domain.records import Value, clean
from domain.text import normal, safe_name
from domain.validation import storable

BOOKS = (".xlsx", ".xlsm")
CLUTTER = (".DS_Store", "Thumbs.db", "desktop.ini")
OLD_BOOKS = (".xls", ".csv", ".ods")
MOST_RECORDS = 5_000
QUOTED = 24
_SEVERAL = re.compile(r"[\n;；|]")


@frozen
class Filed:
    """A file of a record. member: None when it is not in the ZIP; sha256: "" when that is not told."""

    name: str
    member: Member | None = None
    sha256: str = ""


@frozen
class Offer:
    """A record that the ZIP offers. origin: its id where it comes from, "" when that is not told."""

    form: Form
    place: str
    values: Mapping[str, Value]
    files: Mapping[str, Filed] = field(factory=dict)
    course: Mapping[str, str] = field(factory=dict)
    course_id: str = ""
    origin: str = ""
    owner: str = ""
    by_school: bool = False
    notes: tuple[Note, ...] = ()


@frozen
class Unpacked:
    """Everything in a ZIP. ours: it has our manifest; spare: files that no record names; owners: whose it is."""

    ours: bool
    offers: tuple[Offer, ...]
    notes: tuple[Note, ...] = ()
    spare: tuple[str, ...] = ()

    @property
    def owners(self) -> frozenset[str]:
        return frozenset(offer.owner for offer in self.offers) - {""}


def unpack(parcel: Parcel, words: Vocabulary, check: Callable[[], None]) -> Unpacked:
    """Read lists and manifest. Raises BadInput when there are none; check may raise to stop."""
    told = next((one for one in parcel.members if one.name == MANIFEST), None)
    found = _by_manifest(parcel, told, check) if told is not None else None
    if found is None:
        found = _by_lists(parcel, words, check)
        if told is not None:
            found = evolve(
                found, notes=(Note(told.path, "備份的目錄讀不懂，改讀 EXCEL 清單。"), *found.notes)
            )
    used = {one.member.path for offer in found.offers for one in offer.files.values() if one.member}
    spare = [one for one in parcel.members if one.path not in used and not _is_list(one)]
    spare = [one for one in spare if not _is_clutter(one)]
    refused = [Note(one.path, f"{one.refusal}，沒有打開。") for one in parcel.members if one.refusal]
    left = tuple(one.path for one in spare if not one.refusal)
    return evolve(found, notes=(*found.notes, *refused), spare=left)


def _is_clutter(member: Member) -> bool:
    """What a Mac or Windows puts into a ZIP by itself."""
    return member.path.startswith("__MACOSX/") or member.name in CLUTTER


def _is_lock(member: Member) -> bool:
    """What Excel leaves beside an open workbook, and what a Mac keeps of it."""
    return member.name.startswith(("~$", "._"))


def _is_list(member: Member) -> bool:
    return member.name == MANIFEST or member.name.lower().endswith((*BOOKS, *OLD_BOOKS))


# ---- our own


def _by_manifest(parcel: Parcel, member: Member, check: Callable[[], None]) -> Unpacked | None:
    """None when it is not a manifest of ours: then the lists count."""
    try:
        told = json.loads(parcel.read(member))
        if told["format"] != FORMAT:
            return None
        courses = {one["id"]: _texts(one["values"]) for one in told["parents"]}
        root = member.path.removesuffix(
            MANIFEST
        )  # "" unless the ZIP was unpacked and packed again as a folder
        members = {one.path.removeprefix(root): one for one in parcel.members}
        return Unpacked(True, tuple(_records(told["records"], courses, members, check)))
    except (Unreadable, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _records(
    told: list[Any], courses: Mapping[str, Any], members: Mapping[str, Member], check: Callable[[], None]
) -> Iterator[Offer]:
    if len(told) > MOST_RECORDS:
        raise BadInput("zip_too_many", f"備份裡超過 {MOST_RECORDS} 筆紀錄。", "請分學年度匯出後，逐一匯入。")
    for plain in told:
        check()
        form = FORMS.get(plain["form"])
        if form is None or form.group == "system":
            continue
        place = f"{normal(str(plain.get('folder') or form.title))}{_title(form, plain['values'])}"
        values, notes = _kept(form, plain["values"], place)
        yield Offer(
            form,
            place,
            values,
            {slot: _filed(one, members) for slot, one in plain["files"].items() if slot in _slots(form)},
            courses.get(plain["parent"], {}),
            _id(plain["parent"]),
            _id(plain["id"]),
            normal(str(plain["owner"])),
            plain["srv"].get("source") == "school",
            notes,
        )


def _title(form: Form, told: Mapping[str, Any]) -> str:
    """The record's title as one quotes it, "" when it has none."""
    lines = normal(str(told.get(form.title_field) or "")).strip().splitlines()
    return f"「{lines[0][:QUOTED]}」" if lines else ""


def _kept(form: Form, told: Mapping[str, Any], place: str) -> tuple[dict[str, Value], tuple[Note, ...]]:
    """The values that this program can keep."""
    spelled = {
        str(key): normal(value) if isinstance(value, str) else value for key, value in dict(told).items()
    }
    bad = {one.field_key: one.sentence for one in storable(form, spelled)}
    notes = tuple(Note(place, f"{sentence}，沒有匯入。") for sentence in bad.values())
    return clean({key: value for key, value in spelled.items() if key not in bad}), notes


def _filed(told: Mapping[str, Any], members: Mapping[str, Member]) -> Filed:
    return Filed(
        safe_name(str(told["name"])), members.get(told.get("path") or ""), normal(str(told["sha256"]))
    )


def _id(told: object) -> str:
    return told if isinstance(told, str) and is_id(told) else ""


def _slots(form: Form) -> frozenset[str]:
    return frozenset(slot.key for slot in form.slots)


def _texts(told: Mapping[str, Any]) -> dict[str, str]:
    return {str(key): normal(value) for key, value in told.items() if isinstance(value, str)}


# ---- another system's


def _by_lists(parcel: Parcel, words: Vocabulary, check: Callable[[], None]) -> Unpacked:
    books = [one for one in parcel.members if one.name.lower().endswith(BOOKS) and not _is_lock(one)]
    old = [one for one in parcel.members if one.name.lower().endswith(OLD_BOOKS)]
    if not books:
        raise _no_lists(old)
    shelf = _Shelf(parcel.members)
    offers: list[Offer] = []
    notes = [Note(one.path, "清單不是 .xlsx，沒有讀；請用 Excel 另存成 .xlsx 放回 ZIP。") for one in old]
    for book in books:
        check()
        found, said = _book(parcel, book, words)
        notes += said
        offers += [_offer(one, book, shelf) for one in found]
    return Unpacked(False, tuple(offers), tuple(notes))


def _no_lists(old: list[Member]) -> BadInput:
    if old:
        return BadInput(
            "old_lists",
            "ZIP 裡的清單不是 .xlsx，讀不進來。",
            "請用 Excel 打開清單，另存成 .xlsx 放回 ZIP，再匯入一次。",
        )
    return BadInput(
        "no_lists",
        "這個 ZIP 裡沒有 EXCEL 清單，不知道檔案屬於哪一筆紀錄。",
        "請用學校系統「我的備份」下載的 ZIP；只有檔案時，請新增紀錄後再附上檔案。",
    )


def _book(parcel: Parcel, member: Member, words: Vocabulary) -> tuple[list[Listed], list[Note]]:
    try:
        grids = sheet_reading.read(parcel.read(member))
    except BadInput as error:
        return [], [Note(member.path, f"{error.sentence}。{error.remedy}".replace("。。", "。"))]
    rows: list[Listed] = []
    notes: list[Note] = []
    stem = member.name.rpartition(".")[0]
    for grid in grids:
        found = words.form_of(
            *((member.folder, stem) if len(grids) == 1 else ()), grid.name, member.folder, stem
        )
        where = member.path if len(grids) == 1 else f"{member.path}［{grid.name}］"
        if found is None:
            notes.append(Note(where, "看不出是哪一類紀錄，沒有匯入。"))
            continue
        listed, said = lists.read(grid, *found, where, words)
        rows += listed
        notes += said
    return rows, notes


class _Shelf:
    """Finds the file that a row names: in the list's own folder first, then anywhere if only one is called so."""

    def __init__(self, members: tuple[Member, ...]) -> None:
        self._paths = {one.path.casefold(): one for one in members}
        self._names: dict[str, list[Member]] = {}
        for one in members:
            self._names.setdefault(one.name.casefold(), []).append(one)

    def find(self, named: Named, book: Member) -> Member | None:
        root = book.path.rpartition("/")[0]
        for written in (named.path, named.name):
            text = normal(written).replace("\\", "/").strip().lstrip("./").casefold()
            for path in (text, f"{root}/{text}".casefold(), f"{root}/{text.rpartition('/')[2]}".casefold()):
                if text and path in self._paths:
                    return self._paths[path]
        alike = self._names.get(safe_name(named.name or named.path).casefold(), [])
        return alike[0] if len(alike) == 1 else None


def _offer(listed: Listed, book: Member, shelf: _Shelf) -> Offer:
    form = FORMS[listed.form]
    files: dict[str, Filed] = {}
    notes = list(listed.notes)
    for slot, named in listed.files.items():
        member, other = shelf.find(named, book), ""
        if member is None and not named.path:
            first, *more = (part.strip() for part in _SEVERAL.split(named.name) if part.strip())
            member, other = shelf.find(Named(first), book), "、".join(more)
        if other:
            notes.append(Note(listed.place, f"「{form.field(slot).label}」只能放一個檔案，沒有匯入：{other}"))
        shown = named.name if member is None or named.path else member.name
        files[slot] = Filed(safe_name(shown or named.path), member)
    return Offer(
        form, listed.place, clean(listed.values), files, listed.course, by_school=False, notes=tuple(notes)
    )
