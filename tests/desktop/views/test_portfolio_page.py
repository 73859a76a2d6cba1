"""學習歷程 PDF: what is ticked goes in, in the order of the list, under the cover the student wrote."""

import pymupdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.models import portfolio as choosing
from desktop.views.portfolio_page import PortfolioPage
from domain.records import Attachment
from tests.desktop.views import desks, screens
from tests.server.campus import pdf


@pytest.fixture
def visit(open_desk):
    """Two courses' outcomes, two competitions; one file lies in the vault."""
    physics = desks.enrolment(50, owner=desks.STUDENT)
    chemistry = desks.enrolment(51, owner=desks.STUDENT, subject="化學", year="113-2")
    report = desks.attachment(pdf("報告"), "水質報告.pdf")
    made = open_desk(
        "student",
        [
            desks.school(), *desks.WINDOWS, physics, chemistry,
            desks.outcome(60, physics, "passed", report, decided_by="王小明", comment="寫得很好"),
            desks.outcome(61, chemistry, "failed", comment="請補上實驗數據"),
            desks.competition(80, desks.STUDENT, selection="picked"),
            desks.competition(81, desks.STUDENT, year="113-1"),
            desks.competition(90, "acc-other"),
        ],
    )  # fmt: skip
    made.desk.blobs.adopt_bytes(pdf("報告"))
    return made


@pytest.fixture
def page(qtbot, visit):
    made = PortfolioPage(visit).whole()
    qtbot.addWidget(made)
    made.resize(1071, 717)
    made.show()
    qtbot.waitExposed(made)
    return made


def titles(page):
    return [line.title for line in page.model.lines]


def exported(qtbot, page, path):
    with qtbot.waitSignal(page.job.finished, timeout=30_000) as ended:
        page.export_to(path)
    assert ended.args == [str(path)]
    return pymupdf.open(path)


def test_that_everything_of_mine_is_chosen_at_first_and_counted(page):
    assert len(titles(page)) == len(page.model.ticked()) == 4
    assert page.footer._text.text().startswith("選了 4 筆紀錄、4 個附件")
    assert titles(page)[:2] == ["化學", "物理"] or titles(page)[:2] == ["物理", "化學"]


def test_that_the_filters_narrow_the_list(page):
    page.scope.select("selected")
    page.reload()
    assert titles(page) == ["全國高中科學探究競賽第 10 屆"]
    page.scope.select("certified")
    page.reload()
    assert titles(page) == ["物理"]
    page.scope.select("all")
    page.term.set_value("113")
    page.reload()
    assert set(titles(page)) == {"化學", "全國高中科學探究競賽第 11 屆"}
    page.kind.set_value("competition")
    page.reload()
    assert titles(page) == ["全國高中科學探究競賽第 11 屆"]
    page.scope.select("selected")
    page.reload()
    assert not page.export_button.isEnabled()
    assert "至少選一筆" in page.export_button.toolTip()


