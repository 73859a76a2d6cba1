"""Guards of what is picked for the national database, and of what is picked already."""

import hashlib

from domain import lifecycle
from domain.cases import Case, keeps
from domain.intents import Action
from domain.refusals import Refused, refuse


def not_selected(case: Case) -> Refused | None:
    chosen = case.record.selection
    undoing = case.action in (Action.REVOKE, Action.REJECT)
    frozen_now = chosen in (("locked", "submitted") if undoing else lifecycle.FROZEN_SELECTIONS)
    if case.action is Action.RESOLVE and (not case.d or keeps(case.record, case.d)):
        return None
    return refuse("selected" if chosen == "picked" else "selection_" + chosen) if frozen_now else None


def passed(case: Case) -> Refused | None:
    if case.form.group != "outcome" or case.record.state == "passed":
        return None
    return refuse("not_passed")


def under_cap(case: Case) -> Refused | None:
    settings = case.school.settings
    cap = settings.outcome_cap if case.form.group == "outcome" else settings.diverse_cap
    return refuse("cap", limit=cap) if cap and case.facts.picked >= cap else None


def consented(case: Case) -> Refused | None:
    kind = "outcome" if case.form.group == "outcome" else "diverse"
    asked = bool(case.school.settings.consent_text(kind))
    return refuse("no_consent") if asked and not case.facts.consented else None


def agreed_to_this_text(case: Case) -> Refused | None:
    """An agreement is to the words that the school shows, not to those of last year."""
    text = case.school.settings.consent_text(str(case.d.get("kind", "")))
    shown = hashlib.sha256(text.encode()).hexdigest()
    return refuse("stale") if case.d and text and case.d.get("text_sha") != shown else None
