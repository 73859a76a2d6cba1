"""Moving the end of a window, with a reason that stays in its history."""

from datetime import datetime

from attrs import evolve

from domain.errors import BadInput
from domain.records import Record
from domain.text import normal
from domain.windows import KINDS, stamp, window_of
from server.db import rows
from server.services.office import Office
from server.services.publishing import publish


def extend(office: Office, kind: str, year: str, until: datetime, reason: str) -> tuple[Record, ...]:
    """Move the end of the window of that kind and year. What was printed about the old end is taken away."""
    words = normal(reason).strip()
    if not words:
        raise BadInput("no_reason", "請寫下延期的理由。", "理由會留在紀錄裡。")
    found = office.database.read(lambda conn: rows.of_forms(conn, ("window",))).result()
    named = [
        one
        for one in found
        if not one.deleted and one.text("kind") == kind and one.text("school_year") == year
    ]
    ending = [one for one in named if window_of(one).closes_at is not None]
    last = max(ending, key=lambda one: window_of(one).closes_at or until, default=None)
    if last is None:
        raise BadInput(
            "no_window", f"沒有設定「{KINDS[kind]}」的截止。", "請用 window set 設定，或指明 --year。"
        )
    before = window_of(last).closes_at
    if before is not None and until <= before:
        raise BadInput("not_later", "新的截止要比原來的晚。", f"原來是 {stamp(before)}。")
    values = {**last.values, "closes_at": stamp(until), "printed": ""}
    said = {"from": last.text("closes_at"), "to": stamp(until), "reason": words, "at": stamp(office.clock())}
    return publish(office, [evolve(last, values=values, srv={**last.srv, "extended": said})])