def test_that_the_order_is_by_kind_by_time_or_by_hand(page):
    page.order.set_value("oldest")
    page.reload()
    assert titles(page)[0] == "全國高中科學探究競賽第 11 屆"
    page.order.set_value("newest")
    page.reload()
    assert titles(page)[-1] == "全國高中科學探究競賽第 11 屆"
    before = titles(page)
    page.list.setCurrentIndex(page.model.index(0))
    page.list.setFocus()
    QTest.keyClick(page.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert titles(page) == [before[1], before[0], *before[2:]]
    page.up.click()
    page.up.click()
    assert titles(page) == before


def test_that_what_was_unticked_stays_out_through_filters_and_news(qtbot, page, visit):
    page.tick_all(False)
    assert not page.export_button.isEnabled()
    page.tick_all(True)
    page.model.tick([line.record.id for line in page.model.lines][1:])
    out = page.model.lines[0].record.id
    page.kind.set_value("competition")
    page.reload()
    page.kind.set_value("")
    page.reload()
    assert out not in {record.id for record in page.model.ticked()}
    desks.hear(visit.desk, [desks.competition(95, desks.STUDENT)], 500)
    qtbot.waitUntil(lambda: len(titles(page)) == 5)
    assert out not in {record.id for record in page.model.ticked()}
    assert len(page.model.ticked()) == 4


def test_that_the_pdf_holds_what_is_ticked_under_my_own_cover(qtbot, page, tmp_path):
    page.editors["title"].set_value("我的高中三年")
    page.editors["group"].set_value("高三仁")
    page.model.tick([line.record.id for line in page.model.lines if line.title != "化學"])
    made = exported(qtbot, page, tmp_path / "歷程.pdf")
    cover = made[0].get_text()
    for word in ("我的高中三年", "高三仁", "林小宇", "範例高級中學", "收錄 3 筆紀錄"):
        assert word in cover
    told = "".join(one.get_text() for one in made)
    assert "認證通過" in told
    assert "寫得很好" in told
    assert "已勾選" in told
    assert "請補上實驗數據" not in told
    marks = [(level, text) for level, text, _ in made.get_toc()]
    assert (1, "課程學習") in marks
    assert (2, "物理") in marks
    assert (3, "水質報告.pdf") in marks
    assert "還沒下載" in page.job.left_out.text()
    assert str(tmp_path / "歷程.pdf") == page.job.place.text()
    assert [path.name for path in tmp_path.iterdir() if path.suffix != ""].count("歷程.pdf") == 1


def test_that_files_and_front_can_be_left_out(qtbot, page, tmp_path):
    page.with_files.click()
    page.with_front.click()
    assert page.footer._text.text() == "選了 4 筆紀錄"
    assert not page.editors["title"].isEnabled()
    made = exported(qtbot, page, tmp_path / "歷程.pdf")
    assert len(made) == 4
    assert "附件" not in "".join(one.get_text() for one in made)


def test_that_a_cancelled_one_leaves_nothing_behind(qtbot, page, visit, tmp_path):
    folder = tmp_path / "usb"
    folder.mkdir()
    with qtbot.waitSignal(page.job.finished, timeout=30_000) as ended:
        page.export_to(folder / "歷程.pdf")
        page.job.row.cancelled.emit()
    assert ended.args == [""]
    assert list(folder.iterdir()) == []
    assert page.job.result.isHidden()
    assert page.export_button.isEnabled()
    assert "取消" in visit.said[-1][0]


def test_that_leaving_the_program_ends_it_and_leaves_nothing(page, visit, tmp_path):
    folder = tmp_path / "usb"
    folder.mkdir()
    page.export_to(folder / "歷程.pdf")
    visit.desk.close()
    assert list(folder.iterdir()) == []


def test_that_a_place_that_takes_nothing_is_told_and_keeps_the_old_file(qtbot, page, tmp_path):
    with qtbot.waitSignal(page.job.finished, timeout=30_000) as ended:
        page.export_to(tmp_path / "沒有這個資料夾" / "歷程.pdf")
    assert ended.args == [""]
    assert not page.job.banner.isHidden()
    assert "磁碟" in page.job.banner.text


def test_that_nothing_decrypted_is_left_anywhere_but_in_the_pdf(qtbot, page, tmp_path):
    exported(qtbot, page, tmp_path / "歷程.pdf")
    held = [path for path in tmp_path.rglob("*") if path.is_file() and path.name != "歷程.pdf"]
    assert held
    for path in held:
        assert b"%PDF" not in path.read_bytes(), path


def test_that_a_record_is_saved_as_pdf_from_its_menu(visit, tmp_path, qtbot):
    target = tmp_path / "一筆"
    visit.save_to.append(target)
    from desktop.views.record_menu import save_as_pdf  # noqa: PLC0415 - needs the visit first

    save_as_pdf(visit, visit.desk.record(desks.identity(60)))
    screens.settle(visit.desk)
    made = pymupdf.open(target.with_suffix(".pdf"))
    assert made.get_toc()[0][1:] == ["課程學習", 1]
    assert "物理" in made[0].get_text()
    assert visit.said[-1][1] == "success"


def test_that_the_cover_knows_the_class(visit):
    cover = choosing.cover(visit.desk, desks.NOW.date())
    assert (cover.group, cover.day) == ("高一仁", "中華民國 115 年 3 月 2 日")


def test_that_a_file_says_what_kind_it_is(visit):
    assert isinstance(visit.desk.record(desks.identity(60)).files["document_file"], Attachment)
    book = choosing.book(
        visit.desk, choosing.everything(visit.desk), choosing.cover(visit.desk, desks.NOW.date())
    )
    kinds = {file.name: (file.kind, bool(file.gone)) for entry in book.entries for file in entry.files}
    assert kinds["水質報告.pdf"] == ("pdf", False)
    assert kinds["獎狀.pdf"] == ("pdf", True)
