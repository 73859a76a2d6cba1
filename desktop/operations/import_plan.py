"""What importing a ZIP would do, record by record, before anything is written: values only.

What is here is never overwritten and nothing is forged: see docs/decisions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from enum import StrEnum

from attrs import field, frozen

from derive.lists import Note
from domain.forms import FORMS
from domain.records import Record


class Fate(StrEnum):
    """What becomes of an offered record."""

    ADD = "add"
    SAME = "same"
    DIFFERENT = "different"
    SCHOOL = "school"
    REFUSED = "refused"


FATE_LABELS: Mapping[Fate, str] = {
    Fate.ADD: "新增",
    Fate.SAME: "已經有",
    Fate.DIFFERENT: "內容不同",
    Fate.SCHOOL: "學校資料",
    Fate.REFUSED: "不能匯入",
}


@frozen
class Planned:
    """One record. record: what would be written; paths: slot to its place in the ZIP, "" for a file that is here.

    may_copy: whether a DIFFERENT one may be put beside what is here.
    """

    fate: Fate
    place: str
    record: Record
    paths: Mapping[str, str] = field(factory=dict)
    reason: str = ""
    notes: tuple[Note, ...] = ()
    may_copy: bool = False

    def wanted(self, copies: bool) -> bool:
        """Whether it is written."""
        return self.fate is Fate.ADD or (copies and self.fate is Fate.DIFFERENT and self.may_copy)


@frozen
class Plan:
    """Everything the ZIP offers. ours: a backup of this program; spare: files that no record names.

    strangers: other accounts that the backup was made of.
    """

    ours: bool
    rows: tuple[Planned, ...]
    notes: tuple[Note, ...] = ()
    spare: tuple[str, ...] = ()
    strangers: tuple[str, ...] = ()

    def counts(self, form: str = "") -> Mapping[Fate, int]:
        """How many of each fate, of one form or of all."""
        return Counter(row.fate for row in self.rows if form in ("", row.record.form))

    @property
    def forms(self) -> tuple[str, ...]:
        """The forms that occur, in the order of the house."""
        found = {row.record.form for row in self.rows}
        return tuple(key for key in FORMS if key in found)

    def wanted(self, copies: bool = False) -> tuple[Planned, ...]:
        return tuple(row for row in self.rows if row.wanted(copies))

    def remarks(self) -> tuple[Note, ...]:
        """Everything that is not taken, with its place and the reason."""
        said = [
            Note(row.place, row.reason)
            for row in self.rows
            if row.fate in (Fate.REFUSED, Fate.SCHOOL, Fate.DIFFERENT)
        ]
        cells = [note for row in self.rows for note in row.notes if row.fate is not Fate.SAME]
        spare = [Note(path, "沒有任何一筆紀錄提到這個檔案，沒有匯入。") for path in self.spare]
        return (*said, *cells, *self.notes, *spare)


@frozen
class Imported:
    """What was done. changed: ids of new records; failed: what the plan held and could not be written after all.

    stopped: why it ended early, "" when it did not; importing again goes on from there.
    """

    changed: tuple[str, ...]
    forms: frozenset[str]
    files: int
    failed: tuple[Note, ...] = ()
    stopped: str = ""
