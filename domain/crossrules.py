"""Rules that look at more than one field, by name: a form lists the names, the judge looks them up here.

Each takes the whole answer and yields problems. A rule is silent about what is missing or malformed: that is said
by the field's own judgement.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import TypeAlias
from zoneinfo import ZoneInfo

from attrs import frozen

from domain.calendar import iso_day
from domain.fields import Files, Number, Values
from domain.forms import Form
from domain.problems import Problem, wrong
from domain.profiles import Profile

UNLISTED_LICENCE = "local-other"
SCHOOL_LEVEL = "1"
_FULL_WIDTH = re.compile("[，、；;]")


@frozen
class Answer:
    """One filled-in form, as the rules see it."""

    form: Form
    values: Values
    files: Files
    profile: Profile | None = None

    def text(self, key: str) -> str:
        """The value as text; "" when it is absent."""
        value = self.values.get(key)
        return value if isinstance(value, str) else ""

    def day(self, key: str) -> date | None:
        """The value as a day; None when it is absent or none."""
        try:
            return iso_day(self.text(key))
        except ValueError:
            return None

    def label(self, key: str) -> str:
        """The field's label as this profile words it."""
        shown = self.profile.fields(self.form) if self.profile else self.form.fields
        return next((one.label for one in shown if one.key == key), key)


Rule: TypeAlias = Callable[[Answer], Iterator[Problem]]


def ends_after_it_starts(answer: Answer) -> Iterator[Problem]:
    """結束日期 may equal 開始日期 but not come before it."""
    yield from _in_order(answer, "start_date", "end_date")


def comes_down_after_it_is_published(answer: Answer) -> Iterator[Problem]:
    """An announcement cannot end before it begins."""
    yield from _in_order(answer, "published_on", "expires_on")


def closes_after_it_opens(answer: Answer) -> Iterator[Problem]:
    """A window has to be open for a while."""
    opens, closes = _instant(answer.text("opens_at")), _instant(answer.text("closes_at"))
    if opens and closes and closes <= opens:
        yield wrong("closes_at", "closes_before_it_opens", "截止時刻沒有晚於開始時刻", "請檢查兩個時刻")


def a_class_or_a_student_is_guided(answer: Answer) -> Iterator[Problem]:
    """Somebody guides either a whole class or one student."""
    given = [key for key in ("class_name", "student") if answer.text(key)]
    if len(given) != 1:
        why = "班級和學生帳號都填了" if given else "班級和學生帳號都沒有填"
        yield wrong("class_name", "class_or_student", why, "請填其中一個")


def the_zone_exists(answer: Answer) -> Iterator[Problem]:
    """A zone that nobody knows would leave the printed end of a window to guessing."""
    zone = answer.text("zone")
    try:
        ZoneInfo(zone or "UTC")
    except (KeyError, ValueError, OSError):
        yield wrong("zone", "no_such_zone", f"沒有「{zone}」這個時區", "臺灣請寫 Asia/Taipei")


def outcome_needs_a_file(answer: Answer) -> Iterator[Problem]:
    """At least one of document and media, where the profile says so."""
    if answer.profile and not answer.profile.outcome.at_least_one_file:
        return
    if not answer.files.get("document_file") and not answer.files.get("media_file"):
        yield wrong("document_file", "needs_a_file", "文件檔案與影音檔案都還沒有", "請至少上傳其中一件")


def media_note_needs_media(answer: Answer) -> Iterator[Problem]:
    """A note about a file that is not there is probably a forgotten file."""
    yield from _goes_with(answer, "media_note", "media_file")


def media_link_needs_media(answer: Answer) -> Iterator[Problem]:
    """The outside link belongs to an uploaded media file."""
    yield from _goes_with(answer, "external_media_url", "media_file")


def document_note_needs_document(answer: Answer) -> Iterator[Problem]:
    """As for media."""
    yield from _goes_with(answer, "document_note", "document_file")


def zero_amounts_are_unusual(answer: Answer) -> Iterator[Problem]:
    """Hours, periods and credits of 0 occur in real data: said, not refused."""
    for one in answer.form.fields:
        if isinstance(one, Number) and one.required and one.minimum == "0" and _is_zero(answer.text(one.key)):
            yield wrong(
                one.key,
                "is_zero",
                f"{answer.label(one.key)}填了 0",
                "請確認是不是真的沒有",
                severity="warning",
            )


def components_are_separated_by_commas(answer: Answer) -> Iterator[Problem]:
    """分項結果: components separated by half-width commas, none of them blank."""
    key = "component_results"
    text = answer.text(key)
    if _FULL_WIDTH.search(text):
        yield wrong(key, "wrong_separator", "分項結果用了全形或其他分隔符號", "請改用半形逗號「,」分開各項")
    elif "\n" in text or (text and not all(part.strip() for part in text.split(","))):
        yield wrong(key, "blank_component", "分項結果有空白的項目", "請刪掉多餘的逗號或換行")


def unlisted_licence_needs_a_name(answer: Answer) -> Iterator[Problem]:
    """A licence that is not in the list has to be named."""
    if answer.text("licence_code") == UNLISTED_LICENCE and not answer.text("licence_name").strip():
        yield wrong("licence_name", "needs_a_name", "清單沒有這張證照", "請在「證照全名」寫出完整名稱")


def school_level_is_for_the_school(answer: Answer) -> Iterator[Problem]:
    """校級幹部 stands in the school's own roster; students choose among the other five."""
    if answer.text("cadre_level") == SCHOOL_LEVEL:
        yield wrong("cadre_level", "for_the_school", "校級幹部由學校登錄", "請改選其他幹部等級，或請學校登錄")


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        rule.__name__: rule
        for rule in (
            ends_after_it_starts,
            comes_down_after_it_is_published,
            a_class_or_a_student_is_guided,
            closes_after_it_opens,
            the_zone_exists,
            outcome_needs_a_file,
            media_note_needs_media,
            media_link_needs_media,
            document_note_needs_document,
            zero_amounts_are_unusual,
            components_are_separated_by_commas,
            unlisted_licence_needs_a_name,
            school_level_is_for_the_school,
        )
    }
)


def _in_order(answer: Answer, first: str, second: str) -> Iterator[Problem]:
    start, end = answer.day(first), answer.day(second)
    if start and end and end < start:
        fault = f"{answer.label(second)}早於{answer.label(first)}"
        yield wrong(second, "ends_before_it_starts", fault, "請檢查兩個日期")


def _goes_with(answer: Answer, key: str, slot: str) -> Iterator[Problem]:
    if answer.text(key) and not answer.files.get(slot):
        fault = f"填了{answer.label(key)}但沒有{answer.label(slot)}"
        yield wrong(key, "nothing_to_describe", fault, "請上傳檔案，或清空這一欄", severity="warning")


def _is_zero(text: str) -> bool:
    try:
        return bool(text) and Decimal(text) == 0
    except InvalidOperation:
        return False


def _instant(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else None
