"""Whatever happens in whatever order, the working copy is what it is made of, and nothing said is lost."""

from __future__ import annotations

from typing import Any

from hypothesis import settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from desktop.store import schema
from desktop.store.opening import memory_store
from domain.errors import LichengError
from domain.intents import Action
from tests.desktop.store.pages import MINE, act, answered, new_id, page, pulled, result, row, save

RECORDS = tuple(new_id() for _ in range(3))
WORDS = st.sampled_from(["甲", "乙", "丙", None])
STATUSES = st.sampled_from(["applied", "merged", "noop", "rejected", "held_late"])


class Copy(RuleBasedStateMachine):
    """The school is a dict of rows; it may forget, and it may answer in any way."""

    def __init__(self) -> None:
        super().__init__()
        self.store = memory_store("s1")
        self.seq, self.epoch = 1, 1
        self.rows: dict[str, dict[str, Any]] = {}
        self.said: list[str] = []

    def teardown(self) -> None:
        self.store.close()

    @rule(record=st.sampled_from(RECORDS), before=WORDS, after=WORDS)
    def save(self, record: str, before: str | None, after: str | None) -> None:
        self.store.enqueue(save(record, competition_name=(before, after)))

    @rule(record=st.sampled_from(RECORDS))
    def delete(self, record: str) -> None:
        self.store.enqueue(act(Action.DELETE, record, "competition"))

    @rule(record=st.sampled_from(RECORDS))
    def take_back(self, record: str) -> None:
        said = self.store.journal(record)
        if not said:
            return
        last = said[-1]
        here_alone = last.status == "queued" and not last.left
        try:
            self.store.retract(last.intent.id)
            assert here_alone
            assert self.store.journal(record) == said[:-1]
        except LichengError:
            assert not here_alone
            assert self.store.journal(record) == said

    @rule(data=st.data(), most=st.integers(1, 4))
    def push(self, data: st.DataObject, most: int) -> None:
        frozen = self.store.freeze(most, 1 << 20)
        self.said += [one.id for one in frozen]
        self.seq += 1
        results = [
            result(one.id, data.draw(STATUSES), receipt="r") for one in frozen[: data.draw(st.integers(0, 4))]
        ]
        self.store.settle(answered(self.seq, *results, epoch=f"e{self.epoch}"))

    @rule(record=st.sampled_from(RECORDS), name=WORDS, deleted=st.booleans())
    def school_writes(self, record: str, name: str | None, deleted: bool) -> None:
        self.seq += 1
        values = {"competition_name": name} if name else {}
        self.rows[record] = row(record, self.seq, values=values, deleted=deleted)

    @rule()
    def pull(self) -> None:
        self.store.allow_wipe()
        standing = self.store.standing()
        read = standing.cursors[MINE].seq if MINE in standing.cursors else 0
        news = [one for one in self.rows.values() if one["seq"] > read]
        self.store.apply(pulled(epoch=f"e{self.epoch}", mine=page(news, self.seq)))
        for record in RECORDS:
            base = self.store.base(record)
            held = self.rows.get(record)
            assert (base.text("competition_name") if base else None) == (
                held["values"].get("competition_name", "") if held else None
            )

    @precondition(lambda self: self.seq > 3)
    @rule()
    def restore(self) -> None:
        self.epoch += 1
        self.seq -= 2
        self.rows = {key: one for key, one in self.rows.items() if one["seq"] <= self.seq}
        self.store.rewind(f"e{self.epoch}")

    @invariant()
    def the_working_copy_is_what_it_is_made_of(self) -> None:
        def picture() -> list[Any]:
            with self.store._database.read() as connection:
                return sorted(map(tuple, connection.execute(schema.work.select())))

        before = picture()
        self.store.recompute()
        assert picture() == before

    @invariant()
    def nothing_that_left_is_lost_or_changed(self) -> None:
        journal = {one.intent.id for one in self.store.journal() if one.intent}
        assert set(self.said) <= journal


TestCopy = Copy.TestCase
TestCopy.settings = settings(max_examples=30, stateful_step_count=25, deadline=None)
