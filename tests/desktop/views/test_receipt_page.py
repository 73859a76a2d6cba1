"""收訖明細: counts, tables, periods; confirming once and for all, reporting, and what the school answers."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from attrs import evolve
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QScrollArea

from demo import hands
from desktop import theme
from desktop.models import home, receipts
from desktop.operations import receipts as operations
from desktop.views import kit
from desktop.views.pages import page_for
from desktop.views.receipt_page import ReceiptPage
from desktop.views.receipt_table import ReceiptTable
from domain import intents
from domain.forms import FORMS
from domain.intents import Action
from domain.people import Role
from domain.records import Record
from domain.windows import stamp
from server.services.accounts import NewAccount
from server.services.publishing import publish
from tests.desktop.conftest import PASSWORD, STUDENT, Campus
from tests.desktop.views import desks, screens
from tests.desktop.views.computers import computer
from tests.desktop.views.test_accessibility import controls

GRADES = {
    "學期成績": [
        {
            "身分證號": "A123456789",
            "課程代碼": f"114-MAT-{n:03}",
            "科目名稱": f"數學 {n}",
            "開課年級": "1",
            "修課學分": "4",
            "學期學業成績": str(70 + n),
            "成績及格": "是",
            "補考成績": "",
            "是否採計學分": "是",
            "質性文字描述": "能把想法說清楚，也願意聽同學的作法。" if n == 2 else "",
        }
        for n in range(13)
    ],
    "補修成績": [],
}
DIVERSE = {
    "競賽參與紀錄": [
        {"競賽名稱": "全國科展", "獎項": "佳作", "證明文件連結": "D/0001.pdf", "影音檔案連結": "", "文件檔案MD5": "ab"},
        {"競賽名稱": "校內科展", "獎項": "第一名", "證明文件連結": "", "影音檔案連結": ""},
    ],
}  # fmt: skip
CADRES = {
    "幹部經歷": [
        {"單位名稱": "高一仁班", "幹部等級": "班級幹部", "擔任職務": "班長", "開始日期": "114/09/01"}
    ]
}


def receipt(number: int, category: str, content: object, state: str = "open", **srv: object) -> Record:
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    values = {"year_term": "114-1", "category": category, "content": text, "uploaded_by": "註冊組"}
    return Record(
        desks.identity(number), "receipt", desks.STUDENT, state=state, ver=1, values=values, srv=srv
    )


WINDOWS = (
    desks.window(31, "receipt_confirm", 3, printed="115 年 3 月 5 日（四）24:00"),
    desks.window(32, "receipt_modify", 6, printed="115 年 3 月 8 日（日）24:00"),
)
EVERY = (receipt(41, "grades", GRADES), receipt(42, "diverse", DIVERSE), receipt(43, "cadres", CADRES))


@pytest.fixture
def visit(open_desk):
    return open_desk("student", [desks.school(), *desks.WINDOWS, *WINDOWS, *EVERY])


def show(qtbot, visit) -> ReceiptPage:
    page = page_for("receipt", visit)
    assert isinstance(page, ReceiptPage)
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    return page


def labels(page: ReceiptPage) -> str:
    QApplication.processEvents()
    return "\n".join(one.text() for one in page.findChildren(QLabel) if one.isVisible())


def shown_tables(page: ReceiptPage) -> list[ReceiptTable]:
    QApplication.processEvents()
    return [one for one in page.findChildren(ReceiptTable) if one.isVisible()]


def agree(monkeypatch, answer: bool = True) -> list[dict[str, object]]:
    asked = []

    def ask(*words, **more):
        asked.append({"words": words, **more})
        return answer

    monkeypatch.setattr(kit.ConfirmDialog, "ask", ask)
    return asked


def test_that_every_category_tells_its_count(qtbot, visit):
    page = show(qtbot, visit)
    found = receipts.categories(visit.desk, "114-1")
    assert [one.title for one in found] == [
        "修課紀錄 (13)",
        "課程學習成果 (0)",
        "多元表現 (2)",
        "校內幹部經歷 (1)",
    ]
    assert page.current.title == "修課紀錄 (13)"
    assert "學期成績 (13)" in [table.title for table in page.current.tables]
    assert "補修成績 (0)" in labels(page)


def test_that_periods_are_told_and_cadres_have_none_for_changes(qtbot, visit):
    page = show(qtbot, visit)
    assert "開放確認期限" in labels(page)
    assert "開放修改期限" in labels(page)
    assert "115 年 3 月 5 日（四）24:00" in labels(page)
    page.show_category("114-1", "cadres")
    assert "開放確認期限" in labels(page)
    assert "開放修改期限" not in labels(page)


def test_that_explained_columns_carry_a_mark_and_private_ones_are_left_out(qtbot, visit):
    page = show(qtbot, visit)
    model = shown_tables(page)[0].rows
    heads = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(model.columnCount())]
    assert "身分證號" not in heads
    place = heads.index("是否採計學分")
    assert "畢業學分" in model.headerData(place, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    mark = model.headerData(place, Qt.Orientation.Horizontal, Qt.ItemDataRole.DecorationRole)
    assert mark is not None
    assert (
        model.headerData(heads.index("科目名稱"), Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
        is None
    )


def test_that_a_sent_file_is_marked(qtbot, visit):
    page = show(qtbot, visit)
    page.show_category("114-1", "diverse")
    model = shown_tables(page)[0].rows
    heads = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(model.columnCount())]
    assert "文件檔案MD5" not in heads
    place = heads.index("證明文件連結")
    assert [model.index(row, place).data() for row in (0, 1)] == ["有檔案", ""]
    assert model.index(0, place).data(Qt.ItemDataRole.DecorationRole) is not None


def test_that_picks_can_be_changed_only_where_there_is_something_to_pick(qtbot, visit):
    page = show(qtbot, visit)
    assert not page.repick_button.isVisible()
    page.show_category("114-1", "diverse")
    assert page.repick_button.isVisible()
    assert page.repick_button.isEnabled()
    page.repick_button.click()
    assert visit.went == [("diverse_selection", "")]


def test_that_a_closed_period_greys_the_buttons_and_says_why(qtbot, open_desk):
    over = desks.window(31, "receipt_confirm", -1, printed="115 年 3 月 1 日（日）24:00")
    later = desks.window(32, "receipt_modify", 9, opened=2)
    page = show(qtbot, open_desk("student", [desks.school(), over, later, *EVERY]))
    assert not page.confirm_button.isEnabled()
    assert not page.report_button.isEnabled()
    assert "截止" in page.confirm_button.toolTip()
    page.show_category("114-1", "diverse")
    assert not page.repick_button.isEnabled()
    assert "尚未開放" in page.repick_button.toolTip()


def test_that_confirming_asks_for_a_word_and_ends_all_reporting(qtbot, visit, monkeypatch):
    page = show(qtbot, visit)
    asked = agree(monkeypatch)
    page.confirm()
    qtbot.waitUntil(lambda: page.record.state == "confirmed")
    assert asked[0]["phrase"]
    assert "不能再回報" in asked[0]["consequence"]
    assert not page.report_button.isEnabled()
    assert "不能再回報" in page.report_button.toolTip()
    assert not page.confirm_button.isEnabled()


def test_that_nothing_happens_without_the_word(qtbot, visit, monkeypatch):
    page = show(qtbot, visit)
    agree(monkeypatch, False)
    page.confirm()
    assert page.record.state == "open"
    assert visit.desk.unsent() == ()


def test_that_a_report_needs_a_kind_and_words(qtbot, visit):
    page = show(qtbot, visit)
    page.report_button.click()
    page.panel.send()
    assert page.panel.problem.text() == "請先勾選問題狀況。"
    page.panel.boxes["wrong"].set_value(True)
    page.panel.send()
    assert "哪一筆" in page.panel.problem.text()
    assert visit.desk.unsent() == ()


def test_that_a_report_is_shown_and_nothing_more_can_be_said(qtbot, visit):
    page = show(qtbot, visit)
    page.report_button.click()
    page.panel.boxes["wrong"].set_value(True)
    page.panel.boxes["more"].set_value(True)
    page.panel.words.set_value("第 3 筆的成績應該是 82 分")
    page.panel.send()
    qtbot.waitUntil(lambda: page.record.state == "reported")
    assert "資料有多、資料有誤" in labels(page)
    assert "82 分" in labels(page)
    assert not page.panel.isVisible()
    assert not page.confirm_button.isEnabled()
    assert not page.report_button.isEnabled()


def test_that_the_answer_is_shown_and_confirming_is_possible_again(qtbot, open_desk):
    report = {
        "types": ["wrong"],
        "text": "第 3 筆不對",
        "reply": "已更正並重新提交。",
        "processed_at": "2026-03-01T02:00:00Z",
    }
    answered = receipt(41, "grades", GRADES, "processed", report=report)
    page = show(qtbot, open_desk("student", [desks.school(), *WINDOWS, answered]))
    assert "處理狀況：已處理" in labels(page)
    assert "已更正並重新提交。" in labels(page)
    assert page.confirm_button.isEnabled()
    assert not page.report_button.isEnabled()


def test_that_the_experimental_platform_shows_two_categories_and_no_report(qtbot, open_desk):
    visit = open_desk("student", [desks.school(), *WINDOWS, receipt(42, "diverse", DIVERSE)], "experimental")
    page = show(qtbot, visit)
    assert [one.key for one in receipts.categories(visit.desk, "114-1")] == ["outcomes", "diverse"]
    page.show_category("114-1", "diverse")
    assert not page.report_button.isVisible()
    assert visit.desk.profile.title_of(FORMS["receipt"]) == "提交紀錄"


def test_that_what_cannot_be_read_is_not_confirmed(qtbot, open_desk):
    page = show(qtbot, open_desk("student", [desks.school(), *WINDOWS, receipt(41, "grades", "{not json")]))
    assert not page.confirm_button.isEnabled()
    assert "讀不出來" in page.confirm_button.toolTip()


def test_that_the_last_import_counts(qtbot, open_desk):
    old = receipt(41, "cadres", CADRES)
    new = evolve(
        receipt(44, "cadres", {"幹部經歷": []}),
        values={**receipt(44, "cadres", {"幹部經歷": []}).values, "import_serial": "2"},
    )
    page = show(qtbot, open_desk("student", [desks.school(), *WINDOWS, new, old]))
    page.show_category("114-1", "cadres")
    assert page.record.id == new.id


def test_that_what_waits_is_called_by_its_category(qtbot, visit):
    operations.confirm(visit.desk, visit.desk.record(desks.identity(41)))
    assert home.unsent(visit.desk)[0].title == "收訖明細　修課紀錄"


def test_that_large_letters_cut_no_word(qtbot, qapp, visit):
    theme.apply(qapp, "light", 1.5)
    with screens.shown(visit.desk, 1024, 640) as window:
        window.go("receipt", desks.identity(42))
        page = window.page("receipt")
        page.report_button.click()
        hands.live(0.05)
        for one in controls(window):
            spoken = QAccessible.queryAccessibleInterface(one)
            assert isinstance(one, QScrollArea) or spoken.text(QAccessible.Text.Name).strip(), one
        for one in page.findChildren(QAbstractButton):
            if one.isVisible() and one.text():
                room = one.width() - (one.iconSize().width() if not one.icon().isNull() else 0)
                assert one.fontMetrics().horizontalAdvance(one.text()) <= room, one.text()
    theme.apply(qapp, "light", 1.0)


# ---- with a real school


def published(campus: Campus, content: object, record_id: str = "", serial: str = "1") -> Record:
    text = json.dumps(content, ensure_ascii=False)
    values = {"year_term": "114-1", "category": "grades", "content": text, "import_serial": serial}
    return publish(campus.school.office, [Record(record_id, "receipt", owner=STUDENT, values=values)])[0]


@pytest.fixture(scope="module")
def receiving(qapp, campus, tmp_path_factory):
    """The school with its period open, and its worker threads running since before any test."""
    closes = stamp(datetime.now(UTC) + timedelta(days=5))
    values = {"kind": "receipt_confirm", "closes_at": closes}
    publish(campus.school.office, [Record("", "window", values=values)])
    with computer(campus, tmp_path_factory.mktemp("first")) as first:
        first.sync()
    return campus


def test_that_an_import_anew_does_not_wipe_what_was_confirmed(qapp, receiving, tmp_path):
    made = published(receiving, GRADES)
    with computer(receiving, tmp_path / "a") as desk:
        desk.sync()
        operations.confirm(desk.desk, desk.desk.record(made.id))
        desk.sync()
        published(receiving, GRADES, made.id, "2")
        desk.sync()
        again = desk.desk.record(made.id)
        assert again.state == "confirmed"
        assert not receipts.changed_since(again)
        published(receiving, {**GRADES, "補修成績": [{"科目名稱": "音樂"}]}, made.id, "3")
        desk.sync()
        changed = desk.desk.record(made.id)
        assert changed.state == "confirmed"
        assert changed.srv["decided_at"] == again.srv["decided_at"]
        assert receipts.changed_since(changed)


def test_that_what_was_not_seen_is_not_confirmed(qapp, receiving, tmp_path):
    made = published(receiving, GRADES)
    with computer(receiving, tmp_path / "a") as desk:
        desk.sync()
        operations.confirm(desk.desk, desk.desk.record(made.id))
        published(receiving, DIVERSE, made.id, "2")
        desk.sync()
        assert desk.desk.record(made.id).state == "open"
        assert desk.desk.inbox()[0].reason == "stale"


def test_that_a_report_reaches_the_school_and_its_answer_comes_back(qapp, receiving, tmp_path):
    made = published(receiving, GRADES)
    receiving.school.doorkeeper.add([NewAccount("adm", "陳組長", Role.ADMINISTRATOR, PASSWORD)])
    with computer(receiving, tmp_path / "a") as student, computer(receiving, tmp_path / "b", "adm") as office:
        student.sync()
        operations.report(student.desk, student.desk.record(made.id), ["fewer"], "少了體育")
        student.sync()
        office.say(Action.PROCESS, made.id, "receipt", intents.reply("已補上。"))
        office.sync()
        published(receiving, {**GRADES, "重修成績": []}, made.id, "2")
        student.sync()
        record = student.desk.record(made.id)
        assert record.state == "processed"
        report = receipts.report_of(student.desk, record)
        assert (report.types, report.text, report.reply) == ("資料有少", "少了體育", "已補上。")
        operations.confirm(student.desk, record)
        student.sync()
        assert student.desk.record(made.id).state == "confirmed"
