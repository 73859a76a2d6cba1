"""The parts of docs/ that are made from the program: forms.md whole, and the tables of protocol.md between marks.

`LICHENG_WRITE_GOLDEN=1` with tests/test_docs.py writes them anew.
"""

import inspect
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from derive.resources import codelists, profile, profile_names
from domain.fields import Choice, Field, FileSlot, Link, Number, Text
from domain.forms import FORMS, Form
from domain.lifecycle import SELECTION, SELECTION_LABELS, STATE_LABELS, TABLES, Transition
from domain.refusals import REASONS
from domain.windows import KINDS
from server.app.factory import ENDPOINTS
from sync import wire
from sync.wire import checking, keeping, news, office

DOCS = Path(__file__).parent.parent / "docs"
BEGIN, END = "<!-- made from the program: {} -->", "<!-- end -->"
MADE = "由程式產生，請勿手改：`LICHENG_WRITE_GOLDEN=1 python3 run.py test tests/test_docs.py`。"
LONGEST_LIST = 60
WIRE = (wire, checking, keeping, news, office)


def forms_page() -> str:
    """docs/forms.md: every form, code list, state, step and refusal."""
    parts = [
        "# 表單、代碼、狀態與訊息",
        MADE,
        "欄位後面的「必填」只在送出或勾選時檢查；草稿可以有空白。限制以字元計，換行算一個。",
        *(_form(form) for form in FORMS.values()),
        "## 代碼表",
        "「✓」表示有出處；其餘是可替換的預設值，管理者請在每年公告後核對。",
        *(_codelist(name) for name in sorted(codelists())),
        "## 狀態",
        _table(("狀態", "代號"), ((label, f"`{key}`") for key, label in STATE_LABELS.items())),
        _table(("勾選", "代號"), ((label, f"`{key}`") for key, label in SELECTION_LABELS.items())),
        "## 誰可以做什麼",
        *(_cycle(name, table) for name, table in {**TABLES, "selection": SELECTION}.items()),
        "## 不能做的時候",
        _table(("代號", "為什麼", "怎麼辦"), ((f"`{c}`", s, r or "—") for c, (s, r) in REASONS.items())),
    ]
    return "\n\n".join(parts) + "\n"


def with_tables(page: str) -> str:
    """protocol.md with what lies between its marks made anew."""
    for name, text in (("endpoints", _endpoints()), ("messages", _messages()), ("limits", _limits())):
        head, _, rest = page.partition(BEGIN.format(name))
        _, _, tail = rest.partition(END)
        page = f"{head}{BEGIN.format(name)}\n\n{text}\n\n{END}{tail}"
    return page


def _form(form: Form) -> str:
    titles = {key: profile(key).title_of(form) for key in profile_names()}
    other = "、".join(sorted({title for title in titles.values() if title != form.title}))
    head = f"## {form.title}{f'（{other}）' if other else ''} `{form.key}`"
    facts = [form.category, form.chapter, f"名冊工作表：{form.sheet}" if form.sheet else ""]
    rows = ((one.label, f"`{one.key}`", _kind(one), "必填" if one.required else "") for one in form.fields)
    table = _table(("欄位", "代號", "內容", "送出時"), rows) if form.fields else ""
    return "\n\n".join(part for part in (head, " · ".join(f for f in facts if f), table, *form.notes) if part)


def _kind(one: Field) -> str:
    match one:
        case Text():
            return f"文字 {one.limit} 字"
        case Link():
            return f"網址 {one.limit} 字"
        case Choice():
            return f"選項 [{one.codes}](#{one.codes})"
        case FileSlot():
            rule = profile("senior-high").files[one.kind]
            return f"檔案 {'、'.join(rule.kinds)}，{rule.max_bytes // 1024**2} MB"
        case Number():
            return f"數字，小數 {one.places} 位" if one.places else "整數"
    return {"Day": "日期", "Moment": "時刻（UTC）", "YearTerm": "學年期", "Flag": "是或否"}[
        type(one).__name__
    ]


