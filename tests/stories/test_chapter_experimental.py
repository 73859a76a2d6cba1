"""Manual 004: the courses with their columns; an outcome uploaded, changed, deleted, sent, returned and sent again."""

from datetime import UTC, datetime, timedelta

import pytest
from attrs import evolve
from PIL import Image

from demo import hands, roster
from demo.school import Place, build, enrolment_id
from demo.stage import Actor
from desktop.views.main_window import MainWindow
from desktop.views.sign_in import SignInPage
from domain.intents import Action
from domain.windows import stamp
from server.services.publishing import publish
from tests.stories import chapters

pytestmark = [pytest.mark.story, pytest.mark.qt]

BIO = roster.BIOLOGY.key
COMMENT = "請補上對照組的數據。"


@pytest.fixture(scope="module")
def group(tmp_path_factory) -> Place:
    return build(tmp_path_factory.mktemp("group") / "school", "experimental")


@pytest.fixture
def inside(qapp, group, tmp_path):
    qapp.setQuitOnLastWindowClosed(False)
    with chapters.student_at(group, tmp_path / "home") as student:
        yield student


def write(inside, folder, summary="用數據說故事"):
    editor = chapters.new(chapters.course(inside, BIO))
    assert set(editor.form.frames) >= {"summary"}
    assert not {"document_note", "media_note"} & set(editor.form.frames)
    chapters.put(editor, "document_file", chapters.paper(folder, "我的學習成果.pdf"))
    hands.write(editor.form.frames["summary"].editor, summary)
    chapters.saved(editor, inside)
    return editor


def test_that_the_courses_stand_with_the_columns_of_this_manual(inside):
    page = inside.go("course_outcome")
    line = page.model.lines[page.model.row_of(enrolment_id("s1", BIO))]
    for words in ("學年", "雙學期制", "第 1 學期", "實得學分 2", "質性評語 主動提問", "成績 A"):
        assert words in line.subtitle
    assert line.pill == "可新增"
    assert line.meta.startswith("成果數量 ")
    assert not page.mode.isVisible()


def test_that_an_outcome_is_uploaded_and_what_was_uploaded_is_looked_at(inside, tmp_path):
    inside.town.cut()
    editor = write(inside, tmp_path)
    slots = editor.form.slots
    assert all(words in hands.shown_words(slots["media_file"]) for words in ("MP3、MP4", "10 MB"))
    assert hands.says(editor, "已存在這台電腦")
    page = inside.go("course_outcome").outcomes
    line = page.model.lines[page.model.row_of(editor.record_id)]
    assert (line.title, line.pill) == ("用數據說故事", "等待送出")
    chapters.previewed(page, editor.form.slots["document_file"])
    hands.press(page, "所有課程")
    courses = inside.go("course_outcome")
    meta = courses.model.lines[courses.model.row_of(enrolment_id("s1", BIO))].meta
    assert int(meta.split()[-1]) >= 1


def test_that_a_file_that_does_not_fit_is_refused_with_why(inside, tmp_path):
    editor = chapters.new(chapters.course(inside, BIO))
    panel = editor.form.slots["document_file"]
    assert all(words in hands.shown_words(panel) for words in ("PDF、JPG、PNG", "4 MB"))
    (tmp_path / "報告.pdf").write_bytes(b"PK\x03\x04 no document")
    Image.effect_noise((2600, 2600), 90).save(tmp_path / "掃描.png")
    for name, why in (("報告.pdf", "ZIP 壓縮檔"), ("掃描.png", "4 MB")):
        with hands.answering(hands.choosing_file(tmp_path / name), "file dialog"):
            hands.press(panel, "選擇檔案")
        hands.wait(lambda why=why: panel._message.isVisible() and why in panel._message.text(), why)
        assert "document_file" not in editor.draft.record.files


def test_that_what_waits_is_edited_or_deleted(inside, tmp_path):
    inside.town.cut()
    editor = write(inside, tmp_path, "先寫一版")
    record = editor.record_id
    hands.write(editor.form.frames["summary"].editor, "，又改了一版")
    chapters.put(editor, "document_file", chapters.paper(tmp_path, "第二版.pdf"))
    chapters.saved(editor, inside)
    assert inside.desk.record(record).files["document_file"].name == "第二版.pdf"
    with hands.answering(hands.confirming(), "question"):
        hands.click(editor.delete_button)
    inside.settle()
    assert record not in {entry.record.id for entry in inside.desk.entries("course_outcome")}


