"""Days, school years, terms and deadlines. The clock is never read here: `now` comes in as an argument.

The ROC year is turned into AD before anything is asked of it, leap years first of all.
A deadline is an exclusive UTC instant; its zone and printed text are for people.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from attrs import field, frozen

ROC = 1911
SCHOOL_YEAR_STARTS = 8
WEEKDAYS = "一二三四五六日"
ZONE_NAMES = MappingProxyType({"Asia/Taipei": "臺灣時間"})

TERMS: Mapping[str, str] = MappingProxyType(
    {
        "1": "第 1 學期",
        "2": "第 2 學期",
        "0": "不分學期",
        "T1": "第 1 學期（三學期制）",
        "T2": "第 2 學期（三學期制）",
        "T3": "第 3 學期（三學期制）",
        "Q1": "第 1 學期（四學期制）",
        "Q2": "第 2 學期（四學期制）",
        "Q3": "第 3 學期（四學期制）",
        "Q4": "第 4 學期（四學期制）",
    }
)
TERM_TYPES: Mapping[str, str] = MappingProxyType({"0": "不分學期", "T": "三學期制", "Q": "四學期制"})

_TERM = re.compile(r"([1-9][0-9]{0,2})-([0-9A-Z]{1,2})", re.ASCII)
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII)
_COMPACT = re.compile(r"([0-9]{2,4})([0-9]{2})([0-9]{2})", re.ASCII)
_SPLIT = re.compile(
    r"(?:民國|西元)?\s*([0-9]{1,4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?", re.ASCII
)


def _a_known_term(_instance: object, _attribute: object, value: str) -> None:
    if value not in TERMS:
        raise ValueError(f"no such term: {value}")


@frozen(order=True)
class SchoolTerm:
    """A ROC school year and a term of it: "114-1"."""

    year: int
    term: str = field(validator=_a_known_term)

    def __str__(self) -> str:
        return f"{self.year}-{self.term}"

    @property
    def label(self) -> str:
        """ "114 學年度第 1 學期"."""
        name = TERMS[self.term]
        return f"{self.year} 學年度{name}" if name.startswith("第") else f"{self.year} 學年度（{name}）"

    @property
    def term_type(self) -> str:
        """不分學期, 雙學期制, 三學期制 or 四學期制."""
        return TERM_TYPES.get(self.term[0], "雙學期制")

    @property
    def number(self) -> str:
        """The 學期 column: "2", or 不分學期."""
        return self.term[-1] if self.term != "0" else TERMS["0"]


def parse_term(text: str) -> SchoolTerm:
    """The term written "114-1"; ValueError for anything else."""
    if not (found := _TERM.fullmatch(text)):
        raise ValueError(f"not a school year and term: {text!r}")
    return SchoolTerm(int(found[1]), found[2])


def term_label(text: str) -> str:
    """What people read for "114-1"; a text that is no term reads as itself."""
    try:
        return parse_term(text).label
    except ValueError:
        return text


def school_year_of(day: date) -> int:
    """The ROC school year the day lies in; a school year begins on 1 August."""
    return day.year - ROC - (day.month < SCHOOL_YEAR_STARTS)


def iso_day(text: str) -> date:
    """The stored form "2026-02-28" as a day; ValueError when it is written otherwise or does not exist."""
    if not (found := _ISO.fullmatch(text)):
        raise ValueError(f"not a day: {text!r}")
    return date(int(found[1]), int(found[2]), int(found[3]))


def parse_day(text: str) -> date:
    """A day as people and rosters write it, ROC or AD: 113/02/29, 1130229, 2024-2-29, 民國113年2月29日."""
    stripped = text.strip()
    found = _COMPACT.fullmatch(stripped) or _SPLIT.fullmatch(stripped)
    if not found:
        raise ValueError(f"not a day: {text!r}")
    year = int(found[1])
    if year < 1000 and not stripped.startswith("西元"):
        year += ROC
    return date(year, int(found[2]), int(found[3]))


def roc_digits(day: date) -> str:
    """The seven digits of the rosters: 2024-02-29 is "1130229"."""
    return f"{day.year - ROC:03d}{day.month:02d}{day.day:02d}"


def roc_label(day: date) -> str:
    """ "113/02/29"."""
    return f"{day.year - ROC}/{day.month:02d}/{day.day:02d}"


@frozen
class Deadline:
    """The first instant that is too late, with the zone it was set in and the text the school printed."""

    instant: datetime
    zone: str = "Asia/Taipei"
    printed: str = ""

    def __attrs_post_init__(self) -> None:
        if self.instant.tzinfo is None:
            raise ValueError("a deadline needs a zone")

    def passed(self, now: datetime) -> bool:
        """Whether it is too late at `now`."""
        return now >= self.instant

    @property
    def text(self) -> str:
        """ "2026 年 2 月 28 日（六）24:00 截止（臺灣時間）"; the school's own text when it printed one."""
        return self.printed or f"{deadline_text(self.instant, self.zone)} 截止（{zone_name(self.zone)}）"

    def remaining(self, now: datetime) -> str:
        """How long is left, in words."""
        return remaining(self.instant, now)


def end_of_day(day: date, zone: str = "Asia/Taipei") -> datetime:
    """The UTC instant at which that day is over in that zone: the next day's first moment, never +24 h."""
    midnight = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone))
    return midnight.astimezone(UTC)


def last_day(instant: datetime, zone: str = "Asia/Taipei") -> date:
    """The last day on which there is still time."""
    return (instant.astimezone(UTC) - timedelta(microseconds=1)).astimezone(ZoneInfo(zone)).date()


def deadline_text(instant: datetime, zone: str) -> str:
    """The exclusive end as people say it: midnight is 24:00 of the day before."""
    local = instant.astimezone(ZoneInfo(zone))
    day = last_day(instant, zone)
    clock = "24:00" if day != local.date() else f"{local:%H:%M}"
    return f"{day.year} 年 {day.month} 月 {day.day} 日（{WEEKDAYS[day.weekday()]}）{clock}"


def zone_name(zone: str) -> str:
    """臺灣時間 for Asia/Taipei; other zones read as themselves."""
    return ZONE_NAMES.get(zone, zone)


def remaining(instant: datetime, now: datetime) -> str:
    """還有 5 天 3 時, 還有 3 時 20 分, 還有 12 分, 剩不到 1 分, 已截止."""
    left = instant - now
    if left <= timedelta(0):
        return "已截止"
    hours, seconds = divmod(left.seconds, 3600)
    minutes = seconds // 60
    if left.days:
        return f"還有 {left.days} 天 {hours} 時" if hours else f"還有 {left.days} 天"
    if hours:
        return f"還有 {hours} 時 {minutes} 分" if minutes else f"還有 {hours} 時"
    return f"還有 {minutes} 分" if minutes else "剩不到 1 分"
