"""Files really opened: what our preview could not show is refused, what it can is taken."""

from io import BytesIO
from pathlib import Path

import pymupdf
import pytest
from PIL import Image

from demo.samples import GOOD
from derive.inspect import inspect
from domain.attachments import HEAD, TAIL, sniff
from domain.kinds import Kind


def _pdf(**options: object) -> bytes:
    with pymupdf.open() as document:
        document.new_page().insert_text((72, 72), "report")
        return bytes(document.tobytes(**options))


def _picture(form: str, size: tuple[int, int] = (80, 60)) -> bytes:
    kept = BytesIO()
    Image.effect_noise(size, 60).save(kept, form)
    return kept.getvalue()


@pytest.mark.parametrize("key", ["reading_report", "diagram", "award_photo", "melody", "film"])
def test_that_what_students_hand_in_opens(key: str, tmp_path: Path) -> None:
    name, make = GOOD[key]
    path = make(tmp_path / name)
    data = path.read_bytes()
    kind = sniff(data[:HEAD], data[-TAIL:], len(data)).kind
    assert kind is not None
    assert inspect(path, kind) is None
    assert inspect(data, kind) is None


@pytest.mark.parametrize("password", ["1234", ""])
def test_that_a_locked_pdf_is_refused_even_when_it_opens_without_a_password(password: str) -> None:
    locked = _pdf(encryption=pymupdf.PDF_ENCRYPT_AES_256, owner_pw="owner", user_pw=password)
    found = inspect(locked, Kind.PDF)
    assert found is not None
    assert found.code == "pdf_locked"
    assert sniff(locked, locked, len(locked)).refusal == found


@pytest.mark.parametrize(
    ("data", "kind", "code"),
    [
        (b"%PDF-1.7\nnothing\nstartxref\n0\n%%EOF", Kind.PDF, "pdf_broken"),
        (_picture("JPEG")[:600], Kind.JPG, "jpg_broken"),
        (_picture("PNG")[:600], Kind.PNG, "png_broken"),
        (_picture("PNG"), Kind.JPG, "jpg_broken"),
        (b"ID3\x04\x00\x00\x00\x00\x00\x0a" + b"\x00" * 3000, Kind.MP3, "mp3_broken"),
        (b"\x00\x00\x00\x10ftypisom\x00\x00\x02\x00\x00\x00\x00\x08moov", Kind.MP4, None),
    ],
)
def test_that_what_only_looks_right_is_refused(data: bytes, kind: Kind, code: str | None) -> None:
    found = inspect(data, kind)
    assert found is not None
    assert code is None or found.code == code
    assert found.remedy.startswith("請")


def test_that_a_picture_with_too_many_points_is_refused_before_it_is_unpacked() -> None:
    kept = BytesIO()
    Image.new("1", (12_000, 8_000)).save(kept, "PNG")
    found = inspect(kept.getvalue(), Kind.PNG)
    assert found is not None
    assert found.code == "picture_too_large"


def test_that_a_camera_picture_with_a_second_one_inside_opens() -> None:
    kept = BytesIO()
    first, second = (Image.effect_noise((80, 60), 60) for _ in range(2))
    first.save(kept, "MPO", save_all=True, append_images=[second])
    data = kept.getvalue()
    assert sniff(data, data, len(data)).kind is Kind.JPG
    assert inspect(data, Kind.JPG) is None
