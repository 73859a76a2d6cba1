"""Makes the files a school's computer room really sees: wrong inside, wrong outside, too large, cut off.

Each function says exactly what is wrong; nothing here can run or do harm.
"""

from __future__ import annotations

import random
import zipfile
from pathlib import Path

from demo.mupdf import mupdf
from demo.sample_media import large_film
from demo.sample_pdfs import inquiry_report, reading_report
from demo.sample_pictures import award_photo, diagram

FOUR_MIB = 4 * 1024 * 1024
OPEN_WORD = "1234"  # the password of the encrypted PDF


def program_named_pdf(path: Path) -> Path:
    """The head of a Windows program (MZ ... PE) with a PDF's name."""
    head = bytearray(b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00".ljust(0x80, b"\x00"))
    head[0x3C:0x40] = (0x80).to_bytes(4, "little")
    path.write_bytes(bytes(head) + b"PE\x00\x00\x64\x86" + random.Random(1).randbytes(40_000))
    return path


def page_named_pdf(path: Path) -> Path:
    """An HTML page (what a failed download leaves) with a PDF's name."""
    path.write_text(
        '<!DOCTYPE html>\n<html lang="zh-Hant"><head><title>請先登入</title></head>'
        "<body><h1>請先登入校務系統</h1></body></html>\n",
        encoding="utf-8",
    )
    return path


def cut_pdf(path: Path) -> Path:
    """A real PDF cut after a third of its bytes: no cross-reference table, pages missing."""
    whole = reading_report(path).read_bytes()
    path.write_bytes(whole[: len(whole) // 3])
    return path


def locked_pdf(path: Path) -> Path:
    """A real PDF, encrypted (AES-256): it opens only with the password 1234. Its bytes differ at every making."""
    open_one = reading_report(path.with_suffix(".open"))
    with mupdf().open(str(open_one), filetype="pdf") as document:
        document.save(str(path), encryption=mupdf().PDF_ENCRYPT_AES_256, user_pw=OPEN_WORD, owner_pw="owner")
    open_one.unlink()
    return path


def heic_named_jpg(path: Path) -> Path:
    """An iPhone's HEIC photograph with a JPG's name; without pillow-heif only its `ftyp` head and noise."""
    from PIL import Image  # noqa: PLC0415 - heavy, only sample files need it

    try:
        from pillow_heif import from_pillow  # noqa: PLC0415 - optional and heavy
    except ImportError:
        path.write_bytes(
            b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + random.Random(2).randbytes(30_000)
        )
        return path
    jpg = award_photo(path)
    with Image.open(jpg) as picture:
        picture.load()
        from_pillow(picture.resize((800, 600))).save(str(path), quality=60, format="HEIF")
    return path


def empty_pdf(path: Path) -> Path:
    """A file of no bytes with a PDF's name."""
    path.write_bytes(b"")
    return path


def heavy_pdf(path: Path) -> Path:
    """A PDF that opens and shows well and is one byte over 4 MiB; the weight is a stream its first page refers to."""
    light = inquiry_report(path.with_suffix(".light"))
    noise = random.Random(3).randbytes(FOUR_MIB)
    fill = FOUR_MIB + 1 - light.stat().st_size - 400
    for _ in range(6):
        _weigh(light, path, noise[:fill])
        short = FOUR_MIB + 1 - path.stat().st_size
        if short == 0:
            light.unlink()
            return path
        fill += short
    raise ValueError("the size of the heavy PDF does not settle")


def _weigh(light: Path, path: Path, fill: bytes) -> None:
    with mupdf().open(str(light), filetype="pdf") as document:
        stream = document.get_new_xref()
        document.update_object(stream, "<<>>")
        document.update_stream(stream, fill, new=True, compress=False)
        private = f"<</Demo<</LastModified(D:20251120103000)/Private {stream} 0 R>>>>"
        document.xref_set_key(document.page_xref(0), "PieceInfo", private)
        document.save(str(path), no_new_id=True)


def cut_jpg(path: Path) -> Path:
    """A real photograph cut after 40 % of its bytes: the lower part is missing."""
    whole = award_photo(path).read_bytes()
    path.write_bytes(whole[: len(whole) * 2 // 5])
    return path


def png_named_jpg(path: Path) -> Path:
    """A good PNG with a JPG's name: the content is fine, the name is wrong."""
    return diagram(path)


def docx_named_pdf(path: Path) -> Path:
    """A Word document (a zip) with a PDF's name."""
    kinds = (
        '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'wordprocessingml.document.main+xml"/></Types>'
    )
    links = (
        '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        'relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        'officeDocument" Target="word/document.xml"/></Relationships>'
    )
    words = (
        '<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/'
        'main"><w:body><w:p><w:r><w:t>學習歷程反思</w:t></w:r></w:p></w:body></w:document>'
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parcel:
        for name, text in (
            ("[Content_Types].xml", kinds),
            ("_rels/.rels", links),
            ("word/document.xml", words),
        ):
            parcel.writestr(zipfile.ZipInfo(name, (2025, 11, 20, 10, 30, 0)), text)
    return path


def text_named_mp3(path: Path) -> Path:
    """Plain text with an MP3's name."""
    path.write_text("這不是音樂，是忘了錄音的訪談大綱。\n" * 200, encoding="utf-8")
    return path


def heavy_film(path: Path) -> Path:
    """A film that plays and is 11 MiB."""
    return large_film(path)
