"""The demo's good files open in the libraries that preview them; each bad file is bad in the way it says."""

import zipfile
from pathlib import Path

import av
import pymupdf
import pytest
from PIL import Image, ImageOps, UnidentifiedImageError

from demo.sample_bad import OPEN_WORD
from demo.samples import BAD, GOOD, make_all, make_bad

REPORTS = ("inquiry_report", "reading_report", "calculus_report", "learning_plan")
PHOTOS = ("award_photo", "poster_photo", "beach_photo")


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    return make_all(tmp_path_factory.mktemp("good"))


@pytest.fixture(scope="module")
def bad(tmp_path_factory):
    return make_bad(tmp_path_factory.mktemp("bad"))


def opened(path: Path):
    return pymupdf.open(stream=path.read_bytes(), filetype="pdf")


@pytest.mark.parametrize("key", REPORTS)
def test_that_a_report_is_a_pdf_with_chinese_text_a_photograph_and_an_embedded_font(good, key):
    assert 100_000 < good[key].stat().st_size < 2_000_000
    with opened(good[key]) as report:
        assert 1 <= report.page_count <= 3
        assert report.metadata["title"] in report[0].get_text()
        assert any(page.get_images() for page in report)
        assert any(page.get_drawings() for page in report)
        assert all(font[1] != "n/a" for page in report for font in page.get_fonts())


@pytest.mark.parametrize("key", PHOTOS)
def test_that_a_photograph_is_a_jpg_of_1600_by_1200(good, key):
    with Image.open(good[key]) as photo:
        photo.load()
        assert photo.format == "JPEG"
        assert photo.size == (1600, 1200)
        assert len(photo.convert("L").resize((200, 150)).getcolors(30_000)) > 80


def test_that_the_beach_photograph_stands_upright_only_by_its_exif(good):
    with Image.open(good["beach_photo"]) as photo:
        assert photo.getexif()[0x0112] == 6
        assert ImageOps.exif_transpose(photo).size == (1200, 1600)


def test_that_the_diagram_is_a_png(good):
    with Image.open(good["diagram"]) as sheet:
        sheet.load()
        assert sheet.format == "PNG"


def test_that_the_film_has_five_seconds_of_h264_and_aac(good):
    assert good["film"].stat().st_size < 2_000_000
    with av.open(str(good["film"])) as film:
        assert film.streams.video[0].codec_context.name == "h264"
        assert film.streams.audio[0].codec_context.name == "aac"
        assert 4.8 < film.duration / av.time_base < 5.3
        assert sum(1 for _ in film.decode(video=0)) == 120


def test_that_the_melody_is_an_mp3_of_seven_seconds(good):
    with av.open(str(good["melody"])) as sound:
        assert sound.format.name == "mp3"
        assert 6.5 < sum(frame.samples for frame in sound.decode(audio=0)) / 44_100 < 7.6


def test_that_a_sample_is_the_same_bytes_each_time(good, tmp_path):
    for key in ("inquiry_report", "award_photo", "diagram", "film", "melody"):
        name, make = GOOD[key]
        assert make(tmp_path / name).read_bytes() == good[key].read_bytes(), key


def test_that_every_sample_has_its_own_name_and_none_is_left_beside_them(good, bad):
    for table, made in ((GOOD, good), (BAD, bad)):
        names = {name for name, _ in table.values()}
        assert len(names) == len(table)
        assert {path.name for path in next(iter(made.values())).parent.iterdir()} == names


@pytest.mark.parametrize(
    ("key", "head"),
    [
        ("program_named_pdf", b"MZ"),
        ("page_named_pdf", b"<!DOCTYPE html"),
        ("docx_named_pdf", b"PK\x03\x04"),
        ("empty_pdf", b""),
    ],
)
def test_that_what_only_calls_itself_a_pdf_is_none(bad, key, head):
    content = bad[key].read_bytes()
    assert bad[key].suffix == ".pdf"
    assert content.startswith(head)
    assert b"%PDF" not in content[:1024]


def test_that_the_word_document_holds_its_text(bad):
    with zipfile.ZipFile(bad["docx_named_pdf"]) as parcel:
        assert "學習歷程反思" in parcel.read("word/document.xml").decode()


def test_that_the_cut_pdf_begins_well_and_does_not_end(bad, good):
    content = bad["cut_pdf"].read_bytes()
    assert content.startswith(b"%PDF-")
    assert b"%%EOF" not in content
    assert good["reading_report"].read_bytes().startswith(content)


def test_that_the_locked_pdf_opens_with_its_password_only(bad):
    with opened(bad["locked_pdf"]) as locked:
        assert locked.needs_pass
        assert not locked.authenticate("wrong")
        assert locked.authenticate(OPEN_WORD)
        assert locked.page_count == 2


def test_that_the_heavy_pdf_is_one_byte_over_four_mib_and_shows_well(bad):
    content = bad["heavy_pdf"].read_bytes()
    assert len(content) == 4 * 1024 * 1024 + 1
    assert content.rstrip().endswith(b"%%EOF")
    with opened(bad["heavy_pdf"]) as report:
        assert not report.is_repaired
        assert "向光性" in report[0].get_text()
        assert report[0].get_pixmap(dpi=40).width > 300


def test_that_the_heavy_film_is_11_mib_and_plays(bad):
    assert bad["heavy_film"].stat().st_size == 11 * 1024 * 1024
    with av.open(str(bad["heavy_film"])) as film:
        assert sum(1 for _ in film.decode(video=0)) == 120


def test_that_the_heic_photograph_calls_itself_jpg(bad):
    assert bad["heic_named_jpg"].suffix == ".jpg"
    assert bad["heic_named_jpg"].read_bytes()[4:12] == b"ftypheic"


def test_that_the_cut_photograph_opens_and_does_not_load(bad):
    with Image.open(bad["cut_jpg"]) as photo, pytest.raises(OSError, match="truncated"):
        photo.load()


def test_that_the_png_named_jpg_is_a_good_png(bad):
    with Image.open(bad["png_named_jpg"]) as sheet:
        sheet.load()
        assert sheet.format == "PNG"


def test_that_the_text_named_mp3_is_neither_sound_nor_picture(bad):
    with (
        pytest.raises((av.error.FFmpegError, ValueError, IndexError)),
        av.open(str(bad["text_named_mp3"])) as sound,
    ):
        next(sound.decode(audio=0))
    with pytest.raises(UnidentifiedImageError):
        Image.open(bad["text_named_mp3"])
