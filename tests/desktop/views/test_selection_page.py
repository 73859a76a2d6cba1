"""Picking: agreement first, a count that is live, a cap that holds, ticks that are not lost."""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from desktop.views import kit
from desktop.views.selection_page import SelectionPage
from domain.intents import Action
from tests.desktop.views import desks


def page_of(qtbot, visit, kind):
    page = SelectionPage(visit, kind)
    qtbot.addWidget(page)
    page.resize(1071, 717)
    page.show()
    qtbot.waitExposed(page)
    return page


def settle(qtbot, visit):
    qtbot.waitUntil(lambda: visit.desk.writer.waiting == 0)


@pytest.fixture
def picking(qtbot, portfolio):
    """Both pages of a student who has agreed."""

    def make(kind):
        page = page_of(qtbot, portfolio, kind)
        page.agree()
        settle(qtbot, portfolio)
        portfolio.said.clear()
        return page

    return make


def toggle(qtbot, page, number):
    page.list.setCurrentIndex(page.model.index(page.model.row_of(desks.identity(number))))
    qtbot.keyClick(page.list, Qt.Key.Key_Space)


def test_that_nothing_can_be_picked_before_the_agreement(qtbot, portfolio):
    page = page_of(qtbot, portfolio, "outcome")
    assert page.shelf.currentWidget() is page.consent
    assert page.footer.isHidden()
    assert not page.consent.send_button.isEnabled()
    page.consent.check.click()
    page.consent.send_button.click()
    settle(qtbot, portfolio)
    assert page.shelf.currentIndex() == 1
    given = [one.intent for one in portfolio.desk.unsent()]
    assert {intent.d["school_year"] for intent in given} == {"113", "114"}
    assert {intent.action for intent in given} == {Action.CONSENT}


def test_that_a_school_that_asks_for_no_agreement_gets_none(qtbot, open_desk):
    physics = desks.enrolment(50, owner=desks.STUDENT)
    records = [desks.school(consent_outcome=""), physics, desks.outcome(60, physics, "passed")]
    page = page_of(qtbot, open_desk("student", records), "outcome")
    assert page.shelf.currentIndex() == 1


def test_that_the_count_is_live_and_the_cap_holds(qtbot, picking):
    page = picking("outcome")
    assert page.footer._text.text() == "已勾 0／上限 2"
    for number in (60, 61):
        toggle(qtbot, page, number)
    assert page.footer._text.text() == "已勾 2／上限 2"
    assert page.confirm_button.isEnabled()
    toggle(qtbot, page, 62)
    assert page.footer._text.text() == "已勾 3／上限 2，超過 1 件"
    assert page.footer._text.property("tone") == "danger"
    assert not page.confirm_button.isEnabled()
    assert "上限" in page.confirm_button.toolTip()


def test_that_each_year_has_its_own_cap(qtbot, picking):
    page = picking("outcome")
    for number in (60, 61, 70):
        toggle(qtbot, page, number)
    assert page.confirm_button.isEnabled()
    assert [heading for heading, _ in page.ballot.groups()] == ["114 學年度", "113 學年度"]


def test_that_confirming_saves_and_may_be_changed_again(qtbot, portfolio, picking):
    page = picking("outcome")
    toggle(qtbot, page, 60)
    page.confirm()
    settle(qtbot, portfolio)
    assert portfolio.desk.record(desks.identity(60)).selection == "picked"
    assert page.ballot.changes() == {}
    toggle(qtbot, page, 60)
    page.confirm()
    settle(qtbot, portfolio)
    assert portfolio.desk.record(desks.identity(60)).selection == "none"
    assert portfolio.failed == []


def test_that_only_passed_outcomes_are_offered(picking):
    page = picking("outcome")
    assert desks.identity(71) not in {choice.record.id for choice in page.ballot.choices}


def test_that_an_incomplete_one_cannot_be_ticked_and_says_what_is_missing(qtbot, portfolio, picking):
    page = picking("diverse")
    toggle(qtbot, page, 82)
    assert page.ballot.ticked() == frozenset()
    line = page.model.lines[page.model.row_of(desks.identity(82))]
    assert (line.checkable, line.subtitle) == (False, "還缺：內容簡述、證明文件")


def test_that_what_the_school_has_locked_counts_and_stays(qtbot, open_desk):
    records = [desks.competition(80, desks.STUDENT, selection="locked"), desks.competition(81, desks.STUDENT)]
    visit = open_desk("student", [desks.school(consent_diverse=""), *desks.WINDOWS, *records])
    page = page_of(qtbot, visit, "diverse")
    toggle(qtbot, page, 80)
    assert page.footer._text.text() == "已勾 1／上限 3"
    assert page.ballot.changes() == {}
    assert page.model.lines[page.model.row_of(records[0].id)].pill == "學校已鎖定"


def test_that_a_closed_window_is_said_once_and_nothing_can_be_ticked(qtbot, open_desk):
    closed = desks.window(15, "diverse_select", -1, printed="3 月 1 日")
    records = [desks.school(consent_diverse=""), closed, desks.competition(81, desks.STUDENT)]
    page = page_of(qtbot, open_desk("student", records), "diverse")
    toggle(qtbot, page, 81)
    assert page.ballot.ticked() == frozenset()
    assert "截止" in page.banner.text


@pytest.mark.parametrize("save", [True, False])
def test_that_unsaved_ticks_are_asked_about_and_never_lost(qtbot, portfolio, picking, save):
    page = picking("outcome")
    toggle(qtbot, page, 60)

    def choose():
        box = QApplication.activeModalWidget()
        assert isinstance(box, kit.ConfirmDialog)
        (box.confirm_button if save else box.cancel_button).click()

    QTimer.singleShot(0, choose)
    assert page.leave()
    settle(qtbot, portfolio)
    assert (portfolio.desk.record(desks.identity(60)).selection == "picked") == save
    assert desks.identity(60) in page.ballot.ticked()


def test_that_what_the_school_brings_leaves_unsaved_ticks_alone(qtbot, portfolio, picking):
    page = picking("diverse")
    toggle(qtbot, page, 80)
    desks.hear(portfolio.desk, [desks.competition(83, desks.STUDENT)], 900)
    assert page.ballot.ticked() == {desks.identity(80)}
    assert page.model.row_of(desks.identity(83)) > 0


def test_that_ticks_can_be_taken_back(qtbot, picking):
    page = picking("diverse")
    toggle(qtbot, page, 80)
    page.undo_button.click()
    assert page.ballot.changes() == {}
    assert page.model.ticked() == ()
