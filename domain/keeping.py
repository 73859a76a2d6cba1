"""How long a school keeps what a student leaves behind, and what has to be settled before it goes for good."""

from datetime import date

from attrs import frozen

YEARS = 5
"""Where the school has not said otherwise."""


@frozen
class Left:
    """What stands between a former student's data and their end. left_on: None while the student is here.

    unanswered: reports and questions; held: acts that wait for a word or for a restore; unsent: picks that the school
    has locked and not yet handed in.
    """

    left_on: date | None
    unanswered: int = 0
    held: int = 0
    unsent: int = 0


def kept_until(left_on: date, years: int = YEARS) -> date:
    """The first day on which it need not be kept any more; 29 February ends on 1 March."""
    try:
        return left_on.replace(year=left_on.year + years)
    except ValueError:
        return date(left_on.year + years, 3, 1)


def reasons(left: Left, today: date, years: int = YEARS) -> tuple[str, ...]:
    """Why it stays, each in a sentence that says what to do; empty when it may go."""
    if left.left_on is None:
        return ("還沒有登記離校日期。",)
    until = kept_until(left.left_on, years)
    told = []
    if today < until:
        told.append(f"要保存到 {until:%Y-%m-%d} 的前一天。")
    if left.unanswered:
        told.append(f"有 {left.unanswered} 件回報或詢問還沒有處理。")
    if left.held:
        told.append(f"有 {left.held} 個動作還在等學校決定。")
    if left.unsent:
        told.append(f"有 {left.unsent} 筆已鎖定的勾選還沒有標記提交國教署。")
    return tuple(told)


def confirmation(count: int) -> str:
    """What a person types so that nobody does it by a slip of the hand."""
    return f"清除{count}人"
