"""A teacher's class: many decisions at once, without a network, and no word lost on the way."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from desktop.views import kit
from desktop.views.certify_page import CertifyPage
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
    assert page.counted.text() == "12 件已選"
    answer(lambda box: box.confirm_button)
    qtbot.keyClick(page.list, Qt.Key.Key_A)
    settle(qtbot, class_desk)
    said = class_desk.desk.unsent()
    assert len(said) == 12
    assert len({one.intent.record for one in said}) == 12
    assert {one.intent.action for one in said} == {Action.CERTIFY}
    assert page.result.sentence == "已認證 12 件"
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
    assert page.reject_button.text() == "不通過 2 件"


def test_that_returning_needs_a_reason_or_a_comment(qtbot, class_desk):
    page = page_of(qtbot, class_desk)
    page.begin_return()
    assert not page.reject_button.isEnabled()
    assert list(page.panel.boxes)[:2] == ["01", "02"]
    page.panel.boxes["02"].click()
    assert page.reject_button.isEnabled()
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
    assert page.certify_button.isEnabled() is False
    assert "檔案" in page.certify_button.toolTip()


def test_that_a_closed_window_says_why_nothing_can_be_decided(qtbot, open_desk):
    closed = desks.window(12, "outcome_certify", -1, printed="3 月 1 日")
    visit = open_desk("teacher", [desks.school(), closed, *desks.class_of(2)])
    page = page_of(qtbot, visit)
    assert not page.certify_button.isEnabled()
    assert "截止" in page.certify_button.toolTip()


def test_that_a_pass_is_undone_as_the_profile_says(qtbot, open_desk):
    for profile, shown in (("senior-high", "revoke"), ("experimental", "reject")):
        visit = open_desk(
            "teacher", [desks.school(), *desks.WINDOWS, *desks.class_of(1, state="passed")], profile
        )
        page = page_of(qtbot, visit, ("passed", "failed"))
        assert page.revoke_button.isHidden() == (shown != "revoke")
        assert page.reject_button.isHidden() == (shown != "reject")
        assert page.certify_button.isHidden()


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
