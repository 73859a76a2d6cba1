"""A receipt handed over as PDF, file or code is checked without an account, and no changed byte passes."""

import base64
import json
import os

import pymupdf
import pytest
import segno
from attrs import evolve

from desktop.models import signed
from desktop.operations import papers, verifying
from desktop.paper import bindery, seal
from desktop.paper.book import Slip
from desktop.views import qr
from domain.errors import BadInput
from sync import receipts
from tests.sync.test_receipts import KEY, QR, RECEIPT


def slip(receipt=RECEIPT):
    return Slip(
        signed.TITLE,
        receipt.number,
        signed.proof_lines(receipt),
        (),
        receipts.qr_text(receipt),
        signed.HOW,
        receipts.FILE_NAME,
        receipts.to_json(receipt).decode(),
    )


@pytest.fixture(scope="module")
def paper(tmp_path_factory):
    path = tmp_path_factory.mktemp("receipts") / "收據.pdf"
    papers.slip(slip(), path)
    return path


def test_that_the_pdf_holds_the_receipt_itself_and_proves_it(paper):
    checked = verifying.check(str(paper), KEY)
    assert (checked.good, checked.receipt, checked.faults) == (True, RECEIPT, ())
    pdf = pymupdf.open(paper)
    assert pdf.embfile_get(receipts.FILE_NAME) == receipts.to_json(RECEIPT)
    assert RECEIPT.number in pdf[0].get_text()


def test_that_the_code_on_the_page_says_what_was_signed(paper):
    rows = [list(row) for row in segno.make(QR, error="m", micro=False).matrix_iter(border=0)]
    assert [bytes(0 if cell else 255 for cell in row) for row in rows] == [
        row[qr.QUIET : -qr.QUIET] for row in qr.matrix(QR)[qr.QUIET : -qr.QUIET]
    ]
    page = pymupdf.open(paper)[0]
    dark = [drawing["rect"] for drawing in page.get_drawings() if _is_ink(drawing)]
    left, top = min(one.x0 for one in dark), min(one.y0 for one in dark)
    side = (max(one.x1 for one in dark) - left) / len(rows)
    seen = page.get_pixmap(dpi=288, colorspace="gray")
    read = [
        [seen.pixel(*(round(4 * (start + (place + 0.5) * side)) for start, place in ((left, x), (top, y))))[0] < 128
         for x in range(len(rows))]
        for y in range(len(rows))
    ]  # fmt: skip
    assert read == [[bool(cell) for cell in row] for row in rows]


def _is_ink(drawing):
    rect = drawing["rect"]
    return drawing["fill"] is not None and max(drawing["fill"]) < 0.3 and rect.x0 > 350 and rect.width < 40


def test_that_no_changed_byte_of_the_pdf_passes(paper, tmp_path):
    data = paper.read_bytes()
    bad = tmp_path / "改過.pdf"
    for place in range(0, len(data), max(1, len(data) // 40)):
        changed = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        assert not seal.intact(changed), place
    for place in (9, len(data) // 2, len(data) - 5):
        bad.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
        assert not _passes(bad), place
    bad.write_bytes(data + b"\n")
    assert not _passes(bad)


def _passes(path):
    try:
        return verifying.check(str(path), KEY).good
    except BadInput:
        return False


def test_that_a_page_made_anew_around_a_good_receipt_says_that_the_page_counts_for_nothing(paper, tmp_path):
    pdf = pymupdf.open(paper)
    pdf[0].insert_text((200, 500), "FORGED")
    forged = tmp_path / "偽造.pdf"
    pdf.save(forged)
    checked = verifying.check(str(forged), KEY)
    assert not checked.good
    assert "紙面上的字不能作數" in checked.faults[0]


def test_that_a_receipt_swapped_inside_is_found(tmp_path):
    swapped = evolve(RECEIPT, recv_at="2026-02-27T13:03:14Z")
    path = tmp_path / "換過.pdf"
    papers.slip(slip(swapped), path)
    assert ["簽章不符" in one for one in verifying.check(str(path), KEY).faults] == [True]


@pytest.mark.parametrize("how", ["text", "file", "pem", "hello"])
def test_that_the_key_may_come_as_the_school_gives_it(tmp_path, how):
    forms = {
        "text": KEY,
        "file": KEY + "\n",
        "pem": verifying.pem(KEY),
        "hello": json.dumps({"server_id": "x", "public_key": KEY}),
    }
    given = forms[how]
    if how != "text":
        path = tmp_path / "key"
        path.write_text(given)
        given = str(path)
    assert verifying.check(QR, given).good


def test_that_without_the_schools_key_nothing_is_proven(tmp_path):
    path = tmp_path / "收據.json"
    papers.receipt_json(RECEIPT, path)
    checked = verifying.check(str(path))
    assert (checked.faults, checked.trusted, checked.good) == ((), False, False)
    with pytest.raises(BadInput, match="--key"):
        verifying.check(QR)


def test_that_ones_own_files_are_compared_with_those_of_the_receipt(tmp_path):
    path, other = tmp_path / "收據.json", tmp_path / "別的.pdf"
    papers.receipt_json(RECEIPT, path)
    other.write_bytes(os.urandom(100))
    checked = verifying.check(str(path), KEY, [other])
    assert checked.matches == (("別的.pdf", False),)
    assert "不是收據上的檔案" in checked.faults[0]


def test_that_something_else_is_refused_in_words(tmp_path):
    for name, data in (("照片.jpg", b"\xff\xd8\xff"), ("空.pdf", b""), ("假.pdf", b"%PDF-1.4\n%%EOF")):
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(BadInput, match="收據"):
            verifying.check(str(path), KEY)
    with pytest.raises(BadInput, match="讀不到"):
        verifying.check(str(tmp_path / "沒有.json"), KEY)


def test_that_openssl_form_of_the_key_is_the_key():
    body = "".join(verifying.pem(KEY).splitlines()[1:-1])
    assert base64.b64decode(body)[-32:] == base64.b64decode(KEY)


def test_that_a_slip_of_many_files_goes_on_on_the_next_page():
    from desktop.paper.book import File  # noqa: PLC0415 - only here

    many = tuple(File("證明文件", f"報告 {number}.pdf", "", 1000, "ab" * 32) for number in range(30))
    paper = slip()
    long = Slip(paper.title, paper.number, paper.heads, many, paper.qr, paper.how, paper.name, paper.content)
    made = bindery.bind(long, lambda _: b"")
    pdf = pymupdf.open(stream=made.pdf)
    assert made.pages == len(pdf) > 1
    told = "".join(page.get_text() for page in pdf)
    assert all(f"報告 {number}.pdf" in told for number in range(30))
    assert "怎麼驗證" in told
