"""A train journey of certifying: three hundred decisions made offline, over a line that loses every third answer.

The real school over loopback. Every one of the decisions has exactly one result, which is the one that its outcome
calls for; what was refused can be decided again, alone; and a pass can be undone for all of them at once.
"""

import itertools
from collections import Counter
from collections.abc import Iterator

import pytest
from attrs import evolve, frozen
from sqlalchemy import Connection, select

from domain import intents
from domain.ids import uuid7
from domain.intents import Action, Intent
from domain.people import Role
from domain.records import Attachment, Record
from server.app import Embedded
from server.db import tables
from server.services.accounts import NewAccount
from server.services.ledger import Deed, Ledger
from server.services.office import init
from server.services.publishing import publish, set_school, teach
from server.settings import Settings
from sync.effects import State
from tests.proof.faultproxy import Asked, Fault, FaultProxy
from tests.sync.test_with_the_school import Computer

pytestmark = [pytest.mark.story, pytest.mark.timeout(600)]
COUNT = 300
PASSED_MEANWHILE, REWRITTEN, FILE_AWAY, GONE = range(20), range(20, 50), range(50, 60), range(60, 65)
"""What became of some of them while the teacher was in the train."""
REASONS = ("01", "02")
NOT_HERE = Attachment("f" * 64, 9, "還在路上.pdf", "application/pdf")
TRIES = 60
_NUMBERS = itertools.count(1)


class EveryThird:
    """Of the messages of a sync, every third answer is lost, after the school has done what was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, asked: Asked) -> Fault:
        if not asked.path.startswith("/v1/sync/"):
            return Fault()
        self.asked += 1
        return Fault("drop_answer" if self.asked % 3 == 0 else "")


def _id(kind: int, number: int) -> str:
    return uuid7(1_700_000_000_000 + kind, number.to_bytes(10, "big"))


@frozen
class Place:
    """A school with three hundred outcomes that wait, and a bad line to it."""

    school: Embedded
    line: FaultProxy
    undo: Action

    @property
    def outcomes(self) -> list[str]:
        return [_id(2, number) for number in range(COUNT)]

    def write(self, *records: Record, action: str = "publish") -> None:
        def work(conn: Connection) -> None:
            ledger = Ledger(conn, self.school.office.clock())
            for record in records:
                ledger.write(record, Deed(action))
            ledger.finish()

        self.school.office.database.write(work).result()

    def held(self) -> dict[str, Record]:
        read = self.school.office.database.read
        return read(
            lambda conn: Ledger(conn, self.school.office.clock()).shelf.records(self.outcomes)
        ).result()

    def words(self, action: Action) -> Counter[str]:
        """How often each outcome's history says so."""
        lines = tables.history
        query = select(lines.c.rec).where(lines.c.action == action.value)
        return Counter(self.school.office.database.read(lambda conn: list(conn.scalars(query))).result())


@pytest.fixture(
    params=[("senior-high", Action.REVOKE), ("experimental", Action.REJECT)],
    ids=["senior-high", "experimental"],
)
def place(request, tmp_path) -> Iterator[Place]:
    profile, undo = request.param
    init(Settings(folder=tmp_path / "school"), profile)
    with Embedded(tmp_path / "school") as school:
        school.doorkeeper.add(
            [
                NewAccount("s1", "王小明", Role.STUDENT, "password1"),
                *(NewAccount(one, one, Role.TEACHER, "password1") for one in ("t1", "t2")),
            ]
        )
        set_school(school.office, {"name": "示範高中", "school_year": "114"})
        teach(school.office, "c1", ["t1", "t2"])
        values = {"course": "c1", "subject_name": "數學", "year_term": "114-1"}
        publish(school.office, [Record(_id(1, 0), "enrolment", "s1", values=values)])
        with FaultProxy(school.base_url, EveryThird()) as line:
            found = Place(school, line, undo)
            found.write(*(_waiting(one, n) for n, one in enumerate(found.outcomes)))
            yield found


def _waiting(record: str, number: int) -> Record:
    srv = {"source": "student", "submitted_at": "2026-02-20T00:00:00Z"}
    return Record(
        record, "course_outcome", "s1", _id(1, 0), "pending", values={"summary": f"第 {number} 件"}, srv=srv
    )


@pytest.fixture
def teacher(place: Place) -> Iterator[Computer]:
    one = Computer(place.line.url, "t1", "train")
    yield one
    one.close()


def say(home: Computer, records: list[Record], action: Action, **more: object) -> dict[str, str]:
    """All of it in one go, as the page does; the ids of the intents by outcome."""
    said = [
        Intent(
            uuid7(1_710_000_000_000, next(_NUMBERS).to_bytes(10, "big")),
            action,
            one.id,
            one.form,
            intents.decision(one.content_hash, **more),
        )
        for one in records
    ]
    home.store.enqueue_all(said)
    return {one.record: one.id for one in said}


