"""Who acts, and what the school knows that a rule may ask for."""

import math
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from attrs import frozen

from domain.codelists import CodeList
from domain.deputies import Appointment
from domain.profiles import Profile
from domain.windows import Window


class Role(StrEnum):
    """The four kinds of account (domain.md 4.3)."""

    STUDENT = "student"
    TEACHER = "teacher"
    COUNSELOR = "counselor"
    ADMINISTRATOR = "administrator"


ROLE_LABELS = {
    Role.STUDENT: "學生",
    Role.TEACHER: "教師",
    Role.COUNSELOR: "輔導教師",
    Role.ADMINISTRATOR: "管理者",
}


@frozen
class Actor:
    """A signed-in person: account id, role, display name."""

    id: str
    role: Role
    name: str = ""


@frozen
class Settings:
    """What the school has set for the year. Caps count items a student a school year; 0 means no limit."""

    name: str = ""
    code: str = ""
    school_year: int = 0
    outcome_cap: int = 6
    diverse_cap: int = 10
    outcome_quota: int = 0
    resubmission_open: bool = False
    consent_outcome: str = ""
    consent_diverse: str = ""

    def consent_text(self, kind: str) -> str:
        """What a student agrees to before picking ("outcome" or "diverse"); "" when the school asks nothing."""
        return {"outcome": self.consent_outcome, "diverse": self.consent_diverse}.get(kind, "")


@frozen
class School:
    """The school as the rules see it at one moment. `now` is the school's time, never a guess of the rule's."""

    profile: Profile
    codes: Mapping[str, CodeList]
    now: datetime
    settings: Settings = Settings()
    windows: tuple[Window, ...] = ()

    def window(self, kind: str, school_year: str = "", grade: str = "") -> Window | None:
        """The window of that kind for the year and grade; None when none is set: then there is no deadline.

        One that names the year goes before one for every year, one that names the grade before one for all;
        of several the open one counts (a year has two semesters), then the last to close, then the next to open.
        """
        found = [w for w in self.windows if w.kind == kind and w.school_year in ("", school_year)]
        found = [w for w in found if not grade or w.grade in ("", grade)]
        return min(
            found,
            key=lambda w: (w.school_year != school_year, w.grade != grade, *self._rank(w)),
            default=None,
        )

    def _rank(self, window: Window) -> tuple[int, float]:
        if not window.opened(self.now):
            return 2, _seconds(window.opens_at)
        return 0 if window.is_open(self.now) else 1, -_seconds(window.closes_at)


def _seconds(moment: datetime | None) -> float:
    return moment.timestamp() if moment is not None else math.inf


@frozen
class Facts:
    """What a rule must know beyond the record itself; counted by whoever holds the data.

    outcomes_in_course, picked: how many others there are. quota: outcomes allowed in the course, 0 no limit,
    None as the school has set it for all.
    passed_before: this course's teacher has already passed exactly this content and not revoked it.
    accepted: the school has signed for this very act before it was restored; what it counted then is not counted again.
    granted: the school accepts it although it came late: a window that is over stops it no more.
    teaches: the course is their own. stands_in: what was said about this course and this person as a deputy.
    colleagues, courses: the teachers who are here, and what the teacher who names a deputy teaches; None for unknown.
    school_year: ROC year that counts for the windows; an outcome's comes from its enrolment, as does its grade.
    guided: accounts of the students whom the actor guides.
    """

    teaches: bool = False
    enrolled: bool = True
    outcomes_in_course: int = 0
    quota: int | None = None
    picked: int = 0
    consented: bool = False
    conflicts_open: int = 0
    blobs_missing: int = 0
    passed_before: bool = False
    accepted: bool = False
    granted: bool = False
    stands_in: tuple[Appointment, ...] = ()
    colleagues: frozenset[str] | None = None
    courses: frozenset[str] | None = None
    school_year: str = ""
    grade: str = ""
    guided: frozenset[str] = frozenset()
