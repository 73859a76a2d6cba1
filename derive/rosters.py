"""A roster as a workbook and a folder of files: 封面, one sheet a kind, a blank cell for what is absent, links by path.

What may go in was judged before (domain/roster_checks); a cell is never left out, so nothing ever moves to the left.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import PurePosixPath

from attrs import field as attr, frozen

from derive.sheet_writing import Sheet, Value
from derive.sheets import Codes
from domain.calendar import iso_day, roc_digits
from domain.fields import Day, Field, FileSlot, Number
from domain.forms import FORMS
from domain.national_ids import Identity
from domain.records import Attachment
from domain.rosters import (
    COURSE_COLUMNS,
    COVER,
    COVER_HEADINGS,
    EVENING,
    EVENING_TITLES,
    IDENTITY_HEADINGS,
    YEARLY,
    CourseColumn,
    Entry,
    Roster,
    heading,
    national_fields,
    sheets_of,
)

FOLDER = "files"
OFFERED = ("開設學年度", "開設學期")
_WIDE, _NARROW = 36, 16


@frozen
class Made:
    """Sheets to write and files to lay beside them: path in the folder, and which file."""

    sheets: tuple[Sheet, ...]
    files: tuple[tuple[str, Attachment], ...]
    count: int


@frozen
class Cover:
    """What the first sheet says."""

    school_code: str
    year: int
    term: str
    roster: Roster

    @property
    def name(self) -> str:
        """What workbook and folder are called: 26_學生課程學習成果名冊_114_0."""
        title = self.roster.label.partition("（")[0]
        return f"{self.roster.code}_{title}_{self.year}_{self.shown_term}"

    @property
    def shown_term(self) -> str:
        return self.term if self.roster.by_term else YEARLY


def compile_roster(
    cover: Cover, entries: Sequence[Entry], identities: Mapping[str, Identity], codes: Codes
) -> Made:
    """The whole roster. Every entry's owner is in `identities`."""
    sheets = [_cover(cover)]
    files: list[tuple[str, Attachment]] = []
    count = 0
    for key, name in sheets_of(cover.roster, codes["enrolment_mode"]).items():
        mine = [one for one in entries if key == (one.mode if key in COURSE_COLUMNS else one.record.form)]
        columns = _columns(cover.roster, key)
        rows: list[tuple[Value, ...]] = []
        for number, entry in enumerate(mine, 1):
            places = dict(_places(key, number, entry))
            files += [(places[slot], entry.record.files[slot]) for slot in places]
            rows.append(_row(entry, identities[entry.record.owner], columns, places))
        count += len(rows)
        sheets.append(_sheet(name, columns, rows))
    return Made(tuple(sheets), tuple(files), count)


@frozen
class _Column:
    title: str
    own: Field | None = None
    course: CourseColumn | None = None
    part: str = attr(default="")


def _columns(roster: Roster, key: str) -> tuple[_Column, ...]:
    """After the two of identity. key: a form, or how a course was taken."""
    if key not in COURSE_COLUMNS:
        form = FORMS[key]
        own = [_Column(heading(one), one) for one in national_fields(form)]
        if key == "flexible_learning":
            parts = zip(OFFERED, ("year", "term"), strict=True)
            offered = [_Column(title, form.field("year_term"), part=part) for title, part in parts]
            place = next(n for n, one in enumerate(own) if one.own and one.own.key == "description")
            own[place:place] = offered
        return tuple(own)
    evening = EVENING_TITLES if roster.kind == EVENING else {}
    course = [_Column(evening.get(one.title, one.title), course=one) for one in COURSE_COLUMNS[key]]
    own = [_Column(heading(one), one) for one in national_fields(FORMS["course_outcome"])]
    return (*course, *own)


def _places(key: str, number: int, entry: Entry) -> Iterator[tuple[str, str]]:
    """Where the files of a line lie: no name of a person, and each place once."""
    for slot, attached in sorted(entry.record.files.items()):
        short = slot.removesuffix("_file")
        yield slot, f"{FOLDER}/{key}/{number:05d}-{short}{PurePosixPath(attached.name).suffix.lower()}"


def _row(
    entry: Entry, identity: Identity, columns: Sequence[_Column], places: Mapping[str, str]
) -> tuple[Value, ...]:
    return (
        identity.number,
        roc_digits(identity.born),
        *(_cell(entry, column, places) for column in columns),
    )


def _cell(entry: Entry, column: _Column, places: Mapping[str, str]) -> Value:
    if column.course is not None:
        course = entry.parent
        text = course.text(column.course.key) if course is not None else ""
        return _part(text, column.course.part) or None
    one = column.own
    assert one is not None
    if isinstance(one, FileSlot):
        return places.get(one.key)
    text = entry.record.text(one.key)
    if not text:
        return None
    if column.part:
        return _part(text, column.part)
    match one:
        case Day():
            return roc_digits(iso_day(text))
        case Number():
            return Decimal(text)
        case _:
            return text


def _part(text: str, part: str) -> str:
    year, _, term = text.partition("-")
    return {"year": year, "term": term}.get(part, text)


def _cover(cover: Cover) -> Sheet:
    values = (cover.school_code, str(cover.year), cover.shown_term, cover.roster.code)
    return Sheet(COVER, [(title, _NARROW) for title in COVER_HEADINGS], [values], plain=True)


def _sheet(name: str, columns: Sequence[_Column], rows: Sequence[tuple[Value, ...]]) -> Sheet:
    header = [(title, _NARROW) for title in IDENTITY_HEADINGS]
    header += [
        (one.title, _WIDE if _is_long(one) else max(_NARROW, 2 * len(one.title) + 4)) for one in columns
    ]
    first = len(IDENTITY_HEADINGS)
    links = frozenset(n for n, one in enumerate(columns, first) if isinstance(one.own, FileSlot))
    return Sheet(name, header, rows, links, folders=True)


def _is_long(column: _Column) -> bool:
    return column.own is not None and (
        isinstance(column.own, FileSlot) or column.own.key in ("description", "summary")
    )
