"""管理: picks are locked, opened, handed in and opened again; what students reported is answered."""

import pytest

from demo import hands
from desktop.models import picks
from desktop.models.picks import Wanted
from domain import intents
from domain.intents import Action
from domain.records import Record
from tests.desktop.views import desks, screens

STANDINGS = ("picked", "picked", "locked", "submitted", "reopened")


def person(place: int) -> Record:
    values = {"name": desks.NAMES[place], "class_name": "高一仁", "seat": str(place + 1), "role": "student"}
    return Record(desks.identity(300 + place), "person", f"acc-{place}", state="current", values=values)


def question(number: int, text: str, place: int = 0, **srv: object) -> Record:
    values = {"about": "school_cadre", "subject": "二年三班 班長", "problems": "wrong", "text": text}
    state = "processed" if srv else "reported"
    return Record(desks.identity(number), "inquiry", f"acc-{place}", "", state, 1, 0, values, {}, srv)


def school_at_work() -> list[Record]:
    found: list[Record] = [desks.school(), *desks.WINDOWS]
    for place, standing in enumerate(STANDINGS):
        joined = desks.enrolment(400 + place, place)
        found += [person(place), joined, desks.outcome(500 + place, joined, "passed", selection=standing)]
    found.append(desks.competition(600, "acc-0", selection="picked"))
    return found


REPORTS = (
    question(700, "結束日期不對"),
    question(701, "職務寫錯了", place=1),
    question(702, "多了一筆", report={"reply": "已刪除。", "processed_at": "2026-03-01T02:00:00Z"}),
    Record(
        desks.identity(703),
        "receipt",
        "acc-2",
        "",
        "reported",
        1,
        0,
        {"year_term": "114-1", "category": "outcomes", "content": "{}"},
        {},
        {"source": "school", "report": {"types": ["wrong"], "text": "學分不對"}},
    ),
)


@pytest.fixture
def office(open_desk):
    return open_desk("administrator", [*school_at_work(), *REPORTS])


def open_picks(window, standing: str = ""):
    page = screens.open_page(window, "admin_picks")
    if standing:
        hands.choose(page.standing, standing)
    return page


def confirmed(page, action: Action) -> list[tuple[Action, str]]:
    """Press the act's button and say yes; what goes to the school."""
    with hands.answering(hands.confirming(), "確認"):
        hands.click(page.buttons[action])
    screens.settle(page.desk)
    return [(one.intent.action, one.intent.record) for one in page.desk.unsent()]


def test_that_picks_are_listed_with_whose_and_which_they_are(office):
    with screens.shown(office.desk) as window:
        page = open_picks(window)
        assert len(page.model.lines) == 5
        first = next(line for line in page.model.lines if line.record.id == desks.identity(500))
        assert first.title == "高一仁 1 林小宇"
        assert first.subtitle.startswith("物理 · ")
        hands.press(page, "多元表現")
        assert [line.record.form for line in page.model.lines] == ["competition"]


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (Wanted(year="114"), 5),
        (Wanted(year="113"), 0),
        (Wanted(standing="picked"), 2),
        (Wanted(text="陳品妤"), 1),
        (Wanted(text="沒有這個人"), 0),
        (Wanted("diverse", "114"), 1),
    ],
)
def test_that_the_list_is_narrowed_by_year_standing_and_words(office, wanted, count):
    found = picks.found(office.desk, wanted)
    assert (found.total, len(found.lines), len(picks.every(office.desk, wanted))) == (count, count, count)


@pytest.mark.parametrize(
    ("standing", "able"),
    [
        ("picked", {Action.LOCK}),
        ("locked", {Action.UNLOCK, Action.SEND, Action.REOPEN}),
        ("submitted", {Action.REOPEN}),
        ("reopened", {Action.LOCK}),
    ],
)
def test_that_only_what_fits_the_marked_ones_can_be_pressed(office, standing, able):
    with screens.shown(office.desk) as window:
        page = open_picks(window, standing)
        assert not any(button.isEnabled() for button in page.buttons.values()), "nothing is marked yet"
        page.list.selectAll()
        assert {action for action, button in page.buttons.items() if button.isEnabled()} == able


