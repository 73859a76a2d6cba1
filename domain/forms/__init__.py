"""All forms: the sixteen a school knows, its settings, rosters and questions, and what people keep for themselves."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from domain.forms.achievement import ADVANCED_PLACEMENT, OTHER_PERFORMANCE, WORK
from domain.forms.experience import CADRE_EXPERIENCE, COMPETITION, LICENCE, SERVICE_LEARNING
from domain.forms.form import Form, Group
from domain.forms.guidance import COUNSEL, GUIDANCE
from domain.forms.inquiry import INQUIRY
from domain.forms.late import LATE_ACT
from domain.forms.learning import FLEXIBLE_LEARNING, GROUP_ACTIVITY, WORKPLACE_LEARNING
from domain.forms.personal import AUTOBIOGRAPHY, COURSE_OUTCOME, STUDY_PLAN
from domain.forms.school import ANNOUNCEMENT, PROBLEM_TEXT, RECEIPT, SCHOOL_CADRE
from domain.forms.system import CODELIST, CONSENT, DEPUTY, ENROLMENT, PERSON, PHRASE, SCHOOL, WINDOW

DIVERSE: tuple[Form, ...] = (
    CADRE_EXPERIENCE,
    COMPETITION,
    LICENCE,
    SERVICE_LEARNING,
    FLEXIBLE_LEARNING,
    GROUP_ACTIVITY,
    WORKPLACE_LEARNING,
    WORK,
    ADVANCED_PLACEMENT,
    OTHER_PERFORMANCE,
)
SIXTEEN: tuple[Form, ...] = (
    AUTOBIOGRAPHY,
    STUDY_PLAN,
    COURSE_OUTCOME,
    SCHOOL_CADRE,
    *DIVERSE,
    RECEIPT,
    ANNOUNCEMENT,
)
HELD: tuple[Form, ...] = tuple(form for form in SIXTEEN if form not in (RECEIPT, ANNOUNCEMENT))
"""What a student's own folder holds: backed up and printed."""
SYSTEM: tuple[Form, ...] = (
    SCHOOL,
    PERSON,
    ENROLMENT,
    WINDOW,
    CONSENT,
    INQUIRY,
    DEPUTY,
    GUIDANCE,
    LATE_ACT,
    CODELIST,
)
OWN: tuple[Form, ...] = (PHRASE, *COUNSEL)

FORMS: Mapping[str, Form] = MappingProxyType({form.key: form for form in (*SIXTEEN, *SYSTEM, *OWN)})

__all__ = ["DIVERSE", "FORMS", "HELD", "OWN", "PROBLEM_TEXT", "SIXTEEN", "SYSTEM", "Form", "Group"]
