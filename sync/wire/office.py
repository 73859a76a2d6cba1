"""Messages between the school and its office's computers, beyond the feed: what only the school itself can tell."""

from typing import Annotated, Any

from msgspec import Meta, Struct

from sync.wire import Id

MOST_AT_ONCE = 500
Short = Annotated[str, Meta(max_length=200)]
MOST_LIST_BYTES = 5 * 1024 * 1024
MOST_PASSWORDS = 20


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


class ListLine(Struct, frozen=True):
    """One line of a list as it would be written. fate: new, changed, same, gone; what: which fields, from and to."""

    line: int
    who: str
    fate: str
    what: str = ""


class ListFault(Struct, frozen=True):
    """What is wrong with a cell: "C17"."""

    cell: str
    sentence: str


class ListLook(Struct, frozen=True, forbid_unknown_fields=True):
    """A list to be looked at. seen: "" to look only; the mark of what was looked at to have it written.

    source: where a list of codes comes from, in the office's words.
    """

    kind: Id
    data: Annotated[bytes, Meta(max_length=MOST_LIST_BYTES)]
    seen: Id = ""
    source: Short = ""


class ListTold(Struct, frozen=True):
    """What a list comes to, and whether it was written. The first of its lines and faults, and how many there are."""

    mark: str
    written: bool
    counts: dict[str, int]
    lines: list[ListLine]
    faults: list[ListFault]
    fault_count: int


class Holder(Struct, frozen=True):
    """An account and whether it has a password yet."""

    account: str
    name: str
    role: str
    ready: bool


class Holders(Struct, frozen=True):
    """Every account that may sign in."""

    accounts: list[Holder]


class FirstPassword(Struct, frozen=True, forbid_unknown_fields=True):
    """A password that the office gives out, made at its own computer."""

    account: Id
    password: Annotated[str, Meta(max_length=200)]


class FirstPasswords(Struct, frozen=True, forbid_unknown_fields=True):
    """A few at a time: stretching one takes a while. again: also for who has one; their sessions end."""

    given: Annotated[list[FirstPassword], Meta(min_length=1, max_length=MOST_PASSWORDS)]
    again: bool = False


class Given(Struct, frozen=True):
    """Whose passwords count from now on."""

    accounts: list[str]
