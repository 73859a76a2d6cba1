"""Manual 000, chapter 3: 自傳 and 學習計畫 at the real application with a real school, half of it without a network."""

import pytest

from demo import hands
from tests.stories import chapters

pytestmark = [pytest.mark.story, pytest.mark.qt]


@pytest.fixture(params=["autobiography", "study_plan"])
def form(request) -> str:
    return request.param


@pytest.fixture
def begun(student, form):
    chapters.sign_in(student)
    return student.go(form)


def write(student, page, folder):
    """Steps 4 to 4-6, offline; the record's id."""
    student.town.cut()
    editor = chapters.new(page)
    frames = editor.form.frames
    year = student.desk.school().settings.school_year
    hands.choose(frames["year_term"].editor, f"{year}-2")
    hands.write(frames["purpose"].editor, "社團甄選")
    hands.write(frames["written_on"].editor, "115/3/1")
    hands.write(frames["summary"].editor, "從一次失敗的實驗說起。")
    hands.write(frames["file_note"].editor, "兩頁")
    chapters.saved(editor, student)
    return editor


def line(page, record):
    return page.model.lines[page.model.row_of(record)]


def test_that_one_is_added_for_a_purpose_a_year_and_a_term_with_its_file(student, begun, form, tmp_path):
    editor = write(student, begun, tmp_path)
    record = editor.record_id
    assert line(begun, record).pill == "還沒完成"
    home = student.go("home")
    hands.wait(lambda: record in {row.note.record for row in home.missing.rows}, "what is missing, at home")
    student.go(form)
    chapters.put(editor, "file", chapters.paper(tmp_path, "第一版.pdf"))
    chapters.saved(editor, student)
    assert line(begun, record).pill != "還沒完成"
    student.again()
    assert student.desk.record(record).text("purpose") == "社團甄選"
    student.town.connect()
    student.sync_until(lambda: not student.desk.sync_facts().unsent, "arrived")
    student.sync_until(lambda: not student.desk.sync_facts().uploads, "the file too")
    (held,) = [one for one in student.town.records(form) if one.id == record]
    year = student.desk.school().settings.school_year
    assert (held.text("year_term"), held.text("written_on")) == (f"{year}-2", "2026-03-01")
    assert student.town.office.final.size(held.files["file"].sha256) == held.files["file"].size


def test_that_one_is_changed_its_file_replaced_and_looked_at(student, begun, form, tmp_path):
    editor = write(student, begun, tmp_path)
    record = editor.record_id
    chapters.put(editor, "file", chapters.paper(tmp_path, "第一版.pdf"))
    chapters.saved(editor, student)
    student.again()
    page = student.go(form)
    hands.click_row(page.list, page.model.row_of(record))
    editor = page.editor
    hands.clear(editor.form.frames["summary"].editor)
    hands.write(editor.form.frames["summary"].editor, "改寫過的簡述")
    chapters.put(editor, "file", chapters.paper(tmp_path, "第二版.pdf"))
    chapters.saved(editor, student)
    kept = student.desk.record(record)
    assert (kept.text("summary"), kept.files["file"].name) == ("改寫過的簡述", "第二版.pdf")
    chapters.previewed(page, editor.form.slots["file"])
    assert page.preview.pane.kind == "pdf"
    hands.press(page.preview, "關閉預覽")
    chapters.click_file(page, record, "第二版.pdf")


def test_that_the_page_says_that_it_stays_at_school_and_the_selection_never_offers_it(student, begun, form):
    editor = chapters.new(begun)
    hands.wait(lambda: hands.says(editor, "只留在校內"), "the note")
    assert hands.says(editor, "要有檔案才算完成")
    assert hands.named_button(editor, "送出認證") is None
    choices = student.go("diverse_selection")
    assert student.desk.profile.label_of(form) not in hands.shown_words(choices)
    assert form not in {one.record.form for one in choices.model.lines}
