"""Documents: pictures come down rung by rung; words stay words."""

import io
import random

import pytest
from PIL import Image

from demo import sample_bad, sample_pdfs
from demo.mupdf import mupdf
from desktop.shrinking.outcome import Refused
from domain.kinds import Kind
from domain.shrinking import Choice
from tests.desktop.shrinking.judging import MB, assert_taken, distance, made


def opened(data: bytes):
    return mupdf().open(stream=data, filetype="pdf")


def images_of(data: bytes) -> list[tuple[int, int, str]]:
    with opened(data) as document:
        return [(i[2], i[3], i[8]) for page in document for i in page.get_images(full=True)]


def test_that_a_scan_fits_and_can_still_be_read(scan) -> None:
    limit = len(scan) // 3
    shrunk = made(scan, Kind.PDF, limit)
    assert_taken(shrunk, limit)
    assert distance(shrunk.before.picture, shrunk.after.picture) < 3
    assert shrunk.before.words == shrunk.after.words == "2 頁"
    assert "張圖片降到" in shrunk.changes[0]


def test_that_a_smaller_choice_makes_a_smaller_file(scan) -> None:
    sizes = [len(made(scan, Kind.PDF, len(scan) - 1, choice).data) for choice in Choice]
    assert sizes == sorted(sizes, reverse=True)
    assert len(set(sizes)) == len(sizes)


def test_that_a_scan_that_would_become_too_soft_is_refused_with_what_to_do(scan) -> None:
    with pytest.raises(Refused) as caught:
        made(scan, Kind.PDF, 20_000)
    assert "看不清楚" in caught.value.refusal.text
    assert "請刪減頁數" in caught.value.refusal.text


def test_that_a_page_of_words_is_never_turned_into_a_picture(tmp_path) -> None:
    heavy = sample_bad.heavy_pdf(tmp_path / "heavy.pdf").read_bytes()
    shrunk = made(heavy, Kind.PDF, 4 * MB)
    assert_taken(shrunk, 4 * MB)
    with opened(heavy) as before, opened(shrunk.data) as after:
        assert [page.get_text() for page in before] == [page.get_text() for page in after]
    assert [one[:2] for one in images_of(heavy)] == [one[:2] for one in images_of(shrunk.data)]


def test_that_words_beside_pictures_stay_words_and_can_be_searched(tmp_path) -> None:
    report = sample_pdfs.inquiry_report(tmp_path / "report.pdf").read_bytes()
    shrunk = made(report, Kind.PDF, len(report) * 3 // 4)
    with opened(report) as before, opened(shrunk.data) as after:
        assert [page.get_text() for page in before] == [page.get_text() for page in after]
    assert distance(shrunk.before.picture, shrunk.after.picture) < 3


def test_that_words_that_are_too_many_are_refused_not_rasterised(tmp_path) -> None:
    with mupdf().open() as document:
        for number in range(3):
            page = document.new_page()
            page.insert_text((72, 72), f"page {number}")
            weight = document.get_new_xref()
            document.update_object(weight, "<<>>")
            document.update_stream(weight, random.Random(number).randbytes(100_000), new=True, compress=False)
            document.xref_set_key(page.xref, "Demo", f"{weight} 0 R")
        data = document.tobytes()
    with pytest.raises(Refused) as caught:
        made(data, Kind.PDF, 100_000)
    assert "大小不是來自圖片" in caught.value.refusal.text


def test_that_what_is_see_through_stays_so() -> None:
    noise = Image.frombytes("RGB", (900, 900), random.Random(1).randbytes(900 * 900 * 3))
    hole = Image.new("L", (900, 900), 255)
    hole.paste(0, (200, 200, 700, 700))
    noise.putalpha(hole)
    out = io.BytesIO()
    noise.save(out, "PNG")
    with mupdf().open() as document:
        page = document.new_page(width=300, height=300)
        page.draw_rect((0, 0, 300, 300), fill=(0, 0.5, 0))
        page.insert_image((0, 0, 300, 300), stream=out.getvalue())
        data = document.tobytes()
    shrunk = made(data, Kind.PDF, len(data) // 3)
    with opened(shrunk.data) as document:
        red, green, blue = document[0].get_pixmap().pixel(150, 150)
    assert red == blue == 0
    assert abs(green - 128) < 2


def test_that_a_one_bit_scan_and_a_mask_are_left_alone() -> None:
    sheet = Image.frombytes("1", (1600, 1600), random.Random(2).randbytes(1600 * 200))
    out = io.BytesIO()
    sheet.save(out, "PNG")
    with mupdf().open() as document:
        document.new_page(width=300, height=300).insert_image((0, 0, 300, 300), stream=out.getvalue())
        data = document.tobytes()
    with pytest.raises(Refused):
        made(data, Kind.PDF, len(data) // 3)


def test_that_a_signed_document_says_that_its_signature_ends(scan) -> None:
    with opened(scan) as document:
        document.xref_set_key(document.pdf_catalog(), "AcroForm", "<</SigFlags 3/Fields[]>>")
        data = document.tobytes()
    shrunk = made(data, Kind.PDF, len(data) // 3)
    assert any("簽章會失效" in change for change in shrunk.changes)


def test_that_a_whole_chinese_font_loses_only_the_letters_that_nobody_wrote() -> None:
    with mupdf().open() as document:
        page = document.new_page()
        page.insert_font(fontname="full", fontbuffer=mupdf().Font("china-t").buffer)
        page.insert_text((72, 72), "學習歷程檔案", fontname="full", fontsize=20)
        data = document.tobytes(deflate=True)
    assert len(data) > MB
    shrunk = made(data, Kind.PDF, len(data) // 4)
    assert shrunk.before.picture == shrunk.after.picture
    with opened(shrunk.data) as document:
        assert "學習歷程檔案" in document[0].get_text()


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4 half of it", bytes(5000)])
def test_that_a_damaged_document_is_told(data) -> None:
    with pytest.raises(Refused) as caught:
        made(data, Kind.PDF, MB)
    assert "不完整或已損壞" in caught.value.refusal.text
