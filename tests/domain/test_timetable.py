"""What does not go together in a school's windows."""

from datetime import UTC, date, datetime, timedelta

import pytest

from domain.timetable import oddities
from domain.windows import Window

START = datetime(2026, 1, 5, tzinfo=UTC)
TERM_ENDS = date(2026, 1, 20)


def window(kind: str, first: int | None, last: int | None, year: str = "114", grade: str = "") -> Window:
    def day(count: int | None) -> datetime | None:
        return None if count is None else START + timedelta(days=count)

    return Window(kind, day(first), day(last), school_year=year, grade=grade)


GOOD = (
    window("outcome_submit", 0, 35),
    window("outcome_certify", 0, 50),
    window("outcome_select", 50, 70),
    window("diverse_edit", None, 60),
    window("diverse_select", 50, 70),
    window("receipt_confirm", 80, 84),
)


def said(*windows: Window, term_ends: date | None = None) -> list[str]:
    return [one.sentence for one in oddities(windows, term_ends)]


def test_that_a_sound_year_is_passed_over_in_silence():
    assert said(*GOOD, term_ends=TERM_ENDS) == []
    assert said() == []


@pytest.mark.parametrize(
    ("windows", "words"),
    [
        ((window("diverse_edit", 9, 5),), "截止得比開始早"),
        ((window("outcome_submit", 0, 35), window("outcome_certify", 0, 30)), "來不及認證"),
        ((window("outcome_submit", 0, None), window("outcome_certify", 0, 30)), "來不及認證"),
        ((window("outcome_certify", 0, 50), window("outcome_select", 20, 40)), "來不及勾選"),
        ((window("outcome_certify", 0, 50), window("outcome_select", 40, 60)), "再勾一次"),
        ((window("outcome_certify", 0, 50), window("outcome_select", None, 60)), "再勾一次"),
        ((window("receipt_confirm", 0, 2),), "不到三天"),
        ((window("diverse_edit", 0, 20), window("diverse_edit", 10, 30)), "重疊"),
        ((window("diverse_edit", None, None), window("diverse_edit", 10, 30)), "重疊"),
    ],
)
def test_that_each_contradiction_is_one_sentence(windows, words):
    [sentence] = said(*windows)
    assert words in sentence
    assert sentence.endswith("。")
    assert [words in one for one in said(*reversed(windows))] == [True], "in whatever order they are listed"


def test_that_three_days_are_enough():
    assert said(window("receipt_confirm", 0, 3)) == []


@pytest.mark.parametrize(
    "other", [window("outcome_certify", 0, 30, year="113"), window("outcome_certify", 0, 30, grade="2")]
)
def test_that_another_year_or_grade_does_not_matter(other):
    assert said(window("outcome_submit", 0, 35, grade="1"), other) == []


def test_that_a_window_for_all_years_meets_every_year():
    assert len(said(window("outcome_submit", 0, 35), window("outcome_certify", 0, 30, year=""))) == 1


def test_that_two_terms_of_a_year_are_no_overlap():
    assert said(window("diverse_edit", 0, 20), window("diverse_edit", 20, 30)) == []


@pytest.mark.parametrize(
    ("last", "grade", "warned"), [(29, "", True), (30, "", False), (29, "3", False), (-200, "", False)]
)
def test_that_uploading_stays_open_two_weeks_after_the_term(last, grade, warned):
    """20 January ends at day 15.67; two weeks later is day 29.67."""
    found = said(window("outcome_submit", None, last, grade=grade), term_ends=TERM_ENDS)
    assert [("2 月 3 日" in one) for one in found] == ([True] if warned else [])


def test_that_an_oddity_says_which_windows_it_means():
    [one] = oddities((*GOOD[3:], window("outcome_certify", 0, 30), window("outcome_submit", 0, 35)))
    assert one.windows == (3, 4)
