"""A form as a typed SQL view over the one table of records, for reports: `report_competition` and so on.

A draft may hold what cannot be read as a number; such a value is NULL in the view, never an error that would
take the whole report down. Days stay ISO text, which sorts and compares as days do.
"""

from typing import Literal, TypeAlias, assert_never

from domain.fields import Choice, Day, Field, FileSlot, Flag, Link, Moment, Number, Text, YearTerm
from domain.forms import FORMS, Form

Dialect: TypeAlias = Literal["sqlite", "postgresql"]

FIXED = (
    ("id", "id"),
    ("owner", "owner"),
    ("parent", "parent"),
    ("course", "course"),
    ("state", "state"),
    ("ver", "ver"),
)
SCHOOLS_WORD = ("selection", "submitted_at", "decided_at", "decided_by", "comment")
"""What the school wrote beside the values; text. A field of the form with such a name comes instead."""


def name_of(form: Form) -> str:
    return f"report_{form.key}"


def names() -> tuple[str, ...]:
    """Every view there is."""
    return tuple(name_of(form) for form in FORMS.values())


def statement(form: Form, dialect: Dialect) -> str:
    """CREATE VIEW for the form: one row a record that is not deleted, one column a field, typed."""
    own = {field.key for field in form.fields}
    columns = [f"{source} AS {name}" for name, source in FIXED if name not in own]
    columns += [f"{_json('srv', key, dialect)} AS {key}" for key in SCHOOLS_WORD if key not in own]
    for field in form.fields:
        columns += [f'{source} AS "{name}"' for name, source in _columns(field, dialect)]
    listed = ",\n  ".join(columns)
    return f"CREATE VIEW {name_of(form)} AS SELECT\n  {listed}\nFROM record WHERE form = '{form.key}' AND NOT deleted"


def _columns(field: Field, dialect: Dialect) -> list[tuple[str, str]]:
    value = _json("values", field.key, dialect)
    match field:
        case Text() | Choice() | Day() | Moment() | Link():
            return [(field.key, value)]
        case YearTerm():
            return [(field.key, value), (f"{field.key}_school_year", _school_year(value, dialect))]
        case Number():
            return [(field.key, _number(value, dialect))]
        case Flag():
            return [(field.key, _flag(value, dialect))]
        case FileSlot():
            parts = ("name", "sha256", "size")
            return [(f"{field.key}_{part}", _json("files", f"{field.key},{part}", dialect)) for part in parts]
        case _:
            assert_never(field)


def _json(column: str, path: str, dialect: Dialect) -> str:
    """Text at the path, whose steps are parted by commas; NULL when there is nothing."""
    if dialect == "postgresql":
        return f"\"{column}\" #>> '{{{path}}}'"
    return f"json_extract(\"{column}\", '$.{path.replace(',', '.')}')"


def _number(value: str, dialect: Dialect) -> str:
    if dialect == "postgresql":
        return f"CASE WHEN {value} ~ '^-?[0-9]+(\\.[0-9]+)?$' THEN ({value})::numeric END"
    readable = f"{value} GLOB '*[0-9]*' AND NOT {value} GLOB '*[^0-9.-]*'"
    return f"CASE WHEN {readable} THEN CAST({value} AS NUMERIC) END"


def _flag(value: str, dialect: Dialect) -> str:
    return f"COALESCE({value} = 'true', false)" if dialect == "postgresql" else f"COALESCE({value} = 1, 0)"


def _school_year(value: str, dialect: Dialect) -> str:
    if dialect == "postgresql":
        return f"CASE WHEN {value} ~ '^[0-9]+-' THEN split_part({value}, '-', 1)::int END"
    return f"CASE WHEN {value} GLOB '[0-9]*-*' THEN CAST({value} AS INTEGER) END"
