"""Messages between the school and its office's computers, beyond the feed: what only the school itself can tell."""

from typing import Annotated, Any

from msgspec import Meta, Struct

from sync.wire import Id

MOST_AT_ONCE = 500
Short = Annotated[str, Meta(max_length=200)]


class LateTry(Struct, frozen=True, forbid_unknown_fields=True):
    """Acts that are held: could each be let through as things stand?"""

    intents: Annotated[list[Id], Meta(min_length=1, max_length=MOST_AT_ONCE)]


class LateTried(Struct, frozen=True):
    """By act: why it cannot be let through, "" when it can. Nothing has changed."""

    against: dict[str, str]


class CourseProgress(Struct, frozen=True):
    """How far a course is certified. oldest: when the oldest that still waits was sent, "" for none."""

    course: str
    subject: str
    year_term: str
    teachers: list[str]
    students: int
    pending: int
    decided: int
    oldest: str = ""


class StudentProgress(Struct, frozen=True):
    """What a student has done of what is the student's to choose; of the school year that is asked for."""

    account: str
    name: str
    class_name: str
    seat: str
    number: str
    passed: int
    picked_outcomes: int
    picked_diverse: int
    consent_outcome: bool
    consent_diverse: bool
    receipts_open: int


class Progress(Struct, frozen=True):
    """Everything of one school year, counted at `at`."""

    at: str
    school_year: str
    courses: list[CourseProgress]
    students: list[StudentProgress]


class AuditQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """Which acts: of whom, about whose records, which, between when (UTC, until exclusive), saying these words.

    cursor: where the page before ended. export: the office takes them along, which is written down as such.
    """

    who: Short = ""
    student: Short = ""
    record: Short = ""
    action: Short = ""
    since: Short = ""
    until: Short = ""
    text: Short = ""
    cursor: Short = ""
    limit: Annotated[int, Meta(ge=1, le=MOST_AT_ONCE)] = 100
    export: bool = False


class AuditRow(Struct, frozen=True):
    """One act. kind: "done" (a line of history), "refused" (kept, not carried out) or "looked" (somebody read these).

    before, after: states. title is told only where somebody besides the owner may read the record.
    """

    key: str
    kind: str
    at: str
    actor: str
    actor_name: str
    action: str
    record: str
    form: str
    title: str
    owner: str
    owner_name: str
    before: str
    after: str
    device: str
    reason: str


class AuditPage(Struct, frozen=True):
    """The newest first. next: the cursor of the page after, "" at the end."""

    at: str
    rows: list[AuditRow]
    next: str = ""


class AuditDetail(Struct, frozen=True):
    """One act in full. withheld: the words are the owner's alone. The receipt is signed over what stands beside it."""

    row: AuditRow
    withheld: bool
    before: dict[str, Any]
    after: dict[str, Any]
    files_before: dict[str, str]
    files_after: dict[str, str]
    intent: str = ""
    body_sha: str = ""
    receipt: str = ""


class AuditKey(Struct, frozen=True, forbid_unknown_fields=True):
    key: Short
