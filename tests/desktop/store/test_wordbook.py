"""The words in memory are those of the database, whoever wrote last, also another program."""

from desktop.store.opening import open_account
from desktop.store.wordbook import MANY
from domain.records import Attachment
from tests.desktop.store.pages import ME, new_id, page, pulled, row, save, save_file


def found(store, text):
    return {hit.entry.record.id for hit in store.search(text)}


def test_that_what_was_changed_since_the_last_search_is_found_as_it_is_now(store):
    one = new_id()
    store.enqueue(save(one, competition_name=(None, "水質調查")))
    assert found(store, "水質") == {one}
    store.enqueue(save(one, competition_name=("水質調查", "空氣調查")))
    assert (found(store, "水質"), found(store, "空氣")) == (set(), {one})


def test_that_a_file_put_into_a_known_record_leads_to_it_and_out_of_it_again(store):
    one, sha = new_id(), "d" * 64
    store.enqueue(save(one, competition_name=(None, "報告")))
    store.note_text(sha, "折射率")
    assert found(store, "折射") == set()
    attachment = Attachment(sha, 3, "光.pdf", "application/pdf")
    store.enqueue(save_file(one, "document_file", None, attachment))
    assert found(store, "折射") == {one}
    store.enqueue(save_file(one, "document_file", sha, None))
    assert found(store, "折射") == set()


def test_that_a_course_that_gets_another_name_takes_its_outcomes_along(store):
    course, outcome = new_id(), new_id()

    def told(seq, name):
        return row(course, seq, "enrolment", ver=seq, state="current", values={"subject_name": name})

    hanging = row(outcome, 2, "course_outcome", parent=course, values={"summary": "滴定"})
    store.apply(pulled(mine=page([told(1, "化學"), hanging], 2)))
    assert found(store, "化學 滴定") == {outcome}
    store.apply(pulled(mine=page([told(3, "物理")], 3)))
    assert (found(store, "化學"), found(store, "物理 滴定")) == (set(), {outcome})


def test_that_what_failed_is_not_found(store):
    one = new_id()
    store.enqueue(save(one, competition_name=(None, "水質調查")))
    assert found(store, "水質") == {one}
    try:
        with store._changed() as (_, touched):
            touched.add(one)
            raise RuntimeError
    except RuntimeError:
        pass
    assert found(store, "水質") == {one}
    store.enqueue(save(one, competition_name=("水質調查", "空氣調查")))
    assert found(store, "空氣") == {one}


def test_that_what_another_program_wrote_is_found(folder, keys):
    here, there = open_account(folder, keys, ME), open_account(folder, keys, ME)
    try:
        mine, theirs, both = new_id(), new_id(), new_id()
        here.store.enqueue(save(mine, competition_name=(None, "水質一")))
        assert found(here.store, "水質") == {mine}
        there.store.enqueue(save(theirs, competition_name=(None, "水質二")))
        here.store.enqueue(save(both, competition_name=(None, "水質三")))
        assert found(here.store, "水質") == {mine, theirs, both}
        assert found(there.store, "水質") == {mine, theirs, both}
    finally:
        here.close()
        there.close()


def test_that_after_more_changes_than_are_noted_everything_is_read_anew(store):
    one = new_id()
    store.enqueue(save(one, competition_name=(None, "水質調查")))
    assert found(store, "水質") == {one}
    for number in range(MANY + 1):
        store.note_text("e" * 64, f"第 {number} 次")
    store.enqueue(save(one, competition_name=("水質調查", "空氣調查")))
    assert (found(store, "水質"), found(store, "空氣")) == (set(), {one})
