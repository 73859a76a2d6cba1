"""One person's real computer for these tests: an encrypted copy on disk, its files, and the line to a school."""

import itertools
import secrets
import time
from collections.abc import Mapping
from pathlib import Path
from random import Random

from desktop.store.opening import Opened, open_account
from desktop.store.vault import Keys
from domain import intents
from domain.errors import Offline
from domain.ids import uuid7
from domain.intents import Action, Intent
from domain.records import Attachment, Record
from sync.http import Grant, HttpSchool, MemoryTokens, sign_in
from sync.ports import School
from sync.report import Report
from sync.runner import Runner
from sync.wire import Session
from tests.server.campus import PASSWORD
from tests.simulator.world import SimDice, no_pause

KEYS = Keys(bytes(range(32)))
TRIES = 20
_NUMBERS = itertools.count(1)


def some_id() -> str:
    return uuid7(1_770_000_000_000 + next(_NUMBERS), secrets.token_bytes(10))


class Computer:
    """A copy in a folder, and what a person does with it."""

    def __init__(self, folder: Path, account: str, school: School, seed: object = "") -> None:
        self.account = account
        self.opened: Opened = open_account(folder, KEYS, account, device=f"{account}-{folder.name}")
        self.store, self.blobs = self.opened.store, self.opened.blobs
        self.school = school
        self.runner = Runner(self.store, self.blobs, school, SimDice(Random(f"{account}{seed}")), no_pause)

    def sync(self) -> Report:
        return self.runner.sync()

    def close(self) -> None:
        self.opened.close()
        if isinstance(self.school, HttpSchool):
            self.school.close()

    # ---- what a person does

    def adopt(self, data: bytes) -> Attachment:
        kept = self.blobs.adopt_bytes(data)
        self.store.note_blob(kept.sha256, kept.size, "application/pdf")
        return Attachment(kept.sha256, kept.size, "報告.pdf", "application/pdf")

    def write(
        self, record: str, values: Mapping[str, str], file: Attachment | None = None, parent: str = ""
    ) -> Intent:
        """A save of an outcome, over what this copy shows of it now."""
        now = self.store.record(record)
        d = intents.save({key: ((now and now.text(key)) or None, to) for key, to in values.items()}, parent)
        if file is not None:
            held = now.files.get("document_file") if now else None
            d = intents.with_file(d, "document_file", held.sha256 if held else None, file)
        return self.say(Action.SAVE, record, d)

    def submit(self, record: str) -> Intent:
        seen = self.seen(record)
        return self.say(Action.SUBMIT, record, intents.submission(seen.content_hash, seen.files))

    def decide(self, action: Action, record: str) -> Intent:
        return self.say(action, record, intents.decision(self.seen(record).content_hash, "很好"))

    def say(self, action: Action, record: str, d: Mapping[str, object]) -> Intent:
        told = Intent(some_id(), action, record, "course_outcome", d)
        self.store.enqueue(told)
        return told

    def seen(self, record: str) -> Record:
        found = self.store.record(record)
        assert found is not None, f"{self.account} does not see {record}"
        return found

    def enrolment(self) -> str:
        """One of the courses this student takes."""
        return next(
            one.record.id for one in self.store.records(form="enrolment") if one.record.owner == self.account
        )


def over_http(folder: Path, account: str, url: str, signed_in_at: str = "", idle: float = 20) -> Computer:
    """A computer that is signed in at the address; signed_in_at: at another, when the line in between is bad."""
    session = _signed_in(signed_in_at or url, account, f"{account}-{folder.name}")
    tokens = MemoryTokens(Grant(session.access, session.refresh))
    return Computer(folder, session.account_id, HttpSchool(url, tokens, session.server_id, idle=idle))


def _signed_in(url: str, account: str, device: str) -> Session:
    """As a person who tries again when the line breaks."""
    for _ in range(TRIES):
        try:
            return sign_in(url, account, PASSWORD, device)
        except Offline:
            time.sleep(0.5)
    raise AssertionError(f"{url} lets nobody in")
