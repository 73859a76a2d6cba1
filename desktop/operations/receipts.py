"""What a student says about a receipt: it is right, or what is wrong with it (SA §7-1 5)."""

from collections.abc import Collection

from desktop.changes import Changes
from desktop.desk import Desk
from desktop.operations import records
from domain import intents
from domain.errors import BadInput
from domain.forms.school import PROBLEM_TEXT
from domain.intents import Action
from domain.records import Record
from domain.text import length
from domain.validation import tidy


def confirm(desk: Desk, record: Record) -> Changes:
    """The rows that were seen are right; nothing can be reported afterwards."""
    return records.act(desk, record, Action.CONFIRM, intents.seen(record.content_hash))


def report(desk: Desk, record: Record, types: Collection[str], text: str) -> Changes:
    """Something is wrong. Raises BadInput when it is not said what."""
    said = tidy(PROBLEM_TEXT, text).strip()
    problem = lacking(types, said)
    if problem:
        raise BadInput("incomplete", problem)
    known = [one.code for one in desk.codes["problem_type"].entries if one.code in types]
    return records.act(desk, record, Action.REPORT, intents.report(tuple(known), said))


WHAT = "哪一筆、哪裡不對"


def lacking(types: Collection[str], text: str, typed: bool = True, what: str = WHAT) -> str:
    """What a report still needs, in one sentence; "" when it can go.

    typed: kinds of problem are asked for. what: what the words are about.
    """
    if typed and not types:
        return "請先勾選問題狀況。"
    if not text.strip():
        return f"請寫下{what}。"
    over = length(text) - PROBLEM_TEXT.limit
    return f"描述超過 {over} 字，請寫短一點。" if over > 0 else ""
