"""Records: what their hash pins, and what it leaves out."""

import pytest
from attrs import evolve

from domain.canonical import NotCanonical
from domain.records import clean, empty
from tests.domain.ourschool import MP4, PDF, outcome

BASE = outcome()

CONTENT = {
    "a value": evolve(BASE, values={**BASE.values, "summary": "別的內容"}),
    "another value": evolve(BASE, values={**BASE.values, "document_note": "說明"}),
    "a value less": evolve(BASE, values={}),
    "a file": evolve(BASE, files={"document_file": MP4}),
    "a file's name": evolve(BASE, files={"document_file": evolve(PDF, name="改名.pdf")}),
    "a file's slot": evolve(BASE, files={"media_file": PDF}),
    "no file": evolve(BASE, files={}),
    "its course": evolve(BASE, parent="another"),
    "its form": evolve(BASE, form="work"),
}
BESIDE = {
    "its id": evolve(BASE, id="another"),
    "its owner": evolve(BASE, owner="ben"),
    "its state": evolve(BASE, state="passed"),
    "its version": evolve(BASE, ver=9, seq=99),
    "the school's word": BASE.with_srv(comment="很好", selection="picked"),
    "what a newer program wrote": evolve(BASE, unknown={"mood": "glad"}),
    "values that hold nothing": evolve(BASE, values={**BASE.values, "document_note": "", "media_note": None}),
}


@pytest.mark.parametrize("changed", CONTENT.values(), ids=CONTENT)
def test_that_the_hash_pins_the_content(changed):
    assert changed.content_hash != BASE.content_hash


@pytest.mark.parametrize("changed", BESIDE.values(), ids=BESIDE)
def test_that_the_hash_leaves_out_everything_else(changed):
    assert changed.content_hash == BASE.content_hash


def test_that_the_same_content_has_the_same_hash_for_ever():
    """A change here makes every certificate at every school worthless."""
    made = evolve(BASE, parent="p", files={"document_file": PDF}, values={"summary": "學習", "flag": True})
    assert made.content_hash == "fb077a010ae12d5dcc9214f939d137be933f408cacaaf1b83e47bb078b6667aa"


def test_that_text_that_is_not_normal_has_no_hash():
    with pytest.raises(NotCanonical):
        _ = evolve(BASE, values={"summary": "a\r\nb"}).content_hash


def test_that_absent_none_and_the_empty_text_are_the_same_but_no_is_an_answer():
    assert [empty(value) for value in (None, "", False, "0", " ")] == [True, True, False, False, False]
    assert clean({"a": "", "b": None, "c": False, "d": "x"}) == {"c": False, "d": "x"}


def test_that_setting_one_of_the_schools_words_leaves_the_others():
    noted = BASE.with_srv(comment="很好", selection="picked").with_srv(comment=None)
    assert noted.srv == {"selection": "picked"}
    assert (noted.selection, BASE.selection) == ("picked", "none")
    assert noted.text("summary") == "我學會了閱讀。"
    assert evolve(noted, values={"flag": True}).text("flag") == ""
