"""The record of acts as rows: when, who, what, on which record, from where to where, at which computer, and why."""

from datetime import datetime

from attrs import frozen

from desktop.desk import Desk, Said
from desktop.models import reading
from desktop.models.entry_list import cut, shown
from desktop.models.grid import Cell, Column, Row
from desktop.models.reading import Pair
from domain.fields import FileSlot
from domain.forms import FORMS
from domain.intents import Action
from domain.lifecycle import ABSENT, ACTION_LABELS, STATE_LABELS
from domain.moments import kept
from domain.records import Record
from domain.windows import instant, stamp
from sync.wire.office import AuditDetail, AuditPage, AuditQuery, AuditRow

COLUMNS = (
    Column("時間", 150),
    Column("誰", 90),
    Column("動作", 110),
    Column("紀錄", 210),
    Column("學生", 90),
    Column("狀態", 180),
    Column("電腦", 90),
    Column("理由", 220),
)
OTHER = {
    "publish": "學校登錄",
    "look_audit": "查閱操作紀錄",
    "held_late": "逾時保留",
    "rejected": "沒有接受",
    "import": "匯入",
}
SHORT = 40


@frozen
class Change:
    """One field before and after, as people read it."""

    label: str
    before: str
    after: str


def actions() -> list[tuple[str, str]]:
    """(code, word) of every act that can be looked for."""
    return [*((one.value, ACTION_LABELS[one]) for one in Action), *list(OTHER.items())[:2]]


def action_word(code: str) -> str:
    return ACTION_LABELS[Action(code)] if code in [one.value for one in Action] else OTHER.get(code, code)


def query(who: str, student: str, action: str, since: str, until: str, text: str) -> AuditQuery:
    """The question; since and until are days of the school's zone, both taken in."""
    return AuditQuery(
        who=who.strip(),
        student=student.strip(),
        action=action,
        since=kept(since, "", end=False) if since else "",
        until=kept(until, "", end=True) if until else "",
        text=text.strip(),
    )


def row(desk: Desk, one: AuditRow) -> Row:
    form = FORMS.get(one.form)
    about = desk.profile.title_of(form) if form else ""
    title = _title(desk, one)
    record = f"{about}：{title}" if title and title != about else about
    return Row(
        one.key,
        (
            Cell(_moment(one.at)),
            Cell(one.actor_name or one.actor or "學校"),
            Cell(action_word(one.action), tone="danger" if one.kind == "refused" else ""),
            Cell(cut(record, SHORT)),
            Cell(one.owner_name or one.owner),
            Cell(_states(one)),
            Cell(one.device),
            Cell(" ".join(one.reason.split())),
        ),
    )


def pairs(desk: Desk, told: AuditDetail) -> tuple[Pair, ...]:
    """What happened, apart from the words themselves."""
    cells = dict(zip((column.label for column in COLUMNS), row(desk, told.row).cells, strict=True))
    found = [Pair(label, cell.text) for label, cell in cells.items() if cell.text and label != "理由"]
    found += [Pair("理由", told.row.reason)] if told.row.reason else []
    return (*found, Pair("紀錄編號", told.row.record)) if told.row.record else tuple(found)


def changes(desk: Desk, told: AuditDetail) -> tuple[Change, ...]:
    """The fields that are different, in the order of the form."""
    form = FORMS.get(told.row.form)
    if form is None:
        return ()
    before, after = (Record(told.row.record, form.key, values=values) for values in (told.before, told.after))
    found = []
    for field in form.fields:
        if isinstance(field, FileSlot):
            pair = told.files_before.get(field.key, ""), told.files_after.get(field.key, "")
        else:
            pair = (
                reading.said(form, field, before, desk.codes),
                reading.said(form, field, after, desk.codes),
            )
        if pair[0] != pair[1]:
            found.append(Change(field.label, *pair))
    return tuple(found)


def said_here(desk: Desk, asked: AuditQuery) -> AuditPage:
    """The acts of this computer that fit, the newest first: all that is known without a line."""
    rows = [_here(desk, said) for said in reversed(desk.journal()) if said.intent is not None]
    return AuditPage(stamp(desk.clock.school()), [one for one in rows if _fits(one, asked)])


def _here(desk: Desk, said: Said) -> AuditRow:
    intent = said.intent
    if intent is None:
        raise TypeError("a line of a newer program")
    record = desk.record(intent.record)
    form = FORMS.get(intent.form)
    title = record.text(form.title_field) if record is not None and form is not None else ""
    wall = instant(str(intent.made.get("wall") or "")) if intent.made.get("wall") else None
    at = said.recv_at or (stamp(wall) if wall else "")
    reason = said.sentence or str(intent.d.get("comment") or intent.d.get("reason") or "")
    return AuditRow(
        intent.id, "refused" if said.status in ("rejected", "held_late") else "done", at, desk.actor.id,
        desk.actor.name, intent.action.value, intent.record, intent.form, title,
        record.owner if record is not None else "", "", "", said.status, desk.device, reason,
    )  # fmt: skip


def _fits(one: AuditRow, asked: AuditQuery) -> bool:
    words = f"{one.title} {one.reason} {one.actor} {one.actor_name} {one.owner}"
    return (
        (not asked.who or asked.who in f"{one.actor} {one.actor_name}")
        and (not asked.student or asked.student in one.owner)
        and asked.action in ("", one.action)
        and (not asked.since or one.at >= asked.since)
        and (not asked.until or one.at < asked.until)
        and all(word in words for word in asked.text.split())
    )


def _title(desk: Desk, one: AuditRow) -> str:
    form = FORMS.get(one.form)
    if form is None or not one.title:
        return ""
    about = Record(one.record, form.key, values={form.title_field: one.title})
    return (shown(form, form.title_field, about, desk.codes).strip().splitlines() or [""])[0]


def _states(one: AuditRow) -> str:
    words = {**STATE_LABELS, **OTHER, ABSENT: ""}
    before, after = words.get(one.before, one.before), words.get(one.after, one.after)
    if not before or before == after:
        return after
    return f"{before} → {after}"


def _moment(at: str) -> str:
    found: datetime | None = instant(at) if at else None
    return f"{found.astimezone():%Y-%m-%d %H:%M}" if found else ""
