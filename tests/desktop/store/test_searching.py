"""One Chinese character is enough, signs are signs, and what stands in a file is found as well."""

from __future__ import annotations

import pytest

from desktop.store.opening import open_account
from domain.records import Attachment
from tests.desktop.store.pages import ME, new_id, page, pulled, row, save, save_file

NAMES = ("社區志工服務", "服務學習心得", "100% 努力", "底_線", "Ｐｙｔｈｏｎ 程式設計", "a\\b/c")


@pytest.fixture
def named(store):
    ids = {}
    for name in NAMES:
        ids[name] = new_id()
        store.enqueue(save(ids[name], competition_name=(None, name)))
    return ids


def found(store, text, **more):
    return {hit.entry.title for hit in store.search(text, **more)}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("志", {"社區志工服務"}),
        ("志工", {"社區志工服務"}),
        ("志工服", {"社區志工服務"}),
        ("服務", {"社區志工服務", "服務學習心得"}),
        ("服務 心得", {"服務學習心得"}),
        ("志 心", set()),
        ("%", {"100% 努力"}),
        ("_", {"底_線"}),
        ("/", {"a\\b/c"}),
        ("\\", {"a\\b/c"}),
        ("PYTHON", {"Ｐｙｔｈｏｎ 程式設計"}),
        ("ｐｙ", {"Ｐｙｔｈｏｎ 程式設計"}),
        ("", set()),
        ("  ", set()),
        ("'; DROP TABLE work; --", set()),
    ],
)
def test_that_exactly_what_says_it_is_found(store, named, text, names):
    assert found(store, text) == names


def test_that_the_name_of_a_file_and_the_subject_of_a_course_are_searched(store):
    course, outcome, other = new_id(), new_id(), new_id()
    store.apply(
        pulled(
            mine=page(
                [
                    row(course, 1, "enrolment", state="current", values={"subject_name": "化學"}),
                    row(outcome, 2, "course_outcome", parent=course, values={"summary": "滴定"}),
                ],
                2,
            )
        )
    )
    store.enqueue(
        save_file(other, "document_file", None, Attachment("a" * 64, 3, "獎狀.pdf", "application/pdf"))
    )
    assert {hit.entry.record.id for hit in store.search("化")} == {course, outcome}
    assert {hit.entry.record.id for hit in store.search("化", forms=("course_outcome",))} == {outcome}
    assert [hit.entry.record.id for hit in store.search("獎")] == [other]


def test_that_no_more_than_asked_for_are_found_and_titles_come_first(store):
    for place in range(60):
        store.enqueue(save(new_id(), competition_name=(None, f"第 {place} 項"), description=(None, "水質")))
    named = new_id()
    store.enqueue(save(named, competition_name=(None, "水質調查")))
    for _ in range(3):
        store.enqueue(save(new_id(), description=(None, "水質")))
    hits = store.search("水質")
    assert len(hits) == 50
    assert hits[0].entry.record.id == named


def test_that_a_deleted_record_is_not_found(store, named):
    store.apply(pulled(mine=page([row(named["底_線"], 1, deleted=True)], 1)))
    store.enqueue(save(new_id(), competition_name=(None, "別的")))
    assert found(store, "底") in (set(), {"底_線"})
    gone = new_id()
    store.apply(pulled(mine=page([row(gone, 2, deleted=True, values={"competition_name": "消失"})], 2)))
    assert found(store, "消失") == set()


def test_that_the_words_of_a_file_lead_to_its_record(store):
    with_file, sha = new_id(), "b" * 64
    store.enqueue(
        save_file(with_file, "document_file", None, Attachment(sha, 3, "報告.pdf", "application/pdf"))
    )
    assert store.unread_files() == (sha,)
    store.note_text(sha, "電磁感應\n與 Ｍaxwell 方程 50%")
    assert store.unread_files() == ()
    for text in ("感", "感應", "maxwell", "50%", "電磁 方程"):
        [hit] = store.search(text)
        assert (hit.entry.record.id, hit.file) == (with_file, "報告.pdf")
    assert store.search("51%") == ()
    assert store.search("感", forms=("licence",)) == ()
    store.enqueue(save(with_file, competition_name=(None, "感應爐")))
    [hit] = store.search("感應")
    assert hit.file == ""
    store.forget_blobs([sha])
    assert store.unread_files() == (sha,)


def test_that_the_words_of_a_file_lie_encrypted_on_the_disk(folder, keys):
    opened = open_account(folder, keys, ME)
    opened.store.note_text("c" * 64, "PLAINLY-VISIBLE-WORDS " * 50)
    opened.close()
    for path in folder.rglob("*"):
        if path.is_file():
            assert b"plainly-visible" not in path.read_bytes().lower()
