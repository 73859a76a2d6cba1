"""Each subcommand as a function from options to an answer, over the same operations as the window."""

from argparse import Namespace
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from desktop import sessions
from desktop.cli import checks, papers, shrinking
from desktop.cli.answers import DONE, OFFLINE, PERSON, REFUSED, Answer
from desktop.cli.bringing import bring
from desktop.cli.desks import open_desk, over, password
from desktop.desk import Desk
from desktop.models.entry_list import status_of, title_of
from desktop.operations import attachments, backup, exporting, proofs, records
from domain.errors import BadInput, NotAllowed
from domain.fields import FileSlot
from domain.forms import FORMS, Form
from domain.intents import Action
from domain.lifecycle import ACTION_LABELS
from domain.records import Record, Value
from domain.refusals import Refused
from domain.validation import tidy
from sync.effects import State


def perform(options: Namespace) -> Answer:
    """Carry out what the options say; raises LichengError."""
    if options.command == "login":
        return _login(options)
    if options.command == "shrink":
        return shrinking.shrink(options)
    if options.command == "verify-receipt":
        return papers.verify_receipt(options)
    with open_desk(options) as desk:
        return COMMANDS[options.command](desk, options)


def _login(options: Namespace) -> Answer:
    opening = sessions.sign_in(options.home, options.url, options.login, password(), options.otp)
    with over(opening) as desk:
        said = _sync(desk, options)
    who = opening.identity
    data = {
        "account": who.account,
        "name": who.name,
        "role": who.role,
        "school": who.school,
        "recovery": opening.recovery,
    }
    recovery = f"\n復原碼（只顯示這一次，請抄下來）：{opening.recovery}" if opening.recovery else ""
    return Answer(said.code, f"{who.school}　{who.name}　{said.text}{recovery}", {**data, **said.data})


def _sync(desk: Desk, _: Namespace) -> Answer:
    report = sessions.post(desk)
    data = {
        "state": report.state.value,
        "sentence": report.sentence,
        "pushed": report.pushed,
        "pulled": report.pulled,
        "uploaded": report.uploaded,
        "downloaded": report.downloaded,
        "problems": [{"code": n.code, "sentence": n.sentence, "subject": n.subject} for n in report.problems],
        "unsent": desk.sync_facts().unsent,
    }
    offline = (State.OFFLINE, State.NOT_THE_SCHOOL, State.BUSY)
    code = DONE if report.ok else OFFLINE if report.state in offline else PERSON
    return Answer(code, report.sentence, data)


def _status(desk: Desk, _: Namespace) -> Answer:
    facts = desk.sync_facts()
    waiting = [
        {"action": s.intent.action.value, "record": s.intent.record} for s in desk.unsent() if s.intent
    ]
    refused = [
        {"reason": s.reason, "sentence": s.sentence, "record": s.intent.record if s.intent else ""}
        for s in desk.inbox()
    ]
    words = f"未送出 {facts.unsent} 件，未上傳檔案 {facts.uploads} 個，需要處理 {facts.problems + facts.conflicts} 件"
    data = {
        "unsent": facts.unsent,
        "uploads": facts.uploads,
        "conflicts": facts.conflicts,
        "last_ok": facts.last_ok,
    }
    return Answer(text=words, data={**data, "waiting": waiting, "refused": refused})


def _list(desk: Desk, options: Namespace) -> Answer:
    form = _form(options.form)
    found = [entry.record for entry in desk.entries(form.key, year_term=options.year_term or None)]
    lines = [f"{r.id}　{status_of(r)[0] or r.state}　{title_of(form, r)}" for r in found]
    return Answer(
        text="\n".join(lines) or f"沒有{form.title}。", data={"records": [as_json(r) for r in found]}
    )


def _show(desk: Desk, options: Namespace) -> Answer:
    record = _record(desk, options.id)
    form = FORMS[record.form]
    labels = {field.key: field.label for field in form.fields}
    lines = [f"{labels.get(key, key)}：{value}" for key, value in record.values.items()]
    lines += [f"{labels.get(slot, slot)}：{f.name}（{f.size} 位元組）" for slot, f in record.files.items()]
    return Answer(
        text="\n".join([f"{form.title}　{status_of(record)[0]}", *lines]), data={"record": as_json(record)}
    )


def _add(desk: Desk, options: Namespace) -> Answer:
    form = _form(options.form)
    state = "draft" if form.group == "outcome" else "editable"
    blank = Record(desk.clock.new_id(), form.key, desk.actor.id, options.parent, state)
    _allowed(desk.may(Action.SAVE, blank, absent=True))
    return _written(desk, form, blank, options)


def _edit(desk: Desk, options: Namespace) -> Answer:
    record = _record(desk, options.id)
    _allowed(desk.may(Action.SAVE, record))
    return _written(desk, FORMS[record.form], record, options)


def _written(desk: Desk, form: Form, record: Record, options: Namespace) -> Answer:
    typed = _values(form, options.values)
    files = [_pair(text) for text in options.file]
    slots = [(_slot(form, key), Path(path)) for key, path in files]
    taken = [(slot, attachments.take(desk, slot, path)) for slot, path in slots]
    changes = {key: (record.values.get(key), value) for key, value in typed.items()}
    records.save(desk, record, changes)
    for slot, attachment in taken:
        records.set_file(desk, desk.record(record.id) or record, slot.key, attachment)
    kept = desk.record(record.id)
    return Answer(
        text=f"已存在這台電腦：{record.id}", data={"id": record.id, "record": as_json(kept) if kept else None}
    )


