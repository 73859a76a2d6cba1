"""The judge: the same under every keystroke and behind the server's door.

`problem` judges one answer, `problems` a whole form for submission or selection (holes count), `storable` what even a
draft must respect to be kept at all. It changes nothing; `tidy` gives the normal spelling of an answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TypeAlias, assert_never
from urllib.parse import urlsplit

from domain.calendar import iso_day, parse_day, parse_term
from domain.codelists import CodeList
from domain.crossrules import RULES, Answer
from domain.fields import (
    Choice,
    Day,
    Field,
    Files,
    FileSlot,
    Flag,
    Link,
    Moment,
    Number,
    Text,
    Value,
    Values,
    YearTerm,
)
from domain.forms import Form
from domain.problems import Problem, Severity, wrong
from domain.profiles import Profile
from domain.text import length, normal
from domain.windows import instant

Codes: TypeAlias = Mapping[str, CodeList]

STORED_LIMIT = 20_000
STORED_TOTAL = 300_000
NUMBER_SHAPE = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,12})?", re.ASCII)
KEY_SHAPE = re.compile(r"[a-z][a-z0-9_]{0,63}", re.ASCII)
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．－", "0123456789.-")

__all__ = ["Codes", "Problem", "Severity", "blank", "problem", "problems", "storable", "tidy"]


def blank(value: Value) -> bool:
    """Absent, None and "" are the same."""
    return value is None or value == ""


def problem(field: Field, value: Value, codes: Codes) -> Problem | None:
    """What is wrong with one answer as far as it is given; a hole is no problem here."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return None if isinstance(field, Flag) else _wrong_type(field)
    match field:
        case Text():
            return _text(field, value)
        case Choice():
            return _choice(field, value, codes)
        case Day():
            return _day(field, value)
        case Moment():
            return _moment(field, value)
        case Number():
            return _number(field, value)
        case YearTerm():
            return _term(field, value)
        case Link():
            return _link(field, value)
        case Flag() | FileSlot():
            return _wrong_type(field)
        case _:
            assert_never(field)


def problems(
    form: Form, values: Values, files: Files, codes: Codes, profile: Profile | None = None
) -> tuple[Problem, ...]:
    """Everything wrong with a form that is about to be submitted or selected, in the form's order."""
    answer = Answer(form, values, files, profile)
    shown = profile.fields(form) if profile else form.fields
    found = [one for field in shown for one in _field_problems(field, answer, codes)]
    keys = {field.key for field in shown}
    for name in form.rules:
        found.extend(one for one in RULES[name](answer) if one.field_key in keys)
    return tuple(found)


def storable(form: Form, values: Values) -> tuple[Problem, ...]:
    """Why a draft cannot be kept at all: types, shapes of keys, sizes. Limits of the form are not asked."""
    found = [one for key, value in values.items() if (one := _storable(form, key, value))]
    total = sum(len(value) for value in values.values() if isinstance(value, str))
    if total > STORED_TOTAL:
        found.append(wrong("", "too_much", "這筆資料的文字太多", f"請減到 {STORED_TOTAL} 字以內"))
    return tuple(found)


def tidy(field: Field, text: str) -> str:
    """The spelling in which an answer is kept; what cannot be read stays as typed, blanks alone are nothing."""
    spelled = normal(text)
    match field:
        case Text():
            kept = spelled if field.lines > 1 else " ".join(spelled.split("\n")).strip()
            return kept if kept.strip() else ""
        case Number():
            return _plain(spelled.translate(_FULL_WIDTH).strip())
        case Day():
            return _iso(spelled.strip())
        case Choice() | Moment() | YearTerm() | Link() | Flag() | FileSlot():
            return spelled.strip()
        case _:
            assert_never(field)


def _field_problems(field: Field, answer: Answer, codes: Codes) -> Iterator[Problem]:
    if isinstance(field, FileSlot):
        if field.required and not answer.files.get(field.key):
            yield wrong(field.key, "missing", f"還沒有{field.label}", "請上傳檔案")
        return
    value = answer.values.get(field.key)
    if blank(value) or (isinstance(value, str) and not value.strip()):
        if field.required:
            yield wrong(field.key, "missing", f"{field.label}還沒填", "這一欄必填")
        return
    if found := problem(field, value, codes):
        yield found
    elif isinstance(field, YearTerm) and answer.profile and isinstance(value, str):
        yield from _term_of_profile(field, value, answer.profile)


