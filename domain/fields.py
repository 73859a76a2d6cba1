"""What a field can be: nine kinds of value, and nothing about how one is drawn, stored or sent.

A form is made of these. Every projection (editor, wire, sheet, judge) matches over `Field` and ends in
`assert_never`, so that the type checker names each place that must learn of a new kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal, TypeAlias, get_args

from attrs import Attribute, field, frozen
from attrs.validators import ge, gt, matches_re, optional

Value: TypeAlias = str | bool | None
Values: TypeAlias = Mapping[str, Value]
Files: TypeAlias = Mapping[str, object]
SlotKind: TypeAlias = Literal["document", "media"]

KEY = r"[a-z][a-z0-9_]*"


def _a_decimal(_instance: object, attribute: Attribute[str], value: str) -> None:
    if not Decimal(value).is_finite():
        raise ValueError(f"{attribute.name} is not a finite number: {value}")


def _a_slot_kind(_instance: object, _attribute: Attribute[SlotKind], value: SlotKind) -> None:
    if value not in get_args(SlotKind):
        raise ValueError(f"no such kind of file slot: {value}")


@frozen(kw_only=True)
class _Field:
    """What all kinds share.

    `required` binds at submission and selection only: a draft may have holes.
    `local_only` fields appear in no national sheet; `national` is the national column where its name differs;
    `was` is the key an older version of the form used.
    """

    key: str = field(validator=matches_re(KEY))
    label: str = field(validator=matches_re(r"\S.*"))
    required: bool = False
    hint: str = ""
    source: str = ""
    local_only: bool = False
    national: str = ""
    was: str = ""


@frozen(kw_only=True)
class Text(_Field):
    """Written text; `limit` counts code points as `domain.text.length` does."""

    limit: int = field(validator=gt(0))
    lines: int = field(default=1, validator=ge(1))


@frozen(kw_only=True)
class Choice(_Field):
    """One code of the list named `codes` in resources/codelists."""

    codes: str = field(validator=matches_re(KEY))


@frozen(kw_only=True)
class Day(_Field):
    """A calendar day, kept as "2026-02-28"."""


@frozen(kw_only=True)
class Moment(_Field):
    """An instant, kept in UTC as "2026-02-28T16:00:00Z". end: the first that is too late, shown as the day before."""

    end: bool = False


@frozen(kw_only=True)
class Number(_Field):
    """A decimal, kept as "12.5"; the bounds are decimals too and are allowed themselves."""

    places: int = field(default=3, validator=ge(0))
    minimum: str = field(default="0", validator=_a_decimal)
    maximum: str | None = field(default=None, validator=optional(_a_decimal))


@frozen(kw_only=True)
class YearTerm(_Field):
    """An ROC school year with a term, kept as "114-1"."""


@frozen(kw_only=True)
class Flag(_Field):
    """Yes or no; absent means no."""


@frozen(kw_only=True)
class Link(_Field):
    """A web address, http or https."""

    limit: int = field(default=500, validator=gt(0))


@frozen(kw_only=True)
class FileSlot(_Field):
    """A place for one file; what fits is said by the profile's rules for `kind`."""

    kind: SlotKind = field(validator=_a_slot_kind)


Field: TypeAlias = Text | Choice | Day | Moment | Number | YearTerm | Flag | Link | FileSlot
