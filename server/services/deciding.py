"""Carrying out one intent against the record as it is now, and writing all that follows from it."""

import logging
from datetime import datetime

from attrs import evolve
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from domain import deputies, merge, release
from domain.forms import FORMS
from domain.intents import Action, Intent
from domain.lifecycle import LATE_ACTIONS
from domain.lifting import lifted
from domain.mutators import APPLIED, HELD, MERGED, NOOP, REJECTED, TAKEN, Context, Outcome, blank, perform
from domain.people import Actor, Facts, Role
from domain.records import Record
from domain.refusals import Refused, refuse
from domain.scopes import SCHOOL_FORMS
from server.services import granting, holding
from server.services.decoding import Item
from server.services.facts import facts_for, school_at, standing
from server.services.granting import Held
from server.services.ledger import Deed, Ledger
from server.services.office import Office, instant_text
from server.services.precedence import first_stays
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
        self._keys = office.keys
        self.school = school_at(conn, office, recv)

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
            return _refused(refuse("internal"))
        self.shelf.keep()
        return outcome

    def carry_out(
        self, intent: Intent, item: Item, actor: Actor, device: str, at: datetime, accepted: bool = False
    ) -> Outcome:
        """Judge the intent as of `at`, and write the record, its history and the values that came second.

        accepted: our own signature says that we did this once, before we were restored.
        """
        if intent.action in LATE_ACTIONS:
            return self._late(intent, actor, device, at, accepted)
        outcome = self._judged(intent, item, actor, device, at, accepted)
        if accepted and outcome.put and intent.action is Action.SAVE:
            self.ledger.flush()
            outcome = first_stays(self.conn, outcome, at)
        return self._written(
            outcome, intent, Deed(intent.action.value, actor.id, device, intent.id, instant_text(at))
        )

    def known_to(self, actor: Actor, intent: Intent) -> Record | None:
        """The record of the intent, when the actor may know that it exists."""
        record = self.shelf.record(intent.record)
        if record is None:
            return None
        course = standing(self.shelf, intent, record, actor).course
        return _shown_to(actor, record) if _visible(self.shelf, actor, course, record) else None

    def _judged(
        self,
        intent: Intent,
        item: Item,
        actor: Actor,
        device: str,
        at: datetime,
        accepted: bool = False,
        granted: bool = False,
    ) -> Outcome:
        truth = self.shelf.record(intent.record)
        if truth is not None and intent.action is Action.SAVE:
            truth = lifted(truth)
        record = None if truth is None else _shown_to(actor, truth)
        here = standing(self.shelf, intent, record, actor)
        if record is not None and not accepted and not _visible(self.shelf, actor, here.course, record):
            return _refused(refuse("missing"))
        school = evolve(self.school, now=at)
        facts = evolve(facts_for(self.shelf, actor, intent.action, here, accepted), granted=granted)
        outcome = perform(intent, record, Context(actor, school, facts, device))
        outcome = _with_beyond(outcome, intent, item, device)
        if (
            truth is None
            or record is truth
            or outcome.record is None
            or outcome.status not in (APPLIED, MERGED)
        ):
            return outcome
        return evolve(outcome, record=release.rejoined(truth, outcome.record))

    def _written(self, outcome: Outcome, intent: Intent, deed: Deed) -> Outcome:
        if outcome.status in (APPLIED, MERGED) and outcome.record is not None:
            outcome = evolve(outcome, record=self.ledger.write(outcome.record, deed))
        self.ledger.conflicts(outcome.put, intent.record, outcome.drop)
        return outcome

    def _late(self, word: Intent, actor: Actor, device: str, at: datetime, accepted: bool) -> Outcome:
        """The school's word on an act that came late. Said again, it changes nothing.

        accepted: it was said before the school was restored; the act may be back already.
        """
        self.ledger.flush()
        held = granting.held(self.conn, word)
        known = self.shelf.record(word.record)
        if held is None:
            return _refused(refuse("not_held"))
        context = Context(actor, evolve(self.school, now=at), Facts(accepted=accepted), device)
        outcome = perform(word, known or blank(held.intent, held.actor.id), context)
        if outcome.status == REJECTED:
            return outcome
        if held.heard(word.action):
            return Outcome(NOOP, known)
        if not held.open_to(word.action, accepted):
            return _refused(refuse("not_held"))
        if accepted and held.status != HELD:
            return self._line(word, context, at)
        status = REJECTED
        if word.action is Action.GRANT:
            done = self._let_through(held)
            if done.status not in TAKEN:
                return _refused(refuse("late_unfit", why=done.sentence))
            status = done.status
        answer = granting.answer(self._keys, self.shelf, held, word, status)
        outcome = self._line(word, context, at)
        self.ledger.answered(held.intent.id, answer)
        return outcome

    def would(self, held: Held) -> Outcome:
        """What would become of an act that came late, if it were let through now."""
        return self._judged(held.intent, held.item, held.actor, held.device, held.at, granted=True)

    def _let_through(self, held: Held) -> Outcome:
        """Carry out an act that came late as if it had come on time; one that does not fit changes nothing."""
        done = self.would(held)
        if done.status not in TAKEN:
            return done
        act = held.intent
        deed = Deed(act.action.value, held.actor.id, held.device, act.id, instant_text(held.at))
        return self._written(done, act, deed)

    def _line(self, word: Intent, context: Context, at: datetime) -> Outcome:
        """The line of history that says who decided so about what came late, and why."""
        holding.decide(self.ledger, word, context.actor.name, at)
        known = self.shelf.record(word.record)
        if known is None:
            return Outcome(APPLIED)
        deed = Deed(word.action.value, context.actor.id, context.device, word.id, instant_text(at))
        return self._written(perform(word, known, context), word, deed)


def _refused(refusal: Refused) -> Outcome:
    return Outcome(REJECTED, None, refusal.code, refusal.text)


def _shown_to(actor: Actor, record: Record) -> Record:
    """What the actor's act is judged by: the owner's by what the owner is shown."""
    return release.as_owner_sees(record) if record.owner == actor.id else record


def _visible(shelf: Shelf, actor: Actor, course: str, record: Record) -> bool:
    """Whether the actor may know that the record exists; a foreign record is answered like an absent one."""
    if record.owner == actor.id or record.form in SCHOOL_FORMS:
        return True
    if actor.role is Role.ADMINISTRATOR:
        return record.form not in FORMS or FORMS[record.form].group != "own"
    if record.form == deputies.FORM:
        return record.text("deputy") == actor.id
    if actor.role is Role.STUDENT or not course:
        return False
    return course in shelf.taught(actor.id) or bool(deputies.for_course(shelf.standing_in(actor.id), course))


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
