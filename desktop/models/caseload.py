"""The students somebody guides, in numbers: how much there is, what waits, what came back, what is chosen. No widgets.

Uploading is voluntary (domain facts 4.1): a number says what there is, never that somebody is behind.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from attrs import frozen

from desktop.desk import Desk, Tally
from desktop.models.deadlines import CONCERNS
from desktop.models.home import Note
from domain.calendar import iso_day
from domain.classes import class_order
from domain.fields import FileSlot
from domain.forms import DIVERSE
from domain.lifecycle import FROZEN_SELECTIONS, SENT_BACK
from domain.moments import local_day
from domain.people import Role, School

NOBODY = "（沒有班級）"


@frozen
class Pupil:
    """One student of the caseload. limits: outcomes and 多元表現 that may be chosen, 0 for no limit."""

    tally: Tally
    limits: tuple[int, int] = (0, 0)
    days_left: int | None = None
    due: str = ""
    today: date | None = None

    @property
    def place(self) -> str:
        """ "高一仁 12 號"."""
        seat = self.tally.seat
        return f"{self.tally.class_name} {seat} 號".strip() if seat else self.tally.class_name

    @property
    def unsent(self) -> int:
        """Courses of the year for which nothing was sent."""
        return self.tally.courses - self.tally.sent

    @property
    def pending(self) -> int:
        return self.tally.outcomes.get("pending", 0)

    @property
    def passed(self) -> int:
        return self.tally.outcomes.get("passed", 0)

    @property
    def failed(self) -> int:
        return sum(self.tally.outcomes.get(state, 0) for state in SENT_BACK)

    @property
    def receipts(self) -> int:
        return sum(self.tally.receipts.values())

    @property
    def confirmed(self) -> int:
        return self.tally.receipts.get("confirmed", 0)

    @property
    def unpicked(self) -> bool:
        """Something could be chosen and nothing of its kind is."""
        tally = self.tally
        return bool((self.passed and not tally.picked_outcomes) or (tally.whole and not tally.picked_diverse))

    @property
    def seen(self) -> str:
        """ "今天", "3 天前", "沒有紀錄"."""
        day = _day(self.tally.seen_on)
        if day is None or self.today is None:
            return "沒有紀錄"
        days = (self.today - day).days
        return "今天" if days <= 0 else "昨天" if days == 1 else f"{days} 天前"

    @property
    def left(self) -> str:
        """ "5 天"."""
        return "—" if self.days_left is None else f"{self.days_left} 天"

    @property
    def chosen(self) -> str:
        """ "2／6 · 3／10": outcomes, then 多元表現."""
        counts = (self.tally.picked_outcomes, self.tally.picked_diverse)
        told = [f"{n}／{limit}" if limit else str(n) for n, limit in zip(counts, self.limits, strict=True)]
        return " · ".join(told)


@frozen
class Share:
    """Part of a whole, for a bar."""

    part: int
    whole: int

    @property
    def text(self) -> str:
        return f"{self.part}／{self.whole}" if self.whole else "—"


@frozen
class Column:
    """One column: its heading, what it says, what it sorts by, what its heading explains."""

    key: str
    label: str
    words: Callable[[Pupil], str]
    order: Callable[[Pupil], tuple[object, ...]]
    help: str = ""
    share: Callable[[Pupil], Share] | None = None
    width: int = 66


def _class_order(one: Pupil) -> tuple[object, ...]:
    return class_order(one.tally.class_name), one.tally.seat.rjust(4, "0"), one.tally.name


def _bar(key: str, label: str, explained: str, share: Callable[[Pupil], Share]) -> Column:
    def order(one: Pupil) -> tuple[object, ...]:
        found = share(one)
        return (found.part / found.whole if found.whole else -1.0, found.part)

    return Column(key, label, lambda one: share(one).text, order, explained, share, 98)


def _courses(one: Pupil) -> Share:
    return Share(one.tally.sent, one.tally.courses)


def _diverse(one: Pupil) -> Share:
    return Share(one.tally.whole, one.tally.diverse)


def _receipts(one: Pupil) -> Share:
    return Share(one.confirmed, one.receipts)


def _choices(one: Pupil) -> tuple[object, ...]:
    return one.tally.picked_outcomes + one.tally.picked_diverse, one.tally.picked_outcomes


def _urgency(one: Pupil) -> tuple[object, ...]:
    return one.days_left is None, one.days_left or 0


SEEN = "程式最近一次和學校連線的日期"

COLUMNS: tuple[Column, ...] = (
    Column("place", "班級座號", lambda one: one.place, _class_order, width=116),
    Column("name", "姓名", lambda one: one.tally.name, lambda one: (one.tally.name,), width=112),
    _bar("courses", "課程成果", "本學年有送出成果的科目／修課科目", _courses),
    _bar("diverse", "多元表現", "必填都齊全的／本學年全部", _diverse),
    _bar("receipts", "收訖確認", "已確認的／本學年收訖明細", _receipts),
    Column(
        "pending", "待認證", lambda one: _count(one.pending), lambda one: (one.pending,), "等老師認證的成果"
    ),
    Column(
        "failed", "不通過", lambda one: _count(one.failed), lambda one: (one.failed,), "退回、還沒重送的成果"
    ),
    Column("chosen", "勾選 課程·多元", lambda one: one.chosen, _choices, "本學年勾選的件數／上限", width=124),
    Column("days", "剩餘天數", lambda one: one.left, _urgency, "離下一個截止還有幾天", width=80),
    Column("seen", "最近上線", lambda one: one.seen, lambda one: (one.tally.seen_on,), SEEN, width=92),
)

FILTERS: Mapping[str, tuple[str, Callable[[Pupil], bool]]] = {
    "all": ("全部", lambda _: True),
    "unsent": ("未送", lambda one: one.unsent > 0),
    "pending": ("待認證", lambda one: one.pending > 0),
    "failed": ("不通過", lambda one: one.failed > 0),
    "unpicked": ("未勾選", lambda one: one.unpicked),
    "unconfirmed": ("未確認", lambda one: one.confirmed < one.receipts),
}


def pupils(desk: Desk, school: School, year: int) -> tuple[Pupil, ...]:
    """Everybody the person guides, by class and seat. Counts in the database: call it on a lane."""
    needs = {form.key: _needs(desk, form.key) for form in DIVERSE}
    found = desk.store.survey(desk.actor.id, str(year), needs, FROZEN_SELECTIONS)
    limits = (school.settings.outcome_cap, school.settings.diverse_cap)
    today = local_day(school.now)
    dues = {grade: _due(school, str(year), grade) for grade in {one.grade for one in found}}
    made = [Pupil(one, limits, *dues[one.grade], today) for one in found]
    return tuple(sorted(made, key=_class_order))


def narrowed(found: Iterable[Pupil], chosen: str, class_name: str, text: str) -> list[Pupil]:
    """Those that the chip, the class and every word of the search leave."""
    fits, words = FILTERS[chosen][1], text.casefold().split()
    return [
        one
        for one in found
        if (not class_name or one.tally.class_name == class_name) and fits(one) and _says(one, words)
    ]


def counts(found: Iterable[Pupil]) -> dict[str, int]:
    """How many students each chip leaves."""
    kept = list(found)
    return {key: sum(1 for one in kept if fits(one)) for key, (_, fits) in FILTERS.items()}


def classes(found: Iterable[Pupil]) -> list[tuple[str, str]]:
    """(class, "高一仁（42）") of the caseload."""
    count = Counter(one.tally.class_name for one in found)
    return [(name, f"{name or NOBODY}（{count[name]}）") for name in sorted(count, key=class_order)]


def notes(found: Sequence[Pupil]) -> tuple[Note, ...]:
    """A line a class: how many students, and what stands where."""
    told = []
    for name, _ in classes(found):
        here = [one for one in found if one.tally.class_name == name]
        parts = [
            (sum(one.pending for one in here), "件待認證"),
            (sum(one.failed for one in here), "件被退回"),
            (sum(1 for one in here if one.confirmed < one.receipts), "位還沒確認收訖"),
        ]
        text = " · ".join(f"{number} {what}" for number, what in parts if number)
        told.append(
            Note(
                f"{name or NOBODY}　{len(here)} 位",
                text or "目前沒有待認證、退回或未確認的。",
                page="caseload",
            )
        )
    return tuple(told)


def ordered(found: Iterable[Pupil], column: Column, descending: bool) -> list[Pupil]:
    """By the column; whoever is alike stays by class and seat."""
    by_class = sorted(found, key=_class_order)
    return sorted(by_class, key=column.order, reverse=descending)


STANDINGS = (
    ("passed", "認證通過"),
    ("pending", "認證中"),
    ("failed", "不通過"),
    ("unsent", "還沒送出的科目"),
)
AMOUNTS = ((0, 0), (1, 3), (4, 6), (7, 9), (10, None))


@frozen
class Picture:
    """One chart, and the same figures for a table: a group to a row, a series to a column."""

    title: str
    groups: tuple[str, ...]
    series: tuple[tuple[str, str, tuple[int, ...]], ...]

    def sentence(self) -> str:
        """What a screen reader says for the chart."""
        sums = "、".join(f"{label} {sum(values)}" for _, label, values in self.series)
        return f"{self.title}：{sums}。"


def pictures(found: Sequence[Pupil]) -> tuple[Picture, ...]:
    """Where outcomes stand, class by class, and how many students have how many 多元表現."""
    groups = [name for name, _ in classes(found)]
    of_class = {name: [one for one in found if one.tally.class_name == name] for name in groups}
    standing = tuple(
        (key, label, tuple(sum(int(getattr(one, key)) for one in of_class[name]) for name in groups))
        for key, label in STANDINGS
    )
    labels = tuple(
        f"{least} 件以上" if most is None else f"{least}–{most} 件" if most else "0 件"
        for least, most in AMOUNTS
    )
    spread = tuple(
        sum(1 for one in found if least <= one.tally.diverse and (most is None or one.tally.diverse <= most))
        for least, most in AMOUNTS
    )
    return (
        Picture("課程學習成果，各班件數", tuple(name or NOBODY for name in groups), standing),
        Picture("多元表現，每人件數的分布", labels, (("students", "學生人數", spread),)),
    )


def _needs(desk: Desk, key: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    form = next(one for one in DIVERSE if one.key == key)
    wanted = [one for one in desk.profile.fields(form) if one.required]
    values = tuple(one.key for one in wanted if not isinstance(one, FileSlot))
    return values, tuple(one.key for one in wanted if isinstance(one, FileSlot))


def _due(school: School, year: str, grade: str) -> tuple[int | None, str]:
    """Days until the next window of students closes for this grade, and which one that is."""
    found = [school.window(kind, year, grade) for kind in CONCERNS[Role.STUDENT]]
    ends = [(one.closes_at, one.label) for one in found if one and one.closes_at and one.is_open(school.now)]
    if not ends:
        return None, ""
    closes, label = min(ends)
    return (closes - school.now).days, label


def _says(one: Pupil, words: Sequence[str]) -> bool:
    here = f"{one.tally.name} {one.tally.class_name} {one.tally.number} {one.tally.account}".casefold()
    return all(word in here for word in words)


def _count(number: int) -> str:
    return str(number) if number else "—"


def _day(text: str) -> date | None:
    try:
        return iso_day(text)
    except ValueError:
        return None
