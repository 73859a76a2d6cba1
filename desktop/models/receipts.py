"""Receipts as a student checks them: terms, categories with their tables, periods, answers. No widgets."""

import json
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

from attrs import frozen

from desktop.desk import Desk
from desktop.models import reading
from domain.calendar import deadline_text, term_label
from domain.forms import FORMS
from domain.mutators import rows_hash
from domain.people import School
from domain.records import Record
from domain.refusals import CLOSED, Allowed, Verdict, refuse
from domain.rules import school_year
from domain.windows import KINDS, Window

NO_MODIFY = frozenset({"cadres"})
"""校內幹部 has no period for changes (SA §7-1 2-4)."""

SELECTION_PAGES = {"outcomes": "outcome_selection", "diverse": "diverse_selection"}

ITEMS = {
    "grades": ("學期成績", "補修成績", "轉學轉科成績", "重修成績", "重讀成績"),
    "outcomes": (
        *("學期課程學習成果", "補修課程學習成果", "重修課程學習成果"),
        *("重讀課程學習成果", "轉學轉科課程學習成果"),
    ),
    "diverse": (
        *("幹部經歷暨事蹟紀錄", "競賽參與紀錄", "檢定證照紀錄", "服務學習紀錄", "彈性學習時間紀錄"),
        *("團體活動時間紀錄", "職場學習紀錄", "作品成果紀錄", "大學及技專校院先修課程紀錄", "其他多元表現紀錄"),
    ),
    "cadres": ("幹部經歷",),
}  # fmt: skip
"""What a category is made of at the least, so that an empty item is told as (0) (domain.md 1.15)."""

HELP = {
    "課程代碼": "課程計畫平臺上這門課的代碼，由學校登錄。",
    "開課年級": "這門課開給幾年級。",
    "修課學分": "這門課的學分數。",
    "學期學業成績": "本學期的成績；不是加權後的平均。",
    "成績及格": "學期成績是否達到及格標準。",
    "補考成績": "不及格而參加補考的成績；沒有補考就空白。",
    "補考及格": "補考成績是否達到及格標準。",
    "是否採計學分": "這門課的學分是否列入畢業學分。",
    "質性文字描述": "教師對學習表現的文字描述。",
}
_FILE = re.compile(r"^(?!.*外部).*(文件|證明|影音|檔案).*(連結|檔案)$|^檔案$")
_HIDDEN = re.compile(r"MD5|SHA|身分證|DataKey", re.IGNORECASE)


@frozen
class Column:
    """One column. help: what it means, "" for nothing to explain; file: its cells say whether a file was sent."""

    label: str
    help: str = ""
    file: bool = False


@frozen
class Table:
    """The rows of one item, every cell as text."""

    item: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def title(self) -> str:
        return f"{self.item} ({len(self.rows)})"


@frozen
class Period:
    """From when until when something may be done, in words."""

    label: str
    text: str
    pill: str
    tone: str


@frozen
class Report:
    """What the student reported, and what the school answered."""

    types: str
    text: str
    at: str
    reply: str
    processed_at: str


@frozen
class Category:
    """One of the four. record: None when the school has not sent any for the term."""

    key: str
    label: str
    record: Record | None
    tables: tuple[Table, ...] = ()
    readable: bool = True

    @property
    def count(self) -> int:
        return sum(len(table.rows) for table in self.tables)

    @property
    def title(self) -> str:
        return f"{self.label} ({self.count})"


def terms(desk: Desk) -> tuple[tuple[str, str], ...]:
    """(code, words) of the terms that have receipts, the newest first."""
    codes = {record.text("year_term") for record in _mine(desk)}
    return tuple((code, term_label(code)) for code in sorted(codes, reverse=True) if code)


def categories(desk: Desk, term: str) -> tuple[Category, ...]:
    """The profile's categories for the term; of several imports the last one counts."""
    latest: dict[str, Record] = {}
    for record in sorted(_mine(desk), key=_serial):
        if record.text("year_term") == term:
            latest[record.text("category")] = record
    found = []
    for key in desk.profile.receipts.categories:
        held = latest.get(key)
        label = desk.codes["receipt_category"].label(key)
        found.append(_category(key, label, held))
    return tuple(found)


def tables(record: Record) -> tuple[Table, ...]:
    """The items of a receipt's content in the order the school sent them, then those it says nothing of.

    Raises ValueError when the content is none.
    """
    items = json.loads(record.text("content") or "{}")
    if not isinstance(items, dict):
        raise ValueError("a receipt's content names items")
    told = [_table(str(item), rows) for item, rows in items.items()]
    expected = ITEMS.get(record.text("category"), ())
    return (*told, *(Table(item, (), ()) for item in expected if item not in items))


