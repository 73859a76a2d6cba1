"""Whose screens are pictured: students and teachers with nothing, with much, with very long names."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from attrs import evolve

from demo import sample_bad, sample_media, sample_pdfs, sample_pictures
from derive import resources
from desktop.desk import Desk
from desktop.views.pages import reachable
from domain.fields import Choice, Day, Field, FileSlot, Flag, Link, Number, Text, YearTerm
from domain.forms import FORMS
from domain.forms.form import Form
from domain.records import Attachment, Record
from tests.desktop.views import desks
from tests.desktop.views.test_receipt_page import CADRES, DIVERSE, GRADES, WINDOWS as RECEIPT_WINDOWS, receipt

ME = desks.STUDENT
LONG_NAME = "歐陽阿美・達拉拔巴甘・瓦旦比浩伊斯坦大・𠮷野𡈽屋堃喆"
LONG_SCHOOL = "臺北市私立崇德光華大同國際實驗高級中等學校附設進修部與海外臺灣學校聯合辦學分校"
LONG_TITLE = "全國高級中等學校跨領域探究與實作暨永續發展目標競賽總決賽特別獎"
LONG_TEXT = (
    "以電磁感應自製手搖發電機，量測轉速與電壓的關係，並比較不同匝數、磁鐵強度與負載的影響；"
    "過程中發現接觸電阻造成誤差，改以焊接與四線量測修正，最後在課堂發表並回答同學與老師的提問，共計一百字整。"
)
LONG_FILE = "113學年度第二學期探究與實作期末成果報告書_林小宇_高一仁班_最終版_修訂三_確定送出用的最後版本.pdf"
DIVERSE_FORMS = tuple(form for form in FORMS.values() if form.group == "diverse")
PROFILE_FORMS = tuple(form for form in FORMS.values() if form.group == "profile")


class Files:
    """Real files, made once and put into the vault of every desk that shows them."""

    def __init__(self, folder: Path, film: bool = True) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        made = {
            "pdf": (sample_pdfs.inquiry_report(folder / "探究與實作報告.pdf"), "application/pdf"),
            "picture": (sample_pictures.award_photo(folder / "校內科展獎狀.jpg"), "image/jpeg"),
            "damaged": (sample_bad.cut_pdf(folder / "沒傳完的心得.pdf"), "application/pdf"),
        }
        if film:
            made["film"] = (sample_media.film(folder / "幼苗向光縮時影片.mp4"), "video/mp4")
        self.bytes = {key: path.read_bytes() for key, (path, _) in made.items()}
        self.refused = made["damaged"][0]
        self.given = {
            key: desks.attachment(self.bytes[key], path.name, mime) for key, (path, mime) in made.items()
        }

    def named(self, key: str, name: str) -> Attachment:
        return evolve(self.given[key], name=name)

    def fill(self, desk: Desk) -> None:
        for data in self.bytes.values():
            if not desk.blobs.has(hashlib.sha256(data).hexdigest()):
                desk.blobs.adopt_bytes(data)


def record_of(form: Form, number: int, files: Files, long: bool = False, holes: bool = False) -> Record:
    """A record of any form, every field filled; long: as long as allowed; holes: required ones are missing."""
    values = {one.key: _value(one, number, long) for one in form.values_fields}
    given = {slot.key: one for slot in form.slots if (one := _file(slot, files, long)) is not None}
    if holes:
        values, given = dict(list(values.items())[:2]), {}
    kept = {key: value for key, value in values.items() if value}
    return Record(
        desks.identity(number), form.key, ME, "", "editable", 1, 0, kept, given, {"source": "student"}
    )


def _value(field: Field, number: int, long: bool) -> object:
    match field:
        case Text(lines=1):
            return (LONG_TITLE if long else f"{field.label}第 {number % 10} 號")[: field.limit]
        case Text():
            return (LONG_TEXT if long else "小組三人，負責實驗設計與數據分析。")[: field.limit]
        case Choice():
            offered = resources.codelists()[field.codes].offered(114)
            return (max(offered, key=lambda c: len(c.label)) if long else offered[0]).code if offered else ""
        case Link():
            return "https://example.org/" + ("very-long-path/" * 12 if long else "film")
    return {Day: "2025-12-20", Number: "12", YearTerm: "114-1", Flag: True}[type(field)]


def _file(slot: FileSlot, files: Files, long: bool) -> Attachment | None:
    if slot.kind == "media":
        return files.given.get("film")
    return files.named("pdf", LONG_FILE) if long else files.given["picture"]


def _outcomes(files: Files, parent: Record, long: bool) -> list[Record]:
    pdf = files.named("pdf", LONG_FILE) if long else files.given["pdf"]
    said = {"decided_by": LONG_NAME if long else "王小明", "decided_at": "2026-03-01T06:00:00Z"}
    comment = LONG_TEXT if long else "請補上實驗數據"
    made = [
        desks.outcome(60, parent, "draft", files.given["picture"]),
        desks.outcome(61, parent, "failed", pdf, comment=comment, **said),
        desks.outcome(62, parent, "passed", pdf, **said),
        desks.outcome(63, parent, "pending", files.given["damaged"]),
        desks.outcome(64, parent, "passed", pdf, selection="picked", **said),
    ]
    if "film" in files.given:
        made[0] = evolve(made[0], files={**made[0].files, "media_file": files.given["film"]})
    if long:
        made = [evolve(one, values={"summary": LONG_TEXT}) for one in made]
    return made


def _profile(long: bool) -> Record:
    values = {
        "name": LONG_NAME if long else "林小宇", "role": "student", "student_number": "110001",
        "class_name": "高級中等學校國際實驗課程數理資優班" if long else "高一仁", "seat": "7",
        "email": "a.very.long.mail.address.of.a.student@mail.portfolio.school.edu.tw" if long else "lin@school.edu.tw",
    }  # fmt: skip
    return Record(desks.identity(2), "person", ME, state="current", values=values)


def _announcements(long: bool) -> list[Record]:
    title = LONG_TITLE * 3 if long else "勾選開始了"
    body = (
        (LONG_TEXT + "\n\n") * 6 if long else "請在三月二十二日前完成勾選，逾期無法補做。\n有問題請洽註冊組。"
    )
    return [
        desks.announcement(90, title, body, "2026-02-20"),
        desks.announcement(91, "系統維護通知", "三月八日 00:00–06:00 停機維護，離線仍可編輯。", "2026-02-25"),
    ]


def _cadres(long: bool) -> list[Record]:
    form = FORMS["school_cadre"]
    codes = resources.codelists()
    values: dict[str, object] = {}
    for field in form.fields:
        if isinstance(field, Text):
            values[field.key] = (LONG_TITLE if long else "高一仁班")[: field.limit]
        elif isinstance(field, Choice):
            values[field.key] = codes[field.codes].offered(114, to_school=True)[0].code
        elif isinstance(field, YearTerm):
            values[field.key] = "114-1"
        elif isinstance(field, Day):
            values[field.key] = "2025-09-01"
    return [Record(desks.identity(95), form.key, ME, state="current", values=values)]


def student(files: Files, long: bool = False) -> list[Record]:
    """Everything a student can have: every form, every state, receipts, announcements."""
    subject = "多元選修：全球化下的永續發展與在地實踐專題研究（跨校選修遠距課程）" if long else "物理"
    physics = desks.enrolment(50, owner=ME, subject=subject)
    chemistry = desks.enrolment(51, owner=ME, subject="化學", year="113-2")
    if long:
        physics = evolve(
            physics, values={**physics.values, "teacher_name": LONG_NAME, "class_name": LONG_TITLE}
        )
    records = [_profile(long), physics, chemistry, *_outcomes(files, physics, long)]
    records += [desks.outcome(70, chemistry, "passed", files.given["pdf"], decided_by="陳老師")]
    for place, form in enumerate((*DIVERSE_FORMS, *PROFILE_FORMS)):
        records.append(record_of(form, 200 + 2 * place, files, long))
        records.append(record_of(form, 201 + 2 * place, files, holes=True))
    records += [evolve(record_of(FORMS["competition"], 80, files, long), srv={"selection": "picked"})]
    receipts = [receipt(41, "grades", GRADES), receipt(42, "diverse", DIVERSE), receipt(43, "cadres", CADRES)]
    return [*records, *_announcements(long), *_cadres(long), *receipts]


def around(long: bool = False, closed: bool = False, consent: bool = True) -> list[Record]:
    """The school and its windows."""
    name = LONG_SCHOOL if long else "範例高級中學"
    asked = {} if consent else {"consent_outcome": "", "consent_diverse": ""}
    windows: Iterable[Record] = (*desks.WINDOWS, *RECEIPT_WINDOWS)
    if closed:
        numbers = {11: "outcome_submit", 13: "outcome_select", 15: "diverse_select", 31: "receipt_confirm"}
        windows = [
            desks.window(n, kind, -2, printed="115 年 2 月 28 日（六）24:00") for n, kind in numbers.items()
        ]
    return [desks.school(name=name, **asked), *windows]


def pupils(files: Files, count: int, long: bool = False) -> list[Record]:
    """A teacher's class."""
    found = []
    for record in desks.class_of(count):
        if record.form == "course_outcome":
            pdf = files.named("pdf", LONG_FILE) if long else files.given["pdf"]
            record = evolve(record, files={"document_file": pdf})
            if long:
                record = evolve(record, values={"summary": LONG_TEXT})
        elif long:
            record = evolve(
                record, values={**record.values, "student_name": LONG_NAME, "subject_name": LONG_TITLE}
            )
        found.append(record)
    decided = desks.class_of(3, 600, "passed") + desks.class_of(2, 900, "failed")
    return [*found, *(evolve(one, srv={**one.srv, "decided_at": "2026-03-01T06:00:00Z"}) for one in decided)]


def pages_of(desk: Desk) -> list[str]:
    """The key of every screen in the person's menu, and of the one that only the status line leads to."""
    menu = desk.profile.menu_of(desk.actor.role.value)
    keys = [one.key for item in menu for one in (item, *item.items) if reachable(one.key, desk)]
    return [*dict.fromkeys(keys), "attention"]
