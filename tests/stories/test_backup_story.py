"""Manual 8-1 on screen: choose year, term and kind, export; and bring it back at another computer of a real school."""

import hashlib
import zipfile

import pytest

from demo import hands, roster, samples
from demo.stage import Actor
from tests.desktop.importing import oldsystem

pytestmark = [pytest.mark.story, pytest.mark.qt]

NAME = "全國科展"
FORMS = ("course_outcome", "competition", "autobiography", "service_learning", "other_performance")


@pytest.fixture
def second(qapp, town, tmp_path):
    """The same student at another computer."""
    actor = Actor("s1", tmp_path / "second", town)
    yield actor
    actor.leave()


def sign_in(student):
    student.start()
    student.enter(first=True)
    student.sync_until(lambda: student.desk.entries("enrolment"), "courses")


def write_competition(student, photo):
    page = student.go("competition")
    hands.press(page, page.add_button.text())
    hands.wait(lambda: page.editor is not None, "form")
    editor = page.editor
    hands.write(editor.form.frames["competition_name"].editor, NAME)
    hands.choose(editor.form.frames["competition_level"].editor, "3")
    hands.drop(editor, photo)
    hands.wait(lambda: editor.draft.record.files.get("document_file"), "photo")
    hands.wait(lambda: hands.says(editor, "已存在這台電腦"), "saved")
    student.settle()
    return student.desk.record(editor.record_id)


def export(student, target, record):
    """Steps 1 to 3 of the manual."""
    page = student.go("backup")
    hands.wait(page.export_button.isEnabled, "counted")
    year, _, term = record.text("year_term").partition("-")
    hands.choose(page.year, year)
    hands.wait(page.term.isEnabled, "terms of the year")
    hands.choose(page.term, term)
    hands.choose(page.kind, "competition")
    student.settle()
    hands.wait(page.export_button.isEnabled, "counted")
    assert page.choice.year_term == record.text("year_term")
    ended = []
    page.finished.connect(ended.append)
    with hands.answering(hands.choosing_file(target), "save dialog"):
        hands.click(page.export_button)
    hands.wait(lambda: ended, "export", 30)
    assert "備份完成" in hands.shown_words(page)


def bring_in(student, path):
    """Choose the ZIP, look at it, confirm; answers what the card said."""
    page = student.go("backup")
    with hands.answering(hands.choosing_file(path), "open dialog"):
        hands.click(page.importer.choose_button)
    hands.wait(lambda: page.importer.preview is not None, "preview", 30)
    planned = hands.shown_words(page.importer.preview)
    if page.importer.preview.import_button.isEnabled():
        hands.reveal(page.importer.preview.import_button)
        hands.click(page.importer.preview.import_button)
        hands.wait(lambda: page.importer.result is not None, "result", 60)
    student.settle()
    return planned


def arrived(student):
    student.sync_until(lambda: not student.desk.sync_facts().unsent, "arrived")
    assert student.desk.inbox() == ()
    assert student.desk.conflicts() == ()


def test_that_a_deleted_record_comes_back_from_a_backup_at_another_computer(student, second, town, tmp_path):
    photo = samples.GOOD["award_photo"][1](tmp_path / "獎狀.jpg")
    sign_in(student)
    before = write_competition(student, photo)
    target = tmp_path / "b.zip"
    export(student, target, before)
    with zipfile.ZipFile(target) as archive:
        assert {name.partition("/")[0] for name in archive.namelist()} == {"競賽表現", "manifest.json"}
        assert (
            hashlib.sha256(archive.read("競賽表現/獎狀.jpg")).hexdigest()
            == before.files["document_file"].sha256
        )
    arrived(student)
    page = student.go("competition")
    page.open_record(before.id)
    with hands.answering(hands.pressing("刪除"), "confirmation"):
        hands.click(page.editor.delete_button)
    student.settle()
    arrived(student)
    assert before.id not in {one.id for one in town.records("competition")}

    sign_in(second)
    assert "會新增 1 筆紀錄、1 個檔案" in bring_in(second, target)
    arrived(second)
    (back,) = [one for one in town.records("competition") if one.text("competition_name") == NAME]
    assert (back.content_hash, back.owner, back.state) == (before.content_hash, "s1", "editable")
    assert back.srv.get("blobs_pending", 0) == 0, "the bytes are at the school too"
    assert "沒有要新增的" in bring_in(second, target)


def test_that_the_zip_of_the_former_system_reaches_the_school(student, town, tmp_path):
    sign_in(student)
    courses = [entry.record for entry in student.desk.entries("enrolment")]
    course = next(one for one in courses if one.text("subject_name") == roster.BIOLOGY.subject)
    year, _, term = course.text("year_term").partition("-")
    entries = oldsystem.portfolio(tmp_path / "made")
    entries["學期課程學習成果/學期課程學習成果清單.xlsx"] = oldsystem.listing(
        ["學年度", "學期", "科目名稱", "成果簡述", "課程學習成果文件檔案"],
        [year, term, roster.BIOLOGY.subject, "自製發電機的探究", "發電機 探究.pdf"],
    )
    path = tmp_path / "我的備份.zip"
    path.write_bytes(oldsystem.pack(entries, "cp950"))
    before = {one.id for one in town.records(*FORMS)}
    assert "會新增 11 筆紀錄、4 個檔案" in bring_in(student, path)
    arrived(student)
    held = [one for one in town.records(*FORMS) if one.owner == "s1" and one.id not in before]
    (outcome,) = [one for one in held if one.form == "course_outcome" and "發電機" in one.text("summary")]
    assert (outcome.parent, outcome.state) == (course.id, "draft")
    (prize,) = [one for one in held if one.text("competition_name") == "校內科展"]
    assert prize.text("result_date") == "2025-12-20"
    assert set(prize.files) == {"document_file", "media_file"}