def bring(home: Computer) -> int:
    """Until everything is told and heard; how many trips it took."""
    for trip in range(1, TRIES):
        if home.runner.sync().state is State.OK and not home.store.unsent():
            return trip
    raise AssertionError("the post never arrived")


def results(home: Computer, told: dict[str, str]) -> dict[str, tuple[str, str]]:
    by_id = {one.intent.id: (one.status, one.reason) for one in home.store.journal() if one.intent}
    return {record: by_id[intent] for record, intent in told.items()}


def meanwhile(place: Place) -> None:
    """What others did while the teacher could not be reached."""
    held = place.held()
    ids = place.outcomes
    done = [
        evolve(held[ids[n]], state="passed").with_srv(reviewed_hash=held[ids[n]].content_hash)
        for n in PASSED_MEANWHILE
    ]
    new = [evolve(held[ids[n]], values={"summary": f"改寫 {n}"}) for n in REWRITTEN]
    away = [evolve(held[ids[n]], deleted=True) for n in GONE]
    place.write(*done, *new, *away)


def test_that_each_of_three_hundred_decisions_has_exactly_one_exact_result(place, teacher):
    place.write(
        *(evolve(place.held()[place.outcomes[n]], files={"document_file": NOT_HERE}) for n in FILE_AWAY)
    )
    bring(teacher)
    seen = [teacher.store.record(one) for one in place.outcomes]
    assert {one.state for one in seen} == {"pending"}
    meanwhile(place)
    told = say(teacher, seen, Action.CERTIFY)
    assert len(teacher.store.unsent()) == COUNT
    bring(teacher)
    wanted = dict.fromkeys(place.outcomes, ("applied", ""))
    for numbers, result in (
        (PASSED_MEANWHILE, ("noop", "")),
        (REWRITTEN, ("rejected", "stale")),
        (FILE_AWAY, ("rejected", "blob_missing")),
        (GONE, ("rejected", "deleted")),
    ):
        wanted.update({place.outcomes[n]: result for n in numbers})
    assert results(teacher, told) == wanted
    assert Counter(wanted.values()) == Counter(
        {("applied", ""): 235, ("rejected", "stale"): 30, ("noop", ""): 20, ("rejected", "blob_missing"): 10}
        | {("rejected", "deleted"): 5}
    )
    once = {one for one, result in wanted.items() if result == ("applied", "")}
    assert place.words(Action.CERTIFY) == Counter(dict.fromkeys(once, 1)), (
        "a lost answer decides nothing twice"
    )
    assert place.line.counts["drop_answer"] >= 2
    assert len(teacher.store.inbox()) == 45
    assert all(one.sentence for one in teacher.store.inbox())
    _again(place, teacher, once)


def _again(place: Place, teacher: Computer, once: set[str]) -> None:
    """What was refused because it had changed is looked at once more and decided, and nothing else is touched."""
    refused = [place.outcomes[n] for n in REWRITTEN]
    told = say(teacher, [teacher.store.record(one) for one in refused], Action.CERTIFY)
    bring(teacher)
    assert set(results(teacher, told).values()) == {("applied", "")}
    assert place.words(Action.CERTIFY) == Counter(dict.fromkeys(once | set(refused), 1))


def test_that_three_hundred_are_sent_back_with_coded_reasons_over_the_same_line(place, teacher):
    bring(teacher)
    seen = [teacher.store.record(one) for one in place.outcomes]
    told = say(teacher, seen, Action.REJECT, comment="請補上出處。", reasons=REASONS)
    bring(teacher)
    assert set(results(teacher, told).values()) == {("applied", "")}
    assert place.words(Action.REJECT) == Counter(dict.fromkeys(place.outcomes, 1))
    kept = place.held().values()
    assert {(one.state, one.srv["comment"], tuple(one.srv["reasons"])) for one in kept} == {
        ("failed", "請補上出處。", REASONS)
    }
    assert {teacher.store.record(one).state for one in place.outcomes} == {"failed"}


def test_that_three_hundred_passes_are_undone_as_this_kind_of_school_does_it(place, teacher):
    bring(teacher)
    say(teacher, [teacher.store.record(one) for one in place.outcomes], Action.CERTIFY)
    bring(teacher)
    told = say(teacher, [teacher.store.record(one) for one in place.outcomes], place.undo)
    bring(teacher)
    assert set(results(teacher, told).values()) == {("applied", "")}
    ends = {Action.REVOKE: "revoked", Action.REJECT: "failed"}
    assert {one.state for one in place.held().values()} == {ends[place.undo]}
    assert place.words(place.undo) == Counter(dict.fromkeys(place.outcomes, 1))
    other = Action.REJECT if place.undo is Action.REVOKE else Action.REVOKE
    told = say(teacher, [teacher.store.record(place.outcomes[0])], other)
    bring(teacher)
    assert set(results(teacher, told).values()) <= {("rejected", "state"), ("noop", "")}
