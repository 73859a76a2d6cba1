"""What a person says: the working copy, the outbox, what is being typed."""

from __future__ import annotations

import pytest

from desktop.store.store import Store
from domain.errors import LichengError
from domain.intents import Action, decode
from domain.records import Attachment
from tests.desktop.store.pages import ME, act, answered, new_id, page, pulled, result, row, save, save_file


def test_that_what_was_said_is_seen_at_once(store: Store) -> None:
    record = new_id()
    touched = store.enqueue(save(record, competition_name=(None, "科展")))
    assert touched.records == {record}
    entry = store.entry(record)
    assert entry is not None
    assert (entry.record.text("competition_name"), entry.record.owner, entry.title) == ("科展", ME, "科展")
    assert (entry.pending, store.sync_facts().unsent) == (1, 1)


def test_that_saves_of_one_record_join_while_they_have_not_left(store: Store) -> None:
    record = new_id()
    first = save(record, competition_name=(None, "科"), award=(None, "金"))
    store.enqueue(first)
    store.enqueue(save(record, competition_name=("科", "科展"), award=("金", None)))
    (only,) = store.unsent()
    assert only.intent is not None
    assert only.intent.id == first.id
    assert only.intent.d["f"] == {"competition_name": {"from": None, "to": "科展"}}
    assert decode(only.body) == only.intent


def test_that_files_of_joined_saves_keep_the_first_before_and_the_last_after(store: Store) -> None:
    record = new_id()
    one, two = (
        Attachment("1" * 64, 1, "一.pdf", "application/pdf"),
        Attachment("2" * 64, 2, "二.pdf", "application/pdf"),
    )
    store.enqueue(save_file(record, "document_file", None, one))
    store.enqueue(save_file(record, "document_file", one.sha256, two))
    (only,) = store.unsent()
    assert only.intent is not None
    assert only.intent.d["att"] == {
        "put": [{"slot": "document_file", "from": None, **two.as_json()}],
        "del": [],
    }
    assert store.referenced() == {two.sha256}
    store.enqueue(save_file(record, "document_file", two.sha256, None))
    (only,) = store.unsent()
    assert only.intent is not None
    assert only.intent.d["att"] == {"put": [], "del": []}


def test_that_a_frozen_intent_is_never_edited(store: Store) -> None:
    record = new_id()
    store.enqueue(save(record, competition_name=(None, "科")))
    (sent,) = store.freeze(20, 1 << 20)
    store.enqueue(save(record, competition_name=("科", "科展")))
    assert next(one.body for one in store.freeze(20, 1 << 20)) == sent.body
    assert len(store.unsent()) == 2


def test_that_a_save_does_not_join_one_that_something_follows(store: Store) -> None:
    record = new_id()
    store.enqueue(save(record, form="course_outcome", description=(None, "a")))
    store.enqueue(act(Action.SUBMIT, record, "course_outcome"))
    store.enqueue(save(record, form="course_outcome", description=("a", "b")))
    assert [one.intent.action for one in store.unsent() if one.intent] == [
        Action.SAVE,
        Action.SUBMIT,
        Action.SAVE,
    ]


def test_that_the_same_intent_twice_is_one_and_another_under_its_id_is_a_bug(store: Store) -> None:
    record = new_id()
    store.enqueue(save(record, competition_name=(None, "a")))
    store.freeze(9, 1 << 20)
    again = save(record, competition_name=("a", "b"))
    store.enqueue(again)
    store.enqueue(again)
    assert len(store.journal()) == 2
    with pytest.raises(ValueError, match="another intent"):
        store.enqueue(
            type(again)(again.id, again.action, again.record, again.form, {**again.d, "parent": "x"})
        )


def test_that_freeze_takes_the_oldest_within_its_bounds_but_at_least_one(store: Store) -> None:
    said = [save(new_id(), competition_name=(None, "x" * 100)) for _ in range(5)]
    store.enqueue_all(said)
    assert [one.id for one in store.freeze(2, 1 << 20)] == [said[0].id, said[1].id]
    assert [one.id for one in store.freeze(5, 1)] == [said[0].id]


def test_that_all_of_a_class_is_said_or_nothing(store: Store) -> None:
    good, bad = (
        save(new_id(), competition_name=(None, "a")),
        save(new_id(), competition_name=(None, "x" * 300_000)),
    )
    with pytest.raises(LichengError, match="太長"):
        store.enqueue_all([good, bad])
    assert store.unsent() == ()
    assert store.count() == 0


def test_that_typing_survives_and_keeps_the_value_it_started_from(store: Store) -> None:
    record = new_id()
    store.autosave(record, "competition_name", "科", "舊", form="competition")
    store.autosave(record, "competition_name", "科展", "科", form="competition")
    (edit,) = store.editor(record)
    assert (edit.value, edit.before, edit.form) == ("科展", "舊", "competition")
    assert store.edited() == (record,)
    store.enqueue(save(record, competition_name=("舊", "科展")), clear_editor=True)
    assert store.editor(record) == ()


