"""Field to widget: the Qt side of a form. Nobody writes a form by hand."""

from collections.abc import Mapping
from typing import Protocol, assert_never, cast

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QWidget

from desktop.views import kit
from desktop.views.moment_edit import MomentEdit
from domain.calendar import SchoolTerm
from domain.codelists import CodeList
from domain.fields import Choice, Day, Field, FileSlot, Flag, Link, Moment, Number, Text, YearTerm
from domain.people import School
from domain.records import Value


class Editor(Protocol):
    """What every editor widget offers."""

    edited: SignalInstance

    def value(self) -> Value: ...

    def set_value(self, value: str) -> bool: ...


def editor(field: Field, school: School, codes: Mapping[str, CodeList]) -> QWidget:
    """The widget in which a value of the field is entered; a FileSlot has its own panel and is refused here."""
    match field:
        case Text(lines=1):
            return kit.LineEdit()
        case Text():
            return kit.TextArea(lines=field.lines)
        case Choice():
            return kit.ComboBox(options(field, school, codes), name=field.label)
        case Day():
            return kit.DateEdit(field.label)
        case Moment():
            return MomentEdit(field.label, field.end)
        case Number():
            return kit.NumberEdit(field.places, field.minimum, field.maximum or "")
        case YearTerm():
            return kit.ComboBox(terms(school), name=field.label)
        case Flag():
            return kit.CheckField(field.label)
        case Link():
            return kit.LineEdit("https://")
        case FileSlot():
            raise TypeError(f"{field.key} is a place for a file")
        case _:
            assert_never(field)


def options(field: Choice, school: School, codes: Mapping[str, CodeList]) -> list[tuple[str, str]]:
    """Codes and labels that may be chosen this year."""
    entries = codes[field.codes].offered(school.settings.school_year)
    return [(entry.code, entry.label) for entry in entries]


def terms(school: School) -> list[tuple[str, str]]:
    """The school's year and as many further ones as the profile offers (SA §6-n 5-1)."""
    first = school.settings.school_year
    years = range(first, first + school.profile.diverse.years_ahead + 1)
    offered = [SchoolTerm(year, term) for year in years for term in school.profile.terms]
    return [(str(term), term.label) for term in offered]


def value_of(widget: QWidget) -> Value:
    return cast(Editor, widget).value()


def put(widget: QWidget, value: Value) -> bool:
    """Show the value; false when the person is composing and the widget must be left alone."""
    if isinstance(widget, kit.CheckField):
        widget.set_value(value is True)
        return True
    return cast(Editor, widget).set_value(value if isinstance(value, str) else "")
