"""From records to what the rules ask for: the school's settings and windows, and the facts about one record.

The same counting for both sides: the desktop over its working copy, the school over its database.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import overload

from attrs import evolve

from domain import deputies
from domain.codelists import CodeList, parsed
from domain.forms import FORMS as ALL_FORMS
from domain.lifecycle import FROZEN_SELECTIONS
from domain.people import Actor, Facts, Role, School, Settings
from domain.profiles import Profile
from domain.records import Record
from domain.windows import window_of

FORMS = ("school", "window", "codelist")
"""The forms that `school` is built from."""

COUNTED = (
    "enrolment",
    "consent",
    "course_outcome",
    *(f.key for f in ALL_FORMS.values() if f.group == "diverse"),
)
"""The forms that `facts` counts over."""


def school(
    records: Iterable[Record], profile: Profile, codes: Mapping[str, CodeList], now: datetime
) -> School:
    """The school as its records of form `school` and `window` state it."""
    known = [record for record in records if not record.deleted]
    settings = next((settings_of(r, profile) for r in known if r.form == "school"), _defaults(profile))
    windows = tuple(window_of(r) for r in known if r.form == "window")
    return School(profile, in_force(known, codes), now, settings, windows)


def in_force(records: Iterable[Record], shipped: Mapping[str, CodeList]) -> Mapping[str, CodeList]:
    """The code lists that count: the school's own where it has brought one, else those that come with the program."""
    own = {r.text("name"): r.text("content") for r in records if r.form == "codelist" and not r.deleted}
    if not own:
        return shipped
    return {**shipped, **{name: parsed(name, text) for name, text in own.items() if name in shipped}}


def at(known: School, now: datetime) -> School:
    """The same school at another moment."""
    return evolve(known, now=now)


def settings_of(record: Record, profile: Profile) -> Settings:
    """The settings that the school's own record states; what it leaves out is the profile's."""
    base = _defaults(profile)
    return Settings(
        name=record.text("name"),
        code=record.text("code").strip().upper(),
        school_year=_int(record.text("school_year"), base.school_year),
        outcome_cap=_int(record.text("outcome_cap"), base.outcome_cap),
        diverse_cap=_int(record.text("diverse_cap"), base.diverse_cap),
        outcome_quota=_int(record.text("outcome_quota"), base.outcome_quota),
        resubmission_open=record.values.get("resubmission_open") is True,
        consent_outcome=record.text("consent_outcome"),
        consent_diverse=record.text("consent_diverse"),
    )


def facts(
    record: Record, actor: Actor, related: Iterable[Record], conflicts: int, quota: int | None = None
) -> Facts:
    """What the rules must know about the record. related: at least the COUNTED records that the actor holds.

    quota: what counts when the enrolment states none; None as the school has set it for all, 0 for no limit.
    """
    others = [r for r in related if not r.deleted]
    parents = {r.id: r for r in others if r.form == "enrolment"}
    enrolment = parents.get(record.parent) if record.parent else None
    year = year_of(record, enrolment)
    stead = deputies.for_course(
        deputies.named(actor.id, others), enrolment.text("course") if enrolment else ""
    )
    return Facts(
        teaches=actor.role is Role.TEACHER and enrolment is not None and not stead,
        stands_in=stead,
        enrolled=record.form != "course_outcome"
        or (enrolment is not None and enrolment.owner == record.owner),
        outcomes_in_course=sum(1 for r in others if _beside(r, record)),
        quota=_int(enrolment.text("quota"), quota) if enrolment else quota,
        picked=picked(record, others, parents, year),
        consented=consented(record, others, year),
        conflicts_open=conflicts,
        blobs_missing=_int(str(record.srv.get("blobs_pending", 0)), 0),
        school_year=year,
        grade=enrolment.text("grade_level") if enrolment else "",
    )


def picked(record: Record, others: Iterable[Record], parents: Mapping[str, Record], year: str) -> int:
    """How many other records of the same cap are chosen for the year."""
    chosen = (
        r for r in others if r.id != record.id and r.owner == record.owner and _group(r) == _group(record)
    )
    return sum(
        1
        for r in chosen
        if r.selection in FROZEN_SELECTIONS and not r.deleted and year_of(r, parents.get(r.parent)) == year
    )


def consented(record: Record, others: Iterable[Record], year: str) -> bool:
    """Whether the owner has agreed for this kind and the record's own year, as for its window and its cap."""
    kind = "outcome" if record.form == "course_outcome" else "diverse"
    given = (r for r in others if r.form == "consent" and r.owner == record.owner and not r.deleted)
    return any(r.text("kind") == kind and r.text("school_year") == year for r in given)


def year_of(record: Record, enrolment: Record | None = None) -> str:
    """The ROC school year of a record; an outcome's is its enrolment's."""
    source = enrolment if enrolment is not None else record
    return source.text("year_term").partition("-")[0] or record.text("school_year")


def _defaults(profile: Profile) -> Settings:
    return Settings(
        outcome_cap=profile.outcome.cap, diverse_cap=profile.diverse.cap, outcome_quota=profile.outcome.quota
    )


def _beside(other: Record, record: Record) -> bool:
    """Another record of the same form, course and owner."""
    place = (record.form, record.parent, record.owner)
    return other.id != record.id and (other.form, other.parent, other.owner) == place


def _group(record: Record) -> str:
    form = ALL_FORMS.get(record.form)
    return form.group if form else ""


@overload
def _int(text: str, otherwise: int) -> int: ...
@overload
def _int(text: str, otherwise: int | None) -> int | None: ...
def _int(text: str, otherwise: int | None) -> int | None:
    return int(text) if text.isascii() and text.isdigit() else otherwise
