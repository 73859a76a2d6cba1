"""The whole way of a file that does not fit: a scan of nine megabytes is dropped, compared, attached and sent."""

import hashlib

import pytest

from demo import hands, sample_heavy
from demo.stage import Town
from desktop.views.shrink_dialog import ShrinkDialog

pytestmark = [pytest.mark.story, pytest.mark.qt, pytest.mark.slow]
MB = 1024 * 1024


def test_that_a_scan_of_nine_megabytes_reaches_the_school_below_four(student, town: Town, tmp_path) -> None:
    scan = sample_heavy.scanned_report(tmp_path / "手寫筆記掃描.pdf", pages=6)
    assert scan.stat().st_size > 8 * MB
    student.start()
    student.enter(first=True)
    student.sync_until(lambda: student.desk.entries("enrolment"), "courses")
    page = student.go("work")
    hands.press(page, page.add_button.text())
    hands.wait(lambda: page.editor is not None, "form")
    editor = page.editor
    hands.write(editor.form.frames["work_name"].editor, "手寫筆記")
    hands.drop(editor, scan)
    student.settle()
    hands.press(editor.form.slots["document_file"], "縮小到 4 MB 以內")
    hands.wait(lambda: editor.findChildren(ShrinkDialog), "縮小檔案的視窗")
    dialog = editor.findChildren(ShrinkDialog)[-1]
    hands.wait(lambda: dialog.result_shown is not None, "縮小完成", 90)
    hands.click(dialog.accept_button)
    hands.wait(lambda: editor.draft.record.files.get("document_file"), "檔案放好")
    student.settle()
    record = editor.record_id
    student.sync_until(lambda: not student.desk.sync_facts().uploads, "uploaded")
    student.sync_until(lambda: not student.desk.sync_facts().unsent, "arrived")

    sent = next(one for one in town.records("work") if one.id == record).files["document_file"]
    files = town.office.final
    at_school = b"".join(files.read(sent.sha256, 0, sent.size))
    assert len(at_school) == sent.size <= 4 * MB
    assert hashlib.sha256(at_school).hexdigest() == sent.sha256
    original = student.desk.original_of(student.desk.record(record).files["document_file"])
    assert student.desk.blobs.read_all(original.sha256) == scan.read_bytes()
    assert files.size(original.sha256) is None
    student.again()
    kept = student.desk.record(record).files["document_file"]
    assert student.desk.original_of(kept) == original
