"""Manual 000, chapter 6: each of the ten forms step by step, offline in the real application, then at the school."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from attrs import evolve
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QMenu, QTableView

from demo import hands, sample_media
from demo.hands import answering, choosing_file, wait
from demo.scene import saved
from demo.school import build
from demo.stage import Actor, Town
from desktop.models import home
from desktop.views.kit import Calendar
from desktop.views.record_editor import RecordEditor
from desktop.views.record_page import RecordPage
from desktop.views.selection_page import SelectionPage
from domain.fields import Choice, Day, FileSlot, Link, Number, Text, YearTerm
from domain.forms import DIVERSE, Form
from domain.forms.shared import COMPLETE
from domain.intents import Action
from domain.records import Record
from domain.windows import stamp
from server.services.publishing import publish
from tests.server.campus import pdf
from tests.stories import chapters

pytestmark = [
    pytest.mark.story,
    pytest.mark.slow,
    pytest.mark.qt,
    chapters.SOUNDLESS,
]

NUMBERS = {"activity_year": "114", "weeks": "18"}
CODES = {"licence_code": "local-toeic", "cadre_level": "3"}
TEXTS = {
    "component_results": "觀念題80,實作題340",
    "licence_name": "",  # only for a licence that the list lacks
}
SHORT = "一句話就好。"


@pytest.fixture(scope="module")
def melody(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample_media.melody(tmp_path_factory.mktemp("media") / "頒獎現場.mp3")


def paper(folder: Path, name: str, mark: str) -> Path:
    path = folder / name
    path.write_bytes(pdf(mark))
    return path


def begin(student: Actor, key: str) -> RecordPage:
    """Signed in and synced; then no network until the story says so. The page of the form is open."""
    student.start()
    student.enter(first=True)
    student.sync_until(lambda: student.desk.school().settings.school_year, "學校設定")
    student.town.cut()
    student.window.activateWindow()
    wait(student.window.isActiveWindow, "視窗在最前面")
    page = student.go(key)
    assert isinstance(page, RecordPage)
    return page


def new(page: RecordPage) -> RecordEditor:
    title = page.desk.profile.title_of(page.form)
    hands.press(page, f"新增{title}")
    wait(lambda: page.editor is not None and page.editor.draft.fresh, "空白的表單")
    assert page.editor is not None
    return page.editor


def fill(editor: RecordEditor, form: Form, folder: Path, melody: Path) -> dict[str, str]:
    """Every field as the steps 5-1 to 5-n list them; what it should hold afterwards."""
    expected: dict[str, str] = {}
    for field in editor.draft.fields:
        widget = editor.form.frames[field.key].editor if field.key in editor.form.frames else None
        match field:
            case FileSlot(kind="document"):
                with answering(choosing_file(paper(folder, "證明.pdf", form.key)), "選檔視窗"):
                    hands.press(editor.form.slots[field.key], "選擇檔案")
                wait(lambda: "document_file" in editor.draft.record.files, "證明文件")
            case FileSlot():
                hands.drop(editor, melody)
                wait(lambda: "media_file" in editor.draft.record.files, "影音檔案")
            case YearTerm():
                expected[field.key] = _term(editor, widget)
            case Choice():
                code = CODES.get(field.key) or str(widget.itemData(widget.count() - 1))
                hands.choose(widget, code)
                expected[field.key] = code
            case Day():
                expected[field.key] = _day(editor, field.key, widget)
            case Number():
                expected[field.key] = _number(editor, field.key, widget)
            case Link():
                hands.write(widget, "https://example.edu.tw/clip")
                expected[field.key] = "https://example.edu.tw/clip"
            case Text():
                text = TEXTS.get(field.key, f"{field.label}：{SHORT}"[: field.limit])
                if text:
                    hands.write(widget, text)
                    expected[field.key] = text
    return expected


def _term(editor: RecordEditor, combo: QComboBox) -> str:
    """The school's year and the next, every term of each, and nothing else (SA §6-n 5-1)."""
    year = editor.desk.school().settings.school_year
    terms = editor.desk.profile.terms
    offered = [combo.itemData(row) for row in range(combo.count()) if combo.itemData(row)]
    assert offered == [f"{one}-{term}" for one in (year, year + 1) for term in terms]
    hands.choose(combo, f"{year}-{terms[-1]}")
    return f"{year}-{terms[-1]}"


