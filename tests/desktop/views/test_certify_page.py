"""A teacher's class: many decisions at once, without a network, and no word lost on the way."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from desktop.models import remarks
from desktop.operations import phrases
from desktop.views import kit
from desktop.views.certify_page import CertifyPage
from desktop.views.phrase_dialog import PhraseDialog
from domain.intents import Action
from tests.desktop.views import desks


def page_of(qtbot, visit, *args):
    page = CertifyPage(visit, *args)
    qtbot.addWidget(page)
    page.resize(1071, 717)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return page


def settle(qtbot, visit):
    qtbot.waitUntil(lambda: visit.desk.writer.waiting == 0)


def answer(press):
    """Press a button of the question that is about to be asked."""

    def look():
        box = QApplication.activeModalWidget()
        assert isinstance(box, kit.ConfirmDialog)
        press(box).click()

    QTimer.singleShot(0, look)


def test_that_a_whole_class_is_certified_offline_with_one_intent_a_record(qtbot, class_desk):
    page = page_of(qtbot, class_desk, ("pending",))
    qtbot.keyClick(page.list, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert page.side.counted.text() == "12 件已選"
    answer(lambda box: box.confirm_button)
    qtbot.keyClick(page.list, Qt.Key.Key_A)
    settle(qtbot, class_desk)
    said = class_desk.desk.unsent()
    assert len(said) == 12
    assert len({one.intent.record for one in said}) == 12
    assert {one.intent.action for one in said} == {Action.CERTIFY}
    assert class_desk.said[-1] == ("已認證 12 件。", "復原")
    assert page.result.sentence == ""
    assert page.model.rowCount() == 0
    assert class_desk.failed == []


def test_that_declining_the_question_decides_nothing(qtbot, class_desk):
    page = page_of(qtbot, class_desk)
    answer(lambda box: box.cancel_button)
    page.certify()
    settle(qtbot, class_desk)
    assert class_desk.desk.unsent() == ()


def test_that_without_ticks_the_decision_is_about_the_open_one(qtbot, class_desk):
    page = page_of(qtbot, class_desk)
    qtbot.keyClick(page.list, Qt.Key.Key_J)
    qtbot.keyClick(page.list, Qt.Key.Key_J)
    wanted = page.list.record.id
    page.decide(Action.CERTIFY)
    settle(qtbot, class_desk)
    assert [one.intent.record for one in class_desk.desk.unsent()] == [wanted]
    assert page.list.currentIndex().row() == 2


def test_that_a_remark_survives_moving_up_and_down(qtbot, class_desk):
    page = page_of(qtbot, class_desk)
    page.begin_return()
    qtbot.keyClicks(page.panel.comment, "redo the error bars")
    page.list.step(1)
    assert page.panel.remark.comment == ""
    qtbot.keyClicks(page.panel.comment, "name your sources")
    page.list.step(-1)
    assert page.panel.remark.comment == "redo the error bars"
    page.list.step(1)
    assert page.panel.remark.comment == "name your sources"


def test_that_a_remark_goes_along_when_the_selection_grows(qtbot, class_desk):
    page = page_of(qtbot, class_desk)
    first = page.model.lines[0].record.id
    page.model.tick([first])
    page.begin_return()
    qtbot.keyClicks(page.panel.comment, "more detail")
    page.model.tick([first, page.model.lines[1].record.id])
    assert page.panel.remark.comment == "more detail"
    assert page.bar.reject_button.text() == "不通過 2 件"


def test_that_returning_needs_a_reason_or_a_comment(qtbot, class_desk):
    page = page_of(qtbot, class_desk)
    page.begin_return()
    assert not page.bar.reject_button.isEnabled()
    assert list(page.panel.boxes)[:2] == ["01", "02"]
    page.panel.boxes["02"].click()
    assert page.bar.reject_button.isEnabled()
    answer(lambda box: box.confirm_button)
    page.confirm_return()
    settle(qtbot, class_desk)
    (said,) = class_desk.desk.unsent()
    assert (said.intent.action, said.intent.d["reasons"]) == (Action.REJECT, ["02"])


def test_that_the_ones_a_rule_refuses_are_reported_and_stay_ticked(qtbot, open_desk):
    records = desks.class_of(4)
    late = desks.with_pending_files(records[3], 1)
    visit = open_desk("teacher", [desks.school(), *desks.WINDOWS, *records[:3], late, *records[4:]])
    page = page_of(qtbot, visit)
    page.model.tick([line.record.id for line in page.model.lines])
    page.decide(Action.CERTIFY)
    settle(qtbot, visit)
    assert page.result.sentence.startswith("已認證 3 件，1 件未能認證：還有 1 個檔案沒有完整送達學校")
    assert page.result.rows[0].startswith("陳品妤")
    assert [record.id for record in page.model.ticked()] == [late.id]
    assert page.bar.certify_button.isEnabled() is False
    assert "檔案" in page.bar.certify_button.toolTip()


def test_that_a_closed_window_says_why_nothing_can_be_decided(qtbot, open_desk):
    closed = desks.window(12, "outcome_certify", -1, printed="3 月 1 日")
    visit = open_desk("teacher", [desks.school(), closed, *desks.class_of(2)])
    page = page_of(qtbot, visit)
    assert not page.bar.certify_button.isEnabled()
    assert "截止" in page.bar.certify_button.toolTip()


def test_that_a_pass_is_undone_as_the_profile_says(qtbot, open_desk):
    for profile, shown in (("senior-high", "revoke"), ("experimental", "reject")):
        visit = open_desk(
            "teacher", [desks.school(), *desks.WINDOWS, *desks.class_of(1, state="passed")], profile
        )
        page = page_of(qtbot, visit, ("passed", "failed"))
        assert page.bar.revoke_button.isHidden() == (shown != "revoke")
        assert page.bar.reject_button.isHidden() == (shown != "reject")
        assert page.bar.certify_button.isHidden()


def test_that_shift_ticks_a_stretch(qtbot, class_desk):
    page = page_of(qtbot, class_desk)

    def click(row, modifier=Qt.KeyboardModifier.NoModifier):
        spot = page.list.visualRect(page.model.index(row)).center()
        qtbot.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, modifier, spot)

    click(1)
    click(4, Qt.KeyboardModifier.ShiftModifier)
    assert len(page.model.ticked()) == 4


def test_that_a_course_narrows_the_queue(qtbot, open_desk):
    biology = desks.enrolment(900, 3, subject="生物")
    visit = open_desk(
        "teacher", [desks.school(), *desks.WINDOWS, *desks.class_of(3), biology, desks.outcome(901, biology)]
    )
    page = page_of(qtbot, visit)
    assert page.model.rowCount() == 4
    page.course.set_value("114-1-生物")
    page.reload()
    assert [line.record.id for line in page.model.lines] == [desks.identity(901)]


def test_that_an_empty_queue_is_calm(qtbot, open_desk):
    page = page_of(qtbot, open_desk("teacher", [desks.school()]))
    assert page.shelf.currentWidget() is page.empty


def test_that_what_the_school_brings_keeps_the_ticks_and_the_place(qtbot, class_desk):
    page = page_of(qtbot, class_desk)
    page.list.step(3)
    here, ticked = page.list.record.id, [line.record.id for line in page.model.lines[:2]]
    page.model.tick(ticked)
    desks.hear(class_desk.desk, desks.class_of(1, first=700), 500)
    assert page.model.rowCount() == 13
    assert page.list.record.id == here
    assert [record.id for record in page.model.ticked()] == ticked


def test_that_a_pass_takes_the_comment_along_but_no_reasons(qtbot, class_desk):
    page = page_of(qtbot, class_desk)
    page.begin_return()
    page.panel.boxes["03"].click()
    qtbot.keyClicks(page.panel.comment, "well done")
    page.decide(Action.CERTIFY)
    settle(qtbot, class_desk)
    (said,) = class_desk.desk.unsent()
    assert (said.intent.d["comment"], said.intent.d["reasons"]) == ("well done", [])


def keep(qtbot, visit, *texts):
    for place, text in enumerate(texts, 1):
        visit.desk.write(lambda text=text, place=place: phrases.keep(visit.desk, text, str(place)))
    settle(qtbot, visit)


def test_that_a_digit_writes_a_comment_of_the_library_and_opens_the_panel(qtbot, class_desk):
    keep(qtbot, class_desk, "請補上實驗數據", "請註明引用來源")
    page = page_of(qtbot, class_desk)
    qtbot.keyClick(page.list, Qt.Key.Key_2)
    assert page.panel.remark.comment == "請註明引用來源"
    qtbot.keyClick(page.panel.comment, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert page.panel.remark.comment == "請註明引用來源\n請補上實驗數據"
    qtbot.keyClick(page.panel.comment, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert page.panel.remark.comment.count("請補上實驗數據") == 1
    qtbot.keyClicks(page.panel.comment, " 12")
    assert page.panel.remark.comment.endswith("數據 12")


def test_that_what_was_written_is_kept_in_the_library_once(qtbot, class_desk):
    page = page_of(qtbot, class_desk)
    page.begin_return()
    assert not page.panel.phrases.keep_button.isEnabled()
    qtbot.keyClicks(page.panel.comment, "name your sources")
    page.panel.phrases.keep_button.click()
    settle(qtbot, class_desk)
    assert [one.text for one in page.panel.phrases.kept] == ["name your sources"]
    assert not page.panel.phrases.keep_button.isEnabled()


def test_that_the_library_is_put_in_order(qtbot, class_desk):
    keep(qtbot, class_desk, "first", "second", "third")
    dialog = PhraseDialog(class_desk.desk)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.list.setCurrentRow(2)
    dialog.up_button.click()
    settle(qtbot, class_desk)
    assert [one.text for one in dialog.kept] == ["first", "third", "second"]
    assert dialog.current.text == "third"
    dialog.drop_button.click()
    settle(qtbot, class_desk)
    dialog.words.set_value("x" * 501)
    assert not dialog.add_button.isEnabled()
    assert [one.caption for one in dialog.kept] == ["1　first", "2　second"]


def test_that_a_remark_begun_outlives_the_program(qtbot, class_desk):
    page = page_of(qtbot, class_desk)
    page.begin_return()
    page.panel.boxes["02"].click()
    qtbot.keyClicks(page.panel.comment, "redo the error bars")
    qtbot.waitUntil(lambda: "redo the error bars" in class_desk.desk.noted(remarks.KEY))
    again = page_of(qtbot, class_desk)
    again.begin_return()
    assert again.panel.remark == remarks.Remark(("02",), "redo the error bars")
    again.decide(Action.REJECT)
    settle(qtbot, class_desk)
    assert class_desk.desk.noted(remarks.KEY) == "[]"


def test_that_many_are_tried_before_they_are_decided(qtbot, open_desk):
    rows = desks.class_of(3)
    late = desks.with_pending_files(rows[-1], 2)
    visit = open_desk("teacher", [desks.school(), *desks.WINDOWS, *rows[:-1], late])
    page = page_of(qtbot, visit)
    qtbot.keyClick(page.list, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    seen = []

    def look():
        box = QApplication.activeModalWidget()
        model = box.table.model()
        seen.extend([model.index(row, 2).data() for row in range(model.rowCount())])
        seen.append(box.confirm_button.text())
        box.cancel_button.click()

    QTimer.singleShot(0, look)
    page.certify()
    assert "2 個檔案沒有完整送達" in seen[0]
    assert seen[1:] == ["可以", "可以", "通過 2 件"]
    assert visit.desk.unsent() == ()
