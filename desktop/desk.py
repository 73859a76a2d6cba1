"""Desk: what a signed-in person has at hand. Screens read through it, in the GUI thread, and only read.

Writing goes through `write`, which runs on the Writer and tells the bus what changed. Nothing of the
network is waited for here: the Courier does that and reports.
"""

import hashlib
import logging
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.aside import Aside
from desktop.bus import Bus
from desktop.changes import Changes
from desktop.clock import Clock
from desktop.courier import NUDGE_MS, Condition, Courier
from desktop.identity import Identity
from desktop.status import Standing, Status, sentence_of
from desktop.store.blobs import BlobFolder
from desktop.store.knowing import Knowing
from desktop.store.store import Store
from desktop.store.surveying import Tally
from desktop.store.vault import Keys
from desktop.store.views import Edit, Entry, Facts as SyncFacts, Hit, Said
from desktop.threads import Failed, Lane
from domain import knowledge
from domain.codelists import CodeList
from domain.intents import Action
from domain.people import Actor, Facts, Role, School
from domain.profiles import Profile
from domain.records import Attachment, Conflict, Record
from domain.refusals import Verdict
from domain.rules import may
from domain.waiting import Deadline, first_deadline
from domain.windows import instant

__all__ = ["Desk", "Entry", "Hit", "Said", "SyncFacts", "Tally"]

log = logging.getLogger("licheng")
NONE: Mapping[str, Record] = MappingProxyType({})


