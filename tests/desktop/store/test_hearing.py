"""What the school answers and shows: settling, pages, tombstones, the guard."""

from __future__ import annotations

import pytest
from msgspec import structs

from desktop.store.store import Store
from domain.intents import Action
from sync.effects import NotTheSchool, WipeGuard
from sync.wire import Cursor, Mark
from tests.desktop.store.pages import ME, MINE, act, answered, new_id, page, pulled, result, row, save


def name(store: Store, record: str) -> str | None:
    found = store.record(record)
    return found.text("competition_name") if found else None


def test_that_an_applied_intent_stays_in_the_working_copy_until_its_page(store: Store) -> None:
    record = new_id()
    store.apply(pulled(mine=page([row(record, 1, values={"competition_name": "舊"})], 1)))
    said = save(record, competition_name=("舊", "新"))
    store.enqueue(said)
    store.freeze(9, 1 << 20)
    store.settle(answered(5, result(said, ver=2, receipt="簽", recv_at="2026-02-01T00:00:00Z")))
    entry = store.entry(record)
    assert entry is not None
    assert (entry.record.text("competition_name"), entry.pending) == ("新", 0)
    store.apply(pulled(mine=page([row(record, 1, values={"competition_name": "舊"})], 4, more=True)))
    assert name(store, record) == "新"
    store.apply(pulled(mine=page([row(record, 5, values={"competition_name": "新！"})], 5)))
    assert name(store, record) == "新！"
    (kept,) = store.journal(record)
    assert (kept.status, kept.receipt) == ("applied", "簽")


def test_that_a_no_op_is_settled_when_its_scope_has_been_read_that_far(store: Store) -> None:
    record = new_id()
    store.apply(pulled(mine=page([row(record, 1, values={"competition_name": "甲"})], 1), school=page([], 9)))
    said = save(record, competition_name=("乙", "丙"))
    store.enqueue(said)
    store.freeze(9, 1 << 20)
    store.settle(answered(6, result(said, "noop")))
    assert name(store, record) == "丙"
    store.apply(pulled(mine=page([], 6), school=page([], 9)))
    assert name(store, record) == "甲"


def test_that_words_under_a_name_that_the_school_knows_otherwise_are_said_under_their_own_once(
    store: Store,
) -> None:
    """This disk was put back while the words waited here; its former self had sent others under their id."""
    record = new_id()
    store.apply(pulled(mine=page([row(record, 1, values={"competition_name": "舊"})], 1)))
    said = save(record, competition_name=("舊", "新"))
    store.enqueue(said)
    (first,) = store.freeze(9, 1 << 20)
    store.settle(answered(2, result(said, "reused", reason="reused", sentence="編號已用於別的內容。")))
    (again,) = store.freeze(9, 1 << 20)
    assert again.id != first.id
    assert name(store, record) == "新"
    (kept,) = store.journal()
    assert (kept.intent.d, kept.intent.record) == (said.d, record)
    store.settle(answered(3, result(kept.intent, "reused", reason="reused", sentence="編號已用於別的內容。")))
    assert store.freeze(9, 1 << 20) == ()
    assert [one.status for one in store.inbox()] == ["reused"]


def test_that_a_file_that_the_school_still_waits_for_is_offered_again_by_whoever_has_it(store: Store) -> None:
    """An old backup may have lost a file that came after it, and no mark of ours tells of files."""
    mine, theirs = "a" * 64, "b" * 64
    for sha in (mine, theirs):
        store.note_blob(sha, 10, "application/pdf")
        store.uploaded(sha)
    file = {"sha256": mine, "size": 10, "name": "作品.pdf", "mime": "application/pdf"}
    waits = row(new_id(), 1, owner=ME, files={"document_file": file}, srv={"blobs_pending": 1})
    other = {**file, "sha256": theirs}
    foreign = row(new_id(), 1, owner="somebody", files={"document_file": other}, srv={"blobs_pending": 1})
    store.apply(pulled(mine=page([waits, foreign], 1)))
    assert [sha for sha, _ in store.uploads()] == [mine]


