"""What of the work that the school does not have yet is up against a deadline, and which comes first."""

from collections.abc import Iterable
from datetime import datetime

from attrs import frozen

from domain import lifecycle
from domain.forms import FORMS
from domain.intents import Intent
from domain.people import School


@frozen
class Deadline:
    """The window that ends first of those that what is unsent must pass, and when (UTC, exclusive)."""

    label: str
    closes_at: datetime


def first_deadline(unsent: Iterable[Intent], school: School) -> Deadline | None:
    """None when nothing of it has a window that is still open."""
    kinds = {kind for intent in unsent for kind in _kinds(intent)}
    ahead = [window for window in school.windows if window.kind in kinds and window.is_open(school.now)]
    found = [Deadline(window.label, window.closes_at) for window in ahead if window.closes_at is not None]
    return min(found, key=lambda one: one.closes_at, default=None)


def missed(intent: Intent, school: School) -> datetime | None:
    """The end that the act has missed: of its windows the one that ended last, by the school's time."""
    kinds = _kinds(intent)
    ends = [
        window.closes_at for window in school.windows if window.kind in kinds and window.closed(school.now)
    ]
    return max((end for end in ends if end is not None), default=None)


def _kinds(intent: Intent) -> set[str]:
    form = FORMS.get(intent.form)
    if form is None:
        return set()
    group = form.key if form.key in lifecycle.TABLES else form.group
    steps = lifecycle.transitions(group, intent.action)
    usual = (step for step in steps if step.gate and "window_set" not in step.switch)
    return {lifecycle.gate_kind(form.group, step.gate) for step in usual}
