"""One computer of the drill: the program's own encrypted store and files in a folder, without a window."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from attrs import field, frozen

from demo.drill.campus import Clock
from demo.drill.door import Door
from demo.drill.people import Owned
from desktop.store import migrations
from desktop.store.blobs import BlobFolder
from desktop.store.engine import Database
from desktop.store.store import Store
from domain.ids import uuid7
from domain.intents import Action, Intent
from domain.records import Attachment
from sync.report import Report
from sync.runner import Runner

PDF = "application/pdf"


@frozen
class Computer:
    """Switched on; what it says goes to its own disk first."""

    owned: Owned
    store: Store
    blobs: BlobFolder
    clock: Clock
    dice: Random

    def say(self, action: Action, record: str, form: str, d: dict[str, object]) -> None:
        made = {"wall": self.clock().isoformat(), "zone": "Asia/Taipei"}
        self.store.enqueue(Intent(self.identity(), action, record, form, d, made=made))

    def attach(self, data: bytes, name: str) -> Attachment:
        adopted = self.blobs.adopt_bytes(data)
        self.store.note_blob(adopted.sha256, adopted.size, PDF)
        return Attachment(adopted.sha256, adopted.size, name, PDF)

    def identity(self) -> str:
        return uuid7(int(self.clock().timestamp() * 1000), self.dice.randbytes(10))

    def sync(self, door: Door, bulk: bool = False) -> Report:
        return Runner(self.store, self.blobs, door, Numbers(self.dice), _no_pause).sync(bulk=bulk)


@frozen
class Numbers:
    """Implements sync.ports.Dice."""

    dice: Random = field(repr=False)

    def request_id(self) -> str:
        return f"{self.dice.getrandbits(64):016x}"

    def fraction(self) -> float:
        return self.dice.random()


@contextmanager
def switched_on(folder: Path, owned: Owned, clock: Clock, dice: Random) -> Iterator[Computer]:
    """The computer in its folder under `folder`; made when it is not there yet."""
    place = folder / owned.name
    place.mkdir(parents=True, exist_ok=True)
    key = hashlib.sha256(owned.name.encode()).digest()
    database = Database(place / "data.db", key)
    with database.alone() as driver:
        if migrations.is_due(driver):
            migrations.migrate(driver)
    store = Store(database, owned.person.account, owned.name, clock)
    try:
        yield Computer(owned, store, BlobFolder(place / "files", key), clock, dice)
    finally:
        store.close()


def _no_pause(seconds: float) -> bool:
    return seconds < 0
