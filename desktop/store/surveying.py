"""Counting a whole caseload at once: for every student whose entry is here, how much there is and where it stands.

The database counts; a record is not read for it. A field counts as filled when it holds something.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import field, frozen
from sqlalchemy import Connection, text

from desktop.store import schema
from domain.scopes import CLASSES, STUDENTS

Needs = Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]
"""By form: the values and the files without which a record is not whole."""

PEOPLE = text(
    "SELECT owner, id, view ->> '$.values.name' AS name, view ->> '$.values.class_name' AS class_name,"
    " view ->> '$.values.seat' AS seat, view ->> '$.values.student_number' AS number,"
    " view ->> '$.srv.seen_on' AS seen_on"
    " FROM work WHERE form = 'person' AND deleted = 0 AND owner <> :me"
    " AND view ->> '$.values.role' = 'student'"
)
COURSES = text(
    "SELECT e.owner, count(*) AS courses, max(e.view ->> '$.values.grade_level') AS grade,"
    " sum(EXISTS (SELECT 1 FROM work o WHERE o.parent = e.id AND o.form = 'course_outcome' AND o.deleted = 0))"
    " AS sent FROM work e WHERE e.form = 'enrolment' AND e.deleted = 0 AND e.year_term LIKE :year"
    " GROUP BY e.owner"
)
OUTCOMES = text(
    "SELECT o.owner, o.state, o.selection, count(*) AS n FROM work o JOIN work e ON e.id = o.parent"
    " WHERE o.form = 'course_outcome' AND o.deleted = 0 AND e.year_term LIKE :year"
    " GROUP BY o.owner, o.state, o.selection"
)
RECEIPTS = text(
    "SELECT owner, state, count(*) AS n FROM work WHERE form = 'receipt' AND deleted = 0"
    " AND year_term LIKE :year GROUP BY owner, state"
)
GUIDED = text(
    "SELECT DISTINCT owner FROM work WHERE form = 'person' AND deleted = 0 AND owner <> :me"
    " AND view ->> '$.values.role' = 'student'"
)
ONLY_GUIDED = text(
    "SELECT DISTINCT s.id FROM base_scope s WHERE s.id IN (SELECT value FROM json_each(:among))"
    " AND (s.scope LIKE :classes OR s.scope LIKE :students)"
    " AND NOT EXISTS (SELECT 1 FROM base_scope o WHERE o.id = s.id"
    " AND o.scope NOT LIKE :classes AND o.scope NOT LIKE :students)"
)


@frozen
class Tally:
    """What is counted of one student in one school year."""

    account: str
    record: str
    name: str = ""
    class_name: str = ""
    seat: str = ""
    number: str = ""
    seen_on: str = ""
    grade: str = ""
    courses: int = 0
    sent: int = 0
    outcomes: Mapping[str, int] = field(factory=dict)
    picked_outcomes: int = 0
    diverse: int = 0
    whole: int = 0
    picked_diverse: int = 0
    receipts: Mapping[str, int] = field(factory=dict)


def survey(
    connection: Connection, me: str, year: str, needs: Needs, picked: frozenset[str]
) -> tuple[Tally, ...]:
    """Everybody's counts. year: "114"; needs: what makes a 多元表現 whole; picked: selections that count."""
    given = {"year": f"{year}-%"}
    told: dict[str, dict[str, Any]] = {}
    for row in connection.execute(PEOPLE, {"me": me}):
        words = {key: value or "" for key, value in row._mapping.items() if key not in ("owner", "id")}
        told[row.owner] = {"account": row.owner, "record": row.id, **words, "outcomes": {}, "receipts": {}}
    for row in connection.execute(COURSES, given):
        if row.owner in told:
            told[row.owner] |= {"courses": row.courses, "sent": row.sent or 0, "grade": row.grade or ""}
    for row in connection.execute(OUTCOMES, given):
        if row.owner in told:
            one = told[row.owner]
            one["outcomes"][row.state] = one["outcomes"].get(row.state, 0) + row.n
            one["picked_outcomes"] = one.get("picked_outcomes", 0) + (row.n if row.selection in picked else 0)
    for row in connection.execute(RECEIPTS, given):
        if row.owner in told:
            told[row.owner]["receipts"][row.state] = row.n
    for row in connection.execute(_diverse(needs), given):
        if row.owner in told:
            one = told[row.owner]
            for key, count in (("diverse", row.n), ("whole", row.whole or 0)):
                one[key] = one.get(key, 0) + count
            chosen = row.n if row.selection in picked else 0
            one["picked_diverse"] = one.get("picked_diverse", 0) + chosen
    return tuple(Tally(**one) for one in told.values())


def guided(connection: Connection, me: str) -> frozenset[str]:
    """The accounts of the students whose entries are here."""
    return frozenset(connection.execute(GUIDED, {"me": me}).scalars())


def only_guided(connection: Connection, ids: Iterable[str]) -> frozenset[str]:
    """Which of the records are here for no other reason than that their student is guided."""
    wanted = {**schema.given(ids), "classes": f"{CLASSES}%", "students": f"{STUDENTS}%"}
    return frozenset(connection.execute(ONLY_GUIDED, wanted).scalars())


def _diverse(needs: Needs) -> Any:
    """Keys come from the forms, which are ours; nothing a person wrote becomes part of the statement."""
    parts = []
    for form, (values, slots) in sorted(needs.items()):
        filled = [f"coalesce(view ->> '$.values.{key}', '') <> ''" for key in values]
        filled += [f"view -> '$.files.{slot}' IS NOT NULL" for slot in slots]
        parts.append(f"WHEN '{form}' THEN ({' AND '.join(filled) or '1'})")
    listed = ", ".join(f"'{form}'" for form in sorted(needs)) or "''"
    whole = f"sum(CASE form {' '.join(parts)} ELSE 0 END)" if parts else "0"
    return text(
        f"SELECT owner, selection, count(*) AS n, {whole} AS whole FROM work"
        f" WHERE form IN ({listed}) AND deleted = 0 AND year_term LIKE :year GROUP BY owner, selection"
    )
