"""簽章收據: shown only once the school has answered, checked here, and taken along as PDF or file."""

import pymupdf
import pytest
from shiboken6 import isValid

from desktop import sessions
from desktop.models import signed
from desktop.operations import attachments, proofs, records, verifying
from desktop.views import kit
from desktop.views.history_dialog import open_history
from desktop.views.signed_page import SignedPage
from domain.forms import FORMS
from domain.intents import Action
from domain.records import Record
from sync import receipts
from tests.desktop.views import desks, screens
from tests.server.campus import pdf


@pytest.fixture
def visit(home):
    return desks.Visit(home.desk)


def sent(home, visit):
    """An outcome with a file that the school has; its id."""
    desk = visit.desk
    sessions.post(desk)
    outcome = Record(desk.clock.new_id(), "course_outcome", desk.actor.id, home.campus.enrolment, "draft")
    records.save(desk, outcome, {"summary": (None, "社區水質調查")})
    path = home.folder / "報告.pdf"
    path.write_bytes(pdf("水質"))
    taken = attachments.take(desk, FORMS["course_outcome"].field("document_file"), path)
    records.set_file(desk, desk.record(outcome.id), "document_file", taken)
    records.submit(desk, desk.record(outcome.id))
    return outcome.id


def shown(qtbot, visit):
    page = SignedPage(visit)
    qtbot.addWidget(page)
    page.resize(1071, 717)
    page.show()
    qtbot.waitExposed(page)
    screens.settle(visit.desk)
    screens.settle(visit.desk)
    return page


def words(page):
    return " ".join(label.text() for label in page._sheet.findChildren(screens.hands.QLabel))


def test_that_nothing_is_shown_before_the_school_has_answered(qtbot, home, visit):
    sent(home, visit)
    page = shown(qtbot, visit)
    assert page.shelf.currentIndex() == 1
    assert page.found == {}
    assert sessions.post(visit.desk).ok
    page.reload()
    screens.settle(visit.desk)
    screens.settle(visit.desk)
    assert page.shelf.currentIndex() == 0
    assert page.model.rows[0].title.startswith("送出認證")


def test_that_a_receipt_says_what_when_who_and_which_files(qtbot, home, visit):
    record = sent(home, visit)
    assert sessions.post(visit.desk).ok
    page = shown(qtbot, visit)
    page.open_record(record)
    screens.settle(visit.desk)
    screens.settle(visit.desk)
    told = words(page)
    proof = page.found[page.shown]
    for word in (
        "簽章正確", "送出認證", "社區水質調查", "國語文", "林小宇", "範例高級中學", "已收下",
        proof.receipt.number, signed.when(proof.receipt), signed.SAID_HERE,
    ):  # fmt: skip
        assert word in told, word
    assert "指紋相符" in [
        pill.accessibleName() or pill.text for pill in page._sheet.findChildren(kit.StatusPill)
    ]
    assert receipts.listed(proof.act)[0].sha256 in told.replace("\n", "").replace(" ", "")


def test_that_it_is_saved_as_pdf_and_file_that_anybody_can_check(qtbot, home, visit, tmp_path):
    sent(home, visit)
    assert sessions.post(visit.desk).ok
    page = shown(qtbot, visit)
    proof = page.found[page.shown]
    key = home.campus.school.office.keys.public
    for name in ("收據.pdf", "收據.json"):
        page.save_to(proof, tmp_path / name)
        screens.settle(visit.desk)
        checked = verifying.check(str(tmp_path / name), key, [home.folder / "報告.pdf"])
        assert checked.good, checked.faults
        assert checked.matches == (("報告.pdf", True),)
    told = pymupdf.open(tmp_path / "收據.pdf")[0].get_text()
    for word in ("報告.pdf", "林小宇", "範例高級中學", proof.receipt.number):
        assert word in told
    assert visit.failed == []


def test_that_a_receipt_that_does_not_fit_says_so_and_is_not_handed_out(qtbot, home, visit):
    sent(home, visit)
    assert sessions.post(visit.desk).ok
    visit.desk.writer.wait(lambda: visit.desk.store.set_meta(proofs.KEY, "A" * 43 + "="))
    page = shown(qtbot, visit)
    assert "無法驗證" in page.model.rows[0].pill
    assert "簽章不符" in words(page)
    assert not page.pdf_button.isEnabled()
    assert "無法驗證" in page.pdf_button.toolTip()


def test_that_the_menu_of_a_record_leads_to_its_receipt(qtbot, home, visit):
    record = sent(home, visit)
    with screens.shown(visit.desk) as window:
        editor = screens.edit(window, "course_outcome", record)
        editor.more.aboutToShow.emit()
        assert not editor.more.signed.isEnabled()
        assert "還沒有簽收" in editor.more.signed.toolTip()
        assert sessions.post(visit.desk).ok
        editor.more.aboutToShow.emit()
        assert editor.more.signed.isEnabled()
        editor.more.signed.trigger()
        screens.settle(visit.desk)
        screens.settle(visit.desk)
        page = window.page("signed_receipts")
        assert window.work.currentWidget() is page
        assert page.found[page.shown].act.record == record


def test_that_the_record_and_its_history_name_the_receipt_once_there_is_one(qtbot, home, visit):
    record = sent(home, visit)
    with screens.shown(visit.desk) as window:
        editor = screens.edit(window, "course_outcome", record)
        assert "收據" not in editor.banner.text
        assert sessions.post(visit.desk).ok
        editor._take_over()
        found = signed.newest(visit.desk, record, Action.SUBMIT)
        assert found.number in editor.banner.text
        assert signed.when(found) in editor.banner.text
        dialog = open_history(window, visit.desk.record(record), editor)
        screens.hands.wait(lambda: screens.hands.says(dialog, found.number), "收據")
        screens.hands.press(dialog, "看收據")
        screens.hands.wait(lambda: window.page("signed_receipts") is not None, "頁面")
        page = window.page("signed_receipts")
        screens.hands.wait(lambda: page.shown == found.intent, "收據")
        assert not isValid(dialog)