def test_that_a_refusal_gives_way_when_the_network_had_the_act_judged_anew_after_a_restore(
    store: Store,
) -> None:
    said = save(new_id(), competition_name=(None, "新"))
    store.enqueue(said)
    store.freeze(9, 1 << 20)
    store.settle(answered(2, result(said, "rejected", reason="state")))
    store.rewind("e2")
    (again,) = store.freeze(9, 1 << 20)
    assert again.archive
    store.settle(answered(3, result(said, "applied", ver=1), epoch="e2"))
    (kept,) = store.journal()
    assert (kept.status, kept.reason, store.inbox()) == ("applied", "", ())


@pytest.mark.parametrize("status", ["rejected", "held_late"])
def test_that_what_was_refused_leaves_the_working_copy_but_not_the_inbox(store: Store, status: str) -> None:
    record = new_id()
    store.apply(pulled(mine=page([row(record, 1, values={"competition_name": "舊"})], 1)))
    said = save(record, competition_name=("舊", "新"))
    store.enqueue(said)
    store.freeze(9, 1 << 20)
    store.settle(answered(2, result(said, status, reason="selected", sentence="已勾選，不能再改。")))
    entry = store.entry(record)
    assert entry is not None
    assert (entry.record.text("competition_name"), entry.problem) == ("舊", "已勾選，不能再改。")
    (kept,) = store.inbox()
    assert kept.intent == said
    assert store.freeze(9, 1 << 20) == ()
    store.dismiss(said.id)
    assert store.inbox() == ()
    assert len(store.journal()) == 1
    entry = store.entry(record)
    assert entry is not None
    assert entry.problem == ""


@pytest.mark.parametrize(
    ("status", "reason", "left"),
    [("applied", "granted", 0), ("rejected", "late_refused", 1), ("held_late", "closed", 1)],
)
def test_that_what_is_held_is_asked_about_again_when_its_record_comes(
    store: Store, status: str, reason: str, left: int
) -> None:
    record = new_id()
    said = save(record, competition_name=("舊", "新"))
    store.apply(pulled(mine=page([row(record, 1, values={"competition_name": "舊"})], 1)))
    store.enqueue(said)
    store.freeze(9, 1 << 20)
    store.settle(answered(2, result(said, "held_late", reason="closed", sentence="已截止。")))
    assert store.freeze(9, 1 << 20) == ()
    late = {"late": {"intent": said.id, "granted": status == "applied"}}
    store.apply(pulled(mine=page([row(record, 3, values={"competition_name": "新"}, srv=late)], 3)))
    assert [one.sentence for one in store.inbox()] == ["已截止。"]
    assert [one.body for one in store.freeze(9, 1 << 20)] == [said.encode()]
    store.settle(answered(3, result(said, status, reason=reason, sentence="學校說了。", receipt="簽二")))
    assert len(store.inbox()) == left
    (kept,) = store.journal(record)
    assert (kept.status, kept.reason, kept.sentence, kept.receipt) == (status, reason, "學校說了。", "簽二")
    assert name(store, record) == "新"


def test_that_an_intent_set_aside_lets_the_others_pass(store: Store) -> None:
    odd, fine = save(new_id(), competition_name=(None, "a")), save(new_id(), competition_name=(None, "b"))
    store.enqueue_all([odd, fine])
    store.freeze(9, 1 << 20)
    store.set_aside(odd.id, "too_large", "太大了")
    assert [one.id for one in store.freeze(9, 1 << 20)] == [fine.id]
    assert store.inbox()[0].reason == "too_large"


def test_that_a_late_answer_changes_nothing(store: Store) -> None:
    said = save(new_id(), competition_name=(None, "a"))
    store.enqueue(said)
    store.freeze(9, 1 << 20)
    store.settle(answered(2, result(said, "rejected", reason="state")))
    store.settle(answered(3, result(said), result(new_id())))
    assert store.journal()[0].status == "rejected"


@pytest.mark.parametrize("change", [{"digest": "0" * 64}, {"count": 2}])
def test_that_a_mangled_page_applies_nothing(store: Store, change: dict[str, object]) -> None:
    good = page([row(new_id(), 1)], 1)
    bad = structs.replace(page([row(new_id(), 1)], 1), **change)
    with pytest.raises(NotTheSchool):
        store.apply(pulled(mine=good, school=bad))
    assert store.count() == 0
    assert store.standing().cursors == {}


