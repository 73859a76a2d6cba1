"""What the store hands out: frozen values, never rows. Free of SQLAlchemy, so that anyone may import it."""

from typing import Any

from attrs import field, frozen

from domain.intents import Intent
from domain.records import Record


@frozen
class Entry:
    """A record of the working copy. pending: intents that the school has not answered; conflict: open conflicts.

    problem: why the newest refused or held intent of it was not taken, "" when there is none to read.
    """

    record: Record
    pending: int = 0
    conflict: int = 0
    problem: str = ""
    title: str = ""
    updated: str = ""


@frozen
class Hit:
    """A record that was searched for. file: the file that says it, "" when the record itself does."""

    entry: Entry
    file: str = ""


@frozen
class Said:
    """One intent of the journal: its exact bytes and what the school answered. left: it may have left this computer.

    intent: None when the bytes are of a newer program. status: queued, frozen, applied, merged, noop, rejected,
    held_late, reused (the school knows another body under this id) or aside (the school would not read it).
    """

    n: int
    intent: Intent | None
    body: bytes = field(repr=False)
    status: str
    reason: str = ""
    sentence: str = ""
    recv_at: str = ""
    receipt: str = ""
    ver: int = 0
    left: bool = False


@frozen
class Edit:
    """A value being typed that is not yet an intent. before: the value the typing started from."""

    field: str
    value: Any
    before: Any
    at: str
    form: str = ""
    parent: str = ""


@frozen
class Facts:
    """For the status line. conflicts: records with fields in dispute.

    last_ok: the school's time of the last completed exchange, "" for never. waits_since: when the oldest unsent
    thing was written, by this computer's clock, "" for none.
    """

    unsent: int = 0
    problems: int = 0
    conflicts: int = 0
    uploads: int = 0
    upload_bytes: int = 0
    last_ok: str = ""
    waits_since: str = ""
