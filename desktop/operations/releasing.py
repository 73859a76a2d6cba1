"""Letting results out by hand, and taking that back: many at once, each judged by itself."""

from collections.abc import Sequence

from desktop.changes import Changes
from desktop.desk import Desk
from desktop.operations.records import Decided
from domain import intents
from domain.intents import Action, Intent
from domain.records import Record
from domain.refusals import Refused


def let_out(desk: Desk, records: Sequence[Record], action: Action) -> Decided:
    """action: RELEASE or WITHHOLD. All that may be said is said in one transaction."""
    made, said, refused = desk.clock.made(), list[Intent](), list[tuple[Record, Refused]]()
    for record, verdict in zip(records, desk.may_each(action, records), strict=True):
        if isinstance(verdict, Refused):
            refused.append((record, verdict))
        else:
            d = intents.seen(record.content_hash)
            said.append(Intent(desk.clock.new_id(), action, record.id, record.form, d, made=made))
    if not said:
        return Changes(), tuple(refused)
    touched = desk.store.enqueue_all(said)
    changes = Changes(records=touched.records, forms=frozenset(one.form for one in said), said=tuple(said))
    return changes, tuple(refused)