def test_that_half_an_answer_or_another_school_applies_nothing(store: Store) -> None:
    store.apply(pulled(mine=page([], 1)))
    for wrong in (
        pulled(mine=page([row(new_id(), 2)], 2), end=False),
        pulled(server_id="x", mine=page([], 2)),
    ):
        with pytest.raises(NotTheSchool):
            store.apply(wrong)
    assert store.standing().cursors == {MINE: Cursor(1, 1, 7)}


def test_that_a_row_nobody_can_read_is_kept_and_stops_no_other(store: Store) -> None:
    odd, fine = new_id(), new_id()
    store.apply(pulled(mine=page([row(odd, 1, values=7, form="from_the_future"), row(fine, 2)], 2)))
    assert store.record(fine) is not None
    kept = store.base(odd)
    assert kept is not None
    assert kept.unknown["row"]["values"] == 7


def test_that_what_this_program_does_not_know_survives(store: Store) -> None:
    record = new_id()
    rows = [row(record, 1, form="next_year", unknown={"a": [1]}, brand_new={"b": "c"}, values={"x": "y"})]
    store.apply(pulled(mine=page(rows, 1)))
    store.enqueue(save(record, form="next_year", x=("y", "z")))
    found = store.record(record)
    assert found is not None
    assert (found.unknown, found.text("x")) == ({"a": [1], "brand_new": {"b": "c"}}, "z")


def test_that_a_tombstone_hides_and_an_older_row_does_not_bring_back(store: Store) -> None:
    record = new_id()
    store.apply(pulled(mine=page([row(record, 3, deleted=True)], 3)))
    assert store.count() == 0
    store.apply(pulled(mine=page([row(record, 2)], 3)))
    assert store.count() == 0
    found = store.record(record)
    assert found is not None
    assert found.deleted


def test_that_an_evicted_record_goes_and_one_of_two_scopes_keeps_it(store: Store) -> None:
    record = new_id()
    store.apply(pulled(mine=page([row(record, 1)], 1), school=page([row(record, 1)], 1)))
    store.apply(pulled(mine=page([row(record, 2, present=False)], 2), school=page([], 2)))
    assert store.record(record) is not None
    store.apply(pulled(mine=page([], 3), school=page([row(record, 3, present=False)], 3)))
    assert store.record(record) is None


def test_that_deleting_in_the_working_copy_waits_for_the_school(store: Store) -> None:
    record = new_id()
    store.apply(pulled(mine=page([row(record, 1)], 1)))
    held = store.record(record)
    assert held is not None
    store.enqueue(act(Action.DELETE, record, "competition", held.content_hash))
    assert store.count() == 0
    base = store.base(record)
    assert base is not None
    assert not base.deleted


def test_that_the_guard_stops_before_too_much_goes(store: Store) -> None:
    many = [new_id() for _ in range(30)]
    store.apply(pulled(mine=page([row(one, 1) for one in many], 1), school=page([row(new_id(), 1)], 1)))
    gone = pulled(school=page([], 2))
    with pytest.raises(WipeGuard) as caught:
        store.apply(gone)
    assert caught.value.count == 30
    assert store.count() == 31
    assert store.standing().cursors[MINE].seq == 1
    store.allow_wipe()
    store.apply(gone)
    assert store.count() == 1
    assert MINE not in store.standing().cursors


def test_that_the_guard_lets_explicit_evictions_and_few_losses_pass(store: Store) -> None:
    many = [new_id() for _ in range(30)]
    store.apply(pulled(mine=page([row(one, 1) for one in many], 1), school=page([row(new_id(), 1)], 1)))
    evictions = [row(one, 2, present=False) for one in many[5:]]
    store.apply(pulled(mine=page(evictions, 2), school=page([], 2)))
    store.apply(pulled(school=page([], 3)))
    assert store.count() == 1


