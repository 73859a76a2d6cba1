"""Code lists: what a Choice may be, by school year. Their text comes in as CSV; where it is kept is not known here.

Columns: code, label, since, until (ROC school years, both included, blank for no bound), verified, source; the rest is
`extra`. An unverified code is a placeholder: it is offered, marked to administrators, and never exported as official.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from attrs import field, frozen

COLUMNS = ("code", "label", "since", "until", "verified", "source")
FOR_SCHOOL = "school"


@frozen
class Code:
    """One entry of a list."""

    code: str
    label: str
    since: int | None = None
    until: int | None = None
    verified: bool = False
    source: str = ""
    extra: Mapping[str, str] = field(factory=dict)

    def active(self, school_year: int) -> bool:
        """Whether the code counts in that ROC school year."""
        return (self.since is None or self.since <= school_year) and (
            self.until is None or school_year <= self.until
        )

    @property
    def school_only(self) -> bool:
        """Whether only the school may use it (校級幹部)."""
        return self.extra.get("for") == FOR_SCHOOL


@frozen
class CodeList:
    """A named list. An empty one means that the ministry's list is not known yet: then any code may pass."""

    name: str
    entries: tuple[Code, ...]
    _by_code: Mapping[str, Code] = field(init=False, repr=False, eq=False)

    @_by_code.default
    def _index(self) -> Mapping[str, Code]:
        return MappingProxyType({entry.code: entry for entry in self.entries})

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def get(self, code: str) -> Code | None:
        """The entry, or None."""
        return self._by_code.get(code)

    def label(self, code: str) -> str:
        """What people read; a code that is not in the list reads as itself."""
        entry = self._by_code.get(code)
        return entry.label if entry else code

    def active(self, school_year: int) -> tuple[Code, ...]:
        """The entries that count in that ROC school year, in the list's order."""
        return tuple(entry for entry in self.entries if entry.active(school_year))

    def offered(self, school_year: int, *, to_school: bool = False) -> tuple[Code, ...]:
        """What a selector shows: the school's own codes are left out for students."""
        return tuple(entry for entry in self.active(school_year) if to_school or not entry.school_only)

    @property
    def verified(self) -> bool:
        """Whether every code stands in a source."""
        return bool(self.entries) and all(entry.verified for entry in self.entries)


def of_labels(name: str, labels: Mapping[str, str]) -> CodeList:
    """A list of our own words, code to label: what the program itself tells apart is never data of a ministry."""
    entries = (Code(code=code, label=label, verified=True, source="ours") for code, label in labels.items())
    return CodeList(name, tuple(entries))


def parse(name: str, text: str) -> CodeList:
    """The list in a CSV text; ValueError names the list and the line that is wrong."""
    reader = csv.DictReader(text.lstrip("\ufeff").splitlines(), restkey="", strict=True)
    if missing := [column for column in COLUMNS if column not in (reader.fieldnames or ())]:
        raise ValueError(f"{name}.csv 缺少欄位：{'、'.join(missing)}")
    entries: list[Code] = []
    for row in reader:
        entry = _entry(f"{name}.csv 第 {reader.line_num} 列", row)
        if any(entry.code == other.code for other in entries):
            raise ValueError(f"{name}.csv 第 {reader.line_num} 列：代碼 {entry.code} 重複")
        entries.append(entry)
    return CodeList(name, tuple(entries))


class _Lines(list[str]):
    """What csv writes to."""

    def write(self, line: str) -> None:
        self.append(line)


@lru_cache(64)
def parsed(name: str, text: str) -> CodeList:
    """The same, once for each text: a school's own lists are asked for at every act."""
    return parse(name, text)


def text_of(codes: CodeList) -> str:
    """The list as CSV text that `parse` reads back."""
    extras = tuple(dict.fromkeys(key for one in codes.entries for key in one.extra))
    lines = _Lines()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow((*COLUMNS, *extras))
    for one in codes.entries:
        years = ("" if year is None else year for year in (one.since, one.until))
        told = (one.code, one.label, *years, "true" if one.verified else "false", one.source)
        writer.writerow((*told, *(one.extra.get(key, "") for key in extras)))
    return "".join(lines)


def _entry(place: str, row: Mapping[str, str | None]) -> Code:
    if any(value is None for value in row.values()) or "" in row:
        raise ValueError(f"{place}：欄數和標題列不同")
    cells = {column: (value or "").strip() for column, value in row.items()}
    if not cells["code"] or not cells["label"]:
        raise ValueError(f"{place}：代碼與名稱都要有")
    if cells["verified"] not in ("true", "false"):
        raise ValueError(f"{place}：verified 要填 true 或 false")
    return Code(
        code=cells["code"],
        label=cells["label"],
        since=_year(place, cells["since"]),
        until=_year(place, cells["until"]),
        verified=cells["verified"] == "true",
        source=cells["source"],
        extra=MappingProxyType({key: value for key, value in cells.items() if key not in COLUMNS and value}),
    )


def _year(place: str, text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit()):
        raise ValueError(f"{place}：學年度要填民國年數字，不能是「{text}」")
    return int(text)
