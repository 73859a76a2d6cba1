"""What was exported comes back the same, whatever is imported twice adds nothing, and nothing here is overwritten."""

import hashlib
import json
import unicodedata
import zipfile

import pytest
from attrs import evolve

from desktop.operations import attachments, importing, records
from desktop.operations.import_plan import Fate
from domain.errors import BadInput, LichengError
from domain.forms import FORMS
from domain.records import Record
from tests.derive import hostile
from tests.desktop.importing import oldsystem
from tests.desktop.views import desks
from tests.server.campus import pdf

ME = desks.STUDENT


@pytest.fixture
def writer(person, physics):
    """A student with an outcome, two competitions and an autobiography, with real files."""
    first = person(physics, Record(desks.identity(90), "school_cadre", ME, state="current", values=CADRE))
    kept = {
        "course_outcome": ({"summary": "自製發電機\n兩行"}, "document_file", "探究.pdf"),
        "competition": (
            {"year_term": "114-1", "competition_name": "=1+1", "competition_level": "3"}, "document_file", "獎狀.pdf"
        ),
        "autobiography": ({"year_term": "114-1", "purpose": "社團"}, "file", "自傳.pdf"),
    }  # fmt: skip
    for key, (values, slot, name) in kept.items():
        begun = records.blank(first.desk, FORMS[key], physics.id if key == "course_outcome" else "")
        records.save(first.desk, begun, {field: (None, value) for field, value in values.items()})
        file = attach(first.desk, FORMS[key], slot, name)
        records.set_file(first.desk, first.desk.record(begun.id), slot, file)
    return first


CADRE = {"year_term": "114-1", "unit_name": "高一仁", "position_title": "班長", "cadre_level": "2"}


def attach(desk, form, slot, name):
    return attachments.take_bytes(desk, form.field(slot), name, pdf(name))


def written(path, data):
    path.write_bytes(data)
    return path


def fates(plan, form=""):
    return {fate.value: count for fate, count in plan.counts(form).items()}


def test_that_a_backup_comes_back_on_a_new_computer_with_the_same_words_and_bytes(
    writer, person, physics, tmp_path
):
    writer.export(tmp_path / "b.zip")
    second = person(physics)
    plan = second.plan(tmp_path / "b.zip")
    assert plan.ours
    assert fates(plan) == {"add": 3, "school": 1}
    assert second.everything() == {}, "a plan writes nothing"
    assert list(second.desk.blobs.hashes()) == []
    done = second.take(tmp_path / "b.zip")
    assert (len(done.changed), done.files, done.failed, done.stopped) == (3, 3, (), "")
    before = {one.content_hash for one in writer.everything().values() if one.form != "school_cadre"}
    assert {one.content_hash for one in second.everything().values()} == before
    for record in second.everything().values():
        for file in record.files.values():
            assert second.desk.blobs.read_all(file.sha256) == writer.desk.blobs.read_all(file.sha256)
            assert second.desk.store.blob_state(file.sha256) == "staged", "it goes to the school"


def test_that_importing_twice_adds_nothing(writer, person, physics, tmp_path):
    writer.export(tmp_path / "b.zip")
    second = person(physics)
    second.take(tmp_path / "b.zip")
    again = second.plan(tmp_path / "b.zip")
    assert fates(again) == {"same": 3, "school": 1}
    assert second.take(tmp_path / "b.zip").changed == ()
    assert len(second.everything()) == 3


def test_that_the_own_backup_on_the_same_computer_adds_nothing(writer, tmp_path):
    writer.export(tmp_path / "b.zip")
    assert fates(writer.plan(tmp_path / "b.zip")) == {"same": 4}


def test_that_nothing_here_is_overwritten_and_what_differs_may_be_put_beside_it(writer, tmp_path):
    writer.export(tmp_path / "b.zip")
    (held,) = writer.held("competition")
    records.save(writer.desk, held, {"competition_name": ("=1+1", "新的名稱")})
    plan = writer.plan(tmp_path / "b.zip")
    assert fates(plan, "competition") == {"different": 1}
    assert writer.take(tmp_path / "b.zip").changed == ()
    assert writer.desk.record(held.id).text("competition_name") == "新的名稱"
    done = writer.take(tmp_path / "b.zip", copies=True)
    assert len(done.changed) == 1
    assert {one.text("competition_name") for one in writer.held("competition")} == {"=1+1", "新的名稱"}
    assert writer.take(tmp_path / "b.zip", copies=True).changed == ()


