"""What names mean in a backup: folders, columns, codes and terms, by our own labels and the aliases of resources/."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal, TypeAlias

from attrs import frozen

from derive.aliases import Aliases
from derive.sheets import EXTRA, Codes, columns
from domain.calendar import ROC, TERMS, SchoolTerm
from domain.fields import Choice, Field, FileSlot, YearTerm
from domain.forms import FORMS, SIXTEEN, Form
from domain.profiles import Profile

MODES = "enrolment_mode"
YEAR_SHAPE = re.compile(r"([0-9]{2,4})(?:學年度?)?")
_ENDINGS = re.compile(r"(清單|列表|明細|一覽表|資料)+$")
_LEADING_CODE = re.compile(r"^\(?([0-9A-Za-z]{1,4})\)?[.\-:、)]*(?=\D)")
_YEAR_TERM = re.compile(r"([0-9]{2,3})(?:學年度?)?[-/.]?第?(.{1,12}?)(?:學期)?")

Kind: TypeAlias = Literal["value", "parent", "file", "path", "year", "term", "ignored"]


def roc(digits: str) -> int:
    """The ROC year of a year that may be AD."""
    return int(digits) - ROC if int(digits) > ROC else int(digits)


@frozen
class Column:
    """What a column holds: a value of the record or of its course, a file, half of a school term."""

    kind: Kind
    key: str = ""
    field: Field | None = None


class Vocabulary:
    """What names mean at this school."""

    def __init__(self, profile: Profile, codes: Codes, aliases: Aliases) -> None:
        self.codes = codes
        self.aliases = aliases
        self.first_term = profile.terms[0]
        self._profile = profile
        self._folders = dict(self._folder_names())
        self._columns: dict[str, Mapping[str, Column]] = {}
        self._labels: dict[str, Mapping[str, str]] = {}
        self._terms = {aliases.plain(text): term for text, term in aliases.terms.items()}
        self._terms |= {aliases.plain(label): term for term, label in TERMS.items()}
        self._terms |= {term.casefold(): term for term in TERMS}

    def form_of(self, *names: str) -> tuple[Form, str] | None:
        """The form that the first known of the names means, and the way of taking the course ("" for none)."""
        for name in names:
            plain = self.aliases.plain(name)
            found = self._folders.get(plain) or self._folders.get(_ENDINGS.sub("", plain))
            if found is not None:
                return FORMS[found[0]], found[1]
        return None

    def columns(self, form: Form) -> Mapping[str, Column]:
        """Titles, as they are compared, of the form's columns."""
        if form.key not in self._columns:
            self._columns[form.key] = dict(self._titles(form))
        return self._columns[form.key]

    def code(self, one: Choice, text: str) -> str:
        """The code that the text stands for; "" when there is none."""
        known = self.codes.get(one.codes)
        if known is None or not known.entries:
            return text
        if one.codes not in self._labels:
            self._labels[one.codes] = {self.aliases.plain(e.label): e.code for e in reversed(known.entries)}
        labels, plain = self._labels[one.codes], self.aliases.plain(text)
        if found := labels.get(plain, ""):
            return found
        if text in known or text.lstrip("0") in known:
            return text if text in known else text.lstrip("0")
        lead = _LEADING_CODE.match(plain)
        rest = labels.get(plain[lead.end() :], "") if lead else ""
        return rest if lead and rest.casefold() == lead[1] else ""

    def term(self, text: str) -> str:
        """The term that is written, "" when it is none."""
        plain = self.aliases.plain(text)
        return self._terms.get(plain) or self._terms.get(plain.removeprefix("第").removesuffix("學期"), "")

    def year_term(self, text: str) -> str:
        """ "114-1" for what is written in one cell, "" when it is none."""
        plain = self.aliases.plain(text)
        for term in TERMS:
            year = YEAR_SHAPE.match(plain)
            if year and self.aliases.plain(SchoolTerm(roc(year[1]), term).label) == plain:
                return f"{roc(year[1])}-{term}"
        found = _YEAR_TERM.fullmatch(plain.upper())
        term = self.term(found[2]) if found else ""
        return f"{int(found[1])}-{term}" if found and term else ""

    def _folder_names(self) -> Iterator[tuple[str, tuple[str, str]]]:
        for key, names in self.aliases.folders.items():
            yield from ((self.aliases.plain(name), (key, "")) for name in names)
        for form in SIXTEEN:
            names = (form.sheet, form.category, form.title, self._profile.title_of(form), form.folder)
            yield from ((self.aliases.plain(name), (form.key, "")) for name in names if name)
        for mode in self.codes[MODES].entries if MODES in self.codes else ():
            for name in (f"{mode.label}{FORMS['course_outcome'].folder}", mode.extra.get("sheet", "")):
                yield self.aliases.plain(name), ("course_outcome", mode.code)

    def _titles(self, form: Form) -> Iterator[tuple[str, Column]]:
        """Later ones go before earlier ones: our own titles before every alias."""
        plain = self.aliases.plain
        yield from ((plain(title), Column("ignored")) for title in self.aliases.ignored)
        yield from ((plain(column.title), Column("ignored")) for column in EXTRA)
        fields = {one.key: one for one in form.fields}
        parents = {key: FORMS["enrolment"].field(key) for key in form.inherited}
        known = {**parents, **fields}
        for titles in (self.aliases.columns, self.aliases.forms.get(form.key, {})):
            for key, names in titles.items():
                if key in known:
                    made = _column(known[key], key in fields)
                    yield from ((plain(name), made) for name in names)
        whole = next((one for one in known.values() if isinstance(one, YearTerm)), None)
        if whole is not None:
            yield from ((plain(name), Column("year")) for name in self.aliases.year)
            yield from ((plain(name), Column("term")) for name in self.aliases.term)
            made = _column(whole, whole.key in fields)
            yield from ((plain(name), made) for name in self.aliases.year_term)
        for shown in (form.fields, self._profile.fields(form)):
            for column in columns(form, fields=shown, extra=False):
                yield plain(column.title), Column(column.source, column.key, column.field)  # type: ignore[arg-type] # never "extra" here


def _column(one: Field, own: bool) -> Column:
    kind: Kind = "parent" if not own else "file" if isinstance(one, FileSlot) else "value"
    return Column(kind, one.key, one)
