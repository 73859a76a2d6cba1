"""How far a school year is: who has still to certify, and what students have picked, agreed to and confirmed.

Counted when it is asked for, over narrow columns only; a school's records are many.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable

from sqlalchemy import Connection, select

from domain.lifecycle import FROZEN_SELECTIONS
from domain.people import Role
from domain.windows import stamp
from server.db import rows, tables
from server.services.office import Office
from sync.wire.office import CourseProgress, Progress, StudentProgress

R, A, T = tables.record, tables.account, tables.course_teacher
Enrolled = dict[str, tuple[str, str, str]]
"""By enrolment: course, subject, school year and term."""

DECIDED = frozenset({"passed", "failed", "revoked"})
UNCONFIRMED = ("open", "processed")


def progress(office: Office) -> Progress:
    """Of the school year that the settings name."""
    return office.database.read(lambda conn: _progress(conn, stamp(office.clock()))).result()


def _progress(conn: Connection, at: str) -> Progress:
    said = [one.text("school_year") for one in rows.of_forms(conn, ("school",))]
    year = said[0] if said else ""
    enrolled = _enrolled(conn, year)
    return Progress(at, year, _courses(conn, enrolled), _students(conn, enrolled, year))


def _enrolled(conn: Connection, year: str) -> Enrolled:
    values = R.c["values"]
    query = select(
        R.c.id, R.c.course, values["subject_name"].as_string(), values["year_term"].as_string()
    ).where(R.c.form == "enrolment", R.c.deleted.is_(False))
    return {
        record: (course, subject or "", term or "")
        for record, course, subject, term in conn.execute(query)
        if not year or (term or "").startswith(f"{year}-")
    }


def _courses(conn: Connection, enrolled: Enrolled) -> list[CourseProgress]:
    members = Counter(course for course, _, _ in enrolled.values())
    about = {course: (subject, term) for course, subject, term in enrolled.values()}
    pending: Counter[str] = Counter()
    decided: Counter[str] = Counter()
    oldest: dict[str, str] = {}
    query = select(R.c.parent, R.c.state, R.c.srv["submitted_at"].as_string()).where(
        R.c.form == "course_outcome", R.c.deleted.is_(False), R.c.state != "draft"
    )
    for parent, state, sent in conn.execute(query):
        if parent not in enrolled:
            continue
        course = enrolled[parent][0]
        decided[course] += state in DECIDED
        if state == "pending":
            pending[course] += 1
            oldest[course] = min(oldest.get(course, sent or "~"), sent or "~")
    teachers = _teachers(conn)
    return [
        CourseProgress(
            course,
            *about[course],
            teachers.get(course, []),
            members[course],
            pending[course],
            decided[course],
            oldest.get(course, "").strip("~"),
        )
        for course in sorted(about)
    ]


def _teachers(conn: Connection) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    query = select(T.c.course, A.c.name).join(A, A.c.id == T.c.account).order_by(T.c.course, A.c.name)
    for course, name in conn.execute(query):
        found[course].append(name)
    return found


def _students(conn: Connection, enrolled: Enrolled, year: str) -> list[StudentProgress]:
    people = {one.owner: one for one in rows.of_forms(conn, ("person",))}
    passed, outcomes, diverse = _chosen(conn, enrolled, year)
    agreed = _agreed(conn, year)
    waiting = Counter(
        conn.scalars(
            select(R.c.owner).where(R.c.form == "receipt", R.c.deleted.is_(False), R.c.state.in_(UNCONFIRMED))
        )
    )
    query = select(A.c.id, A.c.name).where(A.c.role == Role.STUDENT.value, A.c.active.is_(True))
    found = []
    for account, name in conn.execute(query.order_by(A.c.id)):
        person = people.get(account)
        if person is not None and person.text("left_on"):
            continue
        text = person.text if person is not None else lambda _: ""
        found.append(
            StudentProgress(
                account,
                text("name") or name,
                text("class_name"),
                text("seat"),
                text("student_number"),
                passed[account],
                outcomes[account],
                diverse[account],
                (account, "outcome") in agreed,
                (account, "diverse") in agreed,
                waiting[account],
            )
        )
    return found


def _chosen(
    conn: Connection, enrolled: Enrolled, year: str
) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """By student: outcomes that are passed, outcomes that are picked, 多元表現 that are picked."""
    chosen = R.c.srv["selection"].as_string()
    query = select(
        R.c.owner, R.c.form, R.c.parent, R.c.state, chosen, R.c["values"]["year_term"].as_string()
    ).where(R.c.deleted.is_(False), (R.c.state == "passed") | chosen.in_(sorted(FROZEN_SELECTIONS)))
    passed: Counter[str] = Counter()
    outcomes: Counter[str] = Counter()
    diverse: Counter[str] = Counter()
    for owner, form, parent, state, selection, term in conn.execute(query):
        picked = selection in FROZEN_SELECTIONS
        if form == "course_outcome":
            passed[owner] += state == "passed" and parent in enrolled
            outcomes[owner] += picked and parent in enrolled
        elif not year or (term or "").startswith(f"{year}-"):
            diverse[owner] += picked
    return passed, outcomes, diverse


def _agreed(conn: Connection, year: str) -> frozenset[tuple[str, str]]:
    values = R.c["values"]
    query = select(R.c.owner, values["kind"].as_string(), values["school_year"].as_string()).where(
        R.c.form == "consent", R.c.deleted.is_(False)
    )
    told: Iterable[tuple[str, str, str]] = ((a, b, c) for a, b, c in conn.execute(query))
    return frozenset((owner, kind) for owner, kind, of in told if of == year)