def periods(desk: Desk, record: Record, key: str) -> tuple[Period, ...]:
    """When this category may be confirmed, and where there is such a thing, until when picks may be changed."""
    school = desk.school()
    kinds = ["receipt_confirm"] + ([] if key in NO_MODIFY else ["receipt_modify"])
    return tuple(_period(kind, school.window(kind, school_year(record)), school) for kind in kinds)


def may_repick(desk: Desk, record: Record) -> Verdict:
    """Whether picks may still be changed for what this receipt lists (SA §7-1 5-1)."""
    school = desk.school()
    window = school.window("receipt_modify", school_year(record))
    if window is None:
        return refuse("not_open", window=KINDS["receipt_modify"])
    if window.is_open(school.now):
        return Allowed()
    return refuse(
        CLOSED if window.opened(school.now) else "not_open", window=window.label, until=window.until
    )


def report_of(desk: Desk, record: Record) -> Report | None:
    """The report that belongs to the record, None when nothing was reported."""
    said = record.srv.get("report")
    if not isinstance(said, dict) or not (said.get("types") or said.get("text")):
        return None
    types = "、".join(desk.codes["problem_type"].label(str(code)) for code in said.get("types", ()))
    at, processed = (reading.moment(said.get(key)) for key in ("at", "processed_at"))
    return Report(types, str(said.get("text") or ""), at, str(said.get("reply") or ""), processed)


def changed_since(record: Record) -> bool:
    """Whether the school has sent other rows after the student had confirmed."""
    seen = record.srv.get("confirmed_rows")
    return record.state == "confirmed" and bool(seen) and seen != rows_hash(record)


def _category(key: str, label: str, record: Record | None) -> Category:
    try:
        return Category(key, label, record, tables(record) if record else ())
    except ValueError:
        return Category(key, label, record, readable=False)


def _mine(desk: Desk) -> list[Record]:
    return [entry.record for entry in desk.entries("receipt") if entry.record.owner == desk.actor.id]


def _serial(record: Record) -> tuple[int, int]:
    text = record.text("import_serial")
    return (int(text) if text.isascii() and text.isdigit() else 0, record.seq)


def _table(item: str, raw: object) -> Table:
    rows = [
        row if isinstance(row, dict) else {"內容": row} for row in (raw if isinstance(raw, list) else [raw])
    ]
    labels = list(dict.fromkeys(str(label) for row in rows for label in row))
    columns = [_column(label) for label in labels if not _HIDDEN.search(label)]
    cells = [tuple(_cell(row.get(column.label)) for column in columns) for row in rows]
    return Table(item, tuple(columns), tuple(cells))


def _column(label: str) -> Column:
    return Column(label, HELP.get(label) or _hints().get(label, ""), bool(_FILE.match(label)))


def _cell(value: object) -> str:
    if value in (None, ""):
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)


@cache
def _hints() -> dict[str, str]:
    """What our own forms say of a field, by its label and by its national name."""
    found: dict[str, str] = {}
    for label, hint in _told():
        found.setdefault(label, hint)
    return found


def _told() -> Iterator[tuple[str, str]]:
    for form in FORMS.values():
        if form.group in ("outcome", "diverse", "school"):
            for field in form.fields:
                if field.hint:
                    yield field.label, field.hint
                    yield field.national or field.label, field.hint


def _period(kind: str, window: Window | None, school: School) -> Period:
    label = "開放確認期限" if kind == "receipt_confirm" else "開放修改期限"
    if window is None:
        return Period(label, "學校沒有設定", "", "neutral")
    since = f"{_moment(window.opens_at, window.zone)}起，" if window.opens_at else ""
    until = window.until or "沒有截止時間"
    pill, tone = _standing(window, school.now)
    return Period(label, f"{since}到 {until}" if window.until else f"{since}{until}", pill, tone)


def _standing(window: Window, now: datetime) -> tuple[str, str]:
    if not window.opened(now):
        return "尚未開放", "neutral"
    return ("已截止", "neutral") if window.closed(now) else ("開放中", "success")


def _moment(moment: datetime, zone: str) -> str:
    """When it begins: "3 月 1 日 00:00"."""
    try:
        here = moment.astimezone(ZoneInfo(zone))
    except (KeyError, ValueError):
        return deadline_text(moment, "UTC")
    return f"{here.year - 1911} 年 {here.month} 月 {here.day} 日 {here:%H:%M} "


def nonempty(found: Sequence[Table]) -> tuple[Table, ...]:
    """The items that have rows."""
    return tuple(table for table in found if table.rows)
