"""`licheng shrink FILE --to LIMIT`: exit codes, JSON, and never anything written over."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from demo import sample_bad, sample_heavy, sample_media
from derive.inspect import inspect
from domain.kinds import Kind

DONE, USAGE, REFUSED = 0, 2, 3
MB = 1024 * 1024


def shrink(*words: object, cwd: Path) -> tuple[int, dict[str, object], str]:
    command = [sys.executable, "-m", "desktop", "shrink", *map(str, words), "--json"]
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, timeout=90, check=False)
    return done.returncode, json.loads(done.stdout) if done.stdout else {}, done.stderr


def test_that_a_document_is_made_to_fit_beside_the_old_one_without_an_account(tmp_path) -> None:
    path = sample_bad.heavy_pdf(tmp_path / "報告.pdf")
    before = path.read_bytes()
    code, said, _ = shrink(path, "--to", "4MB", cwd=tmp_path)
    out = tmp_path / "報告（縮小）.pdf"
    assert (code, said["ok"], said["changed"], said["out"]) == (DONE, True, True, str(out))
    assert said["after"] == out.stat().st_size <= 4 * MB
    assert inspect(out, Kind.PDF) is None
    assert path.read_bytes() == before
    again, said, _ = shrink(path, "--to", "4MB", cwd=tmp_path)
    assert (again, said["code"]) == (REFUSED, "exists")


def test_that_a_film_becomes_an_mp4_where_it_was_asked_to(tmp_path) -> None:
    film = sample_heavy.telephone_film(tmp_path / "x.mov")
    code, said, _ = shrink(
        film, "--to", "100KB", "--out", tmp_path / "y.mp4", "--quality", "small", cwd=tmp_path
    )
    assert (code, said["code"]) == (REFUSED, "too_long")
    assert not (tmp_path / "y.mp4").exists()
    code, said, _ = shrink(film, "--to", "10MB", "--out", tmp_path / "y.mp4", cwd=tmp_path)
    assert (code, said["kind"]) == (DONE, "mp4")
    assert inspect(tmp_path / "y.mp4", Kind.MP4) is None


def test_that_the_original_is_never_written_over(tmp_path) -> None:
    path = sample_bad.heavy_pdf(tmp_path / "x.pdf")
    before = path.read_bytes()
    code, said, _ = shrink(path, "--to", "4MB", "--out", path, cwd=tmp_path)
    assert (code, said["code"]) == (REFUSED, "exists")
    assert path.read_bytes() == before


def test_that_what_fits_already_is_left_alone(tmp_path) -> None:
    song = sample_media.melody(tmp_path / "x.mp3")
    code, said, _ = shrink(song, "--to", "4MB", cwd=tmp_path)
    assert (code, said["changed"]) == (DONE, False)
    assert list(tmp_path.iterdir()) == [song]


@pytest.mark.parametrize("limit", ["4cats", "", "0"])
def test_that_a_limit_that_is_no_size_is_a_matter_of_usage(tmp_path, limit) -> None:
    code, _, error = shrink(tmp_path / "x.pdf", "--to", limit, cwd=tmp_path)
    assert code == USAGE
    assert "4MB" in error


def test_that_what_cannot_be_shrunk_is_refused_in_words(tmp_path) -> None:
    code, said, _ = shrink(sample_bad.docx_named_pdf(tmp_path / "x.pdf"), "--to", "1KB", cwd=tmp_path)
    assert (code, said["code"]) == (REFUSED, "office")
    code, said, _ = shrink(tmp_path / "gone.pdf", "--to", "4MB", cwd=tmp_path)
    assert (code, said["code"]) == (REFUSED, "unreadable")
