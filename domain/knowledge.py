"""From records to what the rules ask for: the school's settings and windows, and the facts about one record.

The same counting for both sides: the desktop over its working copy, the school over its database.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from attrs import evolve

from domain.codelists import CodeList
from domain.forms import FORMS as ALL_FORMS
from domain.people import Actor, Facts, Role, School, Settings
from domain.profiles import Profile
from domain.records import Record
from domain.windows import window_of

FORMS = ("school", "window")
"""The forms that `school` is built from."""

COUNTED = (
    "enrolment",
    "consent",
    "course_outcome",
    *(f.key for f in ALL_FORMS.values() if f.group == "diverse"),
)
"""The forms that `facts` counts over."""

CHOSEN = frozenset({"picked", "locked", "submitted"})


def school(
    records: Iterable[Record], profile: Profile, codes: Mapping[str, CodeList], now: datetime
) -> School:
    """The school as its records of form `school` and `window` state it."""
    known = [record for record in records if not record.deleted]
    settings = next((settings_of(r, profile) for r in known if r.form == "school"), _defaults(profile))
    windows = tuple(window_of(r) for r in known if r.form == "window")
    return School(profile, codes, now, settings, windows)


def at(known: School, now: datetime) -> School:
    """The same school at another moment."""
    return evolve(known, now=now)


def settings_of(record: Record, profile: Profile) -> Settings:
    """The settings that the school's own record states; what it leaves out is the profile's."""
    base = _defaults(profile)
    return Settings(
        name=record.text("name"),
        school_year=_int(record.text("school_year"), base.school_year),
        outcome_cap=_int(record.text("outcome_cap"), base.outcome_cap),
        diverse_cap=_int(record.text("diverse_cap"), base.diverse_cap),
        outcome_quota=_int(record.text("outcome_quota"), base.outcome_quota),
        resubmission_open=record.values.get("resubmission_open") is True,
        consent_outcome=record.text("consent_outcome"),
        consent_diverse=record.text("consent_diverse"),
    )


def facts(record: Record, actor: Actor, related: Iterable[Record], conflicts: int, quota: int = 0) -> Facts:
    """What the rules must know about the record. related: at least the COUNTED records that the actor holds.

    quota: what counts when the enrolment states none, 0 for no limit.
    """
    others = [r for r in related if not r.deleted]
    enrolment = next((r for r in others if r.id == record.parent), None) if record.parent else None
    year = year_of(record, enrolment)
    parents = {r.id: r for r in others if r.form == "enrolment"}
    return Facts(
        teaches=actor.role is Role.TEACHER and enrolment is not None,
        enrolled=record.form != "course_outcome" or enrolment is not None,
        outcomes_in_course=sum(
            1 for r in others if r.form == record.form and r.parent == record.parent and r.id != record.id
        ),
        quota=_int(enrolment.text("quota"), quota) if enrolment else quota,
        picked=picked(record, others, parents, year),
        consented=consented(record, others, year),
        conflicts_open=conflicts,
        blobs_missing=_int(str(record.srv.get("blobs_pending", 0)), 0),
        school_year=year,
    )


def picked(record: Record, others: Iterable[Record], parents: Mapping[str, Record], year: str) -> int:
    """How many records of the same cap are chosen for the year, without this one."""
    group = ALL_FORMS[record.form].group
    same = (
        r for r in others if r.id != record.id and r.form in ALL_FORMS and ALL_FORMS[r.form].group == group
    )
    chosen = (r for r in same if r.owner == record.owner and r.selection in CHOSEN)
    return sum(1 for r in chosen if year_of(r, parents.get(r.parent)) == year)


def consented(record: Record, others: Iterable[Record], year: str) -> bool:
    """Whether the owner has agreed for this kind and year."""
    kind = "outcome" if record.form == "course_outcome" else "diverse"
    given = (r for r in others if r.form == "consent" and r.owner == record.owner)
    return any(r.text("kind") == kind and r.text("school_year") in ("", year) for r in given)


def year_of(record: Record, enrolment: Record | None = None) -> str:
    """The ROC school year of a record; an outcome's is its enrolment's."""
    source = enrolment if enrolment is not None else record
    return source.text("year_term").partition("-")[0] or record.text("school_year")


def _defaults(profile: Profile) -> Settings:
    return Settings(
        outcome_cap=profile.outcome.cap, diverse_cap=profile.diverse.cap, outcome_quota=profile.outcome.quota
    )


def _int(text: str, otherwise: int) -> int:
    return int(text) if text.isdigit() else otherwise
