"""Photographs and pictures: upright, without the place, as fine as the limit allows."""

import io
import random

import pytest
from PIL import Image

from desktop.shrinking.outcome import Refused
from domain.kinds import Kind
from domain.shrinking import BEST, WORST, Choice
from tests.desktop.shrinking.judging import MB, assert_taken, distance, made, picture

GPS, EXIF = 0x8825, 0x8769


def saved(shown: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    shown.save(out, kind, **options)
    return out.getvalue()


def noise(mode: str = "RGB", side: int = 700) -> Image.Image:
    bands = len(Image.new(mode, (1, 1)).getbands())
    return Image.frombytes(mode, (side, side), random.Random(4).randbytes(side * side * bands))


def test_that_a_telephones_photograph_fits_at_full_size(photo) -> None:
    shrunk = made(photo, Kind.JPG, 4 * MB)
    assert_taken(shrunk, 4 * MB)
    assert picture(shrunk.data).size == (4032, 3024)
    assert distance(shrunk.before.picture, shrunk.after.picture) < 2


def test_that_the_place_is_gone_and_the_day_stays(photo) -> None:
    assert picture(photo).getexif().get_ifd(GPS)
    shrunk = made(photo, Kind.JPG, 4 * MB)
    notes = picture(shrunk.data).getexif()
    assert not notes.get_ifd(GPS)
    assert b"GPS" not in shrunk.data[:4096]
    assert notes[0x0132] == "2025:11:20 10:30:00"
    assert any("拍攝地點" in change for change in shrunk.changes)


def test_that_a_photograph_on_its_side_is_stood_upright(photo) -> None:
    lying = picture(photo)
    assert (lying.size, lying.getexif()[0x0112]) == ((3024, 4032), 6)
    upright = picture(made(photo, Kind.JPG, 4 * MB).data)
    assert upright.width > upright.height
    assert 0x0112 not in upright.getexif()


def test_that_it_gets_smaller_only_when_the_worst_quality_is_not_enough(photo) -> None:
    tight = made(photo, Kind.JPG, len(photo) // 12)
    assert_taken(tight, len(photo) // 12)
    assert picture(tight.data).width < 4032
    assert "尺寸改成" in tight.changes[0]
    assert distance(tight.before.picture, tight.after.picture) < 4


def test_that_the_best_quality_that_fits_is_found(photo) -> None:
    sizes = [len(made(photo, Kind.JPG, 4 * MB, choice).data) for choice in Choice]
    assert sizes == sorted(sizes, reverse=True)
    assert WORST < BEST
    whole = made(photo, Kind.JPG, sizes[0])
    assert len(whole.data) == sizes[0]


def test_that_an_iphones_photograph_becomes_a_jpg(heic) -> None:
    shrunk = made(heic, Kind.JPG, 4 * MB)
    assert_taken(shrunk, 4 * MB)
    assert shrunk.kind is Kind.JPG
    assert not picture(shrunk.data).getexif().get_ifd(GPS)
    assert distance(shrunk.before.picture, shrunk.after.picture) < 2


@pytest.mark.parametrize("kind", ["WEBP", "BMP", "TIFF", "GIF", "AVIF"])
def test_that_other_kinds_of_pictures_become_ours(kind, scene) -> None:
    with Image.open(scene) as shown:
        data = saved(shown.convert("RGB").resize((640, 480)), kind)
    shrunk = made(data, Kind.JPG, 4 * MB)
    assert_taken(shrunk, 4 * MB)
    assert distance(shrunk.before.picture, shrunk.after.picture) < 2


def test_that_a_drawing_stays_as_it_is_point_for_point() -> None:
    drawing = Image.new("RGB", (1500, 1500), "white")
    drawing.paste("navy", (100, 100, 900, 900))
    data = saved(drawing, "PNG", compress_level=0)
    shrunk = made(data, Kind.PNG, len(data) // 2)
    assert shrunk.kind is Kind.PNG
    assert picture(shrunk.data).convert("RGB").tobytes() == drawing.tobytes()


@pytest.mark.parametrize("mode", ["RGBA", "LA", "CMYK", "L", "P"])
def test_that_every_mode_of_colour_ends_as_a_picture_that_opens(mode) -> None:
    shown = noise("RGB").quantize() if mode == "P" else noise(mode)
    data = saved(shown, "TIFF")
    assert_taken(made(data, Kind.JPG, MB), MB)


def test_that_what_is_see_through_stands_on_white() -> None:
    data = saved(Image.new("RGBA", (900, 900), (255, 0, 0, 0)), "WEBP", lossless=True)
    assert picture(made(data, Kind.JPG, MB).data).convert("RGB").getpixel((450, 450)) == (255, 255, 255)


def test_that_an_enormous_photograph_is_read_small_enough() -> None:
    data = saved(Image.new("L", (16_000, 6_000), 90), "JPEG")
    shrunk = made(data, Kind.JPG, 4 * MB)
    assert_taken(shrunk, 4 * MB)


@pytest.mark.parametrize("cut", [0, 500, 200_000])
def test_that_a_damaged_photograph_is_told(photo, cut) -> None:
    with pytest.raises(Refused) as caught:
        made(photo[:cut], Kind.JPG, MB)
    assert "不完整或已損壞" in caught.value.refusal.text