class Desk(QObject):
    """Owns the lanes: writer, hands (file work), bench (waits for a worker) and, inside the courier, the network."""

    status_changed = Signal(object)

    def __init__(
        self,
        identity: Identity,
        store: Store,
        blobs: BlobFolder,
        profile: Profile,
        codes: Mapping[str, CodeList],
        clock: Clock,
    ) -> None:
        super().__init__()
        self.identity = identity
        self.store = store
        self.blobs = blobs
        self.profile = profile
        self._codes = codes
        self.clock = clock
        self.log = log
        self.folder = Path()
        self.keys: Keys | None = None
        self.bus = Bus()
        self.writer = Lane("writer", self)
        self.hands = Lane("hands", self)
        self.aside = Aside()
        self.bench = Lane("bench", self)
        for lane in (self.writer, self.hands, self.bench):
            lane.failed.connect(self._unheard)
        self.courier: Courier | None = None
        self.closed = False
        self.actor = Actor(identity.account, Role(identity.role), identity.name)
        self._school: School | None = None
        self.knowing = Knowing(store, self.actor)
        self.bus.changed.connect(self._forget)

    # ---- reading

    def record(self, record_id: str) -> Record | None:
        return self.store.record(record_id)

    def entries(self, form: str | Collection[str], parent: str = "", **filters: Any) -> tuple[Entry, ...]:
        """Records of a form or of several, newest first; of one enrolment when parent is given."""
        return self.store.records(form=form, parent=parent or None, **filters)

    def search(self, text: str, forms: Collection[str], limit: int = 50) -> tuple[Hit, ...]:
        """Records of these forms that say every word of the text, or whose files do."""
        return self.store.search(text, forms, limit)

    def unread_files(self) -> tuple[str, ...]:
        """PDF files whose words nobody has looked for yet."""
        return self.store.unread_files()

    def school(self) -> School:
        """The school as the rules see it now: settings and windows as last pulled, the school's time."""
        if self._school is None:
            records = [entry.record for entry in self.store.records(form=knowledge.FORMS)]
            self._school = knowledge.school(records, self.profile, self._codes, self.clock.school())
        return knowledge.at(self._school, self.clock.school())

    @property
    def codes(self) -> Mapping[str, CodeList]:
        """The code lists in force at this school, as last pulled."""
        return self.school().codes

    def facts(self, record: Record, supposing: Mapping[str, Record] = NONE) -> Facts:
        """What the rules must know about this record, counted in the working copy, with these as they are to be."""
        return self.knowing.facts(record, len(self.conflicts(record.id)), supposing)

    def facts_each(self, records: Iterable[Record]) -> tuple[Facts, ...]:
        """The same for many records, with one look at what is counted."""
        waiting = Counter(conflict.record for conflict in self.conflicts())
        return tuple(self.knowing.facts(record, waiting[record.id], NONE) for record in records)

    def may(
        self, action: Action, record: Record, absent: bool = False, supposing: Mapping[str, Record] = NONE
    ) -> Verdict:
        """supposing: other records as they will be, once what is being done together is done."""
        return may(self.actor, action, record, self.school(), self.facts(record, supposing), absent)

    def may_each(self, action: Action, records: Sequence[Record]) -> tuple[Verdict, ...]:
        """The same for many records."""
        school, facts = self.school(), self.facts_each(records)
        return tuple(may(self.actor, action, r, school, f) for r, f in zip(records, facts, strict=True))

    def conflicts(self, record_id: str = "") -> tuple[Conflict, ...]:
        return self.store.conflicts(record_id)

    def pending(self, record_id: str) -> int:
        """How many things said about the record the school has not answered yet."""
        entry = self.store.entry(record_id)
        return entry.pending if entry is not None else 0

    @property
    def device(self) -> str:
        """This computer, as the school knows it."""
        return self.store.meta("device")

    def journal(self, record_id: str = "") -> tuple[Said, ...]:
        """Everything ever said here, oldest first, with the school's answers."""
        return self.store.journal(record_id)

    def base(self, record_id: str) -> Record | None:
        """The record as the school holds it."""
        return self.store.base(record_id)

    def unsaved(self, record_id: str) -> tuple[Edit, ...]:
        """Keystrokes that were kept but never became a save."""
        return self.store.editor(record_id)

    def unsent(self) -> tuple[Said, ...]:
        return self.store.unsent()

    def delivered(self, most: int) -> tuple[Said, ...]:
        """What the school took last, the newest first."""
        return self.store.delivered(most)

    def inbox(self) -> tuple[Said, ...]:
        """What the school refused or holds, not yet dismissed."""
        return self.store.inbox()

    def unsent_count(self) -> int:
        """How many things the school does not have yet, the one being written right now included."""
        return max(self.sync_facts().unsent, 1 if self.writer.waiting else 0)

    def sync_facts(self) -> SyncFacts:
        return self.store.sync_facts()

    def file_words(self, record: Record, attachment: Attachment | None) -> tuple[str, str]:
        """Where a file is, in one line, with its tone."""
        if attachment is None:
            return "", "neutral"
        if not self.blobs.has(attachment.sha256):
            return "還沒下載到這台電腦", "warning"
        if not record.owner:
            return "已下載，沒有網路也能看", "success"
        if self.store.blob_state(attachment.sha256) == "staged":
            return "格式正確 · 已存在這台電腦，等待上傳", "neutral"
        return "格式正確 · 學校已收到", "success"

    def original_of(self, attachment: Attachment) -> Attachment | None:
        """What the file was made from to fit, when that lies on this computer."""
        found = self.store.original(attachment.sha256)
        return found if found is not None and self.blobs.has(found.sha256) else None

    def noted(self, key: str) -> str:
        """What a screen wanted to remember on this computer, "" when nothing."""
        return self.store.meta(key)

    def consent_text(self, kind: str) -> tuple[str, str]:
        """The 同意書 of the school and its SHA-256."""
        settings = self.school().settings
        text = settings.consent_outcome if kind == "outcome" else settings.consent_diverse
        return text, hashlib.sha256(text.encode()).hexdigest()

    # ---- writing

    def ask_for(self, file: Attachment) -> None:
        """Have the school bring the file soon: it is not kept ready on this computer."""
        self.writer.start(lambda: self.store.ask_for(file), lambda _: self._fetch_soon(), self._unheard)

    def _fetch_soon(self) -> None:
        if self.courier is not None:
            self.courier.soon()

    def write(
        self,
        job: Callable[[], Any],
        done: Callable[[Any], None] | None = None,
        failed: Failed | None = None,
        wait_ms: int = NUDGE_MS,
    ) -> None:
        """Run an operation on the Writer; what it says has changed goes to the bus, then done is called.

        wait_ms: so long it may stay on this computer, for what a person may want to take back.
        """

        def finish(result: Any) -> None:
            changes = result[0] if isinstance(result, tuple) else result
            self.bus.tell(changes)
            if done is not None:
                done(result)
            if changes and self.courier is not None:
                self.courier.nudge(wait_ms)

        self.writer.start(job, finish, failed or self._unheard)

    def note(self, key: str, value: str, done: Callable[[Any], None] | None = None) -> None:
        """Remember it on this computer, for a screen; key begins with "ui."."""
        self.writer.start(lambda: self.store.set_meta(key, value), done, self._unheard)

    def sync_now(self) -> None:
        if self.courier is not None:
            self.courier.now()

    # ---- the line

    def status(self) -> Status:
        """What the line under the window says now."""
        facts = self.sync_facts()
        now = self.courier.condition if self.courier else Condition(state="offline")
        written = instant(facts.waits_since)
        standing = Standing(
            unsent=facts.unsent,
            uploads=facts.uploads,
            errors=facts.problems,
            conflicts=facts.conflicts,
            last_ok=instant(facts.last_ok),
            waits_since=written + self.clock.offset if written else None,
            deadline=self.first_deadline() if facts.unsent else None,
            running=now.running,
            done=now.done,
            total=now.total,
            phase=now.phase,
            seconds_left=now.seconds_left,
            state=now.state,
            paused=bool(self.courier and self.courier.paused),
            paused_until=self.courier.paused_until if self.courier else None,
        )
        return sentence_of(standing, self.clock.school(), self.profile.status)

    def first_deadline(self) -> Deadline | None:
        """The deadline that something unsent must meet first."""
        unsent = [said.intent for said in self.unsent() if said.intent is not None]
        return first_deadline(unsent, self.school())

    def hire(self, courier: Courier) -> None:
        """From now on this courier carries the post."""
        self.courier = courier
        courier.touched.connect(self._touched)
        courier.condition_changed.connect(self._tell_status)

    def close(self) -> None:
        """Finish what is being written and let go of everything; the files stay locked behind the password."""
        self.closed = True
        if self.courier is not None:
            self.courier.close()
        self.bench.close()
        self.aside.close()
        self.hands.close()
        self.writer.close()
        self.store.close()

    def _touched(self, touched: Any) -> None:
        self.bus.tell(Changes(records=touched.records, all=touched.all or bool(touched.records)))
        self._tell_status()

    def _tell_status(self) -> None:
        self.status_changed.emit(self.status())

    def _forget(self, changes: Changes) -> None:
        self.knowing.forget()
        if changes.all or changes.settings or changes.forms & {"school", "window", "codelist"}:
            self._school = None

    def _unheard(self, error: Exception) -> None:
        log.error("work failed", exc_info=error)
