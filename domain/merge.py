"""Field by field: what a save changes, given what the school holds by now (sync.md 3.7).

First to arrive stays in the record; a value that comes second becomes a conflict row. Text is one value
and is never spliced. Equal values never conflict. Nothing that was typed is dropped.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import evolve, frozen

from domain.records import Attachment, Conflict, Record, clean, empty

SLOT = "files/"
"""A conflict's field that begins so names a place for a file."""


@frozen
class Merged:
    """The record with what could be taken, and the values that came second. changed: something was taken."""

    record: Record
    conflicts: tuple[Conflict, ...]
    changed: bool


def merge(record: Record, d: Mapping[str, Any], intent: str, device: str) -> Merged:
    """Apply `d` of save_draft to the record by from/to. Values absent, None and "" are the same."""
    values, files = dict(record.values), dict(record.files)
    late: list[Conflict] = []
    changed = False
    for key, before, after in _fields(d):
        current = values.get(key)
        if same(current, after):
            continue
        if same(current, before):
            values[key] = after
            changed = True
        else:
            late.append(Conflict(record.id, key, device, after, intent))
    for slot, before, attachment in _slots(d):
        held = files.get(slot)
        held_sha = held.sha256 if held else None
        if held == attachment:
            continue
        if held_sha in (before, attachment.sha256 if attachment else None):
            _put(files, slot, attachment)
            changed = True
        else:
            late.append(Conflict(record.id, f"{SLOT}{slot}", device, _json(attachment), intent))
    return Merged(evolve(record, values=clean(values), files=files), tuple(late), changed)


def kept(record_id: str, d: Mapping[str, Any], intent: str, device: str) -> tuple[Conflict, ...]:
    """Every value of a save that cannot be applied at all, as conflict rows: refused is not lost."""
    fields = [Conflict(record_id, key, device, after, intent) for key, _, after in _fields(d)]
    files = [Conflict(record_id, f"{SLOT}{slot}", device, _json(a), intent) for slot, _, a in _slots(d)]
    return (*fields, *files)


def resolve(record: Record, field: str, chosen: Any) -> Record:
    """The record with the chosen value in the field ("files/<slot>" for a file)."""
    if field.startswith(SLOT):
        files = dict(record.files)
        _put(files, field.removeprefix(SLOT), Attachment(**chosen) if chosen else None)
        return evolve(record, files=files)
    return evolve(record, values=clean({**record.values, field: chosen}))


def resolved(record: Record, d: Mapping[str, Any]) -> Record:
    """The record after `d` of resolve_conflict."""
    return resolve(record, d["field"], d["to"])


def overlaid(record: Record, d: Mapping[str, Any]) -> Record:
    """The record with all that `d` of save_draft says: the person's own words win on their own screen."""
    fields = {key: after for key, _, after in _fields(d)}
    merged = evolve(record, values=clean({**record.values, **fields}))
    for slot, _, attachment in _slots(d):
        merged = resolve(merged, f"{SLOT}{slot}", _json(attachment))
    return merged


def current(record: Record, field: str) -> Any:
    """What the record holds in the field, in the form that a conflict's value has."""
    if field.startswith(SLOT):
        return _json(record.files.get(field.removeprefix(SLOT)))
    return record.values.get(field)


def same(a: Any, b: Any) -> bool:
    """Whether two values of a field are one: absent, None and "" are."""
    return bool(a == b) or (empty(a) and empty(b))


def _fields(d: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    for key, change in sorted(d["f"].items()):
        yield key, change["from"], change["to"]


def _slots(d: Mapping[str, Any]) -> Iterator[tuple[str, str | None, Attachment | None]]:
    for item in d["att"]["put"]:
        yield item["slot"], item["from"], Attachment(item["sha256"], item["size"], item["name"], item["mime"])
    for item in d["att"]["del"]:
        yield item["slot"], item["from"], None


def _put(files: dict[str, Attachment], slot: str, attachment: Attachment | None) -> None:
    if attachment is None:
        files.pop(slot, None)
    else:
        files[slot] = attachment


def _json(attachment: Attachment | None) -> dict[str, Any] | None:
    return attachment.as_json() if attachment else None
