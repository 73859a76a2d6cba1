"""Guards of what the office writes."""

from attrs import evolve

from domain import lifecycle, merge
from domain.cases import Case, group_of
from domain.guards.writing import complete
from domain.intents import Action
from domain.refusals import Refused


def whole(case: Case) -> Refused | None:
    """What the office writes is in force at once: it has no drafts, so nothing in it may be missing or wrong."""
    if group_of(case.form) not in lifecycle.WHOLE or not case.d:
        return None
    change = merge.overlaid if case.action is Action.SAVE else merge.resolved
    return complete(evolve(case, record=change(case.record, case.d)))
