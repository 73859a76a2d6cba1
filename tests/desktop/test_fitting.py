"""Taking a file in that does not fit: what is offered, and what stays in the vault."""

import hashlib
from pathlib import Path

import pytest

from demo import sample_bad, sample_heavy, sample_pictures
from desktop.operations import attachments, fitting
from desktop.shrinking.bench import carry_out
from desktop.shrinking.outcome import Order, Shrunk
from domain import shrinking
from domain.errors import BadInput
from domain.forms import FORMS
from domain.kinds import Kind
from tests.desktop.shrinking.listening import Heard
from tests.desktop.views import desks

DOCUMENT, MEDIA = FORMS["competition"].slots[:2]
MB = 1024 * 1024


@pytest.fixture
def desk(qapp, tmp_path: Path):
    made = desks.make(tmp_path / "home", desks.STUDENT, "student", "林小宇", [desks.school()])
    yield made
    made.close()


def refused(desk, slot, path: Path) -> BadInput:
    with pytest.raises(BadInput) as caught:
        attachments.take(desk, slot, path)
    return caught.value


def made(data: bytes, offer: shrinking.Offer) -> Shrunk:
    return carry_out(data, Order.on(offer), Heard())


def test_that_a_file_too_large_says_its_size_and_what_can_be_done(desk, tmp_path) -> None:
    error = refused(desk, DOCUMENT, sample_bad.heavy_pdf(tmp_path / "報告.pdf"))
    assert isinstance(error, attachments.Shrinkable)
    assert str(error) == "檔案有 4.1 MB，超過上限 4 MB。請先壓縮到 4 MB 以內。"
    assert error.offer == shrinking.Offer(Kind.PDF, 4 * MB, True)


def test_that_a_program_too_large_is_called_a_program_and_nothing_is_offered(desk, tmp_path) -> None:
    path = tmp_path / "報告.pdf"
    path.write_bytes(b"MZ\x90\x00" + bytes(5 * MB))
    error = refused(desk, DOCUMENT, path)
    assert error.code == "program"
    assert not isinstance(error, attachments.Shrinkable)


def test_that_a_film_for_the_document_is_not_offered(desk, tmp_path) -> None:
    error = refused(desk, DOCUMENT, sample_heavy.telephone_film(tmp_path / "x.mov"))
    assert not isinstance(error, attachments.Shrinkable)


def test_that_what_is_pasted_too_large_is_offered_too(desk, tmp_path) -> None:
    data = sample_bad.heavy_pdf(tmp_path / "x.pdf").read_bytes()
    with pytest.raises(attachments.Shrinkable):
        attachments.take_bytes(desk, DOCUMENT, "x.pdf", data)


def test_that_the_new_file_is_attached_and_the_original_kept_byte_for_byte(desk, tmp_path) -> None:
    scene = sample_pictures.bench_photo(tmp_path / "scene.jpg")
    path = sample_heavy.telephone_heic(tmp_path / "IMG_0042.HEIC", scene)
    error = refused(desk, DOCUMENT, path)
    data = fitting.read(path)
    taken = fitting.keep(desk, DOCUMENT, path.name, data, made(data, error.offer))
    original = desk.original_of(taken)
    assert taken.name == "IMG_0042.jpg"
    assert taken.mime == "image/jpeg"
    assert (original.name, original.size) == ("IMG_0042.HEIC", path.stat().st_size)
    assert original.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    fitting.save_original(desk, original, tmp_path / "again.heic")
    assert (tmp_path / "again.heic").read_bytes() == path.read_bytes()
    assert [sha for sha, _ in desk.store.uploads()] == [taken.sha256]


def test_that_the_original_lies_encrypted(desk, tmp_path) -> None:
    path = sample_bad.heavy_pdf(tmp_path / "report.pdf")
    data = fitting.read(path)
    fitting.keep(desk, DOCUMENT, path.name, data, made(data, refused(desk, DOCUMENT, path).offer))
    for file in (tmp_path / "home").rglob("*"):
        assert not file.is_file() or b"%PDF-" not in file.read_bytes()


def test_that_a_file_beyond_reason_is_not_even_read(desk, tmp_path) -> None:
    path = tmp_path / "huge.mp4"
    with path.open("wb") as file:
        file.truncate(shrinking.MOST + 1)
    with pytest.raises(BadInput, match="太大了"):
        fitting.read(path)


def test_that_a_file_that_went_away_is_told(desk, tmp_path) -> None:
    with pytest.raises(BadInput, match="讀不到"):
        fitting.read(tmp_path / "gone.pdf")
