"""Acts that came late, as the school tells its office of them."""

from __future__ import annotations

from datetime import timedelta

from domain.records import Record
from domain.windows import stamp
from tests.desktop.views import desks

END = desks.NOW - timedelta(days=2)


def late_act(number: int, place: int = 0, minutes: int = 65, state: str = "held", **more: str) -> Record:
    values = {
        "account": f"acc-{place}",
        "name": desks.NAMES[place],
        "act": "submit",
        "about": "course_outcome",
        "record": desks.identity(number + 1000),
        "title": desks.SUMMARIES[number % len(desks.SUMMARIES)],
        "device": "5f2d00c1",
        "received_at": stamp(END + timedelta(minutes=minutes)),
        "ended_at": stamp(END),
        "claimed": (END - timedelta(minutes=9)).isoformat(),
        "code": "F7KQ-2M9X-PARC",
        **more,
    }
    said = {"reason": "查證屬實", "by": "吳明德", "at": stamp(desks.NOW)}
    srv = {} if state == "held" else {"late": said}
    return Record(desks.identity(number), "late_act", "", "", state, 1, 0, values, {}, srv)


LATE = (
    late_act(810, 0, 65, away_minutes="25"),
    late_act(811, 1, 3000, noted_at=stamp(END - timedelta(minutes=5))),
    late_act(812, 2, 12),
    late_act(
        813,
        3,
        200,
        act="save_draft",
        about="licence",
        title="英檢中級",
        away_minutes="25",
        noted_at=stamp(END + timedelta(minutes=5)),
    ),
    late_act(814, 4, 40, state="granted"),
)