def test_that_it_is_sent_returned_mended_sent_again_and_passed(inside, group, tmp_path):
    inside.town.cut()
    editor = write(inside, tmp_path, "交給老師看的一版")
    said = chapters.sent(editor, inside)
    assert any("不能修改或刪除" in words for words in said)
    record = editor.record_id
    assert not editor.delete_button.isEnabled()
    inside.town.connect()
    inside.sync_until(lambda: not inside.desk.sync_facts().unsent, "arrived")
    inside.sync_until(lambda: not inside.desk.sync_facts().uploads, "the file too")
    home = inside.home
    inside.leave()
    decided(inside.town, tmp_path / "teacher", record, COMMENT)
    inside.home = home
    inside.start()
    inside.enter()
    inside.sync_until(lambda: inside.desk.record(record).state == "failed", "returned")
    page = chapters.course(inside, BIO)
    line = page.model.lines[page.model.row_of(record)]
    assert (line.pill, f"意見：{COMMENT}" in line.subtitle) == ("認證不通過", True)
    hands.click_row(page.list, page.model.row_of(record))
    editor = page.editor
    assert COMMENT.rstrip("。") in editor.banner.text
    assert all(words in editor.dates.text() for words in ("送出日期", "認證日期"))
    hands.write(editor.form.frames["summary"].editor, "（已補）")
    chapters.sent(editor, inside)
    inside.sync_until(lambda: not inside.desk.sync_facts().unsent, "sent again")
    assert {one.id: one.state for one in inside.town.records("course_outcome")}[record] == "pending"
    inside.leave()
    decided(inside.town, tmp_path / "another", record, "")
    inside.start()
    inside.enter()
    inside.sync_until(lambda: inside.desk.record(record).state == "passed", "passed")
    page = chapters.course(inside, BIO)
    hands.click_row(page.list, page.model.row_of(record))
    hands.wait(lambda: page.editor is not None and page.editor.form.is_whole, "form")
    assert page.editor.pill.text == "認證通過"
    assert page.editor.form.frames["summary"].editor.isReadOnly()
    assert not page.editor.delete_button.isEnabled()
    assert "設為認證不通過" in page.editor.delete_button.toolTip()


def decided(town, home, record: str, comment: str) -> None:
    """The teacher, at a computer of their own, lets the outcome fail with an opinion, or pass without one."""
    teacher = Actor("t1", home, town)
    try:
        teacher.start()
        teacher.enter(first=True)
        teacher.sync_until(lambda: teacher.desk.record(record), "the outcome")
        page = teacher.go("certify_queue")
        hands.click_row(page.list, page.model.row_of(record))
        hands.wait(lambda: page.list.record and page.list.record.id == record, "chosen")
        button = page.bar.reject_button if comment else page.bar.certify_button
        if comment:
            hands.click(button)
            hands.write(page.panel.comment, comment)
        with hands.answering(hands.confirming(), "question"):
            hands.click(button)
        teacher.settle()
        teacher.sync_until(lambda: not teacher.desk.sync_facts().unsent, "decided")
    finally:
        teacher.leave()


def test_that_after_the_deadline_of_the_year_nothing_is_sent_any_more(inside, tmp_path, request):
    editor = write(inside, tmp_path, "來不及送的一版")
    assert "課程學習成果上傳及送出認證" in inside.window.chip.text()
    assert hands.says(inside.go("home"), "課程學習成果上傳及送出認證")
    inside.sync_until(lambda: not inside.desk.sync_facts().unsent, "arrived")
    town = inside.town
    [window] = [one for one in town.records("window") if one.text("kind") == "outcome_submit"]
    over = stamp(datetime.now(UTC) - timedelta(minutes=1))
    publish(town.office, [evolve(window, values={**window.values, "closes_at": over, "printed": ""})])
    request.addfinalizer(lambda: publish(town.office, [evolve(window, ver=0)]))
    record = inside.desk.record(editor.record_id)
    inside.sync_until(lambda: not inside.desk.may(Action.SUBMIT, record), "the deadline")
    page = chapters.course(inside, BIO)
    hands.click_row(page.list, page.model.row_of(record.id))
    hands.wait(lambda: page.editor is not None and page.editor.form.is_whole, "form")
    assert not (page.editor.submit_button.isVisible() and page.editor.submit_button.isEnabled())
    assert "截止" in page.editor.submit_button.toolTip()
    assert not hands.says(inside.go("home"), "課程學習成果上傳及送出認證")
    assert {one.id: one.state for one in town.records("course_outcome")}[record.id] == "draft"


def test_that_signing_out_leads_to_the_sign_in_and_the_password_back(inside):
    [out] = [one for one in inside.window.person.menu().actions() if one.text() == "登出"]
    out.trigger()
    hands.wait(lambda: isinstance(inside.app.page, SignInPage) and inside.app.page.isVisible(), "sign-in")
    assert not isinstance(inside.app.window, MainWindow)
    inside.town.cut()
    inside.enter()
    assert inside.desk.actor.id == "s1"


def test_that_who_is_enrolled_in_nothing_sees_no_course_until_the_school_enrols_them(inside, group, request):
    mine = [one for one in inside.town.records("enrolment") if one.owner == "s1"]
    request.addfinalizer(lambda: publish(inside.town.office, [evolve(one, ver=0) for one in mine]))
    publish(inside.town.office, [evolve(one, deleted=True) for one in mine])
    inside.sync_until(lambda: not inside.desk.entries("enrolment"), "enrolled in nothing")
    page = inside.go("course_outcome")
    hands.live(0.1)
    assert hands.says(page, "實驗教育辦理者")
    publish(inside.town.office, [evolve(one, ver=0) for one in mine])
    inside.sync_until(lambda: inside.desk.entries("enrolment"), "enrolled again")
    hands.live(0.1)
    assert page.model.row_of(enrolment_id("s1", BIO)) >= 0


def test_that_the_links_at_the_head_are_behind_the_persons_name(inside):
    words = [action.text() for action in inside.window.person.menu().actions()]
    for label in ("開啟兩階段驗證", "修改密碼", "修改Email", "公告查詢", "操作手冊", "登出"):
        assert label in words
    for key in ("two_step", "change_password", "change_email"):
        assert inside.go(key).isVisible()
