"""One value has one spelling in bytes; anything else is refused, not repaired."""

import json
from types import MappingProxyType

import pytest
from hypothesis import given, strategies as st

from domain import text
from domain.canonical import NotCanonical, canonical, digest, normal, parse

texts = st.text(alphabet=st.characters(exclude_categories=["Cs"])).map(normal)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


@given(values)
def test_that_what_is_written_reads_back_as_it_was(value):
    data = canonical(value)
    assert parse(data) == value
    assert canonical(parse(data)) == data


@given(st.dictionaries(texts, st.integers(), max_size=6))
def test_that_the_order_in_which_keys_were_set_does_not_matter(value):
    backwards = dict(reversed(value.items()))
    assert canonical(value) == canonical(backwards)
    assert digest(value) == digest(backwards)


@given(st.dictionaries(st.text(max_size=3), st.floats(), min_size=1, max_size=2))
def test_that_a_float_has_no_canonical_form(value):
    with pytest.raises(NotCanonical):
        canonical(value)
    with pytest.raises(NotCanonical):
        parse(json.dumps(value).encode())


@pytest.mark.parametrize("written", ["e\u0301", "か\u3099", "第一行\r\n第二行", "a\rb", "\ud800"])
def test_that_text_which_is_not_normal_is_refused_as_value_and_as_key(written):
    with pytest.raises(NotCanonical):
        canonical({"k": written})
    with pytest.raises(NotCanonical):
        canonical({written: 1})


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b'{"a": 1}',
        b'{"b":1,"a":2}',
        b'{"a":1,"a":1}',
        b'"\\u5b78"',
        b"1.0",
        b"-0",
        b"1e3",
        b"NaN",
        b"\xef\xbb\xbf1",
        b"\xff",
        b'"\\ud800"',
        b"[1,2]\n",
        '"e\u0301"'.encode(),
        b"[" * 100_000,
        b"[" * 100_000 + b"]" * 100_000,
    ],
)
def test_that_bytes_in_any_other_spelling_are_refused(data):
    with pytest.raises(NotCanonical):
        parse(data)


def test_that_frozen_mappings_and_tuples_are_written_like_dicts_and_lists():
    assert canonical(MappingProxyType({"a": (1, MappingProxyType({}))})) == b'{"a":[1,{}]}'


@pytest.mark.parametrize("value", [b"bytes", {1: 2}, {"a": {None: 1}}, object(), {1, 2}])
def test_that_what_json_does_not_know_is_refused(value):
    with pytest.raises(NotCanonical):
        canonical(value)


def test_that_chinese_travels_as_itself():
    assert canonical("學習歷程𠮷") == '"學習歷程𠮷"'.encode()


def test_that_there_is_one_truth_about_normal_text():
    assert normal is text.normal


@given(st.text())
def test_that_normal_text_always_has_a_canonical_form(written):
    assert parse(canonical(normal(written))) == normal(written)
