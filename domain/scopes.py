"""Who may read what: the scopes in which a record stands.

`school` everybody; `acc:<account>` the person; `crs:<course>` the teachers of a course, who see an outcome
only once it was sent to them, and not what a student rewrites after a return; `staff` the school's office: who is
here, what was picked, what was reported to it. What people keep for themselves is in nobody else's scope.
"""

from domain.lifecycle import FROZEN_SELECTIONS
from domain.records import Record

SCHOOL = "school"
SCHOOL_FORMS = frozenset({"school", "window", "announcement"})
STAFF = "staff"
STAFF_FORMS = frozenset({"person", "inquiry"})
REPORTED_STATES = frozenset({"reported", "processed"})
REVIEW_STATES = frozenset({"pending", "passed"})
RETURNED_STATES = frozenset({"failed", "revoked"})


def account_scope(account: str) -> str:
    return f"acc:{account}"


def course_scope(course: str) -> str:
    return f"crs:{course}"


def scopes_of(record: Record, course: str = "") -> frozenset[str]:
    """The scopes of a record. course: course id behind an outcome's or enrolment's course, "" when there is none."""
    scopes = {SCHOOL} if record.form in SCHOOL_FORMS else set()
    if record.owner:
        scopes.add(account_scope(record.owner))
    if record.form == "enrolment" and record.text("course"):
        scopes.add(course_scope(record.text("course")))
    if record.form == "course_outcome" and course and _under_review(record):
        scopes.add(course_scope(course))
    if _concerns_the_office(record):
        scopes.add(STAFF)
    return frozenset(scopes)


def _concerns_the_office(record: Record) -> bool:
    """People, questions, receipts once something was reported of them, and what is chosen for the national database."""
    if record.form in STAFF_FORMS:
        return True
    if record.form == "receipt":
        return "report" in record.srv and record.state in (*REPORTED_STATES, "confirmed")
    return not record.deleted and record.selection in FROZEN_SELECTIONS


def _under_review(record: Record) -> bool:
    if record.deleted:
        return False
    unchanged = record.srv.get("reviewed_hash") == record.content_hash
    return record.state in REVIEW_STATES or (record.state in RETURNED_STATES and unchanged)
