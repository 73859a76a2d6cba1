"""The first screen: what is due, what is missing, what the school said, what has not arrived."""

from demo import hands
from desktop.models import home
from desktop.operations import records as operations
from desktop.views.home_page import HomePage
from tests.desktop.views import desks


def page_of(qtbot, visit, width=1071):
    page = HomePage(visit)
    qtbot.addWidget(page)
    page.resize(width, 717)
    page.show()
    qtbot.waitExposed(page)
    return page


def titles(card):
    return [row.note.title for row in card.rows]


def test_that_it_shows_what_is_missing_returned_ones_first(qtbot, portfolio):
    page = page_of(qtbot, portfolio)
    notes = [row.note for row in page.missing.rows]
    assert [note.pill for note in notes] == ["認證不通過", ""]
    assert notes[0].text == "請補上實驗數據"
    assert notes[1].text == "還缺：內容簡述、證明文件"


def test_that_a_line_leads_to_its_record(qtbot, portfolio):
    page = page_of(qtbot, portfolio)
    qtbot.keyClick(page.missing.rows[1], "\r")
    assert portfolio.went == [("competition", desks.identity(82))]


def test_that_the_newest_word_of_the_school_comes_first(qtbot, portfolio):
    page = page_of(qtbot, portfolio)
    assert [note.pill for note in (row.note for row in page.said.rows)] == ["認證不通過", "未讀公告"]
    assert page.said.rows[0].note.text == "王小明：請補上實驗數據"


def test_that_an_announcement_that_came_down_is_not_shown(qtbot, open_desk):
    old = desks.announcement(90, "舊公告", "過期", "2026-01-01", "2026-02-01")
    early = desks.announcement(91, "未來的公告", "還沒到", "2026-09-01")
    page = page_of(qtbot, open_desk("student", [desks.school(), old, early]))
    assert page.said.rows == []


def test_that_what_waits_for_the_school_is_listed(qtbot, portfolio):
    page = page_of(qtbot, portfolio)
    record = portfolio.desk.record(desks.identity(82))
    changes = {"description": ("", "補上簡述")}
    portfolio.desk.write(lambda: operations.save(portfolio.desk, record, changes))
    qtbot.waitUntil(lambda: len(page.unsent.rows) == 1)
    assert page.unsent.rows[0].note.text == "儲存"
    assert titles(page.unsent) == ["全國高中科學探究競賽第 12 屆"]


def test_that_a_teacher_sees_the_queue_by_course(qtbot, class_desk):
    page = page_of(qtbot, class_desk)
    assert [row.note.pill for row in page.queue.rows] == ["待認證 12 件"]
    qtbot.keyClick(page.queue.rows[0], "\r")
    assert class_desk.went == [("certify_queue", "")]


def test_that_every_open_window_has_its_page(portfolio, class_desk):
    assert home.page_of_window(portfolio.desk, "outcome_select") == "outcome_selection"
    assert home.page_of_window(portfolio.desk, "outcome_certify") == ""
    assert home.page_of_window(class_desk.desk, "outcome_certify") == "certify_queue"


def test_that_one_column_holds_everything_in_a_narrow_window(qtbot, portfolio):
    page = page_of(qtbot, portfolio, width=600)
    cards = (page.due, page.missing, page.said, page.unsent)
    assert len({card.mapTo(page, card.rect().topLeft()).x() for card in cards}) == 1
    assert all(card.isVisible() for card in cards)


def test_that_the_first_steps_are_told_until_they_are_done(qtbot, open_desk, portfolio):
    visit = open_desk("student", [desks.school(), *desks.WINDOWS])
    page = page_of(qtbot, visit)
    assert [row.note.pill for row in page.steps.rows] == ["完成", "下一步", "", ""]
    assert page.steps.count.text() == "完成 1／4"
    qtbot.keyClick(page.steps.rows[1], "\r")
    assert visit.went == [("cadre_experience", "")]
    assert not page_of(qtbot, portfolio).steps.isVisible()


def test_that_an_empty_portfolio_is_not_called_whole(qtbot, open_desk):
    page = page_of(qtbot, open_desk("student", [desks.school()]))
    assert hands.says(page.missing, "還沒有紀錄")
    assert not hands.says(page.missing, "都齊了")


def test_that_more_than_fits_on_a_card_can_be_shown(qtbot, open_desk):
    whole = [desks.competition(number, desks.STUDENT, whole=False) for number in range(80, 88)]
    page = page_of(qtbot, open_desk("student", [desks.school(), *desks.WINDOWS, *whole]))
    assert len(page.missing.rows) == 5
    hands.press(page.missing, "還有 3 件")
    assert len(page.missing.rows) == 8
