"""What the rules may ask for, counted from the database inside the transaction that decides."""

from collections.abc import Mapping
from datetime import datetime

from attrs import evolve, frozen
from sqlalchemy import Connection, func, select

from derive.resources import profile
from domain.forms import FORMS
from domain.intents import Action, Intent
from domain.lifecycle import FROZEN_SELECTIONS
from domain.mutators import blank
from domain.people import Actor, Facts, Role, School, Settings
from domain.records import Record
from domain.rules import school_year
from domain.windows import window_of
from server.db import rows, tables
from server.services.office import Office

R, H = tables.record, tables.history
REVIEWS = (Action.CERTIFY.value, Action.REJECT.value, Action.REVOKE.value)


@frozen
class Standing:
    """Where a record stands: itself (or how it would begin), and the enrolment that an outcome hangs on."""

    record: Record
    enrolment: Record | None
    absent: bool

    @property
    def course(self) -> str:
        return self.enrolment.text("course") if self.enrolment else ""


def school_at(conn: Connection, office: Office, now: datetime) -> School:
    """The school as its own records state it, at that moment."""
    found = rows.of_forms(conn, ("school", "window"))
    settings = next((settings_of(one) for one in reversed(found) if one.form == "school"), Settings())
    windows = tuple(window_of(one) for one in found if one.form == "window")
    return School(profile(office.profile), office.codes, now, settings, windows)


def settings_of(record: Record) -> Settings:
    """The settings that a record of form `school` states; what it leaves out keeps its default."""
    numbers = {
        key: int(record.text(key))
        for key in ("school_year", "outcome_cap", "diverse_cap", "outcome_quota")
        if record.text(key).isdigit()
    }
    return evolve(
        Settings(),
        name=record.text("name"),
        resubmission_open=record.values.get("resubmission_open") is True,
        consent_outcome=record.text("consent_outcome"),
        consent_diverse=record.text("consent_diverse"),
        **numbers,
    )


def standing(conn: Connection, intent: Intent, record: Record | None, actor: Actor) -> Standing:
    """The record behind an intent with what it hangs on."""
    here = record or blank(intent, actor.id)
    enrolment = None
    if here.form == "course_outcome" and here.parent:
        enrolment = rows.load(conn, [here.parent]).get(here.parent)
    valid = enrolment is not None and enrolment.form == "enrolment" and not enrolment.deleted
    return Standing(here, enrolment if valid else None, record is None)


def facts_for(conn: Connection, school: School, actor: Actor, action: Action, at: Standing) -> Facts:
    """Only what the act's own guards ask for is counted."""
    facts = Facts(
        teaches=actor.role is Role.TEACHER and at.course in rows.courses_taught(conn, actor.id),
        enrolled=at.enrolment is not None and at.enrolment.owner == at.record.owner,
        school_year=school_year(at.enrolment) if at.enrolment else "",
    )
    match action:
        case Action.SAVE if at.absent:
            return evolve(facts, quota=_quota(school, at), outcomes_in_course=_outcomes(conn, at.record))
        case Action.SUBMIT:
            passed = _passed_before(conn, at.record)
            return evolve(facts, conflicts_open=_conflicts(conn, at.record), passed_before=passed)
        case Action.CERTIFY:
            return evolve(facts, blobs_missing=len(missing(conn, at.record)))
        case Action.SELECT:
            return evolve(
                facts,
                conflicts_open=_conflicts(conn, at.record),
                picked=_picked(conn, at.record, facts.school_year),
                consented=_consented(conn, school, at.record),
            )
    return facts


def missing(conn: Connection, record: Record) -> tuple[str, ...]:
    """The files that the record names and its owner has not sent in full."""
    named = sorted({one.sha256 for one in record.files.values()})
    there = rows.held(conn, record.owner, named)
    return tuple(sha for sha in named if sha not in there)


def _quota(school: School, at: Standing) -> int:
    own = at.enrolment.text("quota") if at.enrolment else ""
    return int(own) if own.isdigit() else school.settings.outcome_quota


def _outcomes(conn: Connection, record: Record) -> int:
    query = select(func.count()).where(
        R.c.form == record.form, R.c.parent == record.parent, R.c.owner == record.owner,
        R.c.deleted.is_(False), R.c.id != record.id,
    )  # fmt: skip
    return conn.scalar(query) or 0


def _conflicts(conn: Connection, record: Record) -> int:
    return conn.scalar(select(func.count()).where(tables.conflict.c.rec == record.id)) or 0


def _picked(conn: Connection, record: Record, year: str) -> int:
    """How many others of the same group the owner has picked for the same school year."""
    group = FORMS[record.form].group
    forms = [form.key for form in FORMS.values() if form.group == group]
    query = select(R).where(
        R.c.owner == record.owner, R.c.form.in_(forms), R.c.deleted.is_(False), R.c.id != record.id
    )
    others = [one for one in map(rows.record_of, conn.execute(query)) if one.selection in FROZEN_SELECTIONS]
    courses = rows.load(conn, [one.parent for one in others if one.parent])
    wanted = year or school_year(record)
    return sum(1 for one in others if _year(one, courses) == wanted)


def _year(record: Record, courses: Mapping[str, Record]) -> str:
    return school_year(courses[record.parent]) if record.parent in courses else school_year(record)


def _consented(conn: Connection, school: School, record: Record) -> bool:
    """Whether the owner has agreed this school year to what the school asks; nothing asked, nothing to agree to."""
    kind = "outcome" if FORMS[record.form].group == "outcome" else "diverse"
    text = school.settings.consent_outcome if kind == "outcome" else school.settings.consent_diverse
    if not text:
        return True
    query = select(R).where(R.c.owner == record.owner, R.c.form == "consent", R.c.deleted.is_(False))
    given = [one for one in map(rows.record_of, conn.execute(query)) if one.text("kind") == kind]
    year = str(school.settings.school_year or "")
    return any(not year or one.text("school_year") == year for one in given)


def _passed_before(conn: Connection, record: Record) -> bool:
    """Whether the last word of the course's teachers on exactly this content was a pass."""
    query = (
        select(H.c.action)
        .where(H.c.owner == record.owner, H.c.content_hash == record.content_hash, H.c.action.in_(REVIEWS))
        .order_by(H.c.seq.desc(), H.c.ver.desc())
        .limit(1)
    )
    return conn.scalar(query) == Action.CERTIFY.value
