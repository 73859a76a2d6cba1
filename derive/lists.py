"""From the sheets of a backup to records: which form, which column is which field, what a cell means.

Our own lists read back exactly; other systems' by their labels and the aliases of resources/. What cannot be read is
said with its cell, never dropped in silence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from attrs import evolve, field as attr, frozen

from derive.sheet_reading import Cell, Grid, letter
from derive.vocabulary import MODES, YEAR_SHAPE, Column, Vocabulary, roc
from domain.calendar import parse_day
from domain.fields import Choice, Day, Field, YearTerm
from domain.forms import Form
from domain.records import Value
from domain.validation import problem, tidy

HEADER_WITHIN = 12
HEADER_LEAST = 2
UNREADABLE = ("not_a_day", "not_a_number")
EXCEL_EPOCH = date(1899, 12, 30)
EXCEL_DAYS = range(32_874, 73_051)  # 1990 to 2099
YEAR, TERM = "year", "term"


@frozen
class Note:
    """Something that could not be taken, and where: sheet and cell."""

    place: str
    sentence: str


@frozen
class Named:
    """A file as a row names it: its name, and where it lies if the list says so."""

    name: str
    path: str = ""


@frozen
class Listed:
    """One row. course: what it says of the course it belongs to."""

    form: str
    place: str
    values: Mapping[str, Value]
    course: Mapping[str, str] = attr(factory=dict)
    files: Mapping[str, Named] = attr(factory=dict)
    notes: tuple[Note, ...] = ()


def read(grid: Grid, form: Form, mode: str, where: str, words: Vocabulary) -> tuple[list[Listed], list[Note]]:
    """The rows of a sheet, and what the sheet as a whole has that was not understood. where: it lies."""
    known = words.columns(form)
    head = _header(grid, words, known)
    if head is None:
        return [], [Note(where, "找不到標題列，這份清單沒有讀進來。")]
    titles = [words.aliases.plain(str(cell or "")) for cell in grid.rows[head]]
    notes = []
    if grid.cut:
        notes.append(Note(where, f"超過 {len(grid.rows)} 列，後面的沒有讀。"))
    for place, title in enumerate(titles):
        filled = any(place < len(row) and row[place] is not None for row in grid.rows[head + 1 :])
        if title and title not in known and filled:
            at = f"{where} {letter(place)}{head + 1}"
            notes.append(Note(at, f"不認得「{grid.rows[head][place]}」這一欄，沒有匯入。"))
    shown = [known.get(title) for title in titles]
    reader = _Rows(form, mode, where, shown, words)
    listed = [reader.row(number, row) for number, row in enumerate(grid.rows[head + 1 :], head + 2)]
    return [one for one in listed if one is not None], notes


def _header(grid: Grid, words: Vocabulary, known: Mapping[str, Column]) -> int | None:
    """The row that most looks like one of titles."""
    scores = [
        sum(1 for cell in row if isinstance(cell, str) and words.aliases.plain(cell) in known)
        for row in grid.rows[:HEADER_WITHIN]
    ]
    best = max(range(len(scores)), key=lambda place: scores[place], default=None)
    return best if best is not None and scores[best] >= HEADER_LEAST else None


class _Rows:
    """Reads the rows beneath one header."""

    def __init__(
        self, form: Form, mode: str, where: str, shown: list[Column | None], words: Vocabulary
    ) -> None:
        self._form, self._mode, self._where, self._shown, self._words = form, mode, where, shown, words
        self._unlisted = words.aliases.unlisted.get(form.key)

    def row(self, number: int, cells: tuple[Cell, ...]) -> Listed | None:
        """The row as a record; None for an empty one."""
        values: dict[str, Value] = {}
        course: dict[str, str] = {}
        files: dict[str, Named] = {}
        apart: dict[str, str] = {}
        notes: list[Note] = []
        for place, (column, cell) in enumerate(zip(self._shown, cells, strict=False)):
            text = _text(cell)
            if column is None or not text.strip():
                continue
            match column.kind:
                case "value" | "parent":
                    bag = values if column.kind == "value" else course
                    read, why = self._value(column.field, cell, bag)
                    if why:
                        notes.append(Note(f"{self._where} {letter(place)}{number}", why))
                    if read:
                        bag.setdefault(column.key, read)
                case "file":
                    held = files.get(column.key, Named(""))
                    files[column.key] = evolve(held, name=held.name or text.strip())
                case "path":
                    files[column.key] = evolve(files.get(column.key, Named("")), path=text.strip())
                case "year" | "term":
                    apart.setdefault(column.kind, text)
        if not (values or files or course):
            return None
        if YEAR in apart:
            notes += self._join(apart, values, course)
        if self._mode and self._form.group == "outcome":
            course.setdefault(MODES, self._mode)
        return Listed(self._form.key, f"{self._where} 第 {number} 列", values, course, files, tuple(notes))

    def _value(self, one: Field | None, cell: Cell, bag: Mapping[str, object]) -> tuple[str, str]:
        """What is kept of a cell, and what is wrong with it."""
        text = _text(cell)
        match one:
            case Choice():
                return self._choice(one, tidy(one, text), bag)
            case YearTerm():
                found = self._words.year_term(text)
                return found, "" if found else f"看不懂學年度與學期「{_cut(text)}」。"
            case None:
                return "", ""
            case None:
                return "", ""
            case Day():
                kept = _day(cell)
            case _:
                kept = tidy(one, text)
        wrong = problem(one, kept, self._words.codes)
        if wrong is None or wrong.code not in UNREADABLE:  # too long or too large: kept as when it was typed
            return kept, ""
        return "", f"{wrong.sentence}，這一格沒有匯入。"

    def _choice(self, one: Choice, text: str, bag: Mapping[str, object]) -> tuple[str, str]:
        found = self._words.code(one, text)
        if found:
            return found, ""
        other = self._unlisted
        if other is not None and other.field == one.key and isinstance(bag, dict):
            bag.setdefault(other.words, tidy(self._form.field(other.words), text))
            return other.code, ""
        return "", f"{one.label}「{_cut(text)}」不在清單裡，這一格沒有匯入。"

    def _join(
        self, apart: Mapping[str, str], values: dict[str, Value], course: dict[str, str]
    ) -> Iterator[Note]:
        """School year and term that stand in two columns."""
        year = YEAR_SHAPE.fullmatch(self._words.aliases.plain(apart[YEAR]))
        term = self._words.term(apart.get(TERM, ""))
        whole = f"{roc(year[1])}-{term}" if year and term else self._words.year_term("".join(apart.values()))
        own = any(one.key == "year_term" for one in self._form.fields)
        if whole:
            bag: dict[str, Any] = values if own else course
            bag.setdefault("year_term", whole)
        elif year and not own:
            course.setdefault("school_year", str(roc(year[1])))
        elif year:
            values.setdefault("year_term", f"{roc(year[1])}-{self._words.first_term}")
            yield Note(self._where, "清單沒有寫學期，先填第一個學期，匯入後請確認。")
        else:
            yield Note(self._where, f"看不懂學年度「{_cut(apart[YEAR])}」。")


def _day(cell: Cell) -> str:
    """The day as it is stored; what is no day stays as written. Excel's own numbers of days are known too."""
    if isinstance(cell, date):
        return cell.isoformat()
    text = _text(cell).strip()
    if len(text) == 5 and text.isascii() and text.isdigit() and int(text) in EXCEL_DAYS:
        return (EXCEL_EPOCH + timedelta(days=int(text))).isoformat()
    for part in (text, text.split(" ")[0], text.split("T")[0]):
        try:
            return parse_day(part).isoformat()
        except ValueError:
            continue
    return text


def _text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case Decimal():
            return format(cell.normalize(), "f") if cell.is_finite() else str(cell)
        case date():
            return cell.isoformat()
        case _:
            return cell


def _cut(text: str) -> str:
    shown = " ".join(text.split())
    return shown if len(shown) <= 20 else f"{shown[:19]}…"
