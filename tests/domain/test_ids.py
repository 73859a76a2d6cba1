"""Identifiers: their shape, and nothing else."""

import uuid

import pytest
from hypothesis import given, strategies as st

from domain.ids import is_id, uuid7


@given(st.integers(0, 2**48 - 1), st.binary(min_size=10, max_size=10))
def test_that_an_id_is_a_uuid_of_version_7(milliseconds, dice):
    made = uuid7(milliseconds, dice)
    read = uuid.UUID(made)
    assert (read.version, read.variant, str(read)) == (7, uuid.RFC_4122, made)
    assert read.int >> 80 == milliseconds
    assert is_id(made)


@given(st.integers(0, 2**48 - 2), st.binary(min_size=10, max_size=10), st.binary(min_size=10, max_size=10))
def test_that_ids_of_later_milliseconds_sort_behind(milliseconds, first, second):
    assert uuid7(milliseconds, first) < uuid7(milliseconds + 1, second)


@given(st.binary(min_size=10, max_size=10), st.binary(min_size=10, max_size=10))
def test_that_other_dice_make_another_id_but_for_the_six_fixed_bits(first, second):
    def free(dice: bytes) -> int:
        return int.from_bytes(dice) & ~(0xF << 76) & ~(0x3 << 62)

    assert (uuid7(5, first) == uuid7(5, second)) == (free(first) == free(second))


@pytest.mark.parametrize("dice", [b"", b"123456789", b"12345678901"])
def test_that_too_few_or_too_many_dice_are_refused(dice):
    with pytest.raises(ValueError, match="ten random bytes"):
        uuid7(1, dice)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "01968c0e",
        "01968C0E-7F3A-7C11-9D2E-5B1C2A3F4D5E",
        "{01968c0e-7f3a-7c11-9d2e-5b1c2a3f4d5e}",
        "01968c0e-7f3a-7c11-9d2e-5b1c2a3f4d5e\n",
        "01968c0e7f3a7c119d2e5b1c2a3f4d5e",
        "../../etc/passwd",
        "01968c0e-7f3a-7c11-9d2e-5b1c2a3f4d5g",
    ],
)
def test_that_only_lower_case_with_hyphens_is_an_id(text):
    assert not is_id(text)