def test_that_the_marked_ones_are_locked_after_a_question_and_the_others_are_told(office):
    with screens.shown(office.desk) as window:
        page = open_picks(window)
        page.list.selectAll()
        done = confirmed(page, Action.LOCK)
        assert {action for action, _ in done} == {Action.LOCK}
        assert {record for _, record in done} == {desks.identity(n) for n in (500, 501, 504)}
        assert office.desk.record(desks.identity(500)).selection == "locked"
        assert "2 筆目前的狀態不能這樣做" in hands.shown_words(window)


def test_that_all_that_fit_are_acted_upon_also_those_that_are_not_shown(office):
    many = [
        desks.outcome(
            1000 + place, Record(desks.identity(400), "enrolment", "acc-0"), "passed", selection="locked"
        )
        for place in range(picks.SHOWN + 5)
    ]
    desks.hear(office.desk, many, 2000)
    with screens.shown(office.desk, 1280, 800) as window:
        page = open_picks(window, "locked")
        assert len(page.model.lines) == picks.SHOWN
        hands.click(page.all_button)
        assert f"已選 {picks.SHOWN + 6} 筆" in hands.shown_words(page.header)
        assert len(confirmed(page, Action.SEND)) == picks.SHOWN + 6


def test_that_a_school_without_picks_says_so(open_desk):
    desk = open_desk("administrator", [desks.school()]).desk
    with screens.shown(desk) as window:
        page = open_picks(window)
        assert hands.says(page, "這個學年度還沒有人勾選。")
        assert not page.footer.isVisible()


# ---- what was reported


def test_that_reports_wait_with_whose_and_what_and_answered_ones_are_apart(office):
    with screens.shown(office.desk) as window:
        page = screens.open_page(window, "admin_receipts")
        assert [line.meta for line in page.model.lines] == [
            "高一仁 1 林小宇",
            "高一仁 2 陳品妤",
            "高一仁 3 王柏翰",
        ]
        assert page.model.lines[2].subtitle == "［資料有誤］學分不對"
        assert hands.says(page, "3 件等待處理")
        hands.press(page, "已處理")
        assert len(page.model.lines) == 1
        assert hands.says(page.view, "已刪除。")
        assert not page.answering.isVisible()


def test_that_an_answer_goes_to_the_school_and_the_next_one_is_shown(office):
    desk = office.desk
    with screens.shown(desk) as window:
        page = screens.open_page(window, "admin_receipts")
        hands.write(page.words, "已更正。")
        hands.click(page.answer_button)
        screens.settle(desk)
        [one] = desk.unsent()
        assert (one.intent.action, one.intent.record) == (Action.PROCESS, desks.identity(700))
        assert one.intent.d == intents.reply("已更正。")
        assert page.shown.record.id == desks.identity(701)
        assert page.words.value() == ""
    assert desk.record(desks.identity(700)).state == "processed"
    assert desk.noted("ui.reply." + desks.identity(700)) == ""


@pytest.mark.parametrize("words", ["", "　", "長" * 2001])
def test_that_an_answer_without_words_or_too_long_is_not_given(office, words):
    with screens.shown(office.desk) as window:
        page = screens.open_page(window, "admin_receipts")
        page.words.set_value(words)
        page.answer()
        screens.settle(office.desk)
        assert "2000" in page.reply.message
    assert office.desk.unsent() == ()


def test_that_an_answer_begun_is_still_there_after_the_program_was_closed(office):
    desk = office.desk
    with screens.shown(desk) as window:
        page = screens.open_page(window, "admin_receipts")
        hands.write(page.words, "正在查")
        page.open_record(desks.identity(703))
        assert page.words.value() == ""
        page.open_record(desks.identity(700))
        screens.settle(desk)
        assert page.words.value() == "正在查"
        window.go("home")
        screens.settle(desk)
    with screens.shown(desk) as window:
        assert screens.open_page(window, "admin_receipts").words.value() == "正在查"


def test_that_a_school_without_reports_says_so(open_desk):
    desk = open_desk("administrator", [desks.school()]).desk
    with screens.shown(desk) as window:
        assert hands.says(screens.open_page(window, "admin_receipts"), "沒有等待處理的回報。")
