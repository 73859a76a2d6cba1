"""Who guides whom this year, and of which students what guides write speaks."""

from collections.abc import Iterable

from attrs import frozen

from domain.forms.guidance import COUNSEL
from domain.records import Record

SPEAKS_OF_STUDENTS = frozenset(form.key for form in COUNSEL)
"""What only a guide of the students it names may write."""

SEPARATOR = ","


@frozen
class Reach:
    """Whom somebody guides: whole classes, and single students by account."""

    classes: frozenset[str] = frozenset()
    students: frozenset[str] = frozenset()


def reach(guidances: Iterable[Record], school_year: int) -> Reach:
    """Whom these assignments are of. One of another year counts no more; without a year it counts every year."""
    years = ("", str(school_year) if school_year else "")
    valid = [
        one for one in guidances if not one.deleted and (one.text("school_year") in years or not school_year)
    ]
    whole = [one for one in valid if not one.text("student")]
    return Reach(
        frozenset(one.text("class_name") for one in whole if one.text("class_name")),
        frozenset(one.text("student") for one in valid if one.text("student")),
    )


def students_named(record: Record) -> tuple[str, ...]:
    """The accounts of the students that a note, a comment, a reminder or a consultation is about."""
    listed = record.text("students") or record.text("student")
    return tuple(dict.fromkeys(one.strip() for one in listed.split(SEPARATOR) if one.strip()))


def named_together(accounts: Iterable[str]) -> str:
    """The same accounts as one text, as a record keeps them."""
    return SEPARATOR.join(dict.fromkeys(accounts))
