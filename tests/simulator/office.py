"""What the school's office does, through the school's own services, and what befalls the school's computer."""

from datetime import timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from domain.mutators import HELD
from domain.records import Record
from server.db import rows, tables
from server.services import losses, publishing, sweeping

T = tables.course_teacher
DEADLINES = tuple(timedelta(hours=hours) for hours in (-2, 1, 12, 72))
"""How far from now the end is moved."""
QUIET, GRACE = timedelta(days=40), timedelta(days=8)


def teaches(school: Any, course: str, account: str) -> bool:
    """The second teacher loses the course, or gets it."""
    known = school.rows(select(T.c.course).where(T.c.course == course, T.c.account == account))
    if known:
        publishing.no_longer_teach(school.office, course, account)
    else:
        publishing.teach(school.office, course, [account])
    return True


def close_at(school: Any, after: timedelta) -> bool:
    """The end of sending is moved, forwards or into the past, while copies are away."""
    until = school.clock() + after
    [window] = school.rows(select(tables.record).where(tables.record.c.form == "window"))
    known = rows.record_of(window)
    values = {**known.values, "closes_at": until.isoformat()}
    publishing.publish(school.office, [Record(known.id, "window", values=values)])
    school.deadlines.append((school.clock(), until))
    return True


def held(school: Any) -> list[Any]:
    """The acts that came late and wait for a word, oldest first."""
    table = tables.intent
    return school.rows(select(table).where(table.c.status == HELD).order_by(table.c.recv_at, table.c.id))


def announce(school: Any, dice: Random) -> bool:
    """An announcement goes up, is changed, or is taken down."""
    known = [
        rows.record_of(one)
        for one in school.rows(
            select(tables.record).where(tables.record.c.form == "announcement").order_by(tables.record.c.id)
        )
    ]
    values = {"title": f"公告{dice.randrange(100)}", "body": "請看內容", "published_on": "2026-02-01"}
    before = dice.choice(known) if known and dice.random() < 0.6 else Record("", "announcement")
    gone = bool(before.id) and dice.random() < 0.4
    record = Record(before.id, "announcement", values=values, deleted=gone)
    publishing.publish(school.office, [record])
    return True


def receipt(school: Any, owner: str, number: int) -> bool:
    """The student's 收訖明細 of the term, as often as the package comes."""
    table = tables.record
    known = school.rows(select(table.c.id).where(table.c.form == "receipt", table.c.owner == owner))
    values = {
        "year_term": "114-1",
        "category": "cadres",
        "content": f'{{"items":[{number}]}}',
        "import_serial": str(number),
    }
    publishing.publish(school.office, [Record(known[0].id if known else "", "receipt", owner, values=values)])
    return True


def sweep(school: Any) -> bool:
    """Files that nobody names go, as if weeks had passed; whoever names one later is asked for it again."""
    now = school.clock.now
    school.clock.now = now + QUIET
    sweeping.sweep(school.office)
    school.clock.now = now + QUIET + GRACE
    swept = sweeping.sweep(school.office)
    school.clock.now = now
    return bool(swept.removed)


def lose_files(school: Any, dice: Random) -> bool:
    """The folder of files comes from another moment than the database; whoever starts the school notices."""
    lost = [name for name in sorted(school.office.final.hashes()) if dice.random() < 0.5]
    for name in lost:
        school.office.final.remove(name)
    school.start_again()
    return losses.note_losses(school.office) > 0