def test_that_lists_are_narrowed_and_sorted_by_the_database(store: Store) -> None:
    course, outcome = new_id(), new_id()
    rows = [
        row(course, 1, "enrolment", values={"subject_name": "物理Ａ", "year_term": "114-1"}, state="current"),
        row(outcome, 2, "course_outcome", parent=course, values={"description": "力學 100%"}, state="draft"),
        row(new_id(), 3, values={"competition_name": "乙", "year_term": "113-2"}),
        row(new_id(), 4, values={"competition_name": "甲", "year_term": "114-1"}, deleted=True),
    ]
    store.apply(pulled(mine=page(rows, 4)))
    assert store.count() == 3
    assert store.count(deleted=None) == 4
    assert [
        e.record.id
        for e in store.records(form=("enrolment", "course_outcome"), year_term="114-1", order="created")
    ] == [course, outcome]
    assert [e.record.id for e in store.records(text="物理a 力學")] == [outcome]
    assert store.count(text="100%") == 1
    assert store.count(text="10_%") == 0
    assert [e.record.id for e in store.records(parent=course, states=["draft"], owner=ME)] == [outcome]
    assert [e.title for e in store.records(form="competition", deleted=None, order="-title")] == ["甲", "乙"]
    assert len(store.records(limit=1, offset=2)) == 1


def test_that_an_intent_that_does_not_fit_disturbs_nothing(store: Store) -> None:
    record = new_id()
    store.enqueue(save(record, form="no_such_form", a=(None, "b")))
    store.enqueue(act(Action.SUBMIT, record, "no_such_form"))
    assert store.record(record) is not None
    assert len(store.unsent()) == 2


def test_that_conflicts_settled_here_are_no_longer_open(store: Store) -> None:
    record = new_id()
    waiting = [{"field": "award", "device": "d2", "value": "銀", "intent": new_id()}]
    store.apply(pulled(mine=page([row(record, 1, values={"award": "金"}, conflicts=waiting)], 1)))
    assert [one.value for one in store.conflicts(record)] == ["銀"]
    assert store.sync_facts().conflicts == 1
    resolve = act(Action.RESOLVE, record, "competition")
    chosen = {"field": "award", "devices": ["d2"], "from": "金", "to": "銀"}
    store.enqueue(type(resolve)(resolve.id, resolve.action, record, "competition", chosen))
    assert store.conflicts() == ()
    entry = store.entry(record)
    assert entry is not None
    assert (entry.conflict, entry.record.text("award")) == (0, "銀")
    store.freeze(9, 1 << 20)
    store.settle(answered(2, result(resolve, "rejected", reason="stale", sentence="已被改過")))
    assert len(store.conflicts(record)) == 1


def test_that_what_has_not_left_is_taken_back_as_if_never_said(store):
    record = new_id()
    store.enqueue(save(record, competition_name=(None, "科展")))
    gone = act(Action.DELETE, record, "competition")
    store.enqueue(gone)
    assert store.record(record).deleted
    assert store.retract(gone.id).records == {record}
    assert not store.record(record).deleted
    assert store.count("competition") == 1
    assert [one.intent.action for one in store.journal(record)] == [Action.SAVE]
    assert [one.id for one in store.freeze(9, 1 << 20)] != [gone.id]


def test_that_what_may_have_left_is_not_taken_back(store):
    record = new_id()
    store.enqueue(save(record, competition_name=(None, "科展")))
    gone = act(Action.DELETE, record, "competition")
    store.enqueue(gone)
    store.freeze(9, 1 << 20)
    with pytest.raises(LichengError) as raised:
        store.retract(gone.id)
    assert raised.value.code == "already_left"
    with pytest.raises(LichengError):
        store.retract(new_id())
    assert store.record(record).deleted


def test_that_only_the_last_thing_said_is_taken_back(store):
    record = new_id()
    first = save(record, competition_name=(None, "科展"))
    store.enqueue(first)
    store.enqueue(act(Action.DELETE, record, "competition"))
    with pytest.raises(LichengError) as raised:
        store.retract(first.id)
    assert raised.value.code == "not_last"
    assert len(store.journal(record)) == 2


def test_that_a_new_record_taken_back_is_nowhere(store):
    record = new_id()
    first = save(record, competition_name=(None, "科展"))
    store.enqueue(first)
    store.retract(first.id)
    assert store.record(record) is None
    assert store.unsent() == ()


def test_that_all_of_one_go_is_taken_back_but_what_has_left_or_was_built_upon(store):
    one, two, three = new_id(), new_id(), new_id()
    for record in (one, two, three):
        store.enqueue(save(record, competition_name=(None, "科展")))
    gone = [act(Action.DELETE, record, "competition") for record in (one, two, three)]
    store.enqueue_all(gone)
    later = save(three, award=(None, "特優"))
    store.enqueue(later)
    store.freeze(4, 1 << 20)
    touched, kept = store.retract_all([intent.id for intent in gone])
    assert touched.records == {two}
    assert kept == {gone[0].id: "already_left", gone[2].id: "not_last"}
    assert [store.record(record).deleted for record in (one, two, three)] == [True, False, True]


def test_that_steps_of_one_record_said_in_one_go_are_taken_back_from_the_end(store):
    record = new_id()
    steps = [save(record, competition_name=(None, "科展")), act(Action.DELETE, record, "competition")]
    store.enqueue_all(steps)
    _, kept = store.retract_all([intent.id for intent in steps])
    assert kept == {}
    assert store.record(record) is None
