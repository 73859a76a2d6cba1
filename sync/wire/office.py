"""Messages between the school and its office's computers, beyond the feed: what only the school itself can tell."""

from typing import Annotated

from msgspec import Meta, Struct

from sync.wire import Id

MOST_AT_ONCE = 500


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
