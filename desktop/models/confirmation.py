"""歷程確認單 of students: what each has chosen and confirmed this year, as it stands in this copy. No widgets."""

from collections.abc import Sequence

from desktop.desk import Desk
from desktop.models import guided, reading
from desktop.models.entry_list import shown, title_of
from desktop.paper.book import Confirmations, Line, Section, SheetToSign
from domain.calendar import term_label
from domain.forms import DIVERSE, FORMS
from domain.lifecycle import FROZEN_SELECTIONS, SELECTION_LABELS, STATE_LABELS
from domain.records import Record

TITLE = "學習歷程確認單"
SENTENCE = "本人已確認以上勾選與收訖內容。"
SIGNS = ("學生簽名", "日期", "家長簽名", "日期", "導師簽名", "日期")
CHOSEN = tuple(FROZEN_SELECTIONS)


def book(desk: Desk, accounts: Sequence[str]) -> Confirmations:
    """Reads the copy: call it on a lane."""
    year = desk.school().settings.school_year
    now = desk.clock.school().astimezone()
    note = (
        f"依 {now.year} 年 {now.month} 月 {now.day} 日 {now:%H:%M} 這台電腦的資料製作；上傳與勾選均為自願。"
    )
    return Confirmations(
        title=f"{year} 學年度{TITLE}",
        school=desk.identity.school,
        sentence=SENTENCE,
        note=note,
        signs=SIGNS,
        sheets=tuple(_sheet(desk, one, str(year)) for one in accounts),
    )


def _sheet(desk: Desk, account: str, year: str) -> SheetToSign:
    person = next((entry.record for entry in desk.entries("person", owner=account)), None)
    name, _ = guided.name_of(desk, account)
    given = [("班級", "class_name"), ("座號", "seat"), ("學號", "student_number")]
    told = [Line(label, (person.text(key) if person else "") or "—") for label, key in given]
    sections = (_outcomes(desk, account, year), _diverse(desk, account, year), _receipts(desk, account, year))
    return SheetToSign(name, (*told[:2], Line("姓名", name), told[2]), sections)


def _outcomes(desk: Desk, account: str, year: str) -> Section:
    rows = []
    for entry in desk.entries("course_outcome", owner=account, selection=CHOSEN):
        record = entry.record
        parent = desk.record(record.parent)
        if parent is None or not _of_year(parent, year):
            continue
        decided = reading.moment(record.srv.get("decided_at")).rpartition(" ")[0]
        chosen = SELECTION_LABELS[record.selection]
        term = term_label(parent.text("year_term"))
        rows.append(
            (term, parent.text("subject_name"), title_of(FORMS[record.form], record), decided, chosen)
        )
    cap = desk.school().settings.outcome_cap
    return Section(
        _counted("課程學習成果勾選", len(rows), cap),
        ("學年期", "科目", "簡述", "認證日期", "狀態"),
        (22, 18, 32, 14, 14),
        tuple(sorted(rows)),
        "沒有勾選課程學習成果。",
    )


def _diverse(desk: Desk, account: str, year: str) -> Section:
    forms = [form.key for form in DIVERSE]
    found = [entry.record for entry in desk.entries(forms, owner=account, selection=CHOSEN)]
    rows = [
        (
            term_label(one.text("year_term")),
            desk.profile.title_of(FORMS[one.form]),
            title_of(FORMS[one.form], one),
            SELECTION_LABELS[one.selection],
        )
        for one in found
        if _of_year(one, year)
    ]
    title = _counted("多元表現勾選", len(rows), desk.school().settings.diverse_cap)
    headings, widths = ("學年期", "類別", "名稱", "狀態"), (24, 22, 38, 16)
    return Section(title, headings, widths, tuple(sorted(rows)), "沒有勾選多元表現。")


def _receipts(desk: Desk, account: str, year: str) -> Section:
    form = FORMS["receipt"]
    found = [entry.record for entry in desk.entries(form.key, owner=account)]
    rows = [
        (
            term_label(one.text("year_term")),
            shown(form, "category", one, desk.codes),
            STATE_LABELS.get(one.state, one.state),
            reading.moment(one.srv.get("decided_at")),
        )
        for one in found
        if _of_year(one, year)
    ]
    label = desk.profile.receipts.label
    headings, widths = ("學年期", "類別", "狀態", "確認時間"), (28, 28, 20, 24)
    return Section(label, headings, widths, tuple(sorted(rows)), f"還沒有{label}。")


def _of_year(record: Record, year: str) -> bool:
    return record.text("year_term").partition("-")[0] == year


def _counted(title: str, count: int, cap: int) -> str:
    return f"{title}（{count}／{cap}）" if cap else f"{title}（{count}）"
