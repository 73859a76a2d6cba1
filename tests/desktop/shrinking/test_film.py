"""Film and sound: below the limit, upright, playable, and refused when nothing good would come of it."""

import io

import av
import pytest

from demo import sample_heavy, sample_media
from desktop.shrinking.outcome import Refused
from domain.kinds import Kind
from domain.shrinking import Choice
from tests.desktop.shrinking.judging import MB, assert_taken, distance, made


def seconds(data: bytes) -> float:
    with av.open(io.BytesIO(data)) as film:
        return film.duration / 1_000_000


def test_that_a_film_fits_and_shows_the_same(large_film) -> None:
    shrunk = made(large_film, Kind.MP4, 2 * MB)
    assert_taken(shrunk, 2 * MB)
    assert distance(shrunk.before.picture, shrunk.after.picture) < 12
    assert seconds(shrunk.data) == pytest.approx(seconds(large_film), abs=0.3)
    with av.open(io.BytesIO(shrunk.data)) as film:
        assert [one.codec_context.name for one in film.streams] == ["h264", "aac"]


def test_that_a_smaller_choice_makes_a_smaller_film(large_film) -> None:
    clear, small = (made(large_film, Kind.MP4, 2 * MB, choice) for choice in (Choice.CLEAR, Choice.SMALL))
    assert len(small.data) < len(clear.data)


def test_that_a_film_held_upright_is_upright_without_a_note(upright_film) -> None:
    shrunk = made(upright_film, Kind.MP4, 10 * MB)
    assert_taken(shrunk, 10 * MB)
    with av.open(io.BytesIO(shrunk.data)) as film:
        frame = next(film.decode(video=0))
        assert (frame.width, frame.height, frame.rotation) == (360, 640, 0)
    assert distance(shrunk.before.picture, shrunk.after.picture) < 3


@pytest.mark.parametrize("turn", [180, -90])
def test_that_every_way_of_holding_the_telephone_is_righted(tmp_path, turn) -> None:
    shrunk = made(sample_heavy.telephone_film(tmp_path / "film.mov", turn).read_bytes(), Kind.MP4, 10 * MB)
    assert distance(shrunk.before.picture, shrunk.after.picture) < 3


def test_that_a_film_too_long_for_the_limit_is_refused_with_how_long_fits(large_film) -> None:
    with pytest.raises(Refused) as caught:
        made(large_film, Kind.MP4, 100_000)
    assert "約放得下" in caught.value.refusal.text


def test_that_a_webm_from_a_browser_becomes_an_mp4(tmp_path) -> None:
    path = tmp_path / "x.webm"
    with av.open(str(path), "w", format="webm") as film:
        video = film.add_stream("libvpx", rate=24)
        video.width, video.height, video.pix_fmt = 320, 180, "yuv420p"
        for n in range(24):
            film.mux(video.encode(av.VideoFrame.from_image(sample_media.film_scene(n).resize((320, 180)))))
        film.mux(video.encode(None))
    shrunk = made(path.read_bytes(), Kind.MP4, 10 * MB)
    assert_taken(shrunk, 10 * MB)
    assert distance(shrunk.before.picture, shrunk.after.picture) < 6


def test_that_a_recording_becomes_an_mp3(interview) -> None:
    shrunk = made(interview, Kind.MP3, 10 * MB)
    assert_taken(shrunk, 10 * MB)
    assert shrunk.kind is Kind.MP3
    assert seconds(shrunk.data) == pytest.approx(seconds(interview), abs=0.2)
    assert distance(shrunk.before.picture, shrunk.after.picture) < 12


def test_that_an_mp3_gets_a_lower_bit_rate(tmp_path) -> None:
    song = sample_media.melody(tmp_path / "song.mp3").read_bytes()
    shrunk = made(song, Kind.MP3, len(song) * 2 // 3)
    assert_taken(shrunk, len(song) * 2 // 3)


def test_that_a_recording_too_long_for_the_limit_is_refused(interview) -> None:
    with pytest.raises(Refused) as caught:
        made(interview, Kind.MP3, 30_000)
    assert "約放得下" in caught.value.refusal.text


def test_that_what_is_inside_decides_between_film_and_sound(interview, upright_film) -> None:
    assert made(interview, Kind.MP4, 10 * MB).kind is Kind.MP3
    assert made(upright_film, Kind.MP3, 10 * MB).kind is Kind.MP4


@pytest.mark.parametrize("kind", [Kind.MP4, Kind.MP3])
@pytest.mark.parametrize("data", [b"", b"nothing of the kind" * 100])
def test_that_a_damaged_film_or_recording_is_told(kind, data) -> None:
    with pytest.raises(Refused) as caught:
        made(data, kind, MB)
    assert "不完整或已損壞" in caught.value.refusal.text


def test_that_a_film_that_was_cut_off_says_what_is_lacking(large_film) -> None:
    shrunk = made(large_film[:3_000_000], Kind.MP4, MB)
    assert_taken(shrunk, MB)
    assert any("內容缺損" in change for change in shrunk.changes)
    assert seconds(shrunk.data) < seconds(large_film) - 2


def test_that_a_film_without_its_index_is_told(upright_film) -> None:
    with pytest.raises(Refused):
        made(upright_film[: len(upright_film) // 2], Kind.MP4, MB)
