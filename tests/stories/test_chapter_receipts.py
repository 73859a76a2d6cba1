"""Manual 000, chapters 5 and 7: what the school has noted and sent on, looked through, reported and confirmed."""

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt

from demo import hands
from demo.hands import answering, wait
from demo.school import build
from demo.stage import Actor, Town
from desktop.models import inquiries, receipts
from desktop.views.read_page import ReadPage
from desktop.views.receipt_page import PHRASE, ReceiptPage
from desktop.views.receipt_table import ReceiptTable
from domain.records import Record
from server.services import acting, identities, importing, receiving
from tests.server import parcels

pytestmark = [pytest.mark.story, pytest.mark.slow, pytest.mark.qt]

ME = "A123456789"
GRADES = {
    "學期成績": [
        {"課程代碼": f"114-{n}", "科目名稱": f"科目 {n}", "修課學分": "2", "學期學業成績": str(70 + n)}
        for n in range(13)
    ],
    "補修成績": [],
}
DIVERSE = {
    "競賽參與紀錄": [
        {"競賽名稱": "科展", "證明文件連結": "D/1.pdf"},
        {"競賽名稱": "作文", "證明文件連結": ""},
    ]
}
CADRES = {"幹部經歷": [{"單位名稱": "二年三班", "擔任職務": "班長"}]}
OUTCOMES = {"學期課程學習成果": [{"科目名稱": "生物", "課程學習成果文件檔案連結": "C/1.pdf"}]}
ROSTERS = {"修課紀錄": GRADES, "課程學習成果": OUTCOMES, "多元表現": DIVERSE, "校內幹部經歷": CADRES}
TERM = "113-2"


def workbook(path: Path, *lines: tuple[object, ...]) -> Path:
    book = openpyxl.Workbook()
    for line in lines:
        book.worksheets[0].append(line)
    book.save(path)
    return path


def send_package(town: Town, folder: Path, rosters=ROSTERS) -> receiving.Taken:
    """What the school does: the list of ids once, and the package that came from the national database."""
    identities.import_list(town.office, workbook(folder / "ids.xlsx", ("帳號", "身分證號"), ("s1", ME)))
    files = {f"{name}_{TERM}.json": parcels.roster(name, {ME: items}) for name, items in rosters.items()}
    return receiving.receipts(town.office, parcels.parcel(folder / "r.zip", files), parcels.PASSWORD, TERM)