def _day(editor: RecordEditor, key: str, widget) -> str:
    """The calendar under the field, or the day typed in ROC years."""
    if key == "start_date":
        hands.reveal(widget)
        hands.click(widget._pick)
        menu = widget.findChild(QMenu)
        wait(menu.isVisible, "月曆")
        calendar = menu.findChild(Calendar)
        QTest.keyClick(calendar.findChild(QTableView), Qt.Key.Key_Return)
        menu.close()
        wait(lambda: editor.draft.value(key), "月曆選的日期")
        return str(editor.draft.value(key))
    day = time.localtime()
    hands.write(widget, f"{day.tm_year - 1911 + 1}/1/20")
    return f"{day.tm_year + 1}-01-20"


def _number(editor: RecordEditor, key: str, widget) -> str:
    """Arabic numerals; a word is refused with a sentence, full-width ones are understood."""
    hands.write(widget, "十二")
    QTest.keyClick(widget, Qt.Key.Key_Tab)
    hands.live(0.02)
    assert widget.problem
    assert editor.draft.value(key) in (None, "")
    hands.clear(widget)
    number = NUMBERS.get(key, "12")
    hands.write(widget, number.translate(str.maketrans("0123456789", "０１２３４５６７８９")))
    return number


@pytest.mark.parametrize("form", DIVERSE, ids=[form.key for form in DIVERSE])
def test_that_a_form_is_filled_saved_seen_edited_and_synced(
    student: Actor, town: Town, tmp_path: Path, melody: Path, form: Form
) -> None:
    page = begin(student, form.key)
    before = page.model.rowCount()
    editor = new(page)
    wait(lambda: all(hands.says(editor, note) for note in form.notes), "表單下方的說明")
    expected = fill(editor, form, tmp_path, melody)
    hands.click(editor.save_button)
    saved(editor, student)
    record = editor.record_id
    assert not editor.draft.missing()
    assert page.model.rowCount() == before + 1

    chapters.click_file(page, record, "證明.pdf")
    chapters.click_file(page, record, melody.name)

    hands.click_row(page.list, page.model.row_of(record))
    description = editor.form.frames["description"].editor
    hands.write(description, "")
    hands.clear(description)
    hands.write(description, "改過的簡述。")
    expected["description"] = "改過的簡述。"
    with answering(hands.pressing("換成新的檔案"), "換檔案"):
        hands.drop(editor, paper(tmp_path, "新的證明.pdf", form.key + " again"))
    wait(lambda: editor.draft.record.files["document_file"].name == "新的證明.pdf", "換好的證明文件")
    hands.click(editor.save_button)
    saved(editor, student)

    student.again()
    page = student.go(form.key)
    page.open_record(record)
    assert page.editor.draft.record.text("description") == "改過的簡述。"
    town.connect()
    student.sync_until(lambda: not student.desk.sync_facts().unsent, "送到學校")
    assert not student.desk.inbox()
    [held] = [one for one in town.records(form.key) if one.id == record]
    assert {key: held.text(key) for key in expected} == expected
    assert held.content_hash == student.desk.record(record).content_hash
    assert {one.name for one in held.files.values()} == {"新的證明.pdf", melody.name}
    refused(student, form, record)


def pick(student: Actor, record: str) -> SelectionPage:
    """Agree if that is still to be done, tick the record or clear it, confirm."""
    page = student.go("diverse_selection")
    assert isinstance(page, SelectionPage)
    if page.shelf.currentIndex() == 0:
        hands.click(page.consent.check)
        hands.click(page.consent.send_button)
        wait(lambda: page.shelf.currentIndex() == 1, "同意之後的清單")
    hands.tick_row(page.list, page.model.row_of(record))
    hands.click(page.confirm_button)
    wait(lambda: not page.ballot.changes(), "勾選存好")
    student.settle()
    return page


