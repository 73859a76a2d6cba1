"""The case a rule decides: who wants to do what to which record, at which school, with which facts."""

from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from domain import lifecycle, merge
from domain.forms import Form
from domain.intents import Action
from domain.people import Actor, Facts, School
from domain.records import Record
from domain.validation import Problem, problems


@frozen
class Case:
    """What a guard looks at: who wants to do what to which record, at which school, with which facts."""

    actor: Actor
    action: Action
    record: Record
    form: Form
    school: School
    facts: Facts
    absent: bool = False
    d: Mapping[str, Any] = field(factory=dict)


def group_of(form: Form) -> str:
    """The life cycle of a form."""
    return lifecycle.LIVES.get(form.key, form.group)


def keeps(record: Record, d: Mapping[str, Any]) -> bool:
    """Whether a resolution chooses what the record holds anyway."""
    return merge.same(merge.current(record, str(d["field"])), d["to"])


def missing(record: Record, form: Form, school: School) -> tuple[Problem, ...]:
    """What keeps the record from being submitted or selected; warnings left out."""
    found = problems(form, record.values, record.files, school.codes, school.profile)
    return tuple(p for p in found if p.severity == "error")