def test_that_what_was_imported_edited_and_imported_again_stays_edited(writer, person, physics, tmp_path):
    writer.export(tmp_path / "b.zip")
    second = person(physics)
    second.take(tmp_path / "b.zip")
    (held,) = second.held("competition")
    records.save(second.desk, held, {"award": (None, "特優"), "competition_name": ("=1+1", "改過")})
    assert fates(second.plan(tmp_path / "b.zip"), "competition") == {"different": 1}


def test_that_what_was_deleted_since_comes_back(writer, tmp_path):
    writer.export(tmp_path / "b.zip")
    (held,) = writer.held("competition")
    records.delete(writer.desk, held)
    assert writer.held("competition") == []
    writer.take(tmp_path / "b.zip")
    (back,) = writer.held("competition")
    assert back.content_hash == held.content_hash
    records.delete(writer.desk, back)
    writer.take(tmp_path / "b.zip")
    assert len(writer.held("competition")) == 1


def test_that_another_account_at_another_school_takes_it_as_its_own(writer, person, tmp_path):
    writer.export(tmp_path / "b.zip")
    elsewhere = desks.enrolment(77, owner="acc-new")
    second = person(elsewhere, account="acc-new")
    assert second.plan(tmp_path / "b.zip").strangers == (ME,)
    done = second.take(tmp_path / "b.zip")
    assert len(done.changed) == 3
    (outcome,) = second.held("course_outcome")
    assert (outcome.parent, outcome.owner, outcome.state) == (elsewhere.id, "acc-new", "draft")
    assert not set(second.everything()) & set(writer.everything()), "an id belongs to one person"


def test_that_a_backup_without_its_manifest_is_read_by_its_lists(writer, person, physics, tmp_path):
    writer.export(tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "b.zip") as source, zipfile.ZipFile(tmp_path / "c.zip", "w") as target:
        for name in source.namelist():
            if name != "manifest.json":
                target.writestr(name, source.read(name))
    second = person(physics)
    plan = second.plan(tmp_path / "c.zip")
    assert not plan.ours
    assert [(note.place, note.sentence) for note in plan.remarks() if "幹部" not in note.place] == []
    second.take(tmp_path / "c.zip")
    before = {one.content_hash for one in writer.everything().values() if one.form != "school_cadre"}
    assert {one.content_hash for one in second.everything().values()} == before
    assert second.take(tmp_path / "b.zip").changed == (), "the manifest offers the same"


def test_that_a_backup_packed_again_on_a_mac_is_still_ours(writer, person, physics, tmp_path):
    writer.export(tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "b.zip") as source, zipfile.ZipFile(tmp_path / "c.zip", "w") as target:
        for name in source.namelist():
            target.writestr(unicodedata.normalize("NFD", f"備份 2/{name}"), source.read(name))
        for clutter in (
            "__MACOSX/備份 2/._manifest.json",
            "備份 2/.DS_Store",
            "備份 2/競賽表現/~$競賽表現清單.xlsx",
        ):
            target.writestr(clutter, b"x")
    second = person(physics)
    plan = second.plan(tmp_path / "c.zip")
    assert plan.ours
    assert fates(plan) == {"add": 3, "school": 1}
    assert plan.spare == ()
    assert second.take(tmp_path / "c.zip").files == 3


def test_that_a_file_that_the_zip_lacks_is_taken_from_this_computer_if_it_is_here(person, physics, tmp_path):
    first = person(physics, desks.outcome(60, physics, "draft", here_file()))
    assert first.export(tmp_path / "b.zip").missing
    second = person(physics)
    second.desk.blobs.adopt_bytes(pdf("here"))
    done = second.take(tmp_path / "b.zip")
    assert (done.files, done.failed) == (1, ())
    (outcome,) = second.held("course_outcome")
    assert outcome.files["document_file"] == here_file()
    assert second.desk.store.blob_state(here_file().sha256) == "staged"


def here_file():
    return desks.attachment(pdf("here"), "探究.pdf")


def test_that_a_certified_outcome_comes_back_as_a_draft_and_never_as_certified(person, physics, tmp_path):
    passed = desks.outcome(62, physics, "passed", decided_by="王小明", selection="picked")
    first = person(physics, passed)
    first.desk.blobs.adopt_bytes(b"%PDF-62")
    first.export(tmp_path / "b.zip")
    plan = person(physics).plan(tmp_path / "b.zip")
    (row,) = plan.rows
    assert (row.fate, row.record.state, dict(row.record.srv)) == (Fate.ADD, "draft", {})
    assert fates(person(physics, passed).plan(tmp_path / "b.zip")) == {"same": 1}


