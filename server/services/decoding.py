"""Is this an intent we can judge at all? Bytes, shape and hard limits, before any transaction begins.

What a newer program adds and we do not know is kept apart (`beyond`), never dropped and never refused.
"""

import hashlib
from collections.abc import Mapping
from typing import Annotated, Any

import msgspec
from attrs import evolve, field, frozen
from msgspec import Meta, Struct

from domain.canonical import normal as canonical_text
from domain.forms import FORMS, Form
from domain.ids import is_id
from domain.intents import Action, BadIntent, Intent, decode
from domain.merge import SLOT
from domain.refusals import REASONS, Refused
from domain.text import normal, safe_name
from domain.validation import storable
from sync.wire import MAX_INTENT_BYTES, Id, PushItem, Sha, Text

Value = str | bool | None
Size = Annotated[int, Meta(ge=0, le=2**31)]


class Change(Struct, frozen=True, rename={"before": "from"}):
    before: Value
    to: Value


class Put(Struct, frozen=True, rename={"before": "from"}):
    slot: Text
    before: Sha | None
    sha256: Sha
    size: Size
    name: Text
    mime: Text


class Gone(Struct, frozen=True, rename={"before": "from"}):
    slot: Text
    before: Sha | None


class Files(Struct, frozen=True):
    put: list[Put]
    gone: list[Gone] = msgspec.field(name="del")


class Save(Struct, frozen=True):
    f: dict[str, Change]
    att: Files
    parent: Id = ""


class Seen(Struct, frozen=True):
    content_hash: Sha


class Submission(Struct, frozen=True):
    content_hash: Sha
    blobs: list[dict[str, Any]]


class Decision(Struct, frozen=True):
    content_hash: Sha
    comment: Annotated[str, Meta(max_length=4000)] = ""
    reasons: Annotated[list[Text], Meta(max_length=50)] = []


class Consent(Struct, frozen=True):
    kind: Text
    school_year: Text
    text_sha: Text


class Report(Struct, frozen=True):
    types: Annotated[list[Text], Meta(max_length=50)] = []
    text: Annotated[str, Meta(max_length=20000)] = ""


class Reply(Struct, frozen=True):
    reply: Annotated[str, Meta(max_length=20000)]


class Late(Struct, frozen=True):
    intent: Id
    reason: Annotated[str, Meta(min_length=1, max_length=2000)]


class Resolution(Struct, frozen=True, rename={"before": "from"}):
    field: Text
    devices: list[Text]
    before: Any
    to: Any


SHAPES: Mapping[Action, Any] = {
    Action.SAVE: Save,
    Action.SUBMIT: Submission,
    Action.CERTIFY: Decision,
    Action.REJECT: Decision,
    Action.CONSENT: Consent,
    Action.REPORT: Report,
    Action.RESOLVE: Resolution,
    Action.REVOKE: Decision,
    Action.PROCESS: Reply,
    Action.GRANT: Late,
    Action.REFUSE: Late,
}


@frozen
class Item:
    """One intent of a push. bad: why it cannot be judged; beyond: fields that this program does not know."""

    id: str
    body: bytes
    intent: Intent | None = None
    bad: Refused | None = None
    receipt: str = ""
    archive: bool = False
    beyond: Mapping[str, Any] = field(factory=dict)

    @property
    def body_sha(self) -> str:
        return hashlib.sha256(self.body).hexdigest()


def item_of(pushed: PushItem) -> Item:
    """Decode one pushed intent; what is wrong with it becomes its own refusal and stops no other."""
    body = bytes(pushed.body)
    blank = Item(_id_in(body), body, receipt=pushed.receipt, archive=pushed.archive)
    if len(body) > MAX_INTENT_BYTES:
        return evolve(blank, bad=bad("這一筆內容太大。", "請減少文字後再送。"))
    try:
        intent = decode(body)
        _check_shape(intent)
    except (BadIntent, msgspec.ValidationError):
        return evolve(blank, bad=bad())
    known, beyond = _split(intent)
    return evolve(blank, intent=known, bad=_unfit(known), beyond=beyond)


def bad(sentence: str = "", remedy: str = "") -> Refused:
    """A refusal bad_request, in its own words or the usual ones."""
    usual = REASONS["bad_request"]
    return Refused("bad_request", sentence or usual[0], remedy if sentence else usual[1])


def _check_shape(intent: Intent) -> None:
    msgspec.convert(
        [intent.after, intent.made, intent.form], type=tuple[Id, dict[str, Any], Text], strict=True
    )
    msgspec.convert(intent.d, type=SHAPES.get(intent.action, Seen), strict=True)


def _split(intent: Intent) -> tuple[Intent, dict[str, Any]]:
    """The intent with the fields and slots of its form, and the changes to others."""
    form = FORMS.get(intent.form)
    if intent.action is not Action.SAVE or form is None:
        return intent, {}
    fields = {one.key for one in form.values_fields}
    beyond = {key: change for key, change in intent.d["f"].items() if key not in fields}
    known = {key: change for key, change in intent.d["f"].items() if key in fields}
    return evolve(intent, d={**intent.d, "f": known}), beyond


def _unfit(intent: Intent) -> Refused | None:
    form = FORMS.get(intent.form)
    if form is None or intent.action not in (Action.SAVE, Action.RESOLVE):
        return None
    if intent.action is Action.RESOLVE:
        return _unfit_resolution(form, intent)
    values = {key: change["to"] for key, change in intent.d["f"].items()}
    unfit = _unfit_values(form, values)
    return _unfit_files(form, intent.d["att"]) if unfit is None else unfit


def _unfit_values(form: Form, values: Mapping[str, Value]) -> Refused | None:
    for value in values.values():
        if isinstance(value, str) and normal(value) != value:
            return bad("文字裡有不能保存的控制字元。", "請重新輸入這段文字。")
    found = storable(form, values)
    return bad(found[0].sentence + "。") if found else None


def _unfit_files(form: Form, files: Mapping[str, Any]) -> Refused | None:
    slots = {slot.key for slot in form.slots}
    for one in (*files["put"], *files["del"]):
        if one["slot"] not in slots:
            return bad("這種紀錄沒有這個檔案欄位。", "請更新程式後再試。")
    for one in files["put"]:
        if safe_name(one["name"]) != one["name"] or canonical_text(one["name"]) != one["name"]:
            return bad("檔案名稱含有不能使用的字元。", "請改名後重新加入。")
    return None


def _unfit_resolution(form: Form, intent: Intent) -> Refused | None:
    name, chosen = intent.d["field"], intent.d["to"]
    if name.startswith(SLOT):
        if chosen is None:
            return None
        try:
            msgspec.convert({**chosen, "slot": name.removeprefix(SLOT), "from": None}, type=Put, strict=True)
        except (msgspec.ValidationError, TypeError):
            return bad()
        extra = set(chosen) - {"sha256", "size", "name", "mime"}
        put = [{**chosen, "slot": name.removeprefix(SLOT)}]
        return bad() if extra else _unfit_files(form, {"put": put, "del": []})
    if not isinstance(chosen, str | bool | None) or name not in {one.key for one in form.values_fields}:
        return bad()
    return _unfit_values(form, {name: chosen})


def _id_in(body: bytes) -> str:
    """The id that the bytes state, as far as they can be read at all."""
    try:
        raw = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return ""
    found = raw.get("id") if isinstance(raw, dict) else None
    return found if isinstance(found, str) and is_id(found) else ""
