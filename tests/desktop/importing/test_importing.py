"""What was exported comes back the same, whatever is imported twice adds nothing, and nothing here is overwritten."""

import unicodedata
import zipfile

import pytest
from attrs import evolve

from desktop.operations import attachments, records
from desktop.operations.import_plan import Fate
from domain.forms import FORMS
from domain.records import Record
from tests.desktop.importing.conftest import CADRE, ME, fates
from tests.desktop.views import desks
from tests.server.campus import pdf


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


def attach(desk, form, slot, name):
    return attachments.take_bytes(desk, form.field(slot), name, pdf(name))


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
