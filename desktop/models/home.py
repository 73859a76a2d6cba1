"""What the first screen tells: what is due, what is missing, what the school said, what has not arrived there yet."""

from collections.abc import Iterator, Mapping

from attrs import frozen

from desktop.desk import Desk
from desktop.models import notices, reading
from desktop.models.entry_list import STATE_TONES, shown, title_of
from domain.fields import Choice
from domain.forms import FORMS
from domain.intents import Intent
from domain.lifecycle import ACTION_LABELS, SENT_BACK, STATE_LABELS
from domain.people import Role
from domain.profile_rules import MenuItem
from domain.records import Record
from domain.refusals import CLOSED

PAGES = {
    "outcome_submit": ("course_outcome",),
    "outcome_certify": ("certify_queue",),
    "outcome_select": ("outcome_selection",),
    "diverse_edit": ("cadre_experience", "competition"),
    "diverse_select": ("diverse_selection",),
    "receipt_confirm": ("receipt",),
    "receipt_modify": ("receipt",),
}
STARTED = frozenset({"draft", "failed", "revoked", "editable"})
DECIDED = frozenset({"passed", "failed", "revoked"})

WRITTEN = tuple(key for key, form in FORMS.items() if form.group in ("outcome", "diverse", "profile"))


@frozen
class Note:
    """One line of a card: what, why or when, where a click leads. intent: what 知道了 puts away, "" for nothing."""

    title: str
    text: str = ""
    when: str = ""
    page: str = ""
    record: str = ""
    tone: str = "neutral"
    pill: str = ""
    intent: str = ""


def page_of_window(desk: Desk, kind: str) -> str:
    """The page of the menu where the work of a window is done; "" when this person has none."""
    mine = menu_keys(desk)
    return next((key for key in PAGES.get(kind, ()) if key in mine), "")


def menu_keys(desk: Desk) -> frozenset[str]:
    """The keys of every line in this person's menu."""

    def under(items: tuple[MenuItem, ...]) -> list[str]:
        return [key for item in items for key in (item.key, *under(item.items))]

    return frozenset(under(desk.profile.menu_of(desk.actor.role.value)))


def missing(desk: Desk) -> tuple[Note, ...]:
    """The student's own records that cannot be sent or picked yet, with what each lacks; returned ones first."""
    if desk.actor.role is not Role.STUDENT:
        return ()
    school, found = desk.school(), []
    parents = {entry.record.id: entry.record for entry in desk.entries("enrolment")}
    written = [entry.record for entry in desk.entries(WRITTEN, states=tuple(STARTED))]
    for record in sorted(written, key=lambda one: WRITTEN.index(one.form)):
        if record.owner != desk.actor.id or record.selection in ("locked", "submitted"):
            continue
        lacks = reading.lacking(FORMS[record.form], record, school)
        note = _missing_note(desk, record, parents.get(record.parent), lacks)
        if note is not None:
            found.append(note)
    return tuple(sorted(found, key=lambda note: not note.pill))


def said(desk: Desk) -> tuple[Note, ...]:
    """Announcements that are up and decisions on the student's outcomes, the newest first."""
    found = [(one.text("published_on"), _announced(desk, one)) for one in notices.posted(desk)]
    if desk.actor.role is Role.STUDENT:
        parents = {entry.record.id: entry.record for entry in desk.entries("enrolment")}
        for entry in desk.entries("course_outcome", states=tuple(DECIDED)):
            at = str(entry.record.srv.get("decided_at") or "")
            if at:
                found.append((at, _decided(desk, entry.record, parents.get(entry.record.parent))))
        found += [(at, note) for at, note in (*_answers(desk), *_comments(desk))]
    return tuple(note for _, note in sorted(found, key=lambda pair: pair[0], reverse=True))


def _answers(desk: Desk) -> Iterator[tuple[str, Note]]:
    """What the school has answered to questions and to reports on receipts."""
    for entry in desk.entries("inquiry", states=("processed",)):
        record = entry.record
        title = record.text("subject") or desk.codes["inquiry_about"].label(record.text("about"))
        yield _answer(record, title, page_of(desk, record.text("about")))
    for entry in desk.entries("receipt", states=("processed",)):
        yield _answer(entry.record, name_of(desk, entry.record.id, "receipt"), page_of(desk, "receipt"))


def _comments(desk: Desk) -> Iterator[tuple[str, Note]]:
    """What guides have said to the student; a click leads to the record that it is about."""
    for entry in desk.entries("counsel_comment"):
        record = entry.record
        if record.text("student") != desk.actor.id:
            continue
        at = str(record.srv.get("said_at") or "")
        concern = desk.record(record.text("record")) if record.text("record") else None
        page = page_of(desk, concern.form) if concern is not None else ""
        who = str(record.srv.get("by") or "老師")
        title = f"{who}：{record.text('subject')}" if record.text("subject") else who
        target = concern.id if concern is not None else ""
        yield at, Note(title, record.text("text"), reading.moment(at), page, target, "info", "給您的話")


