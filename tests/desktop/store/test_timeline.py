"""The school was restored from a backup: everything is said again, and the screens never blink."""

from __future__ import annotations

import pytest

from desktop.store.store import Store
from sync.effects import WipeGuard
from tests.desktop.store.pages import answered, new_id, page, pulled, result, row, save


def name(store: Store, record: str) -> str | None:
    found = store.record(record)
    return found.text("competition_name") if found else None


def test_that_everything_is_said_again_in_the_same_bytes_and_order(store: Store) -> None:
    said = [save(new_id(), competition_name=(None, str(n))) for n in range(6)]
    store.enqueue_all(said)
    sent = store.freeze(5, 1 << 20)
    statuses = ["applied", "merged", "noop", "rejected", "held_late"]
    results = [
        result(one.id, status, receipt=f"r{n}")
        for n, (one, status) in enumerate(zip(sent, statuses, strict=True))
    ]
    store.settle(answered(5, *results))
    store.apply(pulled(mine=page([], 5)))
    store.freeze(9, 1 << 20)
    store.rewind("e2")
    again = store.freeze(99, 1 << 20)
    assert [(one.id, one.body) for one in again] == [(one.id, one.encode()) for one in said]
    assert [one.receipt for one in again] == ["r0", "r1", "r2", "r3", "r4", ""]
    assert [one.archive for one in again] == [False, False, False, True, False, False]
    standing = store.standing()
    assert (standing.cursors, standing.ack, standing.epoch) == ({}, None, "e2")


def test_that_screens_show_the_same_through_a_restore(store: Store) -> None:
    record, other = new_id(), new_id()
    said = save(record, competition_name=(None, "我的"))
    store.enqueue(said)
    store.freeze(9, 1 << 20)
    store.settle(answered(2, result(said, receipt="r")))
    first = [
        row(record, 2, values={"competition_name": "我的"}),
        row(other, 1, values={"competition_name": "別的"}),
    ]
    store.apply(pulled(mine=page(first, 2)))
    newer = row(record, 3, values={"competition_name": "學校後來改的"})
    store.apply(pulled(mine=page([newer], 3)))

    store.rewind("e2")
    assert (name(store, record), name(store, other)) == ("學校後來改的", "別的")
    store.apply(
        pulled(epoch="e2", mine=page([row(other, 1, values={"competition_name": "別的"})], 1, more=True))
    )
    assert name(store, record) == "學校後來改的"
    store.freeze(9, 1 << 20)
    store.settle(answered(2, result(said, receipt="r2"), epoch="e2"))
    store.apply(pulled(epoch="e2", mine=page([row(record, 2, values={"competition_name": "我的"})], 2)))
    assert name(store, record) == "我的"
    assert store.sync_facts().unsent == 0


def test_that_what_the_restored_school_lacks_is_laid_over_what_it_shows(store: Store) -> None:
    record = new_id()
    store.apply(pulled(mine=page([row(record, 1, values={"competition_name": "舊"})], 1)))
    said = save(record, competition_name=("舊", "新"))
    store.enqueue(said)
    store.freeze(9, 1 << 20)
    store.settle(answered(2, result(said)))
    store.apply(pulled(mine=page([row(record, 2, values={"competition_name": "新"})], 2)))
    store.rewind("e2")
    store.apply(pulled(epoch="e2", mine=page([row(record, 1, values={"competition_name": "舊"})], 1)))
    assert name(store, record) == "新"


def test_that_a_queued_intent_that_left_before_the_restore_takes_nothing_in(store: Store) -> None:
    record = new_id()
    store.enqueue(save(record, competition_name=(None, "a")))
    (sent,) = store.freeze(9, 1 << 20)
    store.rewind("e2")
    store.enqueue(save(record, competition_name=("a", "b")))
    assert next(one.body for one in store.freeze(9, 1 << 20)) == sent.body


def test_that_what_was_refused_stays_refused_and_in_the_inbox(store: Store) -> None:
    said = save(new_id(), competition_name=(None, "a"))
    store.enqueue(said)
    store.freeze(9, 1 << 20)
    store.settle(answered(2, result(said, "rejected", reason="state", sentence="不行")))
    store.rewind("e2")
    assert (len(store.inbox()), store.sync_facts().unsent, store.count()) == (1, 0, 0)
    store.freeze(9, 1 << 20)
    store.settle(answered(1, result(said, "applied"), epoch="e2"))
    assert (store.inbox()[0].status, store.inbox()[0].sentence, store.count()) == ("rejected", "不行", 0)
    assert store.freeze(9, 1 << 20) == ()


def test_that_files_are_offered_again_after_a_restore(store: Store) -> None:
    store.note_blob("a" * 64, 5, "application/pdf")
    store.uploaded("a" * 64)
    store.rewind("")
    assert store.uploads() == (("a" * 64, 5),)
    assert store.standing().epoch == ""


def test_that_what_is_missing_after_a_restore_goes_only_past_the_guard(store: Store) -> None:
    many = [new_id() for _ in range(15)]
    store.apply(pulled(mine=page([row(one, 1) for one in many], 1)))
    store.rewind("e2")
    empty = pulled(epoch="e2", mine=page([row(many[0], 1)], 1))
    with pytest.raises(WipeGuard):
        store.apply(empty)
    assert store.count() == 15
    store.allow_wipe()
    store.apply(empty)
    assert store.count() == 1
