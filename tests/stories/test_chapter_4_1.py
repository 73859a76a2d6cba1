"""Manual 000, 4-1: the courses by 修習方式, an outcome written, kept, changed and sent without a network."""

import pytest

from demo import hands, roster
from demo.school import enrolment_id
from tests.stories import chapters

pytestmark = [pytest.mark.story, pytest.mark.qt, chapters.SOUNDLESS]

BIO = roster.BIOLOGY.key


@pytest.fixture
def inside(student):
    chapters.sign_in(student)
    return student


def titles(page):
    return {line.title for line in page.model.lines}


def test_that_the_courses_are_asked_for_by_term_and_by_way_and_tell_how_many_are_left(inside):
    page = inside.go("course_outcome")
    now = {course.subject for course in roster.COURSES if not course.back}
    assert titles(page) == now
    for mode, words in (("makeup", "補修"), ("retake", "重修"), ("semester", "學期")):
        hands.press(page.mode, words)
        assert titles(page) == {c.subject for c in roster.COURSES if c.mode == mode and not c.back}
    for words in ("重讀", "轉學轉科", "借讀"):
        hands.press(page.mode, words)
        assert titles(page) == set()
    hands.press(page, "看全部課程")
    assert titles(page) == {course.subject for course in roster.COURSES}
    line = page.model.lines[page.model.row_of(enrolment_id("s1", BIO))]
    assert "可新增" in line.pill
    assert all(words in line.subtitle for words in ("第 1 學期", "學期", "2 年級", "2"))
    assert hands.says(page, "都不能再修改或刪除")
    assert hands.says(page, "刪除後就無法再新增")


def write(inside, tmp_path):
    editor = chapters.new(chapters.course(inside, BIO))
    frames = editor.form.frames
    hands.write(frames["summary"].editor, "葉面積與光照的關係")
    hands.write(frames["document_note"].editor, "全文")
    chapters.put(editor, "document_file", chapters.paper(tmp_path, "報告.pdf"))
    chapters.saved(editor, inside)
    return editor


def test_that_what_was_only_kept_is_changed_again_and_nothing_was_sent(inside, tmp_path, media):
    inside.town.cut()
    before = inside.desk.entries("course_outcome")
    editor = write(inside, tmp_path)
    chapters.put(editor, "media_file", media["melody"])
    hands.write(editor.form.frames["media_note"].editor, "朗讀")
    chapters.saved(editor, inside)
    record = editor.record_id
    inside.again()
    page = chapters.course(inside, BIO)
    hands.click_row(page.list, page.model.row_of(record))
    editor = page.editor
    hands.write(editor.form.frames["summary"].editor, "，再寫一句")
    chapters.put(editor, "document_file", chapters.paper(tmp_path, "報告二.pdf"))
    chapters.put(editor, "media_file", media["film"])
    chapters.saved(editor, inside)
    kept = inside.desk.record(record)
    assert kept.state == "draft"
    assert "再寫一句" in kept.text("summary")
    assert {slot: file.name for slot, file in kept.files.items()} == {
        "document_file": "報告二.pdf",
        "media_file": media["film"].name,
    }
    chapters.previewed(page, editor.form.slots["document_file"])
    assert page.preview.pane.kind == "pdf"
    hands.press(page.preview, "關閉預覽")
    chapters.click_file(page, record, "報告二.pdf")
    chapters.previewed(page, editor.form.slots["media_file"])
    assert page.preview.pane.kind == "video"
    hands.wait(lambda: page.preview.pane.viewer.frames > 0, "the film's first picture")
    assert len(inside.desk.entries("course_outcome")) == len(before) + 1


def test_that_sending_keeps_what_was_typed_and_freezes_it(inside, tmp_path):
    inside.town.cut()
    editor = write(inside, tmp_path)
    hands.write(editor.form.frames["summary"].editor, "（完）")
    said = chapters.sent(editor, inside)
    assert any("不能修改或刪除" in words for words in said)
    record = editor.record_id
    kept = inside.desk.record(record)
    assert (kept.state, "（完）" in kept.text("summary")) == ("pending", True)
    assert editor.form.frames["summary"].editor.isReadOnly()
    assert not editor.delete_button.isEnabled()
    assert not editor.submit_button.isEnabled()
    inside.town.connect()
    inside.sync_until(lambda: not inside.desk.sync_facts().unsent, "arrived")
    inside.sync_until(lambda: "送出日期" in editor.dates.text(), "the school's time")
    assert {one.id: one.state for one in inside.town.records("course_outcome")}[record] == "pending"
