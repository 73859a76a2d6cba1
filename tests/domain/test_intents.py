"""Intents: the bytes that travel, and what is no intent at all."""

import json

import pytest
from attrs import evolve
from hypothesis import given, strategies as st

from domain import intents
from domain.canonical import NotCanonical, canonical, normal, parse
from domain.intents import Action, BadIntent, Intent, decode
from tests.domain.ourschool import MP4, PDF, new_id

ONE = Intent(new_id(), Action.SAVE, new_id(), "work", intents.save({"work_name": (None, "木椅")}))
texts = st.text(alphabet=st.characters(exclude_categories=["Cs"])).map(normal)


@given(st.sampled_from(Action), texts, st.dictionaries(texts, texts, max_size=3), st.booleans())
def test_that_an_intent_reads_back_from_its_bytes(action, form, made, linked):
    d = intents.save({"description": ("", form)})
    intent = Intent(new_id(), action, new_id(), form, d, new_id() if linked else "", made)
    assert decode(intent.encode()) == intent
    assert decode(intent.encode()).encode() == intent.encode()


def test_that_text_that_is_not_normal_does_not_leave_the_machine():
    with pytest.raises(NotCanonical):
        evolve(ONE, d=intents.save({"work_name": (None, "a\r\nb")})).encode()


def _with(**changes: object) -> bytes:
    raw = {**parse(ONE.encode()), **changes}
    return canonical({key: value for key, value in raw.items() if value is not ...})


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b'"text"',
        b"7",
        b"[" * 50_000,
        json.dumps(parse(ONE.encode())).encode(),
        _with(v=2),
        _with(v=...),
        _with(id="1"),
        _with(id=7),
        _with(id=None),
        _with(rec=["a"]),
        _with(rec="../x"),
        _with(a="drop_tables"),
        _with(a=None),
        _with(type=3),
        _with(type=...),
        _with(d=[]),
        _with(d="x"),
        _with(made=None),
        _with(after="x"),
        _with(after=5),
        _with(after=...),
    ],
)
def test_that_anything_else_is_answered_with_a_bad_intent(data):
    with pytest.raises(BadIntent):
        decode(data)


def test_that_a_file_is_put_or_taken_out_of_its_slot():
    d = intents.with_file(intents.save({}), "document_file", None, PDF)
    d = intents.with_file(d, "media_file", MP4.sha256, None)
    assert d["att"]["put"] == [{"slot": "document_file", "from": None, **PDF.as_json()}]
    assert d["att"]["del"] == [{"slot": "media_file", "from": MP4.sha256}]
    assert intents.save({})["att"] == {"put": [], "del": []}


def test_that_a_submission_names_its_files_in_a_fixed_order():
    d = intents.submission("c" * 64, {"media_file": MP4, "document_file": PDF})
    assert [blob["slot"] for blob in d["blobs"]] == ["document_file", "media_file"]
    assert d["blobs"][0] == {"slot": "document_file", "sha256": PDF.sha256, "size": PDF.size}


def test_that_the_words_of_the_acts_never_change():
    """They lie in journals and histories for years."""
    assert {action.value for action in Action} == {
        "save_draft",
        "delete_draft",
        "restore",
        "submit",
        "withdraw",
        "certify",
        "reject",
        "revoke",
        "select",
        "deselect",
        "give_consent",
        "confirm_receipt",
        "report_receipt",
        "process_report",
        "lock_selection",
        "unlock_selection",
        "mark_submitted",
        "reopen_selection",
        "resolve_conflict",
        "grant_late",
        "refuse_late",
        "decline_deputy",
        "release_result",
        "withhold_result",
    }
