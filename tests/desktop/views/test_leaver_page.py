"""離校與保存期限: who may go and why not; for good only with a reason and a phrase, at the school alone."""

import pytest

from demo import hands
from domain.keeping import confirmation
from sync.wire.keeping import Gone, Keeping, Kept
from tests.desktop.views import desks, screens

TOLD = Keeping(
    5,
    [
        Kept("acc-1", "陳品妤", "2020-06-10", "2025-06-10", 40, 12, []),
        Kept("acc-2", "王柏翰", "2024-06-10", "2029-06-10", 38, 9, ["要保存到 2029-06-10 的前一天。"]),
    ],
    [Gone("acc-9", "2019-06-10", "2025-01-02T03:00:00Z", "acc-office", "保存期滿", 30, 90, 8)],
)


@pytest.fixture
def desk(open_desk):
    return open_desk("administrator", [desks.school()]).desk


def opened(window):
    page = screens.open_page(window, "admin_keeping")
    screens.settle(page.desk)
    return page


def heard(window):
    page = opened(window)
    page._heard(TOLD)
    hands.live(0.05)
    return page


def test_that_without_a_line_nothing_is_shown_and_it_says_why(desk):
    with screens.shown(desk) as window:
        page = opened(window)
        assert "連上學校" in hands.shown_words(page)
        assert page.footer.isHidden()


def test_that_who_must_stay_is_told_why_and_cannot_be_removed(desk):
    with screens.shown(desk) as window:
        page = heard(window)
        assert [row.key for row in page.views["kept"].grid.rows] == ["acc-1", "acc-2"]
        page.views["kept"].selectAll()
        assert not page.button.isEnabled()
        assert "王柏翰還不能清除" in page.button.toolTip()
        page.views["kept"].selectRow(0)
        assert page.button.isEnabled()
        hands.choose(page.due, "due")
        assert [row.key for row in page.views["kept"].grid.rows] == ["acc-1"]


def test_that_a_reason_and_the_phrase_are_asked_for(desk):
    with screens.shown(desk) as window:
        page = heard(window)
        page.views["kept"].selectRow(0)
        seen = []

        def answer(box):
            if not hasattr(box, "phrase_box"):
                return False
            hands.write(box.phrase_box, confirmation(1))
            seen.append(box.confirm_button.isEnabled())
            hands.write(box.words, "保存期滿")
            seen.append(box.confirm_button.isEnabled())
            box.reject()
            return True

        with hands.answering(answer, "清除"):
            hands.click(page.button)
        assert seen == [False, True]


def test_that_what_was_removed_stays_in_the_log(desk):
    with screens.shown(desk) as window:
        page = heard(window)
        page.switch.select("gone")
        page.reload()
        assert [cell.text for cell in page.views["gone"].grid.rows[0].cells][-1] == "保存期滿"
