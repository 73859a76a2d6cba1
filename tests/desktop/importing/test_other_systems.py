"""The former school system's ZIP is taken as manual 8-1 describes it; a hostile or broken one writes nothing."""

import hashlib
import json

import pytest

from desktop.operations.import_plan import Fate
from domain.errors import BadInput
from domain.records import Record
from tests.derive import hostile
from tests.desktop.importing import oldsystem
from tests.desktop.importing.conftest import CADRE, ME, fates, written
from tests.desktop.views import desks
from tests.server.campus import pdf


@pytest.mark.parametrize("encoding", ["", "cp950"])
def test_that_the_backup_of_the_replaced_system_is_taken(person, physics, tmp_path, encoding):
    path = written(
        tmp_path / "我的備份.zip", oldsystem.pack(oldsystem.portfolio(tmp_path / "made"), encoding)
    )
    cadre = Record(desks.identity(90), "school_cadre", ME, state="current", values=CADRE)
    student = person(physics, cadre)
    plan = student.plan(path)
    assert not plan.ours
    assert fates(plan) == {"add": 11, "school": 1, "refused": 1}
    refused = next(row for row in plan.rows if row.fate is Fate.REFUSED)
    assert "火星語" in refused.reason
    assert "第 3 列" in refused.place
    done = student.take(path)
    assert (len(done.changed), done.files, done.failed) == (11, 4, ())
    (prize,) = student.held("competition")
    assert prize.values == {
        "year_term": "114-1", "competition_name": "校內科展", "event_category": "生物組",
        "competition_field": "local-science", "competition_level": "1",
        "award": "特優", "result_date": "2025-12-20", "description": "植物的向光性。",
        "participation_type": "2",
    }  # fmt: skip
    assert {slot: file.name for slot, file in prize.files.items()} == {
        "document_file": "許功蓋 獎狀.jpg",
        "media_file": "影片.mp4",
    }
    (outcome,) = student.held("course_outcome")
    assert (outcome.parent, outcome.state) == (physics.id, "draft")
    photo = oldsystem.good(tmp_path / "made", "award_photo")
    assert prize.files["document_file"].sha256 == hashlib.sha256(photo).hexdigest()
    assert student.take(path).changed == ()


def test_that_a_zip_without_lists_says_what_to_do(person, tmp_path):
    path = written(tmp_path / "b.zip", oldsystem.pack({"競賽表現/獎狀.pdf": pdf("a")}))
    with pytest.raises(BadInput) as caught:
        person().plan(path)
    assert caught.value.code == "no_lists"
    old = written(tmp_path / "c.zip", oldsystem.pack({"競賽表現/競賽表現清單.xls": b"\xd0\xcf\x11\xe0"}))
    with pytest.raises(BadInput) as caught:
        person().plan(old)
    assert caught.value.code == "old_lists"


def test_that_files_nobody_names_and_folders_nobody_knows_are_said(person, tmp_path):
    entries = {
        "作品成果/清單.xlsx": oldsystem.listing(
            ["名稱", "日期", "證明文件"], ["海", "1141001", "沒有的.pdf"]
        ),
        "作品成果/多的.pdf": pdf("a"),
        "星座/清單.xlsx": oldsystem.listing(["星座", "運勢"], ["獅子", "好"]),
        "說明.xlsx": b"broken",
    }
    plan = person().plan(written(tmp_path / "b.zip", oldsystem.pack(entries)))
    said = {note.place: note.sentence for note in plan.remarks()}
    assert "看不出" in said["星座/清單.xlsx"]
    assert "打不開" in said["說明.xlsx"]
    assert "沒有任何一筆" in said["作品成果/多的.pdf"]
    assert any("沒有的.pdf" in sentence for sentence in said.values())
    assert fates(plan) == {"add": 1}


def test_that_a_program_named_as_a_picture_is_refused_and_the_record_is_taken(person, tmp_path):
    entries = {
        "作品成果/清單.xlsx": oldsystem.listing(["名稱", "日期", "證明文件"], ["海", "1141001", "海.pdf"]),
        "作品成果/海.pdf": b"MZ" + bytes(500),
    }
    student = person()
    path = written(tmp_path / "b.zip", oldsystem.pack(entries))
    plan = student.plan(path)
    assert any("海.pdf" in note.sentence for note in plan.remarks())
    assert student.take(path).files == 0
    assert student.held("work")[0].text("work_name") == "海"


@pytest.mark.parametrize("name", [*hostile.WHOLE_FILES, *hostile.ENTRIES])
def test_that_a_hostile_zip_writes_nothing(person, tmp_path, name):
    data = hostile.WHOLE_FILES[name][0] if name in hostile.WHOLE_FILES else hostile.ENTRIES[name]
    path = written(tmp_path / "b.zip", data)
    student = person()
    with pytest.raises(BadInput) as caught:
        student.take(path)
    assert caught.value.sentence
    assert student.everything() == {}
    assert [
        one for one in tmp_path.rglob("*") if one.is_file() and one != path and "computer" not in str(one)
    ] == []


@pytest.mark.parametrize(
    "told",
    [
        b"{", b"[]", b'{"format": "licheng-backup/9"}', b'{"format": "licheng-backup/1", "records": 3, "parents": []}',
        json.dumps({"format": "licheng-backup/1", "parents": [], "records": [{"id": "\ud800"}]}).encode(),
        b"[" * 100_000,
        json.dumps({"format": "licheng-backup/1", "parents": [], "records": [
            {"id": desks.identity(1), "form": "work", "owner": ME, "parent": "", "srv": {}, "values": {}, "files": [1]}
        ]}).encode(),
    ],
)  # fmt: skip
def test_that_a_broken_manifest_leaves_the_lists(person, tmp_path, told):
    entries = {
        "manifest.json": told,
        "作品成果/清單.xlsx": oldsystem.listing(["名稱", "日期"], ["海", "1141001"]),
    }
    plan = person().plan(written(tmp_path / "b.zip", oldsystem.pack(entries)))
    assert fates(plan) == {"add": 1}
    assert any("改讀" in note.sentence for note in plan.remarks())


def test_that_a_manifest_cannot_forge_what_the_school_says(person, tmp_path):
    record = {
        "id": desks.identity(500), "form": "work", "owner": ME, "parent": "", "state": "passed", "ver": 9, "files": {},
        "values": {"work_name": "海", "no_such_key": "x", "description": {"a": 1}, "completed_on": "\ud800"},
        "srv": {"selection": "submitted", "source": "student"}, "unknown": {"admin": True},
    }  # fmt: skip
    told = {"format": "licheng-backup/1", "parents": [], "records": [record]}
    path = written(tmp_path / "b.zip", oldsystem.pack({"manifest.json": json.dumps(told)}))
    student = person()
    student.take(path)
    (made,) = student.held("work")
    assert (made.state, made.selection, dict(made.unknown), made.ver) == ("editable", "none", {}, 0)
    assert set(made.values) == {"work_name", "completed_on"}
