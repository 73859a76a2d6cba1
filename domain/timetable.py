"""What does not go together in a school's windows, each as a sentence for its office. Nothing here forbids anything.

Windows are compared within a school year and a grade; one without either is for all of them.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import combinations

from attrs import frozen

from domain.calendar import end_of_day
from domain.windows import Window

LEAST_CONFIRM = timedelta(days=3)
"""P-techadmi 一(十)."""
AFTER_TERM = timedelta(days=14)
"""P-techadmi 一(九): not for the last term of the third grade."""
LAST_GRADE = "3"


@frozen
class Oddity:
    """One sentence, and the places of the windows it speaks of."""

    sentence: str
    windows: tuple[int, ...]


Pair = tuple[int, Window]


def oddities(windows: Sequence[Window], term_ends: date | None = None) -> tuple[Oddity, ...]:
    """Everything that looks like a mistake, window by window, then pair by pair."""
    placed = list(enumerate(windows))
    found = [Oddity(sentence, (place,)) for place, one in placed for sentence in _alone(one, term_ends)]
    for first, second in combinations(placed, 2):
        if _meet(first[1].school_year, second[1].school_year) and _meet(first[1].grade, second[1].grade):
            found += [*_pair(first, second), *_pair(second, first), *_twice(first, second)]
            found += [*_release(first, second), *_release(second, first)]
    return tuple(found)


def _alone(one: Window, term_ends: date | None) -> Iterator[str]:
    if one.opens_at and one.closes_at and one.closes_at <= one.opens_at:
        yield f"{_name(one)}截止得比開始早，等於從來沒有開放。"
    elif one.kind == "receipt_confirm" and _span(one) < LEAST_CONFIRM:
        yield f"{_name(one)}不到三天，規定至少要三天。"
    if one.kind == "outcome_submit" and one.grade != LAST_GRADE and one.closes_at and term_ends:
        least = end_of_day(term_ends, one.zone) + AFTER_TERM
        if end_of_day(term_ends, one.zone) - timedelta(days=150) < one.closes_at < least:
            yield f"{_name(one)}應該開放到休業式後兩週（{_day(term_ends + AFTER_TERM)}）。"


def _span(one: Window) -> timedelta:
    return one.closes_at - one.opens_at if one.opens_at and one.closes_at else timedelta.max


def _pair(first: Pair, second: Pair) -> Iterator[Oddity]:
    """The order in which the work of a term has to be done."""
    (a, earlier), (b, later) = first, second
    kinds = (earlier.kind, later.kind)
    if kinds == ("outcome_submit", "outcome_certify") and _before(later.closes_at, earlier.closes_at):
        text = f"{_name(later)}比{_name(earlier)}先截止：最後送出的成果來不及認證。"
        yield Oddity(text, (b, a))
    if kinds == ("outcome_certify", "outcome_select"):
        if _before(later.closes_at, earlier.closes_at):
            yield Oddity(f"{_name(later)}比{_name(earlier)}先截止：最後通過的成果來不及勾選。", (b, a))
        elif earlier.closes_at and (later.opens_at is None or later.opens_at < earlier.closes_at):
            text = f"{_name(later)}在{_name(earlier)}截止之前就開始：之後才通過的成果要再勾一次。"
            yield Oddity(text, (b, a))


def _release(first: Pair, second: Pair) -> Iterator[Oddity]:
    """Results that come out when it is too late to do anything with them."""
    (a, one), (b, other) = first, second
    if one.kind != "outcome_release" or one.opens_at is None:
        return
    late = other.closes_at is not None and other.closes_at <= one.opens_at
    if other.kind == "outcome_submit" and late:
        yield Oddity(f"{_name(one)}在{_name(other)}截止之後：不通過的成果來不及修改重送。", (a, b))
    if other.kind == "outcome_select" and late:
        yield Oddity(f"{_name(one)}在{_name(other)}截止之後：通過的成果來不及勾選。", (a, b))


def _twice(first: Pair, second: Pair) -> Iterator[Oddity]:
    (a, one), (b, other) = first, second
    same = (one.kind, one.school_year, one.grade) == (other.kind, other.school_year, other.grade)
    apart = _ends_before(one, other) or _ends_before(other, one)
    if same and not apart:
        text = f"{_name(one)}有兩個期間重疊：只要有一個還開放，就算開放。"
        yield Oddity(text, (a, b))


def _ends_before(one: Window, other: Window) -> bool:
    return one.closes_at is not None and other.opens_at is not None and one.closes_at <= other.opens_at


def _before(one: datetime | None, other: datetime | None) -> bool:
    return one is not None and (other is None or one < other)


def _meet(one: str, other: str) -> bool:
    return "" in (one, other) or one == other


def _name(one: Window) -> str:
    year = f"{one.school_year} 學年度" if one.school_year else ""
    grade = f"{one.grade} 年級" if one.grade else ""
    whom = "、".join(part for part in (year, grade) if part)
    return f"「{one.label}」（{whom}）" if whom else f"「{one.label}」"


def _day(day: date) -> str:
    return f"{day.month} 月 {day.day} 日"
