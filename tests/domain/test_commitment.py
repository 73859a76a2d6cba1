"""The code for the telephone: fixed by the bytes, forgiving in spelling, never in a character."""

import hashlib

from hypothesis import given, strategies as st

from domain.commitment import ALPHABET, code_of, understood

SHA = st.binary(max_size=40).map(lambda data: hashlib.sha256(data).hexdigest())


def test_that_a_code_has_twelve_characters_that_nobody_confuses():
    code = code_of("0" * 64)
    assert [len(part) for part in code.split("-")] == [4, 4, 4]
    assert len(set(ALPHABET)) == 32
    assert not set(ALPHABET) & set("0O1I")


@given(SHA)
def test_that_what_was_written_down_is_understood_however_it_is_spelled(sha):
    code = code_of(sha)
    assert understood(code) == code
    assert understood(f" {code.lower().replace('-', ' ')}。") == code


@given(SHA, st.integers(0, 11), st.sampled_from(ALPHABET + "0O1I"))
def test_that_a_single_wrong_character_is_noticed(sha, place, sign):
    signs = list(code_of(sha).replace("-", ""))
    right = signs[place]
    signs[place] = sign
    assert bool(understood("".join(signs))) == (sign == right)
    assert understood("".join(signs[:-1])) == ""


def test_that_other_bytes_have_another_code():
    found = {code_of(hashlib.sha256(str(n).encode()).hexdigest()) for n in range(2000)}
    assert len(found) == 2000
