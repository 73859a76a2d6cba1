"""What was picked for the national database, as the school's office sees it: whose, which, and how it stands."""

from collections.abc import Collection
from typing import Any

from attrs import frozen

from desktop.desk import Desk
from desktop.models.entry_list import Line, title_of
from desktop.models.reports import names_of
from domain.calendar import TERMS, term_label
from domain.forms import DIVERSE, FORMS
from domain.intents import Action
from domain.lifecycle import FROZEN_SELECTIONS, SELECTION_LABELS, starts, transitions
from domain.records import Record

KINDS = {"outcome": ("course_outcome",), "diverse": tuple(form.key for form in DIVERSE)}
STANDINGS = tuple(key for key in SELECTION_LABELS if key in FROZEN_SELECTIONS)
TONES = {"picked": "accent", "locked": "warning", "submitted": "success", "reopened": "info"}
SHOWN = 250
"""As many as a list shows; what is to be done with all of them is done with all of them."""


@frozen
class Wanted:
    """What the list is narrowed down to: outcome or diverse, ROC year, how it stands ("" in any way), words."""

    kind: str = "outcome"
    year: str = ""
    standing: str = ""
    text: str = ""


@frozen
class Found:
    """The lines to show, and how many there are."""

    lines: tuple[Line, ...]
    total: int


def found(desk: Desk, wanted: Wanted) -> Found:
    """The first of them, by title."""
    narrowed = _filters(desk, wanted)
    entries = desk.store.records(order="title", limit=SHOWN, **narrowed)
    names = names_of(desk, {entry.record.owner for entry in entries})
    parents = desk.store.these({entry.record.parent for entry in entries} - {""})
    lines = tuple(_line(desk, e.record, e.pending, names, parents.get(e.record.parent)) for e in entries)
    return Found(lines, desk.store.count(**narrowed))


def every(desk: Desk, wanted: Wanted) -> tuple[Record, ...]:
    """All of them; for the Writer, a whole school's are many."""
    return tuple(entry.record for entry in desk.store.records(order="created", **_filters(desk, wanted)))


def years(desk: Desk) -> tuple[str, ...]:
    """The years to choose from: the school's and the two before."""
    first = desk.school().settings.school_year
    return tuple(str(year) for year in range(first, first - 3, -1)) if first else ()


def possible(kind: str, standings: Collection[str]) -> frozenset[Action]:
    """The office's acts that fit at least one of these standings."""
    acts = (Action.LOCK, Action.UNLOCK, Action.SEND, Action.REOPEN)
    return frozenset(act for act in acts if starts(transitions(kind, act)) & set(standings))


def _filters(desk: Desk, wanted: Wanted) -> dict[str, Any]:
    narrowed: dict[str, Any] = {
        "form": KINDS[wanted.kind],
        "selection": wanted.standing or STANDINGS,
    }
    if wanted.year:
        narrowed["year_term"] = tuple(f"{wanted.year}-{term}" for term in TERMS)
    words = wanted.text.strip()
    if words:
        people = {entry.record.owner for entry in desk.entries("person", text=words)}
        narrowed |= {"owner": people} if people else {"text": words}
    return narrowed


def _line(desk: Desk, record: Record, pending: int, names: dict[str, str], parent: Record | None) -> Line:
    form = FORMS[record.form]
    if parent is not None:
        about, term = parent.text("subject_name"), parent.text("year_term")
    else:
        about, term = desk.profile.title_of(form), record.text("year_term")
    pill = "待同步" if pending else SELECTION_LABELS[record.selection]
    who = names[record.owner]
    subtitle = f"{about} · {title_of(form, record)}"
    return Line(
        record, who, subtitle, term_label(term), pill, TONES.get(record.selection, "neutral"), "check-square"
    )
