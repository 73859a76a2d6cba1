"""What may be asked of the store. Any thread may ask; nobody waits for whoever writes."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any, Unpack

from sqlalchemy import Connection, bindparam, func, select

from desktop.store import editing, facts, files, lists, originals, rows, searching, surveying
from desktop.store.engine import Database
from desktop.store.schema import base, base_conflict, base_scope, blob, outbox, work
from desktop.store.views import Edit, Entry, Facts, Hit, Said
from desktop.store.wordbook import Wordbook
from desktop.store.working import IN_INBOX, UNANSWERED, still_open
from domain.mutators import TAKEN
from domain.records import Attachment, Conflict, Record

_WORK = select(work).where(work.c.id == bindparam("record"))
_BASE = select(base).where(base.c.id == bindparam("record"))
_OPEN = outbox.c.settled == 0
_UNSENT = (outbox.c.status.in_(UNANSWERED)) & (outbox.c.settled == 0)
_UNSENT_IN_ORDER = select(outbox).where(_UNSENT).order_by(outbox.c.n)
_OLDEST_UNSENT = select(func.min(outbox.c.made_at)).where(_UNSENT)


class Reads:
    """The reading half of the store."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._words = Wordbook()

    def record(self, record_id: str) -> Record | None:
        """The record as it looks here: what the school holds and everything that was said since."""
        found = self.entry(record_id)
        return found.record if found else None

    def entry(self, record_id: str) -> Entry | None:
        with self._database.read() as connection:
            row = connection.execute(_WORK, {"record": record_id}).first()
        return lists.entry(row) if row else None

    def these(self, ids: Collection[str]) -> dict[str, Record]:
        """Those of the records that are here, by id, with one question."""
        with self._database.read() as connection:
            return {one.record.id: one.record for one in lists.known(connection, ids)}

    def records(
        self,
        form: lists.Names | None = None,
        *,
        order: str = "-updated",
        limit: int | None = None,
        offset: int = 0,
        **filters: Unpack[lists.Filters],
    ) -> tuple[Entry, ...]:
        """form: one key or several. order: a key of lists.ORDERS, "-" in front for descending."""
        with self._database.read() as connection:
            return lists.listed(connection, lists.Query(form=form, **filters), order, limit, offset)

    def count(self, form: lists.Names | None = None, **filters: Unpack[lists.Filters]) -> int:
        with self._database.read() as connection:
            return lists.counted(connection, lists.Query(form=form, **filters))

    def search(self, text: str, forms: Collection[str] | None = None, limit: int = 50) -> tuple[Hit, ...]:
        """What says every word of the text: records, what they hang on, names and words of their files."""
        with self._database.read() as connection:
            return searching.hits(connection, self._words, text, forms, limit)

    def unread_files(self, mime: str = "application/pdf") -> tuple[str, ...]:
        """Files of records whose words are not known yet."""
        with self._database.read() as connection:
            return searching.unread(connection, mime)

    def survey(
        self, me: str, year: str, needs: surveying.Needs, picked: frozenset[str]
    ) -> tuple[surveying.Tally, ...]:
        """What there is of every student whose entry is here. For a lane: it may take a second."""
        with self._database.apart() as connection:
            return surveying.survey(connection, me, year, needs, picked)

    def guided(self, me: str) -> frozenset[str]:
        """The accounts of the students whose entries are here."""
        with self._database.read() as connection:
            return surveying.guided(connection, me)

    def only_guided(self, ids: Iterable[str]) -> frozenset[str]:
        """Which of the records are here only because their student is guided: nobody here decides about them."""
        with self._database.read() as connection:
            return surveying.only_guided(connection, ids)

    def base(self, record_id: str) -> Record | None:
        """The record as the school holds it."""
        with self._database.read() as connection:
            row = connection.execute(_BASE, {"record": record_id}).first()
        return rows.base_record(row) if row else None

    def base_rows(self, scope: str = "") -> Iterator[tuple[str, int, str, str, bool]]:
        """(id, ver, state, content hash, deleted) of what the school holds in the scope, for comparing with it."""
        wanted = select(base).order_by(base.c.id)
        if scope:
            wanted = wanted.join(base_scope, base_scope.c.id == base.c.id).where(base_scope.c.scope == scope)
        with self._database.read() as connection:
            held = [rows.base_record(row) for row in connection.execute(wanted)]
        yield from ((one.id, one.ver, one.state, one.content_hash, one.deleted) for one in held)

    def conflicts(self, record_id: str = "") -> tuple[Conflict, ...]:
        """The values waiting for a decision; those decided here, but not yet answered, left out."""
        with self._database.read() as connection:
            waiting = connection.execute(_of(select(base_conflict), base_conflict.c.rec, record_id)).all()
            if not waiting:
                return ()
            said = connection.execute(_of(select(outbox).where(_OPEN), outbox.c.rec, record_id)).all()
        over = rows.grouped(said)
        return tuple(
            rows.conflict(row)
            for record, group in rows.grouped(waiting).items()
            for row in still_open(group, rows.intents(over.get(record, ())))
        )

    def inbox(self) -> tuple[Said, ...]:
        """What was refused or held and not yet read, newest first."""
        return self._said(select(outbox).where(IN_INBOX).order_by(outbox.c.n.desc()))

    def unsent(self) -> tuple[Said, ...]:
        """What the school has not answered, oldest first."""
        return self._said(_UNSENT_IN_ORDER)

    def said_last(self) -> tuple[Said, ...]:
        """The newest act with all others of its kind and moment, oldest first."""
        newest = select(outbox.c.action, outbox.c.made_at).order_by(outbox.c.n.desc()).limit(1).subquery()
        together = (outbox.c.action == newest.c.action) & (outbox.c.made_at == newest.c.made_at)
        return self._said(select(outbox).join(newest, together).order_by(outbox.c.n))

    def delivered(self, most: int) -> tuple[Said, ...]:
        """What the school took last, the newest first."""
        taken = select(outbox).where(outbox.c.status.in_(TAKEN)).order_by(outbox.c.n.desc()).limit(most)
        return self._said(taken)

    def journal(self, record: str = "") -> tuple[Said, ...]:
        """Everything ever said here, oldest first, with the school's answers and receipts."""
        return self._said(_of(select(outbox), outbox.c.rec, record).order_by(outbox.c.n))

    def editor(self, record_id: str) -> tuple[Edit, ...]:
        with self._database.read() as connection:
            return editing.of(connection, record_id)

    def edited(self) -> tuple[str, ...]:
        """The records with something typed and not yet said."""
        with self._database.read() as connection:
            return editing.records(connection)

    def held(self, sha256s: Iterable[str]) -> frozenset[str]:
        """Which of these files lie on this computer."""
        with self._database.read() as connection:
            return files.held(connection, sha256s)

    def blob_state(self, sha256: str) -> str:
        with self._database.read() as connection:
            return files.state(connection, sha256)

    def original(self, sha256: str) -> Attachment | None:
        """What the attached file was made from, if that happened on this computer."""
        with self._database.read() as connection:
            return originals.of(connection, sha256)

    def referenced(self) -> frozenset[str]:
        """The files that may not be swept."""
        with self._database.read() as connection:
            return files.referenced(connection)

    def sync_facts(self) -> Facts:
        with self._database.read() as connection:
            staged = connection.execute(
                select(func.count(), func.coalesce(func.sum(blob.c.size), 0)).where(blob.c.state == "staged")
            ).one()
            return Facts(
                unsent=_count(connection, _UNSENT),
                problems=_count(connection, IN_INBOX),
                conflicts=connection.execute(
                    select(func.count()).select_from(work).where(work.c.conflict > 0)
                ).scalar_one(),
                uploads=staged[0],
                upload_bytes=staged[1],
                last_ok=facts.get(connection, "last_ok"),
                waits_since=connection.execute(_OLDEST_UNSENT).scalar() or "",
            )

    def naming(self, sha256: str) -> frozenset[str]:
        """The records whose working copy names the file."""
        with self._database.read() as connection:
            return files.owners(connection, sha256)

    def meta(self, key: str, default: str = "") -> str:
        with self._database.read() as connection:
            return facts.get(connection, key, default)

    def _said(self, statement: Any) -> tuple[Said, ...]:
        with self._database.read() as connection:
            return tuple(rows.said(row) for row in connection.execute(statement))


def _of(statement: Any, column: Any, record: str) -> Any:
    return statement.where(column == record) if record else statement


def _count(connection: Connection, condition: Any) -> int:
    return int(connection.execute(select(func.count()).select_from(outbox).where(condition)).scalar() or 0)
