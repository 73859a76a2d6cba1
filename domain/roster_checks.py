"""What keeps a roster from being handed in: who, which record, which field, and what to do about it.

The same rules as for students, and what only a roster asks: national ids, official codes, whole course codes, locks.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from attrs import frozen

from domain import course_codes
from domain.fields import Choice
from domain.forms import FORMS
from domain.national_ids import Identity, is_national_id
from domain.people import School
from domain.problems import Severity
from domain.records import Record
from domain.rosters import (
    COURSE_COLUMNS,
    OUTCOMES,
    Entry,
    Roster,
    grade_in,
    national_fields,
    sheets_of,
)
from domain.validation import blank, problems

TEST_SCHOOLS = frozenset({"000000", "000B00"})
WEIGHTS = {"error": "要改好", "warning": "請確認"}
HANDED_IN = frozenset({"locked", "submitted"})


@frozen
class Lack:
    """One thing missing or wrong. who, what, field: "" where it is about the school; record: its id."""

    who: str
    what: str
    field: str
    sentence: str
    remedy: str
    severity: Severity = "error"
    record: str = ""

    @property
    def stops(self) -> bool:
        return self.severity == "error"

    @property
    def weight(self) -> str:
        """The severity in words."""
        return WEIGHTS[self.severity]


class _Maker(Protocol):
    """Makes a lack of one entry."""

    def __call__(self, field: str, sentence: str, remedy: str, severity: Severity = "error", /) -> Lack: ...


def check(
    roster: Roster,
    entries: Sequence[Entry],
    school: School,
    year: int,
    identities: Mapping[str, Identity] | None = None,
) -> tuple[Lack, ...]:
    """Everything that is missing or wrong; identities: None while they have not been asked for."""
    found = [*_school(school), *_people(entries, school, year, identities)]
    for entry in entries:
        found += _entry(roster, entry, school)
    if not entries:
        found.append(
            Lack("", "", "", "這份名冊沒有任何一筆資料", "請確認學年度、學期與年級，以及是否已經勾選")
        )
    return tuple(found)


def name_of(person: Record | None, account: str) -> str:
    """高一仁 5 林小宇; the account where nobody is known."""
    if person is None:
        return account
    return " ".join(filter(None, (person.text("class_name"), person.text("seat"), person.text("name"))))


def _school(school: School) -> Iterator[Lack]:
    code = school.settings.code
    to_do = "請在「學年度與設定」填學校代碼"
    if not code:
        yield Lack("", "學校", "學校代碼", "沒有學校代碼", to_do)
    elif code.upper() in TEST_SCHOOLS:
        yield Lack("", "學校", "學校代碼", f"{code} 是測試學校的代碼，不能提交", to_do)
    elif len(code) != 6 or not (code.isascii() and code.isalnum()):
        yield Lack("", "學校", "學校代碼", f"學校代碼「{code}」不是六碼的數字或英文字母", to_do)


def _people(
    entries: Sequence[Entry], school: School, year: int, identities: Mapping[str, Identity] | None
) -> Iterator[Lack]:
    people = {entry.record.owner: entry.person for entry in entries}
    for account, person in sorted(people.items()):
        who = name_of(person, account)
        if person is None:
            yield Lack(who, "人員", "帳號", f"沒有「{account}」的人員資料", "請在「名單匯入」匯入人員")
        elif not grade_in(person, school.settings.school_year, year):
            yield Lack(who, "人員", "年級", "不知道是哪個年級", "請在「名單匯入」的人員名單補上年級")
        if identities is not None:
            yield from _identity(who, identities.get(account))


def _identity(who: str, identity: Identity | None) -> Iterator[Lack]:
    if identity is None:
        yield Lack(
            who,
            "身分資料",
            "身分證號",
            "身分資料檔裡沒有這個人",
            "請在檔案裡補上這個帳號的身分證號與出生日期",
        )
    elif not is_national_id(identity.number):
        yield Lack(
            who, "身分資料", "身分證號", "身分證號的格式或檢查碼不對", "請對照學籍資料，改好身分資料檔"
        )


def _entry(roster: Roster, entry: Entry, school: School) -> Iterator[Lack]:
    record = entry.record
    form = FORMS[record.form]
    who, what = name_of(entry.person, record.owner), _title(entry)

    def lack(field: str, sentence: str, remedy: str, severity: Severity = "error") -> Lack:
        return Lack(who, what, field, sentence, remedy, severity, record.id)

    labels = {one.key: one.label for one in school.profile.fields(form)}
    for one in problems(form, record.values, record.files, school.codes, school.profile):
        sentence = one.sentence.removesuffix(f"，{one.remedy}")
        yield lack(labels.get(one.field_key, ""), sentence, _mend(roster, one.remedy), one.severity)
    for field in national_fields(form):
        if isinstance(field, Choice):
            value = record.text(field.key)
            yield from _official(school, field, value, lack) if value else ()
    if roster.picked:
        yield from _standing(record, lack)
    if form.group == "outcome":
        yield from _course(roster, entry, school, lack)


def _mend(roster: Roster, remedy: str) -> str:
    return f"請開放更正，讓學生{remedy.removeprefix('請')}" if roster.picked else remedy


def _title(entry: Entry) -> str:
    record, form = entry.record, FORMS[entry.record.form]
    if entry.parent is not None:
        return f"課程學習成果：{entry.parent.text('subject_name')}"
    return f"{form.title}：{record.text(form.title_field)}"


def _official(school: School, field: Choice, value: str, lack: _Maker) -> Iterator[Lack]:
    """A placeholder of ours is never handed in as if it were the ministry's."""
    known = school.codes.get(field.codes)
    code = known.get(value) if known is not None else None
    if code is not None and not code.verified:
        said = f"「{code.label}」還沒有國教署的代碼"
        yield lack(field.label, said, "請在「代碼表」匯入國教署公告的代碼，再請學生改選，或取消這筆勾選")
    elif code is not None and code.until is not None and not code.active(school.settings.school_year):
        said = f"「{code.label}」只用到 {code.until} 學年度"
        yield lack(field.label, said, "這一年取得的請確認代碼仍然有效，不是就請學生改選", "warning")


