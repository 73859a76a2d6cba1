"""Carrying out one intent against the record as it is now, and writing all that follows from it."""

import logging
from datetime import datetime

from attrs import evolve
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from domain import merge
from domain.forms import FORMS
from domain.intents import Intent
from domain.mutators import APPLIED, MERGED, NOOP, REJECTED, Context, Outcome, perform
from domain.people import Actor, Role
from domain.records import Record
from domain.refusals import refuse
from domain.scopes import SCHOOL_FORMS
from server.services.decoding import Item
from server.services.facts import facts_for, school_at, standing
from server.services.ledger import Deed, Ledger
from server.services.office import Office, instant_text
from server.services.shelf import Shelf

log = logging.getLogger(__name__)


class Bench:
    """Where intents are carried out within one transaction; the ledger collects what they change."""

    def __init__(self, conn: Connection, office: Office, recv: datetime) -> None:
        self.conn = conn
        self.office = office
        self.ledger = Ledger(conn, recv)
        self.shelf = self.ledger.shelf
        self.waiting: set[str] = set()
        """Records that acts of a lost timeline still wait for."""
        self._school = school_at(conn, office, recv)

    def guarded(
        self, intent: Intent, item: Item, actor: Actor, device: str, at: datetime, accepted: bool = False
    ) -> Outcome:
        """The same, but a fault of ours costs this one intent only; it is kept, and can be run again."""
        self.shelf.keep()
        try:
            outcome = self.carry_out(intent, item, actor, device, at, accepted)
        except DBAPIError:
            raise
        except Exception:  # whatever a rule or a form gets wrong must not stop the others
            log.exception("intent %s could not be carried out", intent.id)
            self.shelf.drop()
            return Outcome(REJECTED, None, "internal", refuse("internal").text)
        self.shelf.keep()
        return outcome

    def carry_out(
        self, intent: Intent, item: Item, actor: Actor, device: str, at: datetime, accepted: bool = False
    ) -> Outcome:
        """Judge the intent as of `at`, and write the record, its history and the values that came second.

        accepted: our own signature says that we did this once, before we were restored.
        """
        record = self.shelf.record(intent.record)
        here = standing(self.shelf, intent, record, actor)
        if record is not None and not accepted and not _visible(self.shelf, actor, here.course, record):
            return Outcome(REJECTED, None, "missing", refuse("missing").text)
        school = evolve(self._school, now=at)
        facts = facts_for(self.shelf, actor, intent.action, here, accepted)
        outcome = perform(intent, record, Context(actor, school, facts, device))
        outcome = _with_beyond(outcome, intent, item, device)
        if outcome.status in (APPLIED, MERGED) and outcome.record is not None:
            deed = Deed(intent.action.value, actor.id, device, intent.id, instant_text(at))
            outcome = evolve(outcome, record=self.ledger.write(outcome.record, deed))
        self.ledger.conflicts(outcome.put, intent.record, outcome.drop)
        return outcome


def _visible(shelf: Shelf, actor: Actor, course: str, record: Record) -> bool:
    """Whether the actor may know that the record exists; a foreign record is answered like an absent one."""
    if record.owner == actor.id or record.form in SCHOOL_FORMS:
        return True
    if actor.role is Role.ADMINISTRATOR:
        return record.form not in FORMS or FORMS[record.form].group != "own"
    return actor.role is not Role.STUDENT and bool(course) and course in shelf.taught(actor.id)


def _with_beyond(outcome: Outcome, intent: Intent, item: Item, device: str) -> Outcome:
    """Fields that a newer program wrote travel along by the same from/to rule."""
    if not item.beyond or outcome.record is None or outcome.status not in (APPLIED, MERGED, NOOP):
        return outcome
    bag = Record(outcome.record.id, outcome.record.form, values=outcome.record.unknown)
    merged = merge.merge(bag, {"f": dict(item.beyond), "att": {"put": [], "del": []}}, intent.id, device)
    record = evolve(outcome.record, unknown=dict(merged.record.values))
    put = (*outcome.put, *merged.conflicts)
    status = MERGED if put else APPLIED if merged.changed else outcome.status
    return evolve(outcome, status=status, record=record, put=put)
