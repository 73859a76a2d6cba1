"""Files from a telephone and a scanner, made once."""

from pathlib import Path

import pytest

from demo import sample_heavy, sample_media, sample_pictures


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("heavy")


@pytest.fixture(scope="session")
def scan(shelf: Path) -> bytes:
    """Two pages, 300 dpi, colour: three megabytes."""
    return sample_heavy.scanned_report(shelf / "scan.pdf", pages=2).read_bytes()


@pytest.fixture(scope="session")
def scene(shelf: Path) -> Path:
    return sample_pictures.bench_photo(shelf / "scene.jpg")


@pytest.fixture(scope="session")
def photo(shelf: Path, scene: Path) -> bytes:
    return sample_heavy.telephone_photo(shelf / "photo.jpg", scene).read_bytes()


@pytest.fixture(scope="session")
def heic(shelf: Path, scene: Path) -> bytes:
    return sample_heavy.telephone_heic(shelf / "photo.heic", scene).read_bytes()


@pytest.fixture(scope="session")
def upright_film(shelf: Path) -> bytes:
    return sample_heavy.telephone_film(shelf / "film.mov").read_bytes()


@pytest.fixture(scope="session")
def large_film(shelf: Path) -> bytes:
    return sample_media.large_film(shelf / "film.mp4").read_bytes()


@pytest.fixture(scope="session")
def interview(shelf: Path) -> bytes:
    return sample_heavy.interview(shelf / "interview.wav").read_bytes()
