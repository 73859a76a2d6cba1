"""What was saved when, and by which step: told by the journal of this computer and by what the school holds.

Every version is whole: what the journal does not speak of is as it is now. No widgets and no store in here.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from attrs import evolve, frozen

from desktop.desk import Said
from domain import merge
from domain.deputies import in_a_stead
from domain.intents import Action, Intent
from domain.lifecycle import ACTION_LABELS
from domain.mutators import TAKEN
from domain.records import Attachment, Record, Value, clean
from domain.windows import instant

DECIDED = {"passed": "認證通過", "failed": "認證不通過", "revoked": "取消認證"}
DECISIONS = frozenset({Action.CERTIFY, Action.REJECT, Action.REVOKE})
WAITING = ("queued", "frozen")


@frozen
class Version:
    """The record after one step, and what it was before. at: when, UTC; None when nobody here knows.

    tone and word: where it is (on this computer, at the school, refused). note: what was said with it.
    """

    key: str
    step: str
    record: Record
    before: Record
    at: datetime | None = None
    word: str = ""
    tone: str = "neutral"
    note: str = ""

    @property
    def changed(self) -> bool:
        """Whether anything of the content is different from before."""
        return not same_content(self.record, self.before)


def same_content(one: Record, other: Record) -> bool:
    return clean(one.values) == clean(other.values) and dict(one.files) == dict(other.files)


def versions(said: Sequence[Said], base: Record | None, current: Record) -> tuple[Version, ...]:
    """Newest first. base: as the school holds it; current: as it is shown now."""
    told = [one for one in said if one.intent is not None]
    files = _known_files(told, base, current)
    record = _beginning(told, current, files)
    found: list[Version] = []
    if base is not None and (clean(record.values) or record.files):
        found.append(Version("first", "這台電腦最早知道的內容", record, record))
    waiting = False
    last = next((one for one in reversed(told) if one.intent and one.intent.action in DECISIONS), None)
    for one in told:
        if not waiting and base is not None and (one.status in WAITING or one.ver > base.ver):
            waiting, record = True, _heard(found, base, record)
        version = _version(one, record, files)
        if one is last and in_a_stead(str(current.srv.get("decided_by", ""))):
            version = evolve(version, note=_joined(current.srv["decided_by"], version.note))
        found.append(version)
        record = record if version.tone == "danger" else version.record
    if base is not None and not waiting:
        _heard(found, base, record)
    return tuple(reversed(_with_school_steps(found, told, current)))


def _version(one: Said, before: Record, files: Mapping[str, Attachment]) -> Version:
    intent = one.intent
    if intent is None:
        raise TypeError("a line of a newer program")
    word, tone = "已到學校", "success"
    if one.status in WAITING:
        word, tone = "還在這台電腦", "neutral"
    elif one.status not in TAKEN:
        word, tone = "沒有被接受", "danger"
    step = ACTION_LABELS.get(intent.action, "更新")
    note = one.sentence or str(intent.d.get("comment") or "")
    return Version(intent.id, step, _after(intent, before, files), before, _wall(intent), word, tone, note)


def _after(intent: Intent, before: Record, files: Mapping[str, Attachment]) -> Record:
    """The content after the step."""
    if intent.action is Action.RESOLVE:
        return merge.resolve(before, str(intent.d["field"]), intent.d["to"])
    if intent.action is not Action.SAVE:
        return before
    values = {**before.values, **{key: change["to"] for key, change in intent.d["f"].items()}}
    held = dict(before.files)
    for item in intent.d["att"]["del"]:
        held.pop(item["slot"], None)
    for item in intent.d["att"]["put"]:
        held[item["slot"]] = files[item["sha256"]]
    return evolve(before, values=clean(values), files=held)


def _beginning(told: Iterable[Said], current: Record, files: Mapping[str, Attachment]) -> Record:
    """As it was before the first line: what the first save that speaks of a field found there."""
    values: dict[str, Value] = dict(current.values)
    held = dict(current.files)
    seen: set[str] = set()
    for intent in _saves(told):
        for key, change in intent.d["f"].items():
            if key not in seen:
                seen.add(key)
                values[key] = change["from"]
        for item in (*intent.d["att"]["put"], *intent.d["att"]["del"]):
            if item["slot"] not in seen:
                seen.add(item["slot"])
                held.pop(item["slot"], None)
                if item["from"] in files:
                    held[item["slot"]] = files[item["from"]]
    return evolve(current, values=clean(values), files=held)


def _heard(found: list[Version], base: Record, record: Record) -> Record:
    """What the school holds, when it is not what this computer said: written elsewhere."""
    held = evolve(record, values=base.values, files=base.files)
    if not same_content(held, record):
        at = _time(base.srv.get("updated_at"))
        found.append(
            Version("school", "學校的版本", held, record, at, "已到學校", "success", "在另一台電腦或學校寫的")
        )
    return held


def _with_school_steps(found: list[Version], told: Sequence[Said], current: Record) -> list[Version]:
    """What only the school knows: when it was received and how it was decided, if not said on this computer."""
    said_here = {one.intent.action for one in told if one.intent is not None}
    steps = []
    if current.srv.get("submitted_at") and Action.SUBMIT not in said_here:
        steps.append(("submitted", "送出認證", current.srv["submitted_at"], ""))
    decided = DECIDED.get(current.state)
    if decided and not said_here & DECISIONS:
        note = _joined(current.srv.get("decided_by", ""), current.srv.get("comment", ""))
        steps.append(("decided", decided, current.srv.get("decided_at"), note))
    for key, step, when, note in steps:
        at = _time(when)
        place = _place(found, at)
        record = found[place - 1].record if place else current
        found.insert(place, Version(key, step, record, record, at, "已到學校", "success", note))
    return found


def _joined(who: object, comment: object) -> str:
    return "：".join(str(part) for part in (who, comment) if part)


def _place(found: Sequence[Version], at: datetime | None) -> int:
    if at is None:
        return len(found)
    later = (place for place, one in enumerate(found) if one.at is not None and one.at > at)
    return next(later, len(found))


def _known_files(told: Iterable[Said], base: Record | None, current: Record) -> dict[str, Attachment]:
    held = [*current.files.values(), *(base.files.values() if base is not None else ())]
    known = {file.sha256: file for file in held}
    for intent in _saves(told):
        for item in intent.d["att"]["put"]:
            known.setdefault(
                item["sha256"], Attachment(item["sha256"], item["size"], item["name"], item["mime"])
            )
    return known


def _saves(told: Iterable[Said]) -> list[Intent]:
    return [one.intent for one in told if one.intent is not None and one.intent.action is Action.SAVE]


def _wall(intent: Intent) -> datetime | None:
    return _time(intent.made.get("wall"))


def _time(text: Any) -> datetime | None:
    """An instant, of the school or of this computer's clock; None for none."""
    try:
        found = instant(str(text)) if str(text or "").endswith("Z") else datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return found if found is not None and found.tzinfo else None
