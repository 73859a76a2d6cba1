"""Who may read what: the scopes in which a record stands.

`school` everybody; `acc:<account>` the person; `crs:<course>` the teachers of a course, who see an outcome
only once it was sent to them, and not what a student rewrites after a return; `cls:<class>` and `stu:<account>` who
guides the class or the student, and sees of a student what the school has, without drafts, 自傳 and 學習計畫;
`teachers` who teaches, and who else does; `staff`
the school's office: who is here, what was picked, what was reported to it. What people keep for themselves is in
nobody else's scope.
"""

from domain.forms import DIVERSE, FORMS as ALL_FORMS
from domain.lifecycle import FROZEN_SELECTIONS
from domain.records import Record
from domain.release import as_owner_sees, hidden

SCHOOL = "school"
SCHOOL_FORMS = frozenset({"school", "window", "announcement", "codelist"})
STAFF = "staff"
STAFF_FORMS = frozenset(
    {"person", "inquiry", "guidance", "consultation", "late_act", "deputy", "school_cadre"}
)
TEACHERS = "teachers"
HELD = "held"
"""Nobody reads it: where the school finds what waits to be let out."""
REPORTED_STATES = frozenset({"reported", "processed"})
REVIEW_STATES = frozenset({"pending", "passed"})
RETURNED_STATES = frozenset({"failed", "revoked"})
COMMENT = "counsel_comment"
SHOWN_TO_GUIDES = frozenset(
    {"person", "enrolment", "school_cadre", "receipt", *(form.key for form in DIVERSE)}
)
"""Forms of a student that guides read as they stand; an outcome once it was sent, like its teacher."""


def account_scope(account: str) -> str:
    return f"acc:{account}"


def course_scope(course: str) -> str:
    return f"crs:{course}"


def class_scope(class_name: str) -> str:
    return f"{CLASSES}{class_name}"


def student_scope(account: str) -> str:
    return f"{STUDENTS}{account}"


CLASSES, STUDENTS = "cls:", "stu:"
"""What the scopes of guides begin with."""


def scopes_of(record: Record, course: str = "", class_name: str = "") -> frozenset[str]:
    """The scopes of a record. course: id of the course behind an outcome or enrolment, "" when there is none.

    class_name: the class of the student that the record is about, "" when nobody is in one.
    """
    scopes = {SCHOOL} if record.form in SCHOOL_FORMS or _of_a_whole_class(record) else set()
    if record.owner:
        scopes.add(account_scope(record.owner))
    if record.form == "enrolment" and record.text("course"):
        scopes.add(course_scope(record.text("course")))
    if record.form == "course_outcome" and course and _under_review(record):
        scopes.add(course_scope(course))
    if record.form in (COMMENT, "guidance") and record.text("student"):
        scopes.add(account_scope(record.text("student")))
    if about(record) and _guides_see(record):
        scopes.add(student_scope(about(record)))
        scopes |= {class_scope(class_name)} if class_name else set()
    if record.form == "deputy" and record.text("deputy"):
        scopes.add(account_scope(record.text("deputy")))
    if record.form == "person" and record.text("role") == "teacher":
        scopes.add(TEACHERS)
    if hidden(record):
        scopes.add(HELD)
    if _concerns_the_office(record):
        scopes.add(STAFF)
    return frozenset(scopes)


TOLD = frozenset({COMMENT, "consultation"})
"""What somebody writes for others too, though it stays their own to change."""


def kept_for_oneself(form: str) -> bool:
    """Whether records of the form are their author's alone, whatever stands in them."""
    return form in ALL_FORMS and ALL_FORMS[form].group == "own" and form not in TOLD


def read_by_others(record: Record) -> bool:
    """Whether anybody but its owner may read the record as it stands."""
    return any(scope != account_scope(record.owner) for scope in scopes_of(record, "any"))


def shown_in(scope: str, record: Record) -> Record:
    """The record as whoever reads that scope is shown it: its owner sees no decision that is kept back."""
    return as_owner_sees(record) if hidden(record) and scope == account_scope(record.owner) else record


def about(record: Record) -> str:
    """The account of the student whose guides may have to do with the record."""
    return record.text("student") if record.form == COMMENT else record.owner


def _of_a_whole_class(record: Record) -> bool:
    """Who guides a class is known to the class; who guides a single student, to the two of them."""
    return record.form == "guidance" and not record.text("student")


def _guides_see(record: Record) -> bool:
    if record.deleted:
        return False
    if record.form == "course_outcome":
        return _under_review(record)
    if record.form == "person":
        return record.text("role") == "student"
    return record.form == COMMENT or record.form in SHOWN_TO_GUIDES


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
