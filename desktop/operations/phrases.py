"""Keeping one's own comments: each is a record of its own, on every computer of the person."""

from collections.abc import Sequence

from desktop.changes import Changes
from desktop.desk import Desk
from desktop.operations import records
from domain.forms import FORMS
from domain.records import Record


def keep(desk: Desk, text: str, place: str) -> Changes:
    """A new comment at the end of the library."""
    made = records.blank(desk, FORMS["phrase"])
    return records.save(desk, made, {"text": (None, text), "place": (None, place)})


def reword(desk: Desk, record: Record, text: str) -> Changes:
    before = record.text("text")
    return records.save(desk, record, {"text": (before, text)} if text != before else {})


def arrange(desk: Desk, order: Sequence[Record]) -> Changes:
    """Number the comments in this order."""
    done = Changes()
    for number, record in enumerate(order, 1):
        before = record.values.get("place")
        if before != str(number):
            done |= records.save(desk, record, {"place": (before, str(number))})
    return done


def drop(desk: Desk, record: Record) -> Changes:
    return records.delete(desk, record)
