"""What the rules must know about a record, counted in the working copy; read once until something changes.

A student's acts are counted over everything that is theirs. Whoever decides or guides needs only what a record hangs
on: a copy with a whole grade in it is never read through for one question.
"""

from collections.abc import Iterable, Mapping

from attrs import evolve

from desktop.store.store import Store
from domain import deputies, knowledge
from domain.guidance import SPEAKS_OF_STUDENTS
from domain.people import Actor, Facts, Role
from domain.records import Record


class Knowing:
    def __init__(self, store: Store, actor: Actor) -> None:
        self._store = store
        self._actor = actor
        self._counted: tuple[Record, ...] | None = None
        self._only_guided: dict[str, bool] = {}
        self._guided: frozenset[str] | None = None
        self._appointments: tuple[Record, ...] | None = None

    def facts(self, record: Record, conflicts: int, supposing: Mapping[str, Record]) -> Facts:
        """supposing: other records as they are to be."""
        related = [supposing.get(one.id, one) for one in self._related(record)]
        facts = knowledge.facts(record, self._actor, related, conflicts)
        if record.form in SPEAKS_OF_STUDENTS:
            return evolve(facts, guided=self.guided)
        return evolve(facts, teaches=False) if self.only_guided([record.id]) else facts

    @property
    def guided(self) -> frozenset[str]:
        """The accounts of the students whose entries the school has given to this copy."""
        if self._guided is None:
            guides = self._actor.role in GUIDES
            self._guided = self._store.guided(self._actor.id) if guides else frozenset()
        return self._guided

    def only_guided(self, ids: Iterable[str]) -> frozenset[str]:
        """Which of these records are here to be looked at, and nobody here decides about them."""
        if not self.guided:
            return frozenset()
        wanted = list(ids)
        unknown = [one for one in wanted if one not in self._only_guided]
        if unknown:
            found = self._store.only_guided(unknown)
            self._only_guided.update({one: one in found for one in unknown})
        return frozenset(one for one in wanted if self._only_guided[one])

    @property
    def appointments(self) -> tuple[Record, ...]:
        """Who stands in for whom: a handful."""
        if self._appointments is None:
            self._appointments = tuple(one.record for one in self._store.records(form=deputies.FORM))
        return self._appointments

    def forget(self) -> None:
        """Something has changed."""
        self._counted = self._guided = self._appointments = None
        self._only_guided = {}

    def _related(self, record: Record) -> tuple[Record, ...]:
        if self._actor.role is not Role.STUDENT:
            parent = self._store.record(record.parent) if record.parent else None
            return () if parent is None else (parent, *self.appointments)
        if self._counted is None:
            self._counted = tuple(entry.record for entry in self._store.records(form=knowledge.COUNTED))
        return self._counted


GUIDES = frozenset({Role.TEACHER, Role.COUNSELOR})
