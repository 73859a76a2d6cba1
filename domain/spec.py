"""The forms, fields and rules as one JSON-able value: what a golden file keeps and what a school can publish."""

from __future__ import annotations

from typing import Any

from attrs import asdict

from domain.crossrules import RULES
from domain.fields import Field
from domain.forms import FORMS, Form

VERSION = 1
"""Raised when a field or a form is taken away or changes its meaning; not when one is added."""


def dump() -> dict[str, Any]:
    """Everything that is agreed between the two ends, in a fixed order."""
    return {
        "version": VERSION,
        "forms": {form.key: _form(form) for form in FORMS.values()},
        "rules": {name: (rule.__doc__ or "").strip() for name, rule in sorted(RULES.items())},
    }


def _form(form: Form) -> dict[str, Any]:
    plain = asdict(form, recurse=False, value_serializer=lambda _of, _name, value: _plain(value))
    plain["fields"] = [_field(one) for one in form.fields]
    return plain


def _field(field: Field) -> dict[str, Any]:
    return {"type": type(field).__name__, **asdict(field)}


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