def _codelist(name: str) -> str:
    entries = codelists()[name].entries
    rows = ((f"`{e.code}`", e.label, "✓" if e.verified else "") for e in entries[:LONGEST_LIST])
    table = _table(("代碼", "名稱", "出處"), rows) if entries else "官方代碼尚未取得，暫時接受任何代碼。"
    return f"### {name}\n\n{table}"


def _cycle(name: str, table: tuple[Transition, ...]) -> str:
    rows = (
        (f"`{t.action.value}`", t.who, "、".join(sorted(t.start)), t.end, _gate(t.gate), t.switch or "—")
        for t in table
    )
    return f"### 生命週期 {name}\n\n" + _table(("動作", "誰", "從", "到", "作業期間", "條件"), rows)


def _gate(gate: str) -> str:
    if gate == "select":
        return f"{KINDS['outcome_select']}／{KINDS['diverse_select']}"
    return KINDS[gate] if gate else "—"


def _endpoints() -> str:
    rows = (
        (
            f"`{e.method} {e.path}`",
            e.summary,
            _name(e.takes),
            _name(e.gives),
            "" if e.signed_in else "不必登入",
        )
        for e in ENDPOINTS
    )
    return _table(("request", "for", "body", "answer", ""), rows)


def _messages() -> str:
    return "\n\n".join(_message(kind) for kind in _structs())


def _structs() -> Iterator[type[msgspec.Struct]]:
    for part in WIRE:
        for kind in vars(part).values():
            if (
                inspect.isclass(kind)
                and issubclass(kind, msgspec.Struct)
                and kind.__module__ == part.__name__
            ):
                yield kind


def _message(kind: type[msgspec.Struct]) -> str:
    told = (
        inspect.cleandoc(kind.__doc__ or "")
        if not (kind.__doc__ or "").startswith(kind.__name__ + "(")
        else ""
    )
    rows = ((f"`{f.encode_name}`", _type(f.type), _default(f)) for f in msgspec.structs.fields(kind))
    strict = "Unknown keys are refused." if kind.__struct_config__.forbid_unknown_fields else ""
    return "\n\n".join(
        p for p in (f"### {kind.__name__}", told, strict, _table(("key", "type", "when absent"), rows)) if p
    )


def _type(kind: Any) -> str:
    if hasattr(kind, "__metadata__"):
        limits = [f"{name} {value}" for meta in kind.__metadata__ for name, value in _limits_of(meta)]
        return f"{_type(kind.__origin__)} {', '.join(limits)}".strip()
    text = kind.__name__ if inspect.isclass(kind) and not hasattr(kind, "__args__") else str(kind)
    for long in ("typing.", "msgspec.", *(f"{part.__name__}." for part in reversed(WIRE))):
        text = text.replace(long, "")
    return f"`{text}`".replace("|", "\\|")


def _limits_of(meta: msgspec.Meta) -> Iterator[tuple[str, object]]:
    names = {"ge": "from", "le": "to", "max_length": "length up to", "pattern": "like"}
    for key, word in names.items():
        value = getattr(meta, key)
        if value is not None:
            yield word, f"`{value}`" if key == "pattern" else value


def _default(one: msgspec.structs.FieldInfo) -> str:
    if one.required:
        return "required"
    value = one.default_factory() if one.default is msgspec.NODEFAULT else one.default
    return f"`{msgspec.json.encode(value).decode()}`"


def _limits() -> str:
    names = (
        "PROTO",
        "SCHEMA",
        "MAX_INTENTS",
        "MAX_PUSH_BYTES",
        "MAX_INTENT_BYTES",
        "PAGE_ROWS",
        "MEDIA_TYPE",
    )
    return _table(("name", "value"), ((f"`{name}`", f"`{getattr(wire, name)}`") for name in names))


def _name(kind: Any) -> str:
    return f"[{kind.__name__}](#{kind.__name__.lower()})" if kind in _structs() else "—"


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])
