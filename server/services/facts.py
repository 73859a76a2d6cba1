"""What the rules may ask for, counted from the database inside the transaction that decides."""

from datetime import datetime

from attrs import evolve, frozen
from sqlalchemy import ColumnElement, Connection, case, func, select

from derive.resources import profile
from domain import deputies, knowledge
from domain.guidance import SPEAKS_OF_STUDENTS
from domain.intents import Action, Intent
from domain.mutators import blank
from domain.people import Actor, Facts, Role, School
from domain.records import Record
from server.db import rows, tables
from server.services import caseload, deputising
from server.services.office import Office
from server.services.shelf import Shelf

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
    return knowledge.school(rows.of_forms(conn, knowledge.FORMS), profile(office.profile), office.codes, now)


def standing(shelf: Shelf, intent: Intent, record: Record | None, actor: Actor) -> Standing:
    """The record behind an intent with what it hangs on."""
    here = record or blank(intent, actor.id)
    enrolment = None
    if here.form == "course_outcome" and here.parent:
        enrolment = shelf.record(here.parent)
    valid = enrolment is not None and enrolment.form == "enrolment" and not enrolment.deleted
    return Standing(here, enrolment if valid else None, record is None)


def facts_for(shelf: Shelf, actor: Actor, action: Action, at: Standing, accepted: bool = False) -> Facts:
    """As domain.knowledge counts, over no more records than the act's guards ask for."""
    related = _related(shelf, action, at)
    hung = [at.enrolment] if at.enrolment and at.enrolment not in related else []
    open_ones = _conflicts(shelf, at.record) if action in (Action.SUBMIT, Action.SELECT) else 0
    facts = knowledge.facts(at.record, actor, [*related, *hung], open_ones)
    stands_in = deputies.for_course(shelf.standing_in(actor.id), at.course) if at.course else ()
    teaches = (
        at.course != ""
        and actor.role is not Role.STUDENT
        and (at.course in shelf.taught(actor.id) or (accepted and not stands_in))
    )
    facts = evolve(facts, blobs_missing=len(missing(shelf, at.record)), accepted=accepted)
    facts = evolve(facts, teaches=teaches, stands_in=stands_in)
    if at.record.form in SPEAKS_OF_STUDENTS:
        return evolve(facts, guided=caseload.students(shelf.conn, actor.id))
    if at.record.form == deputies.FORM:
        return deputising.with_the_staff(facts, shelf.conn, at.record.owner)
    if action is Action.SUBMIT:
        return evolve(facts, passed_before=_passed_before(shelf, at.record))
    return facts


def missing(shelf: Shelf, record: Record) -> tuple[str, ...]:
    """The files that the record names and its owner has not sent in full."""
    if not record.files:
        return ()
    named = sorted({one.sha256 for one in record.files.values()})
    there = shelf.held(record.owner, named)
    return tuple(sha for sha in named if sha not in there)


def _related(shelf: Shelf, action: Action, at: Standing) -> tuple[Record, ...]:
    """The records over which the act's facts are counted: a course's outcomes for its quota, all of the owner's
    for a selection, none for anything else."""
    if action is Action.SELECT:
        which: ColumnElement[bool] = R.c.form.in_(knowledge.COUNTED)
    elif (at.absent or action is Action.RESTORE) and at.enrolment is not None:
        which = R.c.parent == at.enrolment.id
    else:
        return ()
    query = select(R).where(R.c.owner == at.record.owner, R.c.deleted.is_(False), which)
    shelf.flush()
    return tuple(rows.record_of(row) for row in shelf.conn.execute(query))


def _conflicts(shelf: Shelf, record: Record) -> int:
    shelf.flush()
    return shelf.conn.scalar(select(func.count()).where(tables.conflict.c.rec == record.id)) or 0


def _passed_before(shelf: Shelf, record: Record) -> bool:
    """Whether the last word of the course's teachers on exactly this content was a pass.

    Last is what was said last, not what came back last after a restore; this transaction's own lines have no seq yet.
    """
    query = (
        select(H.c.action)
        .where(H.c.owner == record.owner, H.c.content_hash == record.content_hash, H.c.action.in_(REVIEWS))
        .order_by(H.c.at.desc(), case((H.c.seq == 0, 1), else_=0).desc(), H.c.seq.desc(), H.c.ver.desc())
        .limit(1)
    )
    shelf.flush()
    return shelf.conn.scalar(query) == Action.CERTIFY.value
