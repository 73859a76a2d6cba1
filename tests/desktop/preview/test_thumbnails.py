"""Small pictures of files: on white paper, upright, within the size, or none."""

import io

import pymupdf
import pytest
from PIL import Image
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor

from desktop.preview import thumbnail

pytestmark = pytest.mark.usefixtures("qapp")


def test_that_a_pdf_shows_its_first_page_on_white():
    made = pymupdf.open()
    made.new_page(width=200, height=400).draw_rect(pymupdf.Rect(0, 200, 200, 400), fill=(0, 0, 1))
    small = thumbnail("application/pdf", made.tobytes(), QSize(100, 100))
    assert (small.width(), small.height()) == (50, 100)
    assert small.pixelColor(25, 25) == QColor("white")
    assert small.pixelColor(25, 75) == QColor(0, 0, 255)


def test_that_a_photograph_is_upright_and_within_the_size():
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (800, 400), "red").save(out, "JPEG", exif=exif)
    small = thumbnail("image/jpeg", out.getvalue(), QSize(64, 64))
    assert (small.width(), small.height()) == (32, 64)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 nothing", b"<html>", b"ID3sound", b"\xff\xd8\xffcut"])
@pytest.mark.qt_log_ignore("Unsupported marker", extend=True)
def test_that_what_does_not_open_has_none(data):
    assert thumbnail("application/pdf", data, QSize(64, 64)) is None
