"""Deciding which of two values stays: one intent a field, all of a record at once. Nothing is thrown away."""

from collections.abc import Iterable, Sequence
from typing import Any

from attrs import frozen

from desktop.changes import Changes
from desktop.desk import Desk
from desktop.operations import records
from domain import intents, merge
from domain.errors import NotAllowed
from domain.forms import FORMS
from domain.intents import Action, Intent
from domain.records import Attachment, Record
from domain.refusals import Refused, Verdict
from domain.rules import Case, judge


@frozen
class Decision:
    """What a field holds from now on. seen: what the school held; devices: whose values are thereby settled.

    lost: the values not kept; they travel with the decision, so that every journal and the school still have them.
    """

    field: str
    devices: tuple[str, ...]
    seen: Any
    chosen: Any
    lost: tuple[Any, ...] = ()

    @property
    def d(self) -> dict[str, Any]:
        return intents.resolution(self.field, self.devices, self.seen, self.chosen)


def decision(field: str, seen: Any, others: Sequence[tuple[str, Any]], chosen: Any) -> Decision:
    """others: (device, value) of every value that came second."""
    values = [seen, *(value for _, value in others)]
    lost: list[Any] = []
    for value in values:
        if not merge.same(value, chosen) and not merge.same(value, None) and value not in lost:
            lost.append(value)
    return Decision(field, tuple(device for device, _ in others), seen, chosen, tuple(lost))


def verdict(desk: Desk, record: Record, one: Decision) -> Verdict:
    """Whether the field may get that value now; a record that is locked only lets go of what came second."""
    case = Case(
        desk.actor, Action.RESOLVE, record, FORMS[record.form], desk.school(), desk.facts(record), d=one.d
    )
    return judge(case)


def resolve(desk: Desk, record: Record, decisions: Iterable[Decision]) -> Changes:
    """Settle the fields; raises NotAllowed when a rule refuses one of them, then none is settled."""
    return _say(desk, record, _settling(desk, record, decisions))


def may_keep_both(desk: Desk, record: Record) -> Verdict:
    """Whether the values that came second may begin a record of their own."""
    blank = records.blank(desk, FORMS[record.form], record.parent)
    return desk.may(Action.SAVE, blank, absent=True)


def keep_both(desk: Desk, record: Record, decisions: Sequence[Decision]) -> tuple[Changes, str]:
    """The record as this person wrote it becomes a new draft; the old one stays as the school has it.

    decisions: for every disputed field the value for the new draft. Returns the new record's id too.
    """
    answer = may_keep_both(desk, record)
    if isinstance(answer, Refused):
        raise NotAllowed(answer.code, answer.sentence, answer.remedy)
    draft = record
    for one in decisions:
        draft = merge.resolve(draft, one.field, one.chosen)
    new = records.blank(desk, FORMS[record.form], record.parent)
    d = intents.save({key: (None, value) for key, value in draft.values.items()}, record.parent)
    for slot, file in _files(draft):
        d = intents.with_file(d, slot, None, file)
    begun = Intent(desk.clock.new_id(), Action.SAVE, new.id, new.form, d, made=desk.clock.made())
    left = [
        decision(one.field, one.seen, [(device, one.chosen) for device in one.devices], one.seen)
        for one in decisions
    ]
    return _say(desk, record, [begun, *_settling(desk, record, left)]), new.id


def _settling(desk: Desk, record: Record, decisions: Iterable[Decision]) -> list[Intent]:
    said = []
    for one in decisions:
        answer = verdict(desk, record, one)
        if isinstance(answer, Refused):
            raise NotAllowed(answer.code, answer.sentence, answer.remedy)
        made = {**desk.clock.made(), "lost": list(one.lost)}
        said.append(Intent(desk.clock.new_id(), Action.RESOLVE, record.id, record.form, one.d, made=made))
    return said


def _say(desk: Desk, record: Record, said: list[Intent]) -> Changes:
    touched = desk.store.enqueue_all(said)
    return Changes(records=touched.records, forms=frozenset({record.form}))


def _files(record: Record) -> list[tuple[str, Attachment]]:
    return sorted(record.files.items())
