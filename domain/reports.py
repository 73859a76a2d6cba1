"""What students report to the school, as its office reads it: a question of theirs, or what is wrong with a receipt."""

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from domain.codelists import CodeList
from domain.forms import FORMS
from domain.records import Record

FORMS_OF_REPORTS = ("receipt", "inquiry")
REPLY_LIMIT = 2000
"""Characters of what the school answers (SA §7-1 6)."""


@frozen
class Reported:
    """About what, in which words (with the kinds of problem before them), and the answer, "" while there is none."""

    about: str
    said: str
    reply: str


def reported(record: Record, codes: Mapping[str, CodeList]) -> Reported | None:
    """What was reported with this record, None when nothing was."""
    told: Mapping[str, Any] = record.srv.get("report") or {}
    if record.form == "receipt":
        if not told:
            return None
        category = codes["receipt_category"].label(record.text("category"))
        about = f"{FORMS['receipt'].title} {record.text('year_term')} {category}"
        problems, text = [str(code) for code in told.get("types") or ()], str(told.get("text") or "")
    else:
        about = f"{codes['inquiry_about'].label(record.text('about'))} {record.text('subject')}".strip()
        problems, text = [code for code in record.text("problems").split(",") if code], record.text("text")
    kinds = "、".join(codes["problem_type"].label(code) for code in problems)
    return Reported(about, f"［{kinds}］{text}" if kinds else text, str(told.get("reply") or ""))
