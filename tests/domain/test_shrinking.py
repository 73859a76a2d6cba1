"""Making a file fit: what is offered for which refusal, and plans that never pass the limit."""

import pytest
from hypothesis import given, strategies as st

from derive.resources import profile, profile_names
from domain.attachments import judge
from domain.fields import FileSlot
from domain.file_refusals import Refusal
from domain.forms import FORMS
from domain.kinds import Kind
from domain.shrinking import (
    LEAST_BITS,
    RUNGS,
    Choice,
    film_plan,
    film_too_long,
    likely,
    offer,
    other_names,
    parsed_size,
    sound_plan,
    spoken,
)

SCHOOL = profile("senior-high")
DOCUMENT, MEDIA = FORMS["work"].slots[:2]
MB = 1024 * 1024
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<</Size 2/Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(200)
MOV = b"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00qt  " + bytes(200)
WAV = b"RIFF\x00\x00\x00\x00WAVEfmt " + bytes(200)


def offered(slot: FileSlot, data: bytes, size: int = 0):
    found = judge(SCHOOL, slot, "x", size or len(data), data, data)
    assert isinstance(found, Refusal)
    return offer(SCHOOL.files[slot.kind], found)


def test_that_a_file_whose_size_is_all_that_is_wrong_is_offered_smaller() -> None:
    found = offered(DOCUMENT, PDF, 9 * MB)
    assert (found.becomes, found.limit, found.label) == (Kind.PDF, 4 * MB, "縮小到 4 MB 以內")


@pytest.mark.parametrize(
    ("slot", "data", "kind"), [(DOCUMENT, HEIC, Kind.JPG), (MEDIA, MOV, Kind.MP4), (MEDIA, WAV, Kind.MP3)]
)
def test_that_what_can_be_turned_into_a_kind_of_the_slot_is_offered(slot, data, kind) -> None:
    found = offered(slot, data)
    assert (found.becomes, found.label) == (kind, f"轉成 {kind.label}")


@pytest.mark.parametrize(
    ("slot", "data"),
    [
        (DOCUMENT, MOV),
        (MEDIA, HEIC),
        (DOCUMENT, b"MZ\x90\x00" + bytes(200)),
        (DOCUMENT, PDF[:60]),
        (MEDIA, PDF),
    ],
    ids=[
        "a film for the document",
        "a photograph for the film",
        "a program",
        "half a PDF",
        "a PDF for the film",
    ],
)
def test_that_nothing_is_offered_where_nothing_can_be_done(slot, data) -> None:
    assert offered(slot, data) is None


def test_that_the_limit_is_the_profiles_own() -> None:
    limits = {name: profile(name).files[DOCUMENT.kind].max_bytes for name in profile_names()}
    for name, limit in limits.items():
        refusal = Refusal("too_large", "x", "y", Kind.PDF)
        assert offer(profile(name).files[DOCUMENT.kind], refusal).limit == limit


def test_that_a_smaller_choice_aims_lower_and_the_ladder_goes_down() -> None:
    targets = [choice.target(4 * MB) for choice in Choice]
    assert targets == sorted(targets, reverse=True)
    assert targets[0] == 4 * MB
    assert [rung.dpi for rung in RUNGS] == sorted((rung.dpi for rung in RUNGS), reverse=True)
    assert min(rung.dpi for rung in RUNGS) == 150


sides = st.integers(120, 4400)


@given(st.floats(1, 7200), sides, sides, st.floats(10, 120), st.booleans(), st.integers(200_000, 20 * MB))
def test_that_a_films_plan_stays_below_its_target_and_above_the_floor(
    seconds, width, height, fps, sound, target
):
    plan = film_plan(seconds, width, height, fps, sound, target)
    if plan is None:
        return
    assert (plan.video + plan.audio) * seconds <= target * 8
    assert plan.width % 2 == 0 == plan.height % 2
    assert plan.video >= plan.width * plan.height * plan.fps * LEAST_BITS * 0.99
    assert plan.width <= width + 1
    assert plan.height <= height + 1
    assert bool(plan.audio) is sound


@given(st.floats(1, 20_000), st.integers(1, 6), st.integers(50_000, 20 * MB))
def test_that_a_recordings_plan_stays_below_its_target(seconds, channels, target):
    plan = sound_plan(seconds, channels, target)
    if plan is not None:
        assert plan.kilobits * 125 * seconds < target
        assert plan.channels <= min(2, channels)


def test_that_a_film_that_is_too_long_is_refused_with_how_long_fits() -> None:
    assert film_plan(3600, 1920, 1080, 30, True, 10 * MB) is None
    words = film_too_long(3600, 10 * MB).text
    assert "長 1 小時 0 分" in words
    assert "約放得下 4 分" in words
    assert words.endswith("請先剪成較短的一段再加入。")


def test_that_a_minute_of_full_hd_becomes_720p_in_ten_megabytes() -> None:
    plan = film_plan(60, 1920, 1080, 30, True, 10 * MB)
    assert (plan.width, plan.height) == (1280, 720)


@pytest.mark.parametrize(
    ("text", "size"),
    [
        *(("4MB", 4 * MB), ("4 mb", 4 * MB), ("1.5M", 3 * MB // 2), ("800KB", 800 * 1024)),
        *(("4194304", 4 * MB), ("4MiB", 4 * MB), ("0", None), ("", None)),
        *(("four", None), ("4TB", None), ("-4MB", None)),
    ],
)
def test_that_a_size_is_read_as_people_write_it(text, size) -> None:
    assert parsed_size(text) == size


def test_that_names_lead_to_the_slot_that_may_take_them() -> None:
    assert [likely(name) for name in (".HEIC", ".jpeg", ".Mov", ".wav", ".pdf", ".xyz")] == [
        "jpg",
        "jpg",
        "mp4",
        "mp3",
        "pdf",
        "xyz",
    ]
    assert "heic" in other_names(("pdf", "jpg"))
    assert "mov" not in other_names(("pdf", "jpg"))


@pytest.mark.parametrize(
    ("seconds", "words"), [(48.2, "48 秒"), (60, "1 分"), (310, "5 分 10 秒"), (3900, "1 小時 5 分")]
)
def test_that_times_are_said_as_people_say_them(seconds, words) -> None:
    assert spoken(seconds) == words