def _answer(record: Record, title: str, page: str) -> tuple[str, Note]:
    said = record.srv.get("report") or {}
    at = str(said.get("processed_at") or "")
    target = record.id if record.form == "receipt" else record.text("record")
    return at, Note(title, str(said.get("reply") or ""), reading.moment(at), page, target, "accent", "已處理")


def unsent(desk: Desk) -> tuple[Note, ...]:
    """What waits for the school, one line a record, oldest first."""
    acts: dict[str, list[Intent]] = {}
    for one in desk.unsent():
        if one.intent is not None:
            acts.setdefault(one.intent.record, []).append(one.intent)
    return tuple(_on_the_way(desk, record, intents) for record, intents in acts.items())


def refused(desk: Desk) -> tuple[Note, ...]:
    """What the school did not take, with why and what to do, the newest first."""
    found = []
    for one in desk.inbox():
        intent = one.intent
        if intent is None:
            found.append(Note("較新版本程式送出的內容", one.sentence, tone="danger", pill="未被接受"))
            continue
        name, page = name_of(desk, intent.record, intent.form), page_of(desk, intent.form)
        what = f"{ACTION_LABELS.get(intent.action, '變更')}：{name}"
        held = one.reason == CLOSED
        pill, tone = ("逾期，學校保留中", "warning") if held else ("未被接受", "danger")
        found.append(Note(what, one.sentence, "", page, intent.record, tone, pill, intent.id))
    return tuple(found)


def page_of(desk: Desk, form: str) -> str:
    """The page that shows records of the form; a teacher's outcomes are in the queue."""
    if desk.actor.role is Role.TEACHER and form == "course_outcome":
        return "certify_queue"
    return form if form in menu_keys(desk) else ""


def name_of(desk: Desk, record_id: str, form: str) -> str:
    """What people call the record; its kind when it is not here any more."""
    record = desk.record(record_id)
    known = FORMS.get(form)
    if known is None:
        return "紀錄"
    if record is None or form in ("consent", "inquiry"):
        return desk.profile.title_of(known)
    if isinstance(known.field(known.title_field), Choice):
        words = shown(known, known.title_field, record, desk.codes)
        return f"{desk.profile.title_of(known)}　{words}"
    parent = desk.record(record.parent) if record.parent else None
    return _title(record, parent)


def _missing_note(desk: Desk, record: Record, parent: Record | None, lacks: str) -> Note | None:
    page = page_of(desk, record.form)
    title = _title(record, parent)
    kind = desk.profile.title_of(FORMS[record.form])
    if record.state in SENT_BACK:
        told = reading.remarks(record, desk.codes) or "改好之後可以重新送出認證。"
        return Note(
            title,
            f"還缺：{lacks}" if lacks else told,
            kind,
            page,
            record.id,
            STATE_TONES[record.state],
            STATE_LABELS[record.state],
        )
    return Note(title, f"還缺：{lacks}", kind, page, record.id, "warning") if lacks else None


def _announced(desk: Desk, record: Record) -> Note:
    first = record.text("body").strip().splitlines()
    day = reading.day(record.text("published_on"))
    text, pill = first[0] if first else "", ("公告", "info")
    if not notices.is_read(desk, record):
        pill = ("未讀公告", "accent")
    return Note(record.text("title"), text, day, notices.FORM, record.id, pill[1], pill[0])


def _decided(desk: Desk, record: Record, parent: Record | None) -> Note:
    passed = record.state == "passed"
    by = str(record.srv.get("decided_by") or "")
    comment = reading.remarks(record, desk.codes)
    text = f"{by}：{comment}" if by and comment else comment or (f"{by}已認證" if passed and by else "")
    when = reading.moment(record.srv.get("decided_at"))
    tone, pill = STATE_TONES[record.state], STATE_LABELS[record.state]
    return Note(_title(record, parent), text, when, page_of(desk, record.form), record.id, tone, pill)


def _on_the_way(desk: Desk, record: str, intents: list[Intent]) -> Note:
    words = "、".join(dict.fromkeys(ACTION_LABELS.get(intent.action, "變更") for intent in intents))
    form = intents[0].form
    when = reading.moment(_wall(intents[-1].made))
    return Note(name_of(desk, record, form), words, when, page_of(desk, form), record)


def _wall(made: Mapping[str, object]) -> str:
    return str(made.get("wall") or "")


def _title(record: Record, parent: Record | None) -> str:
    title = title_of(FORMS[record.form], record)
    return f"{parent.text('subject_name')}　{title}" if parent is not None else title
