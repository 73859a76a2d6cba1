"""What waits for a decision, record by record: values that two computers wrote into one field. No widgets in here."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from attrs import frozen

from desktop.desk import Desk
from desktop.models import reading
from desktop.models.home import name_of
from domain import merge
from domain.calendar import term_label
from domain.fields import Field, Text
from domain.forms import FORMS, Form
from domain.intents import Action, Intent
from domain.merge import SLOT
from domain.records import Attachment, Conflict, Record
from domain.windows import stamp

HERE, ELSEWHERE, SCHOOL = "這台電腦", "另一台電腦", "學校現在的內容"
NOTHING = "（空白）"
MOST = 20
"""Decisions whose other values are still listed."""


@frozen
class Version:
    """One value of a disputed field. device "" is the school's; text: as people read it; file: for a file slot."""

    who: str
    device: str
    value: Any
    text: str
    when: str = ""
    file: Attachment | None = None


@frozen
class Dispute:
    """One field with what the school holds and what came second. free: the values may be woven into a third."""

    field: str
    label: str
    school: Version
    others: tuple[Version, ...]
    free: bool = False
    filed: bool = False

    @property
    def devices(self) -> tuple[str, ...]:
        return tuple(version.device for version in self.others)

    @property
    def same_content(self) -> bool:
        """Two names for one file."""
        shas = {one.file.sha256 if one.file else "" for one in (self.school, *self.others)}
        return self.filed and len(shas) == 1

    def value_of(self, device: str) -> Any:
        """The value of that side; "" is the school's."""
        return next(one.value for one in (self.school, *self.others) if one.device == device)


@frozen
class Case:
    """One record with its disputed fields."""

    record: Record
    title: str
    kind: str
    disputes: tuple[Dispute, ...]


@frozen
class Settled:
    """A decision made on this computer, with the value that was not kept."""

    name: str
    label: str
    when: str
    lost: str
    file: Attachment | None = None


def cases(desk: Desk) -> tuple[Case, ...]:
    """Every record with open conflicts."""
    waiting: dict[str, list[Conflict]] = {}
    for conflict in desk.conflicts():
        waiting.setdefault(conflict.record, []).append(conflict)
    found = ((desk.record(record), conflicts) for record, conflicts in waiting.items())
    return tuple(_case(desk, record, some) for record, some in found if record is not None)


def settled(desk: Desk) -> tuple[Settled, ...]:
    """What was not kept by the decisions made here, the newest first."""
    said = [one.intent for one in desk.journal() if one.intent is not None]
    decisions = [one for one in said if one.action is Action.RESOLVE]
    return tuple(entry for one in reversed(decisions[-MOST:]) for entry in _lost(desk, one))


def shown(desk: Desk, form: Form, key: str, value: Any) -> str:
    """A value of the field as people read it."""
    if key.startswith(SLOT):
        return str(value["name"]) if value else NOTHING
    field = _field(desk, form, key)
    if field is None:
        return str(value) if value not in (None, "") else NOTHING
    return reading.said(form, field, Record("", form.key, values={key: value}), desk.codes) or NOTHING


def label_of(desk: Desk, form: Form, key: str) -> str:
    field = _field(desk, form, key.removeprefix(SLOT))
    return field.label if field is not None else key


def _case(desk: Desk, record: Record, conflicts: list[Conflict]) -> Case:
    form = FORMS[record.form]
    keys = dict.fromkeys(conflict.field for conflict in conflicts)
    order = {field.key: place for place, field in enumerate(desk.profile.fields(form))}
    wanted = sorted(keys, key=lambda key: order.get(key.removeprefix(SLOT), len(order)))
    disputes = tuple(_dispute(desk, record, form, key, conflicts) for key in wanted)
    kind = desk.profile.title_of(form)
    term = record.text("year_term")
    return Case(
        record,
        name_of(desk, record.id, record.form),
        f"{kind}　{term_label(term)}" if term else kind,
        disputes,
    )


def _dispute(desk: Desk, record: Record, form: Form, key: str, conflicts: list[Conflict]) -> Dispute:
    held = merge.current(record, key)
    school = Version(SCHOOL, "", held, shown(desk, form, key, held), file=_file(key, held))
    others = tuple(_version(desk, form, one) for one in conflicts if one.field == key)
    field = _field(desk, form, key)
    filed = key.startswith(SLOT)
    return Dispute(
        key, label_of(desk, form, key), school, others, isinstance(field, Text) and not filed, filed
    )


def _version(desk: Desk, form: Form, conflict: Conflict) -> Version:
    who = HERE if conflict.device == desk.device else ELSEWHERE
    text = shown(desk, form, conflict.field, conflict.value)
    value, key = conflict.value, conflict.field
    return Version(who, conflict.device, value, text, _when(conflict.intent), _file(key, value))


def _file(key: str, value: Any) -> Attachment | None:
    return Attachment(**value) if key.startswith(SLOT) and value else None


def _field(desk: Desk, form: Form, key: str) -> Field | None:
    known = (*desk.profile.fields(form), *form.fields)
    return next((field for field in known if field.key == key), None)


def _when(intent: str) -> str:
    """When the computer says it was written: its intents are numbered by time."""
    try:
        moment = datetime.fromtimestamp(int(intent.replace("-", "")[:12], 16) / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return ""
    return reading.moment(stamp(moment))


def _lost(desk: Desk, decision: Intent) -> Iterator[Settled]:
    """The values that the decision itself carries along as not kept."""
    form, key = FORMS.get(decision.form), str(decision.d["field"])
    if form is None:
        return
    for value in decision.made.get("lost", ()):
        name, label = name_of(desk, decision.record, decision.form), label_of(desk, form, key)
        yield Settled(name, label, _when(decision.id), shown(desk, form, key, value), _file(key, value))
