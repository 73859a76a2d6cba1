"""Between rows of the database and frozen values. Text columns of JSON; no decision is made here."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Row

from desktop.store.views import Edit, Said
from domain.intents import BadIntent, Intent, decode
from domain.records import Attachment, Conflict, Record


def dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def load(text: str) -> Any:
    return json.loads(text) if text else None


def as_json(record: Record) -> str:
    """A record as one text, for the working copy."""
    return dump(
        {
            "id": record.id,
            "form": record.form,
            "owner": record.owner,
            "parent": record.parent,
            "state": record.state,
            "ver": record.ver,
            "seq": record.seq,
            "values": dict(record.values),
            "files": {slot: file.as_json() for slot, file in record.files.items()},
            "srv": dict(record.srv),
            "deleted": record.deleted,
            "unknown": dict(record.unknown),
        }
    )


def from_json(text: str) -> Record:
    raw = json.loads(text)
    return Record(**{**raw, "files": attachments(raw["files"])})


def attachments(raw: Mapping[str, Any]) -> dict[str, Attachment]:
    return {slot: Attachment(f["sha256"], f["size"], f["name"], f["mime"]) for slot, f in raw.items()}


def base_record(row: Row[Any]) -> Record:
    """The school's record in a row of `base`."""
    return Record(
        id=row.id,
        form=row.form,
        owner=row.owner,
        parent=row.parent,
        state=row.state,
        ver=row.ver,
        seq=row.seq,
        values=json.loads(row.vals),
        files=attachments(json.loads(row.files)),
        srv=json.loads(row.srv),
        deleted=bool(row.deleted),
        unknown=json.loads(row.unknown),
    )


def base_row(record: Record) -> dict[str, Any]:
    return {
        "id": record.id,
        "form": record.form,
        "owner": record.owner,
        "parent": record.parent,
        "state": record.state,
        "ver": record.ver,
        "seq": record.seq,
        "deleted": int(record.deleted),
        "vals": dump(dict(record.values)),
        "files": dump({slot: file.as_json() for slot, file in record.files.items()}),
        "srv": dump(dict(record.srv)),
        "unknown": dump(dict(record.unknown)),
        "stale": 0,
    }


def conflict(row: Row[Any]) -> Conflict:
    return Conflict(row.rec, row.field, row.device, load(row.value), row.intent)


def said(row: Row[Any]) -> Said:
    return Said(
        n=row.n,
        intent=intent(row.body),
        body=row.body,
        status=row.status,
        reason=row.reason,
        sentence=row.sentence,
        recv_at=row.recv_at,
        receipt=row.receipt,
        ver=row.ver,
        left=bool(row.left),
    )


def intent(body: bytes) -> Intent | None:
    """The intent; None when a newer program wrote it."""
    try:
        return decode(body)
    except BadIntent:
        return None


def intents(said_rows: Iterable[Row[Any]]) -> list[Intent]:
    """The intents in rows of the outbox, without those of a newer program."""
    found = (intent(row.body) for row in said_rows)
    return [one for one in found if one is not None]


def edit(row: Row[Any]) -> Edit:
    return Edit(row.field, load(row.value), load(row.from_value), row.at, row.form, row.parent)


def grouped(rows: Sequence[Row[Any]]) -> dict[str, list[Row[Any]]]:
    """Rows by their record."""
    groups: dict[str, list[Row[Any]]] = {}
    for row in rows:
        groups.setdefault(row.rec, []).append(row)
    return groups