def test_that_the_guard_stops_a_flood_of_tombstones_but_not_ones_own(store: Store) -> None:
    many = [new_id() for _ in range(20)]
    store.apply(pulled(mine=page([row(one, 1) for one in many], 1)))
    dead = pulled(mine=page([row(one, 2, deleted=True) for one in many], 2))
    with pytest.raises(WipeGuard):
        store.apply(dead)
    for one in many:
        held = store.record(one)
        assert held is not None
        store.enqueue(act(Action.DELETE, one, "competition", held.content_hash))
    store.apply(dead)
    assert store.count() == 0


def test_that_a_scope_begun_anew_keeps_its_rows_until_it_is_read_to_the_end(store: Store) -> None:
    stays, goes = new_id(), new_id()
    store.apply(pulled(mine=page([row(stays, 1), row(goes, 1)], 1)))
    store.apply(pulled(mine=page([row(stays, 1)], 1, more=True, gen=2)))
    assert store.record(goes) is not None
    store.apply(pulled(mine=page([], 2, gen=2)))
    assert store.record(goes) is None
    assert store.record(stays) is not None


def test_that_unsent_work_outlives_the_purge_of_its_scope(store: Store) -> None:
    """Graduation: the school begins the scope anew and shows nothing more; what was not sent stays with the person."""
    gone, fresh = new_id(), new_id()
    store.apply(pulled(mine=page([row(gone, 1)], 1)))
    store.enqueue(save(gone, x=(None, "still here")))
    store.enqueue(save(fresh, x=(None, "never sent")))
    store.apply(pulled(mine=page([], 2, gen=2)))
    assert store.base(gone) is None
    assert [one.intent.record for one in store.unsent()] == [gone, fresh]
    found = store.record(fresh)
    assert found is not None
    assert found.text("x") == "never sent"


def test_that_files_go_up_and_come_down_by_their_state(store: Store) -> None:
    record, here, there = new_id(), "a" * 64, "b" * 64
    file = {"sha256": there, "size": 9, "name": "f.pdf", "mime": "application/pdf"}
    store.note_blob(here, 5, "application/pdf")
    assert store.uploads() == ((here, 5),)
    store.uploaded(here)
    assert (store.uploads(), store.blob_state(here)) == ((), "remote")
    store.apply(pulled(mine=page([row(record, 1, files={"document_file": file})], 1)))
    assert store.wanted() == ((there, 9),)
    assert store.downloaded(there).records == {record}
    assert store.wanted() == ()
    said = save(new_id(), competition_name=(None, "x"))
    store.enqueue(said)
    store.freeze(9, 1 << 20)
    store.settle(answered(2, result(said, missing=[here])))
    assert store.uploads() == ((here, 5),)


def test_that_the_other_version_of_a_file_is_wanted_too(store: Store) -> None:
    late = {"sha256": "c" * 64, "size": 3, "name": "g.pdf", "mime": "application/pdf"}
    waiting = [{"field": "files/document_file", "device": "d2", "value": late, "intent": new_id()}]
    store.apply(pulled(mine=page([row(new_id(), 1, conflicts=waiting)], 1)))
    assert store.wanted() == (("c" * 64, 3),)
    assert "c" * 64 in store.referenced()


def test_that_the_newest_acknowledgement_is_part_of_the_standing(store: Store) -> None:
    one, two = save(new_id(), competition_name=(None, "a")), save(new_id(), competition_name=(None, "b"))
    store.enqueue_all([one, two])
    store.freeze(9, 1 << 20)
    store.settle(answered(8, result(two)))
    store.settle(answered(4, result(one)))
    standing = store.standing()
    assert (standing.ack, standing.epoch, standing.server_id) == (Mark(8, 56), "e1", "school-1")
    assert standing.device == "device-1"
    assert store.account == ME


def test_that_an_old_page_never_leads_the_cursor_back(store: Store) -> None:
    record = new_id()
    store.apply(pulled(mine=page([row(record, 9, values={"competition_name": "新"})], 9)))
    store.apply(pulled(mine=page([row(record, 3, values={"competition_name": "舊"})], 3)))
    assert store.standing().cursors == {MINE: Cursor(1, 9, 63)}
    assert name(store, record) == "新"
