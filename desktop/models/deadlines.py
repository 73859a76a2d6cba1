"""What is due, in order of urgency, by the school's time."""

from attrs import frozen

from domain.people import Role, School
from domain.windows import Window

CONCERNS = {
    Role.STUDENT: (
        "outcome_submit",
        "outcome_select",
        "diverse_edit",
        "diverse_select",
        "receipt_confirm",
        "receipt_modify",
    ),
    Role.TEACHER: ("outcome_certify",),
    Role.COUNSELOR: ("outcome_submit", "outcome_certify", "outcome_select", "diverse_select"),
    Role.ADMINISTRATOR: (
        "outcome_submit",
        "outcome_certify",
        "outcome_select",
        "diverse_edit",
        "diverse_select",
    ),
}


@frozen
class Due:
    """A window that concerns the person: what, how many seconds are left (0 when over), is it open now."""

    label: str
    kind: str
    seconds_left: int
    open: bool
    printed: str


def due(school: School, role: Role) -> tuple[Due, ...]:
    """Open windows first by urgency, then those to come, then those that are over."""
    mine = [w for w in school.windows if w.kind in CONCERNS[role] and w.closes_at is not None]
    return tuple(
        sorted(
            (_due(w, school) for w in mine), key=lambda d: (d.seconds_left == 0, not d.open, d.seconds_left)
        )
    )


def nearest(school: School, role: Role) -> Due | None:
    """The open window that ends first."""
    return next((d for d in due(school, role) if d.open), None)


def _due(window: Window, school: School) -> Due:
    left = (window.closes_at - school.now).total_seconds() if window.closes_at else 0
    return Due(window.label, window.kind, max(0, int(left)), window.is_open(school.now), window.printed)
