"""Computers of signed-in people at a real school: each with its own encrypted store, synced when told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from attrs import frozen

from desktop import sessions
from desktop.clock import Clock
from desktop.desk import Desk
from domain.intents import Action, Intent
from tests.desktop.conftest import PASSWORD, STUDENT, Campus


@frozen
class Computer:
    """One computer of one person."""

    desk: Desk

    def sync(self) -> None:
        report = sessions.post(self.desk)
        assert report.ok, report.sentence
        self.desk._touched(report.touched)

    def say(self, action: Action, record: str, form: str, d: Mapping[str, Any]) -> None:
        """What no screen of this program says."""
        clock = self.desk.clock
        self.desk.store.enqueue(Intent(clock.new_id(), action, record, form, d, made=clock.made()))


@contextmanager
def computer(campus: Campus, home: Path, account: str = STUDENT) -> Iterator[Computer]:
    opening = sessions.sign_in(home, campus.url, account, PASSWORD)
    desk = sessions.desk_for(opening, Clock())
    try:
        yield Computer(desk)
    finally:
        desk.close()