def _term_of_profile(field: YearTerm, value: str, profile: Profile) -> Iterator[Problem]:
    if parse_term(value).term not in profile.terms:
        yield wrong(field.key, "other_term_system", f"{field.label}不是學校採用的學期制", "請重新選擇學期")


def _wrong_type(field: Field) -> Problem:
    return wrong(field.key, "wrong_type", f"{field.label}的資料格式不對", "請重新填寫")


def _text(field: Text, value: str) -> Problem | None:
    excess = length(value) - field.limit
    if excess <= 0:
        return None
    return wrong(field.key, "too_long", f"{field.label}超過 {excess} 字", f"請刪減到 {field.limit} 字以內")


def _choice(field: Choice, value: str, codes: Codes) -> Problem | None:
    known = codes.get(field.codes)
    if known is None or not known.entries or value in known:
        return None
    return wrong(field.key, "unknown_code", f"{field.label}的代碼「{value[:20]}」不在清單裡", "請重新選擇")


def _day(field: Day, value: str) -> Problem | None:
    try:
        iso_day(value)
    except ValueError:
        fault = f"{field.label}「{value[:20]}」不是存在的日期"
        return wrong(field.key, "not_a_day", fault, "請重新選擇，或寫成 2026-02-28")
    return None


def _moment(field: Moment, value: str) -> Problem | None:
    try:
        instant(value)
    except ValueError:
        return wrong(field.key, "not_an_instant", f"{field.label}看不懂", "請重新填日期和時間")
    return None


def _number(field: Number, value: str) -> Problem | None:
    if not NUMBER_SHAPE.fullmatch(value):
        return wrong(field.key, "not_a_number", f"{field.label}「{value[:20]}」不是數字", "請填阿拉伯數字")
    amount = Decimal(value)
    if amount < Decimal(field.minimum):
        return wrong(field.key, "too_small", f"{field.label}太小", f"請填 {field.minimum} 以上的數字")
    if field.maximum is not None and amount > Decimal(field.maximum):
        return wrong(field.key, "too_large", f"{field.label}太大", f"請填 {field.maximum} 以下的數字")
    if amount != round(amount, field.places):
        remedy = f"小數請不要超過 {field.places} 位" if field.places else "請填整數"
        return wrong(field.key, "too_precise", f"{field.label}的小數太多", remedy)
    return None


def _term(field: YearTerm, value: str) -> Problem | None:
    try:
        parse_term(value)
    except ValueError:
        return wrong(
            field.key, "not_a_term", f"{field.label}「{value[:20]}」看不懂", "請重新選擇學年度與學期"
        )
    return None


def _link(field: Link, value: str) -> Problem | None:
    if length(value) > field.limit:
        return wrong(field.key, "too_long", f"{field.label}太長", f"請用 {field.limit} 字以內的網址")
    try:
        parts = urlsplit(value)
        host = parts.hostname
    except ValueError:
        parts, host = urlsplit(""), None
    if parts.scheme not in ("http", "https") or not host or re.search(r"\s", value):
        fault = f"{field.label}不是網址"
        return wrong(field.key, "not_a_link", fault, "請貼上 https:// 或 http:// 開頭的完整網址")
    return None


def _storable(form: Form, key: str, value: Value) -> Problem | None:
    known = next((one for one in form.fields if one.key == key), None)
    if not KEY_SHAPE.fullmatch(key):
        return wrong(key[:64], "bad_key", "欄位名稱不合規定", "請更新程式再試一次")
    if known is None or isinstance(known, FileSlot):
        return wrong(key, "unknown_key", f"這張表單沒有「{key}」這一欄", "請更新程式再試一次")
    return _stored_value(known, value)


def _stored_value(field: Field, value: object) -> Problem | None:
    if value is None:
        return None
    if not isinstance(value, bool if isinstance(field, Flag) else str):
        return _wrong_type(field)
    if isinstance(value, str):
        if normal(value) != value:
            return wrong(field.key, "not_normal", f"{field.label}有無法保存的字元", "請刪掉重打")
        cap = max(STORED_LIMIT, field.limit) if isinstance(field, Text) else STORED_LIMIT
        if len(value) > cap:
            return wrong(field.key, "too_much", f"{field.label}太長，無法保存", f"請刪減到 {cap} 字以內")
    return None


def _plain(text: str) -> str:
    if not NUMBER_SHAPE.fullmatch(text):
        return text
    amount = Decimal(text)
    if amount == amount.to_integral_value():
        return str(int(amount))
    return format(amount.normalize(), "f")


def _iso(text: str) -> str:
    try:
        return parse_day(text).isoformat()
    except ValueError:
        return text
