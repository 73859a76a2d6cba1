"""A backup holds every file byte for byte under names every system takes, or it is not there at all."""

import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from derive.resources import codelists, profile
from desktop.operations.exporting import Cancelled, Choice, Plan, export, plan
from desktop.operations.packing import BYTES, fitting
from desktop.store import vault
from desktop.store.blobs import BlobFolder
from domain.errors import BadInput, Damaged, LichengError
from domain.records import Attachment, Record

ROOT = Path(__file__).resolve().parents[3]
CODES = codelists()
SENIOR = profile("senior-high")
HOSTILE = [
    "CON.pdf",
    "a:b?.pdf",
    "報告.pdf",
    "報告.PDF",
    "../../etc/passwd",
    "..\\..\\boot.ini",
    "長" * 200 + ".pdf",
    "😀" * 90 + "👩‍👩‍👧.jpg",
    "nul",
    "com1.tar.gz",
    "尾巴. . .",
    ".隱藏",
    "é.pdf",
    "e\u0301.pdf",
    "\u202egnp.exe",
    "清單.xlsx",
    "競賽表現清單.xlsx",
]


class Shelf:
    """Records and files in memory."""

    def __init__(self, *records, files=()):
        self._records = {record.id: record for record in records}
        self.files = {hashlib.sha256(data).hexdigest(): data for data in files}

    def records(self, form):
        return [record for record in self._records.values() if record.form == form]

    def record(self, record_id):
        return self._records.get(record_id)

    def read_all(self, sha256):
        if sha256 not in self.files:
            raise Damaged("file_missing", "這台電腦上沒有這個檔案。")
        return self.files[sha256]


def attached(data, name="證明.pdf"):
    return Attachment(hashlib.sha256(data).hexdigest(), len(data), name, "application/pdf")


def a_competition(n, data=None, name="獎狀.pdf", term="114-1", **more):
    files = {} if data is None else {"document_file": attached(data, name)}
    values = {"year_term": term, "competition_name": f"科展 {n}"}
    return Record(
        id=f"c{n}", form="competition", owner="s1", state="editable", values=values, files=files, **more
    )


def run(shelf, out, choice=None, **more):
    given = {"progress": lambda *_: None, "cancel": lambda: False, "made_at": "2026-02-28T16:00:00Z", **more}
    return export(shelf, shelf, out, choice or Choice(), CODES, SENIOR, **given)


def an_enrolment(key, term, mode, subject):
    values = {"year_term": term, "enrolment_mode": mode, "subject_name": subject}
    return Record(id=key, form="enrolment", values=values)


@pytest.fixture
def whole():
    """A person with an outcome taken twice over, a picked competition, a cadre entry, an autobiography."""
    pdf, photo, film = b"%PDF-1.7 \x00\xff" * 500, b"\xff\xd8\xff" + bytes(range(256)) * 9, b"film" * 1000
    first = Record(
        id="e1",
        form="enrolment",
        values={"year_term": "113-2", "enrolment_mode": "semester", "subject_name": "生物"},
    )
    again = Record(
        id="e2",
        form="enrolment",
        values={"year_term": "114-1", "enrolment_mode": "retake", "subject_name": "物理"},
    )
    outcome = Record(
        id="o1",
        form="course_outcome",
        owner="s1",
        parent="e1",
        state="passed",
        values={"summary": "向光性"},
        files={"document_file": attached(pdf, "報告.pdf"), "media_file": attached(film, "影片.mp4")},
        srv={"selection": "picked", "decided_at": "2026-01-05T03:00:00Z"},
    )
    retaken = Record(id="o2", form="course_outcome", owner="s1", parent="e2", values={"summary": "力學"})
    cadre = Record(
        id="k1",
        form="school_cadre",
        owner="s1",
        state="current",
        values={"year_term": "114-1", "position_title": "班長"},
    )
    life = Record(
        id="a1",
        form="autobiography",
        owner="s1",
        state="editable",
        values={"year_term": "114-2", "purpose": "社團"},
        files={"file": attached(pdf, "報告.pdf")},
    )
    prize = a_competition(1, photo, "獎狀.jpg", srv={"selection": "submitted"})
    gone = a_competition(2, b"gone", deleted=True)
    return Shelf(first, again, outcome, retaken, cadre, life, prize, gone, files=(pdf, photo, film, b"gone"))


def lists_of(archive):
    found = {}
    for name in archive.namelist():
        if name.endswith("清單.xlsx"):
            rows = list(
                load_workbook(io.BytesIO(archive.read(name))).worksheets[0].iter_rows(values_only=True)
            )
            found[name.partition("/")[0]] = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    return found


