"""The second half of 我的備份: a ZIP is chosen or dropped, looked at, and only then taken."""

import pytest
from PySide6.QtGui import QGuiApplication

from demo import hands
from desktop.operations import exporting, records as writing
from desktop.views import kit
from desktop.views.backup_page import BackupPage
from desktop.views.commands import commands
from tests.derive import hostile
from tests.desktop.importing import oldsystem
from tests.desktop.views import desks, screens


@pytest.fixture
def page(qtbot, open_desk):
    """The page of a student with one course and a school that has its own cadre."""
    visit = open_desk("student", [desks.school(), *desks.WINDOWS, desks.enrolment(50, owner=desks.STUDENT)])
    made = BackupPage(visit)
    qtbot.addWidget(made)
    made.resize(1071, 717)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def old(tmp_path):
    path = tmp_path / "我的備份.zip"
    path.write_bytes(oldsystem.pack(oldsystem.portfolio(tmp_path / "made"), "cp950"))
    return path


def looked_at(page, path):
    page.importer.look_at(path)
    hands.wait(lambda: page.importer.preview is not None, "預覽", 20)
    return page.importer.preview


def finished(page):
    hands.wait(lambda: page.importer.result is not None, "結果", 20)
    return hands.shown_words(page.importer)


def records(page):
    return [
        one.record for one in page.desk.entries(("work", "competition", "course_outcome", "autobiography"))
    ]


def test_that_nothing_is_written_before_it_is_confirmed(page, old):
    preview = looked_at(page, old)
    assert preview.headline.text().startswith("會新增 11 筆紀錄、4 個檔案")
    rows = {row[0]: row[1:] for row in preview.table.rows.table.rows}
    assert [one.label for one in preview.table.rows.table.columns][1:] == [
        "新增",
        "學校資料",
        "不能匯入",
        "檔案",
    ]
    assert rows["課程學習成果"] == ("1", "–", "1", "1")
    assert rows["競賽表現"] == ("1", "–", "–", "2")
    words = hands.shown_words(preview)
    assert "火星語" in words
    assert "其他系統的備份" in [pill.text for pill in preview.findChildren(kit.StatusPill)]
    assert records(page) == []
    assert list(page.desk.blobs.hashes()) == []
    hands.click(preview.cancel_button)
    assert page.importer.preview is None
    assert records(page) == []


def test_that_a_confirmed_import_is_on_this_computer_and_said(page, old):
    hands.click(looked_at(page, old).import_button)
    words = finished(page)
    assert "匯入完成：11 筆紀錄、4 個檔案" in words
    assert "火星語" in words, "what was left out is still said"
    assert len(records(page)) == 4
    assert page.importer.choose_button.isEnabled()
    again = looked_at(page, old)
    assert not again.import_button.isEnabled()
    assert "沒有要新增的" in again.headline.text()


def test_that_what_is_left_out_can_be_copied(page, old):
    preview = looked_at(page, old)
    hands.press(preview, "複製全部")
    assert "火星語" in QGuiApplication.clipboard().text()
    assert "第 3 列" in QGuiApplication.clipboard().text()


def test_that_a_dropped_zip_is_looked_at_and_another_file_is_refused(page, old, tmp_path):
    hands.drop(page.importer, old)
    hands.wait(lambda: page.importer.preview is not None, "預覽", 20)
    other = tmp_path / "報告.pdf"
    other.write_bytes(b"%PDF")
    hands.drop(page.importer, other)
    assert "只收 ZIP" in page.importer.banner.text


@pytest.mark.parametrize("name", ["overlapping", "cut in half", "501 entries"])
def test_that_a_bad_zip_is_said_in_the_card_and_another_may_be_chosen(page, tmp_path, name):
    path = tmp_path / "壞.zip"
    path.write_bytes(hostile.WHOLE_FILES[name][0])
    page.importer.look_at(path)
    hands.wait(lambda: page.importer.job is None, "讀完", 20)
    assert page.importer.banner.text.startswith("壞.zip：")
    assert page.importer.preview is None
    assert page.importer.choose_button.isEnabled()
    assert page.host.failed == []


def test_that_reading_can_be_cancelled(page, old):
    page.importer.look_at(old)
    page.importer.job.cancelled.emit()
    hands.wait(lambda: page.importer.job is None, "停止", 20)
    assert page.importer.preview is None
    assert "取消" in page.host.said[0][0]


def test_that_an_import_cancelled_half_way_says_what_is_there_and_how_to_go_on(page, old):
    preview = looked_at(page, old)
    page.importer._moved.connect(lambda done, *_: page.importer.cancel() if done == 2 else None)
    hands.click(preview.import_button)
    words = finished(page)
    if "一部分" in words:
        assert "接著匯入" in words
    assert len(records(page)) <= 4
    assert page.importer.choose_button.isEnabled()


def test_that_what_differs_is_taken_only_when_it_is_asked_for(page, tmp_path):
    path = tmp_path / "b.zip"
    kept = oldsystem.listing(["學年度", "學期", "名稱", "日期"], [114, 1, "海", "1141001"])
    path.write_bytes(oldsystem.pack({"作品成果/清單.xlsx": kept}))
    hands.click(looked_at(page, path).import_button)
    finished(page)
    (work,) = page.desk.entries("work")
    page.desk.write(lambda: writing.save(page.desk, work.record, {"work_name": ("海", "山")}))
    screens.settle(page.desk)
    preview = looked_at(page, path)
    assert not preview.import_button.isEnabled()
    preview.copies.setChecked(True)
    assert preview.import_button.text() == "匯入 1 筆"
    hands.click(preview.import_button)
    finished(page)
    assert {one.record.text("work_name") for one in page.desk.entries("work")} == {"海", "山"}


def test_that_the_palette_brings_a_zip_in(qtbot, open_desk, old):
    desk = open_desk("student", screens.small_school()).desk
    with screens.shown(desk) as window:
        window.ask_for_file = lambda *_: old
        command = next(one for one in commands(window) if one.key == "import")
        command.run()
        page = window.page("backup")
        hands.wait(lambda: page.importer.preview is not None, "預覽", 20)
        assert page.isVisible()


def test_that_a_teacher_is_not_offered_to_import(open_desk):
    desk = open_desk("teacher", [desks.school(), *desks.class_of(2)]).desk
    with screens.shown(desk) as window:
        assert "import" not in [one.key for one in commands(window)]


def test_that_an_export_that_is_too_large_for_one_import_says_so(page):
    page._plan = exporting.Plan(600, 600, 1024)
    page._count()
    assert "分學年度" in page.plan_hint.text()
    assert page.export_button.isEnabled(), "it may be taken away all the same"
    page._plan = exporting.Plan(3, 3, 1024)
    page._count()
    assert page.plan_hint.isHidden()


def test_that_closing_the_program_ends_an_import_soon_and_keeps_what_is_written(page, old):
    preview = looked_at(page, old)
    wanted = len(preview.plan.wanted())

    def close(done, *_):
        page.desk.closed = page.desk.closed or done == 1

    page.importer._moved.connect(close)
    hands.click(preview.import_button)
    hands.wait(lambda: page.importer.result is not None, "結果", 20)
    page.importer._moved.disconnect(close)
    written = sum(len(page.desk.entries(form)) for form in preview.plan.forms)
    assert 0 < written <= wanted
    page.desk.closed = False
    assert len(looked_at(page, old).plan.wanted()) == wanted - written