@pytest.fixture(params=["senior-high", "experimental"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def own(qapp, tmp_path: Path, kind: str) -> Iterator[Actor]:
    """A student of a school of their own, signed in."""
    town = Town(build(tmp_path / "school", kind))
    town.connect()
    actor = Actor("s1", tmp_path / "home", town)
    actor.start()
    actor.enter(first=True)
    yield actor
    actor.leave()
    town.stop()


def inside(actor: Actor, tmp_path: Path) -> ReceiptPage:
    send_package(actor.town, tmp_path)
    actor.sync_until(lambda: TERM in dict(receipts.terms(actor.desk)), "收訖明細")
    page = actor.go("receipt")
    assert isinstance(page, ReceiptPage)
    assert len(receipts.terms(actor.desk)) == 2
    hands.choose(page.terms, TERM)
    return page


def turn_to(page: ReceiptPage, key: str) -> None:
    hands.press(page.strip, next(one.title for one in page._found if one.key == key))
    wait(lambda: page.category == key, f"類別 {key}")


@pytest.mark.parametrize("kind", ["senior-high"], indirect=True)
def test_that_each_category_shows_its_count_its_periods_and_its_files(own: Actor, tmp_path: Path) -> None:
    page = inside(own, tmp_path)
    assert [one.title for one in page._found] == [
        "修課紀錄 (13)",
        "課程學習成果 (1)",
        "多元表現 (2)",
        "校內幹部經歷 (1)",
    ]
    own.town.cut()
    for key in ("grades", "outcomes", "diverse", "cadres"):
        turn_to(page, key)
        hands.live(0.05)
        assert hands.says(page, "開放確認期限")
        assert hands.says(page, "開放修改期限") == (key != "cadres")
    turn_to(page, "grades")
    assert hands.says(page, "學期成績 (13)")
    assert hands.says(page, "補修成績 (0)")
    [table] = [one for one in page.findChildren(ReceiptTable) if one.isVisible()]
    heads = [table.rows.headerData(n, Qt.Orientation.Horizontal) for n in range(table.rows.columnCount())]
    told = table.rows.headerData(
        heads.index("修課學分"), Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole
    )
    assert told == "修課學分：這門課的學分數。"
    turn_to(page, "diverse")
    hands.live(0.05)
    [table] = [one for one in page.findChildren(ReceiptTable) if one.isVisible()]
    place = [c.label for c in table.rows.table.columns].index("證明文件連結")
    assert [table.rows.index(row, place).data() for row in (0, 1)] == ["有檔案", ""]
    hands.press(page, "調整勾選")
    wait(lambda: own.window.nav.current == "diverse_selection", "多元表現勾選")
    turn_to(own.go("receipt"), "cadres")
    assert hands.named_button(page, "調整勾選") is None


@pytest.mark.parametrize("kind", ["senior-high"], indirect=True)
def test_that_a_problem_is_reported_answered_and_then_confirmed_for_good(own: Actor, tmp_path: Path) -> None:
    page = inside(own, tmp_path)
    own.town.cut()
    turn_to(page, "cadres")
    hands.press(page, "問題回報")
    hands.press(page.panel, "傳送")
    assert hands.says(page.panel, "請先勾選問題狀況")
    hands.click(page.panel.boxes["fewer"])
    hands.write(page.panel.words, "少了社團副社長")
    hands.press(page.panel, "傳送")
    wait(lambda: page.record.state == "reported", "已回報")
    assert not page.confirm_button.isEnabled()
    own.town.connect()
    own.sync_until(lambda: not own.desk.sync_facts().unsent, "回報送到")
    [told] = acting.reports(own.town.office)
    assert told.said == "［資料有少］少了社團副社長"
    more = {"幹部經歷": [*CADRES["幹部經歷"], {"單位名稱": "生物研究社", "擔任職務": "副社長"}]}
    send_package(own.town, tmp_path, {**ROSTERS, "校內幹部經歷": more})
    acting.answer(own.town.office, told.id, "已補登並重新提交。")
    own.sync_until(lambda: page.record.state == "processed", "處理結果")
    hands.live(0.05)
    assert hands.says(page, "處理狀況：已處理")
    assert hands.says(page, "已補登並重新提交。")
    assert page.current.title == "校內幹部經歷 (2)"
    with answering(_say_the_word, "確認收訖"):
        hands.click(page.confirm_button)
    wait(lambda: page.record.state == "confirmed", "已確認")
    assert not page.report_button.isEnabled()
    assert "不能再回報" in page.report_button.toolTip()
    own.sync_until(lambda: not own.desk.sync_facts().unsent, "確認送到")
    taken = send_package(own.town, tmp_path, {**ROSTERS, "校內幹部經歷": CADRES})
    assert taken.after_confirmation == 1
    own.sync_until(lambda: receipts.changed_since(page.record), "更新的明細")
    hands.live(0.05)
    assert page.record.state == "confirmed"
    assert hands.says(page, "您確認之後，學校又更新了這份明細")


def _say_the_word(front) -> bool:
    hands.write(front.phrase_box, PHRASE)
    hands.click(front.confirm_button)
    return True


@pytest.mark.parametrize("kind", ["experimental"], indirect=True)
def test_that_the_experimental_platform_shows_two_categories_to_confirm(own: Actor, tmp_path: Path) -> None:
    page = inside(own, tmp_path)
    assert hands.says(page.header, "提交紀錄")
    assert [one.key for one in page._found] == ["outcomes", "diverse"]
    assert hands.named_button(page, "問題回報") is None
    turn_to(page, "diverse")
    with answering(_say_the_word, "確認"):
        hands.click(page.confirm_button)
    wait(lambda: page.record.state == "confirmed", "已確認")


# ---- chapter 5


@pytest.mark.parametrize("kind", ["senior-high"], indirect=True)
def test_that_cadres_are_listed_read_and_corrected_through_the_school(own: Actor, tmp_path: Path) -> None:
    headings = ("帳號", "學年度／學期別", "單位名稱", "開始日期", "結束日期", "擔任職務", "幹部等級")
    wrong = ("s1", "114-1", "合唱團", "2025-09-01", "2025-12-31", "團長", "社團幹部")
    importing.bring("cadres", own.town.office, None, workbook(tmp_path / "c.xlsx", headings, wrong))
    own.sync_until(lambda: len(own.desk.entries("school_cadre")) == 3, "校內幹部")
    own.town.cut()
    page = own.go("school_cadre")
    assert isinstance(page, ReadPage)
    assert hands.says(page.header, "不需要上傳文件")
    row = next(n for n, line in enumerate(page.model.lines) if line.title == "團長")
    hands.click_row(page.list, row)
    for words in (
        "合唱團",
        "2025 年 9 月 1 日",
        "2025 年 12 月 31 日",
        "團長",
        "社團幹部",
        "114 學年度第 1 學期",
    ):
        assert hands.says(page.detail, words), words
    hands.press(page, "回報學校")
    assert hands.says(page, "關於「合唱團 團長」")
    hands.click(page.board.panel.boxes["wrong"])
    hands.write(page.board.panel.words, "結束日期是 2026 年 6 月 30 日")
    hands.press(page.board, "傳送")
    wait(lambda: hands.says(page, "資料有誤：結束日期是 2026 年 6 月 30 日"), "寫好的回報")
    assert [one.pill for one in inquiries.questions(own.desk, "school_cadre")] == ["等待送到學校"]
    own.town.connect()
    own.sync_until(lambda: not own.desk.sync_facts().unsent, "回報送到")
    [told] = acting.reports(own.town.office)
    right = (*wrong[:4], "2026-06-30", *wrong[5:])
    importing.bring("cadres", own.town.office, None, workbook(tmp_path / "c.xlsx", headings, right))
    acting.answer(own.town.office, told.id, "已更正，請再看一次。")
    own.sync_until(lambda: _answered(own), "學校的答覆")
    wait(lambda: hands.says(page.board, "已更正，請再看一次。"), "答覆在畫面上")
    hands.press(page, "回到清單")
    wait(lambda: hands.says(page.detail, "2026 年 6 月 30 日"), "更正後的資料")


def _answered(actor: Actor) -> bool:
    found: list[Record] = [entry.record for entry in actor.desk.entries("inquiry")]
    return bool(found) and all(one.state == "processed" for one in found)