def test_that_the_quota_of_a_course_counts_what_is_imported_with_it(person, tmp_path):
    course = desks.enrolment(50, owner=ME)
    first = person(course, *(desks.outcome(60 + n, course, "draft") for n in range(4)))
    first.export(tmp_path / "b.zip")
    plan = person(course, school=desks.school(outcome_quota="3")).plan(tmp_path / "b.zip")
    assert fates(plan) == {"add": 3, "refused": 1}
    assert "3" in next(row.reason for row in plan.rows if row.fate is Fate.REFUSED)


def test_that_a_closed_window_refuses_with_its_words(writer, person, physics, tmp_path):
    writer.export(tmp_path / "b.zip")
    shut = desks.window(14, "diverse_edit", -1, printed="昨天")
    second = person(physics, evolve(shut, id=desks.identity(14), ver=2))
    plan = second.plan(tmp_path / "b.zip")
    (row,) = [row for row in plan.rows if row.record.form == "competition"]
    assert row.fate is Fate.REFUSED
    assert "截止" in row.reason


def test_that_a_damaged_file_costs_the_file_and_not_the_record(writer, person, physics, tmp_path):
    writer.export(tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "b.zip") as source, zipfile.ZipFile(tmp_path / "c.zip", "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, data + b"!" if name.endswith("獎狀.pdf") else data)
    second = person(physics)
    plan = second.plan(tmp_path / "c.zip")
    assert fates(plan) == {"add": 3, "school": 1}
    assert any("獎狀.pdf" in note.sentence and "不同" in note.sentence for note in plan.remarks())
    second.take(tmp_path / "c.zip")
    assert second.held("competition")[0].files == {}


def test_that_a_file_that_was_left_out_of_the_backup_is_said(person, physics, tmp_path):
    first = person(physics, desks.outcome(60, physics, "draft"))
    assert first.export(tmp_path / "b.zip").missing
    plan = person(physics).plan(tmp_path / "b.zip")
    assert any("ZIP 裡沒有這個檔案" in note.sentence for note in plan.remarks())


# ---- another system's


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


# ---- stopping, and going on


class Stop:
    """Says stop when it is asked for the n-th time."""

    def __init__(self, n):
        self.left = n

    def __call__(self):
        self.left -= 1
        return self.left < 0


def test_that_an_import_stopped_half_way_keeps_what_is_written_and_goes_on_later(person, physics, tmp_path):
    path = written(tmp_path / "b.zip", oldsystem.pack(oldsystem.portfolio(tmp_path / "made")))
    student = person(physics)
    done = student.take(path, cancel=Stop(4))
    assert "取消" in done.stopped
    assert len(done.changed) == len(student.everything()) == 4
    assert fates(student.plan(path)) == {"same": 4, "add": 7, "school": 1, "refused": 1}
    assert len(student.take(path).changed) == 7
    assert len(student.everything()) == 11


def test_that_a_plan_can_be_stopped(person, physics, tmp_path):
    path = written(tmp_path / "b.zip", oldsystem.pack(oldsystem.portfolio(tmp_path / "made")))
    with pytest.raises(LichengError) as caught:
        person(physics).plan(path, cancel=Stop(3))
    assert caught.value.code == "cancelled"


def test_that_a_full_disk_keeps_what_is_written_and_says_so(person, physics, tmp_path):
    path = written(tmp_path / "b.zip", oldsystem.pack(oldsystem.portfolio(tmp_path / "made")))
    student = person(physics)
    student.desk.blobs._free = lambda _: 1024
    done = student.take(path)
    assert "空間" in done.stopped
    assert all(not record.files for record in student.everything().values())
    student.desk.blobs._free = lambda _: 10**12
    student.take(path)
    assert len(student.everything()) == 11


def test_that_a_zip_changed_after_it_was_looked_at_is_not_taken(person, physics, tmp_path):
    entries = oldsystem.portfolio(tmp_path / "made")
    path = written(tmp_path / "b.zip", oldsystem.pack(entries))
    student = person(physics)
    plan = student.plan(path)
    written(path, oldsystem.pack({**entries, "自傳/自傳.pdf": pdf("another")}))
    done = importing.carry_out(student.desk, path, plan, lambda *_: None, lambda: False)
    assert "改過" in done.stopped
    assert student.held("autobiography") == []


def test_that_a_computer_that_never_synced_is_told_to(person, tmp_path):
    student = person()
    student.desk.store.set_meta("last_ok", "")
    with pytest.raises(BadInput) as caught:
        student.plan(written(tmp_path / "b.zip", hostile.made()))
    assert caught.value.code == "not_synced"
