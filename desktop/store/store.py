"""The local copy of one account: every write is one transaction and durable when it returns.

Implements sync.ports.Store. Writes belong to the Writer's thread; reads may come from any.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, select, update

from desktop.store import (
    comparing,
    editing,
    facts,
    files,
    originals,
    outbox,
    patience,
    pulling,
    searching,
    settling,
    timeline,
    upgrading,
    working,
)
from desktop.store.engine import Database
from desktop.store.reading import Reads
from desktop.store.schema import base, scope, work
from desktop.store.views import Edit
from domain.errors import LichengError
from domain.forms import FORMS
from domain.forms.form import Form
from domain.intents import Intent
from domain.lifting import shape
from domain.records import Attachment
from sync.comparing import Own
from sync.ports import Pending, Standing, Touched
from sync.wire import PullReply, PushReply

MANY = 500
WIPE = "may_wipe"
KNOWN_FORMS = "known_forms"

Now = Callable[[], datetime]


def utc_now() -> datetime:
    return datetime.now(UTC)


class Store(Reads):
    """account: the account's id at the school. device: this copy's own id, kept from the first opening on."""

    def __init__(self, database: Database, account: str, device: str, now: Now = utc_now) -> None:
        super().__init__(database)
        self._now = now
        with database.write() as connection:
            known = facts.some(connection, "account", "device")
            for key, value in (("account", account), ("device", device)):
                if value and not known[key]:
                    facts.put(connection, key, value)
            self.account = known["account"] or account
            timeline.ask_again(connection)
        if account and self.account != account:
            raise LichengError("other_account", "這份資料屬於另一個帳號，無法開啟。", "請用原來的帳號登入。")

    # ------------------------------------------------------------------------------ what a person does

    def enqueue(self, intent: Intent, *, clear_editor: bool = False) -> Touched:
        """Say it: from now on it is in the working copy, and goes to the school with the next sync."""
        return self._say([intent], clear_editor)

    def enqueue_all(self, intents: Iterable[Intent], *, clear_editor: bool = False) -> Touched:
        """Say all of it, or nothing."""
        return self._say(list(intents), clear_editor)

    def autosave(
        self, record: str, field: str, value: Any, from_value: Any, *, form: str = "", parent: str = ""
    ) -> Touched:
        """Keep what is being typed. Changes no list and no working copy."""
        edit = Edit(field, value, from_value, self._now().isoformat(timespec="milliseconds"), form, parent)
        try:
            self._type(record, edit)
        except LichengError as error:
            if error.code != "disk_full" or not self._database.release_reserve():
                raise
            self._type(record, edit)
        return Touched()

    def clear_editor(self, record: str) -> Touched:
        with self._database.write() as connection:
            editing.clear(connection, record)
        return Touched()

    def note_blob(self, sha256: str, size: int, mime: str, state: str = "staged") -> Touched:
        """A file was adopted: it may go to the school from now on."""
        with self._database.write() as connection:
            files.note(connection, sha256, size, mime, state)
            return Touched(files.owners(connection, sha256))

    def retract(self, intent_id: str) -> Touched:
        """Take back the last thing said of a record; raises LichengError once it may have left this computer."""
        with self._changed() as (connection, touched):
            touched.add(outbox.retract(connection, intent_id))
        return Touched(frozenset(touched))

    def retract_all(self, intent_ids: Sequence[str]) -> tuple[Touched, Mapping[str, str]]:
        """Take back what was said in one go, the last first; {intent: code} of those that cannot be any more."""
        with self._changed() as (connection, touched):
            records, kept = outbox.retract_all(connection, intent_ids)
            touched |= records
        return Touched(frozenset(records)), kept

    def dismiss(self, intent_id: str) -> Touched:
        """The person has read why it was refused; it stays in the journal."""
        with self._changed() as (connection, touched):
            touched.add(outbox.dismiss(connection, intent_id))
        return Touched(frozenset(touched - {""}))

    def set_meta(self, key: str, value: str) -> None:
        with self._database.write() as connection:
            facts.put(connection, key, value)

    def allow_wipe(self) -> None:
        """The person agrees that the next page may remove much."""
        self.set_meta(WIPE, "1")

    def mark_digest(self, scope_id: str, at: str) -> None:
        """The scope was compared with the school's and found equal."""
        with self._database.write() as connection:
            connection.execute(update(scope).where(scope.c.id == scope_id).values(digest_ok_at=at))

    # ------------------------------------------------------------------------------ what syncing does

    def standing(self) -> Standing:
        with self._database.read() as connection:
            return timeline.standing(connection)

    def freeze(self, limit: int, max_bytes: int) -> tuple[Pending, ...]:
        """The oldest unanswered intents; committed as frozen before this returns."""
        with self._database.write() as connection:
            return outbox.freeze(connection, limit, max_bytes)

    def settle(self, reply: PushReply) -> Touched:
        """Note each result. Refused and held leave the working copy now, the others with their page."""
        with self._changed() as (connection, touched):
            touched |= settling.settle(connection, reply)
        return Touched(frozenset(touched))

    def set_aside(self, intent: str, code: str, sentence: str) -> Touched:
        """The school will not even read it: keep it, tell the person, send the rest."""
        with self._changed() as (connection, touched):
            touched.add(outbox.set_aside(connection, intent, code, sentence))
        return Touched(frozenset(touched - {""}))

    def apply(self, reply: PullReply) -> Touched:
        """Rows, cursors and working copy, or nothing. Raises WipeGuard, or NotTheSchool for half an answer."""
        pages = pulling.checked(reply, self.meta("server_id"))
        with self._changed() as (connection, touched):
            known = facts.some(connection, WIPE, patience.AWAITED)
            may_wipe, patient = known[WIPE] == "1", known[patience.AWAITED] != ""
            touched |= pulling.apply(connection, pages, reply.server_time, may_wipe, patient)
            touched |= settling.drop_covered(connection)
            again = timeline.ask_again(connection, touched)
            files.lacked(connection, pulling.awaited_files(pages, self.account))
            time = reply.server_time
            facts.heard(connection, reply.server_id, reply.epoch, time, last_ok=time)
            if patient:
                patience.heard(connection, time)
            if may_wipe and not any(page.more for page in reply.scopes.values()):
                facts.drop(connection, WIPE)
        return Touched(frozenset(touched), all=len(touched) > MANY, again=again)

    def rewind(self, epoch: str) -> Touched:
        """The school was restored: say and read everything anew; screens keep showing what they showed."""
        with self._changed() as (connection, touched):
            timeline.rewind(connection, epoch)
            touched |= set(timeline.laid_over_again(connection))
        return Touched(frozenset(touched), all=True)

    def uploads(self) -> tuple[tuple[str, int], ...]:
        with self._database.read() as connection:
            return files.uploads(connection)

    def uploaded(self, sha256: str) -> Touched:
        with self._database.write() as connection:
            files.mark(connection, sha256, "remote")
            return Touched(files.owners(connection, sha256))

    def fetch_again(self, sha256s: Iterable[str]) -> frozenset[str]:
        """These are rotten here; the ones that the next sync will bring back from the school."""
        with self._database.write() as connection:
            return files.fetch_again(connection, sha256s)

    def ask_for(self, *wanted: Attachment) -> None:
        """The next sync brings these files, the first of them first, also what is not kept ready here."""
        with self._database.write() as connection:
            for file in wanted:
                files.ask_for(connection, file)

    def wanted(self) -> tuple[tuple[str, int], ...]:
        with self._database.read() as connection:
            return files.wanted(connection)

    def downloaded(self, sha256: str) -> Touched:
        with self._database.write() as connection:
            files.received(connection, sha256)
            return Touched(files.owners(connection, sha256))

    # ------------------------------------------------------------------------------ comparing

    def sums(self) -> dict[str, Own]:
        with self._database.read() as connection:
            return comparing.own(connection)

    def sent_files(self) -> dict[str, int]:
        with self._database.read() as connection:
            return comparing.sent_files(connection, self.account)

    def mend(self, scopes: Iterable[str], sha256s: Iterable[str]) -> None:
        """These scopes are read anew and these files sent again, with the next sync."""
        with self._database.write() as connection:
            comparing.read_again(connection, scopes)
            comparing.send_again(connection, sha256s)

    # ------------------------------------------------------------------------------ housekeeping

    def recompute(self) -> Touched:
        """Make the whole working copy anew from what it is made of: after a rescue."""
        with self._changed() as (connection, touched):
            touched |= _everything(connection)
        return Touched(all=True)

    def upgrade(self, forms: Mapping[str, Form] = FORMS) -> bool:
        """When the program knows other forms than the last time: read what it could not, and make all working copies
        anew, in one transaction. Whether that was so."""
        now = shape(forms)
        if self.meta(KNOWN_FORMS) == now:
            return False
        with self._changed() as (connection, touched):
            upgrading.read_anew(connection)
            touched |= _everything(connection)
            facts.put(connection, KNOWN_FORMS, now)
        return True

    def forget_blobs(self, sha256s: Iterable[str]) -> None:
        """These files are about to be swept."""
        with self._database.write() as connection:
            gone = tuple(sha256s)
            files.forget(connection, gone)
            originals.forget(connection, gone)
            searching.forget_text(connection, gone)
            self._words.touched(connection, files=gone)

    def note_original(self, sha256: str, source: Attachment) -> None:
        """The attached file was made from this one, which stays on this computer."""
        with self._database.write() as connection:
            originals.put(connection, sha256, source)

    def note_text(self, sha256: str, text: str) -> None:
        """The words of a file, "" when it has none: from now on they can be searched."""
        with self._database.write() as connection:
            searching.put_text(connection, sha256, working.searchable(text))
            self._words.touched(connection, files=[sha256])

    def close(self) -> None:
        self._database.close()

    def _type(self, record: str, edit: Edit) -> None:
        with self._database.write() as connection:
            editing.put(connection, record, edit)

    def _say(self, intents: list[Intent], clear_editor: bool) -> Touched:
        with self._changed() as (connection, touched):
            for intent in intents:
                outbox.put(connection, intent, self._now())
                if clear_editor:
                    editing.clear(connection, intent.record)
                touched.add(intent.record)
        return Touched(frozenset(touched))

    @contextmanager
    def _changed(self) -> Iterator[tuple[Connection, set[str]]]:
        """One transaction that ends by making the working copy of what it touched anew."""
        with self._database.write() as connection:
            touched: set[str] = set()
            yield connection, touched
            working.recompute(connection, touched - {""}, self.account)
            self._words.touched(connection, touched)


def _everything(connection: Connection) -> set[str]:
    """Every record that has a row here, or an act that nobody has answered."""
    found = set(connection.execute(select(base.c.id)).scalars())
    found |= set(connection.execute(select(work.c.id)).scalars())
    return found | set(timeline.laid_over_again(connection))