def test_that_a_blank_term_means_everything(whole, tmp_path):
    out = tmp_path / "我的備份.zip"
    assert plan(whole, Choice()) == Plan(5, 4, 5500 * 2 + 2307 + 4000)
    done = run(whole, out)
    assert (done.records, done.files, done.missing) == (5, 4, ())
    with zipfile.ZipFile(out) as archive:
        assert archive.testzip() is None
        folders = {name.partition("/")[0] for name in archive.namelist()}
        assert folders == {
            "自傳",
            "學期課程學習成果",
            "重修課程學習成果",
            "校內幹部",
            "競賽表現",
            "manifest.json",
        }
        lists = lists_of(archive)
    assert {name: len(rows) for name, rows in lists.items()} == {
        "自傳": 1,
        "學期課程學習成果": 1,
        "重修課程學習成果": 1,
        "校內幹部": 1,
        "競賽表現": 1,
    }
    outcome = lists["學期課程學習成果"][0]
    assert (outcome["科目名稱"], outcome["狀態"], outcome["是否勾選"]) == ("生物", "認證通過", "是")


def test_that_files_are_the_originals_byte_for_byte_and_not_compressed(whole, tmp_path):
    run(whole, tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        told = json.loads(archive.read("manifest.json"))
        assert told["format"] == "licheng-backup/1"
        seen = 0
        for record in told["records"]:
            for attachment in record["files"].values():
                entry = archive.getinfo(attachment["path"])
                assert entry.compress_type == zipfile.ZIP_STORED
                assert hashlib.sha256(archive.read(entry)).hexdigest() == attachment["sha256"]
                seen += 1
        assert seen == 4
        assert all(entry.flag_bits & 0x800 for entry in archive.infolist() if not entry.filename.isascii())
        assert archive.getinfo("manifest.json").date_time == (2026, 3, 1, 0, 0, 0)


def test_that_a_list_names_where_each_file_lies(whole, tmp_path):
    run(whole, tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        lists = lists_of(archive)
        for rows in lists.values():
            for row in rows:
                for title, place in row.items():
                    if title.endswith("位置") and place:
                        assert place in archive.namelist()
    assert (
        lists["學期課程學習成果"][0]["影音檔案" if False else "課程學習成果影音檔案位置"]
        == "學期課程學習成果/影片.mp4"
    )


def test_that_the_manifest_is_enough_to_put_records_back(whole, tmp_path):
    run(whole, tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        told = json.loads(archive.read("manifest.json"))
    for plain in told["records"]:
        files = {
            slot: Attachment(one["sha256"], one["size"], one["name"], one["mime"])
            for slot, one in plain["files"].items()
        }
        back = Record(
            plain["id"], plain["form"], plain["owner"], plain["parent"], values=plain["values"], files=files
        )
        assert back.content_hash == plain["content_hash"] == whole.record(plain["id"]).content_hash
    assert {parent["id"] for parent in told["parents"]} == {"e1", "e2"}


@pytest.mark.skipif(shutil.which("unzip") is None, reason="Debian package unzip is not installed")
def test_that_another_program_opens_it_and_finds_no_fault(tmp_path):
    bodies = [f"file {n}".encode() for n in range(len(HOSTILE))]
    shelf = Shelf(*(a_competition(n, bodies[n], name) for n, name in enumerate(HOSTILE)), files=bodies)
    run(shelf, tmp_path / "b.zip")
    tested = subprocess.run(["unzip", "-tq", tmp_path / "b.zip"], capture_output=True, text=True, check=False)
    assert tested.returncode == 0, tested.stdout + tested.stderr
    subprocess.run(
        ["unzip", "-q", tmp_path / "b.zip", "-d", tmp_path / "out"],
        check=True,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )
    written = {file.read_bytes() for file in (tmp_path / "out").rglob("*") if file.is_file()}
    assert set(bodies) <= written


def test_that_names_are_safe_on_every_system_and_unique(tmp_path):
    bodies = [f"file {n}".encode() for n in range(len(HOSTILE))]
    shelf = Shelf(*(a_competition(n, bodies[n], name) for n, name in enumerate(HOSTILE)), files=bodies)
    run(shelf, tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        names = [name for name in archive.namelist() if name != "manifest.json"]
    segments = [segment for name in names for segment in name.split("/")]
    assert all(name.count("/") == 1 for name in names)
    assert len({name.casefold() for name in names}) == len(names) == len(HOSTILE) + 1
    for segment in segments:
        assert not re.search(r'[<>:"\\|?*\x00-\x1f\u202a-\u202e]', segment), segment
        assert not segment.endswith((".", " ")), segment
        assert not re.fullmatch(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?", segment), segment
        assert len(segment.encode()) <= 255, segment


def test_that_a_long_chinese_name_keeps_its_ending_and_fits_linux():
    given = fitting("長" * 200 + ".pdf", ())
    assert given.endswith(".pdf")
    assert 150 < len(given.encode()) <= BYTES
    assert fitting("長" * 200 + ".pdf", [given]) == given.replace(".pdf", " (2).pdf")


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (Choice(year_term="113-2"), {"o1"}),
        (Choice(year_term="114"), {"o2", "k1", "a1", "c1"}),
        (Choice(year_term="114-1"), {"o2", "k1", "c1"}),
        (Choice(only_selected=True), {"o1", "c1"}),
        (Choice(forms=("competition", "school_cadre")), {"k1", "c1"}),
        (Choice(year_term="114-2", forms=("autobiography",)), {"a1"}),
    ],
)
def test_that_the_choice_is_kept_to(whole, tmp_path, choice, expected):
    done = run(whole, tmp_path / "b.zip", choice)
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        told = json.loads(archive.read("manifest.json"))
    assert {record["id"] for record in told["records"]} == expected
    assert done.records == plan(whole, choice).records == len(expected)


def test_that_an_empty_choice_is_refused_with_what_to_do(whole, tmp_path):
    with pytest.raises(BadInput) as caught:
        run(whole, tmp_path / "b.zip", Choice(year_term="99-1"))
    assert caught.value.remedy
    assert os.listdir(tmp_path) == []


def test_that_progress_counts_every_file_to_the_end(whole, tmp_path):
    steps = []
    run(whole, tmp_path / "b.zip", progress=lambda done, total, name: steps.append((done, total, name)))
    assert steps[0][:2] == (0, 4)
    assert steps[-1][:2] == (4, 4)
    assert [done for done, _, _ in steps] == sorted(done for done, _, _ in steps)


@pytest.mark.parametrize("after", range(0, 12, 3))
def test_that_cancelling_leaves_nothing_behind_and_the_older_backup_whole(whole, tmp_path, after):
    (tmp_path / "b.zip").write_bytes(b"older")
    asked = iter([False] * after)
    with pytest.raises(Cancelled):
        run(whole, tmp_path / "b.zip", cancel=lambda: next(asked, True))
    assert os.listdir(tmp_path) == ["b.zip"]
    assert (tmp_path / "b.zip").read_bytes() == b"older"


def test_that_a_file_that_is_not_here_is_told_and_stops_no_other(whole, tmp_path):
    del whole.files[hashlib.sha256(b"film" * 1000).hexdigest()]
    done = run(whole, tmp_path / "b.zip")
    assert done.missing == ("學期課程學習成果/影片.mp4",)
    assert done.files == 3
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        told = json.loads(archive.read("manifest.json"))
        assert told["missing"] == ["學期課程學習成果/影片.mp4"]
        assert lists_of(archive)["學期課程學習成果"][0]["課程學習成果影音檔案位置"] is None


def test_that_too_little_room_is_said_before_anything_is_written(whole, tmp_path):
    with pytest.raises(LichengError) as caught:
        run(whole, tmp_path / "b.zip", free=lambda _: 1000)
    assert caught.value.code == "disk_full"
    assert "MB" in caught.value.remedy
    assert os.listdir(tmp_path) == []


def test_that_a_folder_that_is_not_there_is_a_sentence(whole, tmp_path):
    with pytest.raises(LichengError) as caught:
        run(whole, tmp_path / "none" / "b.zip")
    assert caught.value.code == "not_writable"


@pytest.mark.skipif(sys.platform == "win32", reason="RLIMIT_FSIZE is of Unix")
def test_that_a_disk_that_fills_up_half_way_leaves_nothing_behind(tmp_path):
    story = f"""
import resource, signal, sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
from pathlib import Path
import test_exporting as t
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
body = b"x" * 300_000
shelf = t.Shelf(t.a_competition(1, body), t.a_competition(2, body), files=[body])
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
try:
    t.run(shelf, Path({str(tmp_path)!r}) / "b.zip")
except t.LichengError as error:
    sys.exit(0 if error.code == "disk_full" else 3)
sys.exit(4)
"""
    done = subprocess.run(
        [sys.executable, "-c", story], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert os.listdir(tmp_path) == []


def test_that_the_vaults_own_files_come_out_as_they_went_in(tmp_path):
    keys, _ = vault.create(
        tmp_path / "vault", "密碼密碼密碼", vault.Label("http://127.0.0.1", "s1"), vault.CHEAP
    )
    blobs = BlobFolder(tmp_path / "blobs", keys.files)
    body = os.urandom(300_000)
    blobs.adopt_bytes(body)

    reader = Shelf(a_competition(1, body))
    out = tmp_path / "b.zip"
    export(reader, blobs, out, Choice(), CODES, SENIOR, lambda *_: None, lambda: False)
    with zipfile.ZipFile(out) as archive:
        assert archive.read("競賽表現/獎狀.pdf") == body
    assert out.stat().st_mode & 0o077 == 0
