"""The queue goes out to a worksheet, is filled in elsewhere, and comes back row by row."""

from io import BytesIO

import openpyxl
import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from derive import queue_sheet as sheet
from desktop.operations import queue_sheet
from desktop.views.certify_page import CertifyPage
from domain.errors import BadInput
from domain.intents import Action


@pytest.fixture
def page(qtbot, class_desk):
    page = CertifyPage(class_desk, ("pending",))
    qtbot.addWidget(page)
    page.resize(1071, 717)
    page.show()
    return page


def settle(qtbot, desk):
    qtbot.waitUntil(lambda: desk.writer.waiting == 0 and desk.hands.waiting == 0)


def exported(qtbot, page, path):
    page.sheet.export_to(path, page._shown())
    settle(qtbot, page.desk)
    return openpyxl.load_workbook(path)


def columns(book):
    return {cell.value: cell.column for cell in book.active[1]}


def fill(book, row, decided, reason="", comment=""):
    where = columns(book)
    for name, value in ((sheet.DECIDED, decided), (sheet.REASONS, reason), (sheet.COMMENT, comment)):
        book.active.cell(row, where[name], value or None)


def came_back(qtbot, page, path, press="confirm_button"):
    """Import the worksheet, look at the table that asks, and press one of its buttons."""
    seen = []

    def look():
        box = QApplication.activeModalWidget()
        if box is None:
            QTimer.singleShot(10, look)
            return
        model = box.table.model()
        seen.extend(tuple(model.index(r, c).data() for c in range(3)) for r in range(model.rowCount()))
        getattr(box, press).click()

    QTimer.singleShot(10, look)
    page.sheet.import_from(path)
    qtbot.waitUntil(lambda: bool(seen))
    settle(qtbot, page.desk)
    return seen


def test_that_the_worksheet_tells_whose_and_what_and_offers_the_decisions(qtbot, page, tmp_path):
    book = exported(qtbot, page, tmp_path / "queue.xlsx")
    rows = list(book.active.iter_rows(min_row=2, values_only=True))
    assert len(rows) == 12
    assert rows[0][:4] == ("物理", "高一仁", "1", "林小宇")
    (decisions, reasons) = book.active.data_validations.dataValidation
    assert decisions.formula1 == '"認證通過,認證不通過"'
    assert "無法查證成果可信度" in reasons.formula1
    assert page.host.said[-1] == ("已匯出 12 件到「queue.xlsx」。填好「決定」再匯入。", "success")


def test_that_a_filled_worksheet_decides_exactly_its_rows(qtbot, page, tmp_path):
    path = tmp_path / "queue.xlsx"
    book = exported(qtbot, page, path)
    fill(book, 2, "認證通過", comment="很好")
    fill(book, 3, "不通過", "無法查證成果可信度、請加強成果內容正確性", "=1+1 請說明")
    book.save(path)
    seen = came_back(qtbot, page, path)
    assert len(seen) == 2
    said = {one.intent.record: one.intent for one in page.desk.unsent()}
    first, second = (page_record for page_record in sorted(said))
    assert (said[first].action, said[first].d["comment"], said[first].d["reasons"]) == (
        Action.CERTIFY,
        "很好",
        [],
    )
    assert said[second].action is Action.REJECT
    assert said[second].d["reasons"] == ["02", "03"]
    assert page.model.rowCount() == 10
    assert page.host.said[-1] == ("依工作表決定 2 件。", "復原")


def test_that_rows_changed_since_or_filled_wrongly_are_skipped_and_told_by_cell(qtbot, page, tmp_path):
    path = tmp_path / "queue.xlsx"
    book = exported(qtbot, page, path)
    where = columns(book)
    fill(book, 2, "認證通過")
    fill(book, 3, "OK")
    fill(book, 4, "認證不通過")
    fill(book, 5, "認證不通過", "寫得不夠好")
    fill(book, 6, "認證通過")
    book.active.cell(6, where[sheet.CONTENT], "0" * 64)
    fill(book, 7, "認證通過")
    book.active.cell(7, where[sheet.RECORD], "nobody")
    fill(book, 8, "認證通過", comment="字" * 501)
    book.save(path)
    seen = {said: result for _, said, result in came_back(qtbot, page, path)}
    assert seen["認證通過　H2"] == "可以"
    assert "「OK」不是" in seen["H3"]
    assert seen["認證不通過　H4"] == "不通過要有原因或說明。"
    assert "沒有「寫得不夠好」這個原因" in seen["認證不通過　H5"]
    assert seen["認證通過　H6"] == "匯出之後內容改過，請重新檢視。"
    assert seen["認證通過　H7"] == "這台電腦上沒有這件成果。"
    assert "說明超過 1 字" in seen["認證通過　H8"]
    assert len(page.desk.unsent()) == 1
    assert page.result.sentence == "依工作表決定 1 件，略過 6 列"


def test_that_nothing_is_decided_before_the_yes_and_nothing_twice(qtbot, page, tmp_path):
    path = tmp_path / "queue.xlsx"
    book = exported(qtbot, page, path)
    for row in range(2, 14):
        fill(book, row, "認證通過")
    book.save(path)
    came_back(qtbot, page, path, "cancel_button")
    assert page.desk.unsent() == ()
    came_back(qtbot, page, path)
    assert len(page.desk.unsent()) == 12
    again = came_back(qtbot, page, path, "cancel_button")
    assert {result for _, _, result in again} == {"已經不在認證中，跳過。"}


def test_that_another_workbook_is_refused_with_what_to_do(class_desk, tmp_path):
    other = openpyxl.Workbook()
    other.active.append(["學號", "姓名"])
    other.save(made := BytesIO())
    path = tmp_path / "other.xlsx"
    path.write_bytes(made.getvalue())
    with pytest.raises(BadInput, match="不是從「認證」匯出的工作表"):
        queue_sheet.plan(class_desk.desk, path)
    path.write_bytes(b"MZ not a workbook")
    with pytest.raises(BadInput):
        queue_sheet.plan(class_desk.desk, path)
