"""Who may read what: the scopes in which a record stands.

`school` everybody; `acc:<account>` the person; `crs:<course>` the teachers of a course, who see an outcome
only once it was sent to them, and not what a student rewrites after a return.
"""

from domain.records import Record

SCHOOL = "school"
SCHOOL_FORMS = frozenset({"school", "window", "announcement"})
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
    return frozenset(scopes)


def _under_review(record: Record) -> bool:
    if record.deleted:
        return False
    unchanged = record.srv.get("reviewed_hash") == record.content_hash
    return record.state in REVIEW_STATES or (record.state in RETURNED_STATES and unchanged)