def _standing(record: Record, lack: _Maker) -> Iterator[Lack]:
    if record.selection not in HANDED_IN:
        yield lack("勾選", "勾選還沒有鎖定", "請先在「勾選與提交」鎖定勾選")
    waiting = str(record.srv.get("blobs_pending") or "0")
    if waiting not in ("0", ""):
        yield lack("檔案", f"有 {waiting} 個檔案還沒傳到學校", "請學生連上網路，把檔案傳完")


def _course(roster: Roster, entry: Entry, school: School, lack: _Maker) -> Iterator[Lack]:
    course, to_do = entry.parent, "請更正修課名單，再匯入一次"
    if entry.record.state != "passed":
        yield lack("認證", "這件成果沒有通過認證", "請教師認證，或取消這筆勾選")
    if course is None:
        yield lack("課程", "找不到這件成果的修課資料", "請匯入修課名單")
        return
    if entry.mode not in sheets_of(roster, school.codes["enrolment_mode"]):
        mode = school.codes["enrolment_mode"].label(entry.mode)
        yield lack("修習方式", f"這份名冊沒有「{mode}」的工作表", to_do)
    labels = {one.key: one.label for one in FORMS["enrolment"].fields}
    columns = COURSE_COLUMNS.get(entry.mode, COURSE_COLUMNS["semester"])
    for key in dict.fromkeys(one.key for one in columns if one.required):
        if blank(course.values.get(key)):
            yield lack(labels[key], f"修課名單沒有填{labels[key]}", to_do)
    for key in ("course_code", "original_course_code"):
        code = course.text(key)
        fault = course_codes.fault(code) if code else ""
        if fault and any(one.key == key for one in columns):
            yield lack(labels[key], fault, to_do)
    if roster.kind == OUTCOMES and blank(entry.record.values.get("summary")):
        yield lack("課程學習成果簡述", "沒有寫簡述", "國教署的欄位可以空白，確認後再提交", "warning")
