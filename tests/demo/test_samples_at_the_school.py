"""The school's own judgement of the demo's files: every good one is taken, every bad one refused for its reason."""

from pathlib import Path

import pytest

from demo.samples import BAD, GOOD
from derive.inspect import inspect
from domain.attachments import HEAD, TAIL, Accepted, judge
from domain.fields import FileSlot
from domain.profiles import parse

PROFILE = Path(__file__).parents[2] / "resources" / "profiles" / "senior-high.toml"
MEDIA = (".mp3", ".mp4")
REASONS = {
    "program_named_pdf": "program",
    "page_named_pdf": "html",
    "cut_pdf": "pdf_cut",
    "locked_pdf": "pdf_locked",
    "heic_named_jpg": "heic",
    "empty_pdf": "empty",
    "heavy_pdf": "too_large",
    "heavy_film": "too_large",
    "cut_jpg": "jpg_cut",
    "docx_named_pdf": "office",
    "text_named_mp3": "plain_text",
}


def judged(path: Path):
    content = path.read_bytes()
    slot = FileSlot(key="file", label="檔案", kind="media" if path.suffix in MEDIA else "document")
    profile = parse(PROFILE.read_text(encoding="utf-8"))
    return judge(profile, slot, path.name, len(content), content[:HEAD], content[-TAIL:])


@pytest.mark.parametrize("key", GOOD)
def test_that_the_school_takes_a_good_file_under_its_own_name(key, tmp_path):
    name, make = GOOD[key]
    path = make(tmp_path / name)
    verdict = judged(path)
    assert isinstance(verdict, Accepted)
    assert verdict.name == name
    assert inspect(path, verdict.kind) is None


@pytest.mark.parametrize(("key", "reason"), REASONS.items())
def test_that_the_school_refuses_a_bad_file_and_says_what_to_do(key, reason, tmp_path):
    name, make = BAD[key]
    refusal = judged(make(tmp_path / name))
    assert not isinstance(refusal, Accepted)
    assert refusal.code == reason
    assert refusal.sentence
    assert refusal.remedy


def test_that_a_good_picture_with_a_wrong_name_is_taken_and_renamed(tmp_path):
    name, make = BAD["png_named_jpg"]
    verdict = judged(make(tmp_path / name))
    assert isinstance(verdict, Accepted)
    assert verdict.name == "概念圖.png"


def test_that_no_bad_file_was_left_out():
    assert set(REASONS) | {"png_named_jpg"} == set(BAD)
