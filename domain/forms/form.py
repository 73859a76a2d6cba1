"""What a form is: a value made of fields. It holds no rule of its own, only the names of rules."""

from __future__ import annotations

from typing import Literal, TypeAlias, get_args

from attrs import Attribute, field, frozen
from attrs.validators import matches_re

from domain.fields import KEY, Field, FileSlot

Group: TypeAlias = Literal["outcome", "diverse", "profile", "school", "system", "own"]


def _a_group(_instance: object, _attribute: Attribute[Group], value: Group) -> None:
    if value not in get_args(Group):
        raise ValueError(f"no such group of forms: {value}")


def _distinct_keys(
    instance: Form, _attribute: Attribute[tuple[Field, ...]], value: tuple[Field, ...]
) -> None:
    keys = [one.key for one in value]
    if len(keys) != len(set(keys)):
        raise ValueError(f"{instance.key}: a field key occurs twice")


@frozen(kw_only=True)
class Form:
    """One kind of record.

    `inherited` are keys a list shows that live in the parent record (an outcome's course, year and mode).
    `notes` are printed under the page; `sheet` is the national sheet, `folder` the folder in a backup.
    `authors`: the roles that keep records of a form of the group `own`, each for themselves.
    """

    key: str = field(validator=matches_re(KEY))
    title: str
    category: str
    group: Group = field(validator=_a_group)
    fields: tuple[Field, ...] = field(validator=_distinct_keys)
    title_field: str
    chapter: str = ""
    rules: tuple[str, ...] = ()
    subtitle_fields: tuple[str, ...] = ()
    inherited: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    sheet: str = ""
    folder: str = ""
    authors: tuple[str, ...] = ()

    def field(self, key: str) -> Field:
        """The field with this key; KeyError when the form has none."""
        for one in self.fields:
            if one.key == key:
                return one
        raise KeyError(f"{self.key} has no field {key}")

    @property
    def slots(self) -> tuple[FileSlot, ...]:
        """The places for files."""
        return tuple(one for one in self.fields if isinstance(one, FileSlot))

    @property
    def values_fields(self) -> tuple[Field, ...]:
        """The fields whose answers live in a record's values."""
        return tuple(one for one in self.fields if not isinstance(one, FileSlot))
