"""What other systems call what we know: names of folders, columns and terms, read from data."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping

from attrs import frozen

from domain.forms import FORMS
from domain.tables import Table

_NOISE = re.compile(r"\((?:必填|選填|必要|可空白)\)|[\s*:_]")

Titles = Mapping[str, tuple[str, ...]]


@frozen
class Unlisted:
    """The code that stands for what is not in a list, and the field that keeps the words."""

    field: str
    code: str
    words: str


@frozen
class Aliases:
    """Other names. folders: by form; columns: by field; forms: by form, then by field."""

    same: tuple[str, ...]
    ignored: tuple[str, ...]
    year: tuple[str, ...]
    term: tuple[str, ...]
    year_term: tuple[str, ...]
    folders: Titles
    columns: Titles
    forms: Mapping[str, Titles]
    terms: Mapping[str, str]
    unlisted: Mapping[str, Unlisted]

    def plain(self, text: str) -> str:
        """The text as it is compared: what different hands write differently is one."""
        shown = _NOISE.sub("", unicodedata.normalize("NFKC", text)).casefold()
        return shown.translate({ord(other): group[0] for group in self.same for other in group[1:]})


def parse(text: str) -> Aliases:
    """The aliases in a TOML text; ValueError says which entry is wrong."""
    top = Table(tomllib.loads(text))
    made = Aliases(
        same=top.texts("same"),
        ignored=top.texts("ignored"),
        year=top.texts("year"),
        term=top.texts("term"),
        year_term=top.texts("year_term"),
        folders=_titles(top.table("folders")),
        columns=_titles(top.table("columns")),
        forms={key: _titles(table) for key, table in top.named_tables("forms").items()},
        terms=top.named_texts("terms"),
        unlisted={key: _unlisted(table) for key, table in top.named_tables("unlisted").items()},
    )
    top.done()
    _check(made)
    return made


def _titles(table: Table) -> Titles:
    return {key: table.texts(key) for key in table.keys}


def _unlisted(table: Table) -> Unlisted:
    found = Unlisted(table.text("field"), table.text("code"), table.text("words"))
    table.done()
    return found


def _check(made: Aliases) -> None:
    """Every form and field that is named exists."""
    if unknown := [key for key in (*made.folders, *made.forms, *made.unlisted) if key not in FORMS]:
        raise ValueError(f"沒有這種表單：{'、'.join(unknown)}")
    for form, titles in made.forms.items():
        known = {one.key for one in FORMS[form].fields} | set(FORMS[form].inherited)
        if unknown := [key for key in titles if key not in known]:
            raise ValueError(f"{form} 沒有這個欄位：{'、'.join(unknown)}")
