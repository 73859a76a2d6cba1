"""A ZIP from elsewhere: nothing it says of itself is believed, and one bad entry does not spoil the others."""

import io
import tracemalloc
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given, settings, strategies as st

from derive.parcels import MOST_BYTES, MOST_ENTRIES, Parcel, Unreadable
from domain.errors import BadInput
from tests.derive import hostile


def opened(data):
    return Parcel(io.BytesIO(data))


def readable(parcel):
    """Name to content of what can be read, and what is said of the rest."""
    held, refused = {}, {}
    for member in parcel.members:
        try:
            held[member.path] = parcel.read(member)
        except Unreadable as error:
            refused[member.path] = error.sentence
    return held, refused


def test_that_the_corpus_is_large():
    assert len(hostile.WHOLE_FILES) + len(hostile.ENTRIES) >= 40


@pytest.mark.parametrize("name", hostile.WHOLE_FILES)
def test_that_a_hostile_file_is_refused_as_a_whole(name):
    data, code = hostile.WHOLE_FILES[name]
    with pytest.raises(BadInput) as caught:
        opened(data)
    assert caught.value.code == code
    assert caught.value.sentence
    assert caught.value.remedy


@pytest.mark.parametrize("name", hostile.ENTRIES)
def test_that_a_hostile_entry_is_refused_and_the_sound_one_is_read(name):
    tracemalloc.start()
    with opened(hostile.ENTRIES[name]) as parcel:
        held, refused = readable(parcel)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert held.pop(hostile.GOOD, None) == hostile.WORDS or name in ("bzip2", "lzma")
    if name != "twice the same":
        assert held == {}
    assert len(refused) >= 1
    assert all(refused.values())
    assert peak < 3 * MOST_BYTES


def test_that_names_in_big5_without_the_flag_are_read_as_they_were_meant():
    """功 ends with the byte of a backslash, 許 and 蓋 too: the name must be decoded before it is judged."""
    for name in ("競賽表現.pdf", "許功蓋.pdf", "育樂營.jpg"):
        with opened(hostile.raw(name.encode("cp950"))) as parcel:
            assert [one.path for one in parcel.members] == [hostile.GOOD, name]
            assert parcel.read(parcel.members[1]) == b"x"


def test_that_names_in_utf_8_without_the_flag_are_read_too():
    with opened(hostile.raw("獎狀.pdf".encode())) as parcel:
        assert parcel.members[1].path == "獎狀.pdf"


def test_that_the_limit_of_entries_itself_is_allowed():
    with opened(hostile.many(MOST_ENTRIES)) as parcel:
        assert len(parcel.members) == MOST_ENTRIES


def test_that_all_that_is_unpacked_is_counted_together():
    out = io.BytesIO()
    piece = bytes(range(256)) * 4096
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(8):
            archive.writestr(f"{number}.bin", piece)
    with opened(out.getvalue()) as parcel:
        parcel._left = 5 * len(piece)
        for member in parcel.members[:5]:
            parcel.read(member)
        with pytest.raises(BadInput) as caught:
            parcel.read(parcel.members[5])
    assert caught.value.code == "zip_too_large"


def test_that_a_missing_file_is_named_as_such(tmp_path):
    with pytest.raises(BadInput) as caught:
        Parcel(tmp_path / "沒有.zip")
    assert caught.value.code == "unreadable"


SOUND = hostile.made(("a/b.pdf", bytes(range(256)) * 8), ("競賽表現/清單.xlsx", b"PK" * 50))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(SOUND) - 1), st.integers(0, 255)), min_size=1, max_size=12))
def test_that_no_flipped_byte_raises_anything_but_a_refusal(flips):
    data = bytearray(SOUND)
    for place, value in flips:
        data[place] = value
    with suppress(BadInput), opened(bytes(data)) as parcel:
        for member in parcel.members:
            with suppress(BadInput):
                parcel.read(member)
