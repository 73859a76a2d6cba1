"""Asking the school to put something right; the school's answer comes back with the next sync."""

from collections.abc import Collection

from desktop.changes import Changes
from desktop.desk import Desk
from desktop.operations import receipts, records
from domain.errors import BadInput
from domain.forms import FORMS, PROBLEM_TEXT
from domain.records import Record, Value
from domain.validation import tidy

FORM = FORMS["inquiry"]


def ask(
    desk: Desk, about: str, text: str, problems: Collection[str] = (), record: str = "", subject: str = ""
) -> Changes:
    """Send a question. about: a code of inquiry_about; record, subject: what it concerns. BadInput without words."""
    said = tidy(PROBLEM_TEXT, text).strip()
    lacking = receipts.lacking(problems, said, typed=False)
    if lacking:
        raise BadInput("incomplete", lacking)
    known = [one.code for one in desk.codes["problem_type"].entries if one.code in problems]
    values = {"about": about, "record": record, "subject": subject, "problems": ",".join(known), "text": said}
    changes: dict[str, tuple[Value, Value]] = {key: (None, value) for key, value in values.items() if value}
    return records.save(desk, records.blank(desk, FORM), changes)


def take_back(desk: Desk, record: Record) -> Changes:
    """The question is not needed any more; possible until the school has answered."""
    return records.delete(desk, record)
