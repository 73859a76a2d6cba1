"""Who acts, and what the school knows that a rule may ask for."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from attrs import frozen

from domain.codelists import CodeList
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
    school_year: int = 0
    outcome_cap: int = 6
    diverse_cap: int = 10
    outcome_quota: int = 0
    resubmission_open: bool = False
    consent_outcome: str = ""
    consent_diverse: str = ""


@frozen
class School:
    """The school as the rules see it at one moment. `now` is the school's time, never a guess of the rule's."""

    profile: Profile
    codes: Mapping[str, CodeList]
    now: datetime
    settings: Settings = Settings()
    windows: tuple[Window, ...] = ()

    def window(self, kind: str, school_year: str = "") -> Window | None:
        """The window of that kind for the year; one without a year counts for every year; None when none is set."""
        of_kind = [w for w in self.windows if w.kind == kind]
        exact = [w for w in of_kind if w.school_year == school_year]
        return next(iter(exact or [w for w in of_kind if not w.school_year]), None)


@frozen
class Facts:
    """What a rule must know beyond the record itself; counted by whoever holds the data.

    outcomes_in_course, picked: how many others there are. quota: outcomes allowed in the course, 0 no limit.
    passed_before: this course's teacher has already passed exactly this content and not revoked it.
    school_year: ROC year that counts for the windows; an outcome's comes from its enrolment.
    """

    teaches: bool = False
    enrolled: bool = True
    outcomes_in_course: int = 0
    quota: int = 0
    picked: int = 0
    consented: bool = False
    conflicts_open: int = 0
    blobs_missing: int = 0
    passed_before: bool = False
    school_year: str = ""
