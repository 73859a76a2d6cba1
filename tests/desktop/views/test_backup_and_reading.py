"""The backup page end to end, and the pages that are only read."""

import zipfile

from desktop.views.backup_page import BackupPage
from desktop.views.read_page import ReadPage
from domain.forms import FORMS
from tests.desktop.views import desks


def show(qtbot, page):
    qtbot.addWidget(page)
    page.resize(1071, 717)
    page.show()
    qtbot.waitExposed(page)
    return page


def backup_of(qtbot, visit):
    page = show(qtbot, BackupPage(visit))
    qtbot.waitUntil(lambda: page.export_button.isEnabled() or "沒有" in page.export_button.toolTip())
    return page


def test_that_the_plan_follows_the_choice(qtbot, portfolio):
    page = backup_of(qtbot, portfolio)
    assert page.plan_line.text().startswith("8 筆紀錄、7 個檔案")
    page.kind.set_value("competition")
    page.reload()
    qtbot.waitUntil(lambda: page.plan_line.text().startswith("3 筆紀錄、2 個檔案"))
    page.scope.select("selected")
    page.reload()
    qtbot.waitUntil(lambda: page.plan_line.text().startswith("0 筆"))
    assert not page.export_button.isEnabled()
    assert "沒有紀錄" in page.export_button.toolTip()


def test_that_an_export_ends_in_a_zip_and_says_where(qtbot, portfolio, tmp_path):
    portfolio.desk.blobs.adopt_bytes(b"%PDF-60")
    page = backup_of(qtbot, portfolio)
    target = tmp_path / "備份.zip"
    with qtbot.waitSignal(page.finished, timeout=20_000) as ended:
        page.export_to(target)
    assert ended.args == [str(target)]
    assert zipfile.is_zipfile(target)
    assert page.place.text() == str(target)
    assert "還沒下載" in page.left_out.text()
    assert page.job is None


def test_that_a_cancelled_export_leaves_nothing_behind(qtbot, portfolio, tmp_path):
    page = backup_of(qtbot, portfolio)
    folder = tmp_path / "usb"
    folder.mkdir()
    with qtbot.waitSignal(page.finished, timeout=20_000) as ended:
        page.export_to(folder / "備份.zip")
        page.job.cancelled.emit()
    assert ended.args == [""]
    assert list(folder.iterdir()) == []
    assert page.result.isHidden()
    assert page.export_button.isEnabled()
    assert "取消" in portfolio.said[0][0]


def test_that_a_term_needs_a_year(qtbot, portfolio):
    page = backup_of(qtbot, portfolio)
    assert not page.term.isEnabled()
    page.year.set_value("113")
    page.reload()
    qtbot.waitUntil(page.term.isEnabled)
    page.term.set_value("2")
    assert page.choice.year_term == "113-2"


def test_that_an_announcement_shows_its_whole_text(qtbot, portfolio):
    page = show(qtbot, ReadPage(portfolio, FORMS["announcement"]))
    assert page.model.rowCount() == 1
    assert page.shown_id == desks.identity(90)
    assert "2026 年 2 月 20 日 公布" in page.model.lines[0].subtitle


def test_that_an_empty_page_says_so(qtbot, open_desk):
    page = show(qtbot, ReadPage(open_desk("student", [desks.school()]), FORMS["school_cadre"]))
    assert page.shelf.currentIndex() == 1