def _submit(desk: Desk, options: Namespace) -> Answer:
    records.submit(desk, _record(desk, options.id))
    return Answer(text="已在這台電腦送出，同步後取得學校的收件時間。", data={"id": options.id})


def _certify(desk: Desk, options: Namespace) -> Answer:
    action = Action.CERTIFY if options.passed else Action.REJECT
    found = [_record(desk, one) for one in options.ids]
    _, refused = records.decide(desk, found, action, options.comment)
    return _decided(len(found), refused, "已認證")


def _consent(desk: Desk, options: Namespace) -> Answer:
    _, sha = desk.consent_text(options.kind)
    records.give_consent(desk, options.kind, str(desk.school().settings.school_year), sha)
    return Answer(text="已同意。", data={"kind": options.kind})


def _select(desk: Desk, options: Namespace) -> Answer:
    _, refused = records.choose(desk, {_record(desk, one).id: not options.undo for one in options.ids})
    return _decided(len(options.ids), refused, "已取消勾選" if options.undo else "已勾選")


def _export(desk: Desk, options: Namespace) -> Answer:
    forms = tuple(_form(key).key for key in options.form)
    choice = exporting.Choice(options.year_term, options.selected, forms)
    done = backup.export(desk, options.zip, choice, lambda *_: None, lambda: False)
    text = f"已匯出 {done.records} 筆紀錄、{done.files} 個檔案到 {options.zip}"
    return Answer(
        text=text,
        data={"records": done.records, "files": done.files, "bytes": done.bytes, "zip": str(options.zip)},
    )


def _decided(count: int, refused: tuple[tuple[Record, Refused], ...], word: str) -> Answer:
    why = [{"id": r.id, "code": v.code, "sentence": v.text} for r, v in refused]
    text = f"{word} {count - len(refused)} 件" + "".join(f"\n{w['id']}：{w['sentence']}" for w in why)
    return Answer(REFUSED if refused else DONE, text, {"done": count - len(refused), "refused": why})


def _allowed(verdict: object) -> None:
    if isinstance(verdict, Refused):
        raise NotAllowed(verdict.code, verdict.sentence, verdict.remedy)


def _form(key: str) -> Form:
    if key not in FORMS:
        raise BadInput("unknown_form", f"沒有「{key}」這種紀錄。", f"可用：{'、'.join(FORMS)}。")
    return FORMS[key]


def _record(desk: Desk, record_id: str) -> Record:
    record = desk.record(record_id)
    if record is None:
        raise BadInput("missing", f"這台電腦上沒有紀錄 {record_id}。", "請先同步，或用 licheng list 查詢。")
    return record


def _slot(form: Form, key: str) -> FileSlot:
    found = next((slot for slot in form.slots if slot.key == key), None)
    if found is None:
        raise BadInput(
            "unknown_slot",
            f"{form.title}沒有「{key}」這個檔案欄位。",
            f"可用：{'、'.join(s.key for s in form.slots)}。",
        )
    return found


def _values(form: Form, words: list[str]) -> Mapping[str, Value]:
    fields = {field.key: field for field in form.values_fields}
    typed: dict[str, Value] = {}
    for key, text in map(_pair, words):
        if key not in fields:
            raise BadInput(
                "unknown_field", f"{form.title}沒有「{key}」這個欄位。", f"可用：{'、'.join(fields)}。"
            )
        typed[key] = tidy(fields[key], text)
    return typed


def _pair(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals:
        raise BadInput("usage", f"「{text}」不是 欄位=內容 的寫法。", "例如 description=校內科展")
    return key, value


def as_json(record: Record) -> dict[str, Any]:
    """A record for `--json`."""
    return {
        "id": record.id,
        "form": record.form,
        "parent": record.parent,
        "state": record.state,
        "selection": record.selection,
        "ver": record.ver,
        "values": dict(record.values),
        "files": {slot: attachment.as_json() for slot, attachment in record.files.items()},
        "school": dict(record.srv),
        "content_hash": record.content_hash,
    }


def _receipts(desk: Desk, _: Namespace) -> Answer:
    found = proofs.proofs(desk)
    lines = [
        f"{p.receipt.number}　{p.receipt.recv_at}　{ACTION_LABELS[p.act.action]}　{p.act.record}"
        f"　{'簽章正確' if p.valid else '簽章不符'}"
        for p in found
    ]
    text = "\n".join(lines) or "學校還沒有簽收任何一件。"
    return Answer(
        DONE if all(p.valid for p in found) else PERSON, text, {"receipts": [p.as_json() for p in found]}
    )


COMMANDS: Mapping[str, Callable[[Desk, Namespace], Answer]] = {
    "sync": _sync,
    "status": _status,
    "list": _list,
    "show": _show,
    "add": _add,
    "edit": _edit,
    "submit": _submit,
    "certify": _certify,
    "consent": _consent,
    "select": _select,
    "export": _export,
    "import": bring,
    "verify": checks.verify,
    "receipts": _receipts,
    "receipt": papers.receipt,
    "portfolio": papers.portfolio,
}
