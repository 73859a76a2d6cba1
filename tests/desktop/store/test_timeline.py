"""The school was restored from a backup: everything is said again, and the screens never blink."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from desktop.store.store import Store
from domain import intents
from domain.intents import Action, Intent
from domain.records import Attachment
from sync.effects import WipeGuard
from tests.desktop.store.pages import MINE, answered, new_id, page, pulled, result, row, save


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
    store.settle(answered(1, result(said, "rejected", reason="archived"), epoch="e2"))
    assert (store.inbox()[0].status, store.inbox()[0].sentence, store.count()) == ("rejected", "不行", 0)
    assert store.freeze(9, 1 << 20) == ()


def test_that_files_are_offered_again_after_a_restore(store: Store) -> None:
    store.note_blob("a" * 64, 5, "application/pdf")
    store.uploaded("a" * 64)
    store.rewind("")
    assert store.uploads() == (("a" * 64, 5),)
    assert store.standing().epoch == ""


def test_that_what_is_missing_after_a_restore_stays_until_others_had_time_to_bring_it(store: Store) -> None:
    many = [new_id() for _ in range(15)]
    store.apply(pulled(mine=page([row(one, 1) for one in many], 1)))
    store.rewind("e2")
    empty = pulled(epoch="e2", mine=page([row(many[0], 1)], 1))
    store.apply(empty)
    assert (store.count(), store.standing().cursors[MINE].seq) == (15, 1)
    store.apply(pulled(epoch="e2", mine=page([row(one, 2) for one in many[1:5]], 2)))
    assert store.count() == 15
    store.apply(pulled(epoch="e2", mine=page([row(one, 3) for one in many[5:14]], 3)))
    later = replace(pulled(epoch="e2", mine=page([], 3)), server_time="2026-02-04T00:00:00Z")
    store.apply(later)  # the last patient one: it is what tells the time
    store.apply(later)
    assert store.count() == 14


def test_that_much_that_nobody_brought_back_goes_only_past_the_guard(store: Store) -> None:
    many = [new_id() for _ in range(15)]
    store.apply(pulled(mine=page([row(one, 1) for one in many], 1)))
    store.rewind("e2")
    store.apply(pulled(epoch="e2", mine=page([row(many[0], 1)], 1)))
    later = replace(pulled(epoch="e2", mine=page([], 1)), server_time="2026-02-04T00:00:00Z")
    store.apply(later)  # the last patient one: it is what tells the time
    with pytest.raises(WipeGuard):
        store.apply(later)
    assert store.count() == 15
    store.allow_wipe()
    store.apply(later)
    assert store.count() == 1


def _decided(record: str) -> Intent:
    return Intent(new_id(), Action.CERTIFY, record, "course_outcome", intents.decision("h"))


def _unsent(store: Store) -> list[str]:
    return [one.id for one in store.freeze(9, 1 << 20)]


def test_that_a_new_act_waits_for_the_version_it_was_made_over(store: Store) -> None:
    record = new_id()
    theirs = {"form": "course_outcome", "owner": "s9", "state": "pending"}
    store.apply(pulled(mine=page([row(record, 4, **theirs)], 4)))
    said, other = _decided(record), save(new_id(), competition_name=(None, "新"))
    store.enqueue_all([said, other])
    store.rewind("e2")
    assert _unsent(store) == [other.id]
    store.settle(answered(1, result(other), epoch="e2"))
    store.apply(pulled(epoch="e2", mine=page([row(record, 2, **theirs)], 2)))
    assert _unsent(store) == []
    store.apply(pulled(epoch="e2", mine=page([row(record, 5, **theirs | {"ver": 4})], 5)))
    assert _unsent(store) == [said.id]


def test_that_a_pass_waits_for_files_that_the_school_has_lost(store: Store) -> None:
    record = new_id()
    theirs = {"form": "course_outcome", "owner": "s9", "state": "pending"}
    store.apply(pulled(mine=page([row(record, 4, **theirs)], 4)))
    store.enqueue(_decided(record))
    store.rewind("e2")
    store.apply(pulled(epoch="e2", mine=page([row(record, 4, **theirs, srv={"blobs_pending": 1})], 4)))
    assert _unsent(store) == []
    store.apply(pulled(epoch="e2", mine=page([row(record, 6, **theirs | {"ver": 4})], 6)))
    assert len(_unsent(store)) == 1


@pytest.mark.parametrize(
    ("told", "until"),
    [("2026-02-01T00:00:00Z", "2026-02-03T00:00:01Z"), ("2026-02-08T00:00:00Z", "2026-02-09T00:00:00Z")],
)
def test_that_nothing_waits_for_ever_nor_past_a_deadline(store: Store, told: str, until: str) -> None:
    record = new_id()
    ends = row(new_id(), 4, form="window", owner="", values={"closes_at": "2026-02-10T00:00:00Z"})
    store.apply(pulled(mine=page([row(record, 4), ends], 4)))
    store.enqueue(save(record, award=(None, "特優")))
    store.rewind("e2")
    here = pulled(epoch="e2", mine=page([ends], 4))
    store.apply(replace(here, server_time=told))
    assert _unsent(store) == []
    store.apply(replace(here, server_time=until))
    assert len(_unsent(store)) == 1


def test_that_files_of_others_are_not_offered_after_a_restore(store: Store) -> None:
    file = Attachment("b" * 64, 5, "作品.pdf", "application/pdf")
    theirs = row(new_id(), 1, form="course_outcome", owner="s9", files={"document_file": file.as_json()})
    store.apply(pulled(mine=page([theirs], 1)))
    store.downloaded(file.sha256)
    store.rewind("e2")
    assert store.uploads() == ()
