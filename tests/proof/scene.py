"""One scripted day of three computers and a school in one process, for those who end the process in the middle.

Everything that was promised is told as soon as it was: what is told must still be so when all are opened again.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import select

from desktop.store.store import Store
from domain.intents import Action
from domain.records import Record
from server.db import rows, tables
from server.services import publishing, pulling, pushing, uploading
from server.services.office import Office, open_office
from server.services.pushing import Arrival
from server.services.uploading import Claim, Uploads
from server.settings import Settings
from sync import wire
from sync.effects import State
from tests.proof.computer import Computer
from tests.server.campus import SchoolClock, pdf
from tests.simulator.school import Trusting

Say = Callable[[str, str], None]
HOME, LAPTOP, DESK = "home", "laptop", "desk"
WHO = {HOME: "amy", LAPTOP: "amy", DESK: "chen"}
FIRST = "01900000-0000-7000-8000-00000000aaa1"
BOTH = "01900000-0000-7000-8000-00000000aaa2"
NEWS, PAGE = 160, 50
DATA = pdf("a report " + "z" * 70_000)


class Ended(Exception):
    """The school is no longer there."""


class Near:
    """The School port, without a line in between; pages are small."""

    def __init__(self, office: Office, account: str) -> None:
        self.office, self.account = office, account
        self.uploads = Uploads(office, Trusting())  # type: ignore[arg-type]

    def push(self, message: wire.Push) -> wire.PushReply:
        arrival = Arrival(self.account, message.device, self.office.clock())
        return pushing.take(self.office, arrival, message)

    def pull(self, message: wire.Pull) -> wire.PullReply:
        small = wire.Pull(
            message.proto, message.schema, message.req, message.scopes, message.ack, min(PAGE, message.limit)
        )
        return pulling.answer(self.office, self.account, small)

    def blob_state(self, sha256: str) -> wire.BlobState:
        return self.uploads.state(self.account, sha256)

    def put_blob(self, sha256: str, size: int, offset: int, piece: bytes) -> wire.BlobState:
        claim = Claim(self.account, sha256, size, offset)
        receiving = self.uploads.begin(claim)
        receiving.write(piece)
        return self.uploads.end(claim, receiving.close())

    def get_blob(self, sha256: str) -> Iterator[bytes]:
        def size(conn: Any) -> int | None:
            scopes = pulling.entitled(conn, self.office, self.account)
            return uploading.readable(conn, self.account, sha256, scopes)

        found = self.office.database.read(size).result()
        assert found is not None
        yield from self.office.final.read(sha256, 0, found)


class Town:
    """The school and the three computers below one folder."""

    def __init__(self, folder: Path) -> None:
        self.office = open_office(Settings(folder=folder / "school", threads=1), SchoolClock())
        self.computers = {
            name: Computer(folder / name, who, Near(self.office, who)) for name, who in WHO.items()
        }

    @classmethod
    def of(cls, office: Office, computers: dict[str, Computer]) -> "Town":
        """Any school with any computers."""
        town = cls.__new__(cls)
        town.office, town.computers = office, computers
        return town

    def close(self) -> None:
        for one in self.computers.values():
            one.close()
        self.office.close()

    def rows(self, query: Any) -> list[Any]:
        return self.office.database.read(lambda conn: conn.execute(query).all()).result()


def prepare(folder: Path) -> None:
    """Before the day: everybody has synced once, one record is on both computers, and there is much news."""
    town = Town(folder)
    home, laptop, desk = town.computers.values()
    for one in (home, laptop, desk):
        assert one.sync().state is State.OK
    home.write(BOTH, {"summary": "原來的"}, parent=_chinese(home))
    for one in (home, laptop):
        assert one.sync().state is State.OK
    news = [Record("", "announcement", values={"title": f"公告 {n}"}) for n in range(NEWS)]
    for start in range(0, NEWS, 20):
        publishing.publish(town.office, news[start : start + 20])
    town.close()


def day(computers: Mapping[str, Computer], say: Say) -> None:
    """Edit, attach, send; pull pages; a conflict; a pass. Every promise is said when it was given."""
    home, laptop, desk = computers.values()
    file = home.adopt(DATA)
    say("file", f"{HOME} {file.sha256}")
    say("intent", f"{HOME} {home.write(FIRST, {'summary': '我學會了'}, file, _chinese(home)).id}")
    say("intent", f"{HOME} {home.submit(FIRST).id}")
    _synced(home, HOME, say)
    laptop.store.autosave(BOTH, "summary", "正在打的字", "原來的", form="course_outcome")
    say("typed", f"{LAPTOP} 正在打的字")
    say("intent", f"{LAPTOP} {laptop.write(BOTH, {'summary': '筆電寫的'}).id}")
    say("intent", f"{HOME} {home.write(BOTH, {'summary': '家裡寫的'}).id}")
    _synced(laptop, LAPTOP, say)
    _synced(home, HOME, say)
    _synced(desk, DESK, say)
    say("intent", f"{DESK} {desk.decide(Action.CERTIFY, FIRST).id}")
    _synced(desk, DESK, say)
    _synced(home, HOME, say)
    say("state", home.seen(FIRST).state)


def _chinese(student: Computer) -> str:
    listed = student.store.records(form="enrolment")
    return next(one.record.id for one in listed if one.record.text("course") == "chinese")


def _synced(computer: Computer, name: str, say: Say) -> None:
    report = computer.sync()
    if report.state is State.OFFLINE:
        raise Ended
    assert (report.state, report.problems) == (State.OK, ()), report
    for said in computer.store.journal():
        say("settled", f"{name} {said.intent.id} {said.status}")


# ------------------------------------------------------------------------------ what must hold afterwards


def check(town: Town, told: list[tuple[str, str]]) -> None:
    """After the end, however it came: nothing that was promised is gone, and nothing is half there."""
    for name, computer in town.computers.items():
        assert computer.opened.salvaged is None, f"{name}: its database was damaged"
        work_follows(computer.store)
        reads_a_prefix(town, computer)
        for sha256, _ in computer.store.uploads():
            assert computer.blobs.verify(sha256), f"{name}: {sha256} is named and is not there"
    for kind, words in told:
        _still_so(town, kind, words.split(" "))
    school_is_whole(town)


def _still_so(town: Town, kind: str, words: list[str]) -> None:
    computer = town.computers.get(words[0])
    if computer is None:
        return
    if kind == "file":
        assert computer.blobs.verify(words[1]), f"{words}: the file was taken over, and is gone"
    elif kind == "intent":
        known = {one.intent.id for one in computer.store.journal() if one.intent}
        assert words[1] in known, f"{words}: it was said, and is gone"
    elif kind == "settled":
        table = tables.intent
        status = town.rows(select(table.c.status).where(table.c.id == words[1]))
        assert [one.status for one in status] == [words[2]], f"{words}: the school knows of {status}"
    elif kind == "typed":
        typed = [edit.value for edit in computer.store.editor(BOTH)]
        assert words[1] in typed, f"{words}: it was kept, and is gone"


def work_follows(store: Store) -> None:
    """INV-7: the working copy is what base, outbox and editor make of it."""
    before = {one.record.id: one for one in store.records()}
    store.recompute()
    assert {one.record.id: one for one in store.records()} == before


def reads_a_prefix(town: Town, computer: Computer) -> None:
    """INV-5, INV-7: a copy at a cursor holds every member up to it, and its cursor is of this timeline."""
    held = {row[0]: row[1] for row in computer.store.base_rows()}
    table, feed = tables.scope_member, tables.feed_tx
    for scope, cursor in computer.store.standing().cursors.items():
        if not cursor.seq:
            continue
        assert town.rows(select(feed).where(feed.c.seq == cursor.seq, feed.c.nonce == cursor.nonce)), scope
        up_to = select(table.c.rec).where(
            table.c.scope == scope, table.c.present.is_(True), table.c.seq <= cursor.seq
        )
        missing = {row.rec for row in town.rows(up_to)} - held.keys()
        assert not missing, f"{computer.account} at {cursor.seq} of {scope} lacks {missing}"


def school_is_whole(town: Town) -> None:
    """INV-1, INV-6, INV-13 at the school."""
    history, blob = tables.history, tables.blob
    acted = [row.intent for row in town.rows(select(history.c.intent).where(history.c.intent != ""))]
    assert len(acted) == len(set(acted)), "an intent acted twice"
    versions: dict[str, list[int]] = {}
    for row in town.rows(select(history.c.rec, history.c.ver)):
        versions.setdefault(row.rec, []).append(row.ver)
    for rec, found in versions.items():
        assert sorted(found) == list(range(1, len(found) + 1)), f"history of {rec} has a gap"
    for row in town.rows(select(blob.c.sha256, blob.c.size)):
        data = b"".join(town.office.final.read(row.sha256, 0, row.size))
        assert hashlib.sha256(data).hexdigest() == row.sha256, "a name without its bytes"


def finish(town: Town) -> None:
    """Let everybody sync until it is quiet, and compare (INV-2, INV-4)."""
    for _ in range(3):
        for one in town.computers.values():
            assert one.sync().state is State.OK
    for name, one in town.computers.items():
        assert not one.store.unsent(), f"{name} still has something to say"
        converged(town, one)


def converged(town: Town, computer: Computer) -> None:
    """The copy holds what the school holds in its scopes, no more and no less."""
    member = tables.scope_member
    scopes = list(computer.store.standing().cursors)
    query = select(member.c.rec).where(member.c.scope.in_(scopes), member.c.present.is_(True))
    ids = {row.rec for row in town.rows(query)}
    there = town.office.database.read(lambda conn: rows.load(conn, ids)).result()
    held = {row[0]: row[1:] for row in computer.store.base_rows()}
    expected = {one.id: (one.ver, one.state, one.content_hash, one.deleted) for one in there.values()}
    assert held == expected, f"{computer.account} holds something else than the school"


def lines(data: str) -> list[tuple[str, str]]:
    """What was told through a pipe; a line that was cut off by the end was not told."""
    whole = data[: data.rfind("\n") + 1].splitlines()
    return [(kind, words) for kind, words in map(json.loads, whole)]