def refused(student: Actor, form: Form, record: str) -> None:
    """The record is picked: it opens for reading, says why, and can be edited once it is not picked any more."""
    pick(student, record)
    assert student.desk.record(record).selection == "picked"
    page = student.go(form.key)
    page.open_record(record)
    hands.live(0.05)
    editor = page.editor
    assert editor.form.frames["description"].editor.isReadOnly()
    assert hands.says(editor, "請先取消勾選")
    assert not editor.save_button.isEnabled()
    assert "取消勾選" in editor.delete_button.toolTip()
    pick(student, record)
    page = student.go(form.key)
    page.open_record(record)
    wait(lambda: not page.editor.form.frames["description"].editor.isReadOnly(), "又可以編輯")


def test_that_what_is_incomplete_says_what_is_missing_and_leads_there(student: Actor) -> None:
    page = begin(student, "service_learning")
    editor = new(page)
    hands.write(editor.form.frames["service_name"].editor, "淨灘")
    saved(editor, student)
    record = editor.record_id
    assert COMPLETE in page.form.notes
    picking = student.go("diverse_selection")
    if picking.shelf.currentIndex() == 0:
        hands.click(picking.consent.check)
        hands.click(picking.consent.send_button)
        wait(lambda: picking.shelf.currentIndex() == 1, "同意之後的清單")
    row = picking.model.row_of(record)
    hands.tick_row(picking.list, row)
    assert picking.ballot.changes() == {}
    assert "證明文件" in picking.model.lines[row].subtitle
    hands.click_row(picking.list, row)
    hands.press(picking.detail, "去補齊")
    wait(lambda: student.window.nav.current == "service_learning", "那筆紀錄的畫面")
    assert page.editor.record_id == record


def test_that_after_the_deadline_everything_is_read_only_and_says_until_when(
    student: Actor, town: Town, request: pytest.FixtureRequest
) -> None:
    page = begin(student, "work")
    editor = new(page)
    hands.write(editor.form.frames["work_name"].editor, "木作小凳")
    saved(editor, student)
    record = editor.record_id
    town.connect()
    student.sync_until(lambda: not student.desk.sync_facts().unsent, "送到學校")
    [window] = [one for one in town.records("window") if one.text("kind") == "diverse_edit"]
    over = stamp(datetime.now(UTC) - timedelta(minutes=1))
    publish(town.office, [evolve(window, values={**window.values, "closes_at": over, "printed": ""})])
    request.addfinalizer(lambda: _reopen(town, window))
    student.sync_until(lambda: not student.desk.may(Action.SAVE, student.desk.record(record)), "截止")
    hands.live(0.05)
    assert page.editor.form.frames["work_name"].editor.isReadOnly()
    assert hands.says(page.editor, "「多元表現填寫」已於")
    assert not page.add_button.isEnabled()
    assert "截止" in page.add_button.toolTip()


def _reopen(town: Town, window: Record) -> None:
    publish(town.office, [evolve(window, ver=0)])


def test_that_the_experimental_platform_has_the_ten_forms_and_its_own_terms(
    qapp, tmp_path: Path, melody: Path
) -> None:
    town = Town(build(tmp_path / "school", "experimental"))
    town.connect()
    student = Actor("s1", tmp_path / "home", town)
    try:
        page = begin(student, "flexible_learning")
        assert {form.key for form in DIVERSE} <= home.menu_keys(student.desk)
        editor = new(page)
        expected = fill(editor, page.form, tmp_path, melody)
        assert expected["year_term"].endswith("-Q4")
        hands.click(editor.save_button)
        saved(editor, student)
        town.connect()
        student.sync_until(lambda: not student.desk.sync_facts().unsent, "送到學校")
        assert not student.desk.inbox()
    finally:
        student.leave()
        town.stop()
