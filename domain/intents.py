"""What a person wants done, in words that travel: one intent, one act, one id.

The canonical bytes of an intent are what is stored, hashed and sent, and they never change once they may
have left the machine. Batch position, tries and the like live outside.
`made` is evidence for people (claimed wall time, zone, last contact); no decision reads it.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from attrs import field, frozen

from domain.canonical import NotCanonical, canonical, parse
from domain.ids import is_id
from domain.records import Attachment, Value


class Action(StrEnum):
    """Every act there is. The life cycles say who may do which, from where, to where."""

    SAVE = "save_draft"
    DELETE = "delete_draft"
    RESTORE = "restore"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    CERTIFY = "certify"
    REJECT = "reject"
    REVOKE = "revoke"
    SELECT = "select"
    DESELECT = "deselect"
    CONSENT = "give_consent"
    CONFIRM = "confirm_receipt"
    REPORT = "report_receipt"
    PROCESS = "process_report"
    LOCK = "lock_selection"
    UNLOCK = "unlock_selection"
    SEND = "mark_submitted"
    REOPEN = "reopen_selection"
    RESOLVE = "resolve_conflict"
    GRANT = "grant_late"
    REFUSE = "refuse_late"
    DECLINE = "decline_deputy"
    RELEASE = "release_result"
    WITHHOLD = "withhold_result"


class BadIntent(ValueError):
    """The bytes are not an intent that this program understands."""


@frozen
class Intent:
    """One act on one record. `d` is the act's own content, see the makers below; `after` an intent it builds on."""

    id: str
    action: Action
    record: str
    form: str
    d: Mapping[str, Any]
    after: str = ""
    made: Mapping[str, Any] = field(factory=dict)

    def encode(self) -> bytes:
        """The canonical bytes; raises NotCanonical when a text in it is not normal."""
        return canonical(
            {
                "v": 1,
                "id": self.id,
                "a": self.action.value,
                "rec": self.record,
                "type": self.form,
                "after": self.after or None,
                "made": dict(self.made),
                "d": dict(self.d),
            }
        )


def decode(data: bytes) -> Intent:
    """The intent behind its bytes; raises BadIntent with the reason."""
    try:
        raw = parse(data)
        intent = Intent(
            id=raw["id"],
            action=Action(raw["a"]),
            record=raw["rec"],
            form=raw["type"],
            d=raw["d"],
            after=raw["after"] or "",
            made=raw["made"],
        )
    except (NotCanonical, KeyError, TypeError, ValueError) as error:
        raise BadIntent(str(error)) from error
    if raw.get("v") != 1 or not _proper(raw):
        raise BadIntent("not an intent of version 1 with proper ids")
    return intent


def _proper(raw: Mapping[str, Any]) -> bool:
    """Whether the parts are of their types; what is inside `d` is the act's own matter."""
    ids = [raw["id"], raw["rec"], *([raw["after"]] if raw["after"] else [])]
    if not all(isinstance(one, str) and is_id(one) for one in ids):
        return False
    return isinstance(raw["type"], str) and isinstance(raw["d"], dict) and isinstance(raw["made"], dict)


def save(changes: Mapping[str, tuple[Value, Value]], parent: str = "") -> dict[str, Any]:
    """`d` of save_draft: {key: (from, to)}; None for nothing."""
    fields = {key: {"from": old, "to": new} for key, (old, new) in changes.items()}
    return {"f": fields, "att": {"put": [], "del": []}, "parent": parent}


def with_file(
    d: dict[str, Any], slot: str, before: str | None, attachment: Attachment | None
) -> dict[str, Any]:
    """`d` of save_draft that also sets (or with None removes) the file of a slot. before: SHA-256 it replaces."""
    files = d["att"]
    put, gone = list(files["put"]), list(files["del"])
    if attachment is None:
        gone.append({"slot": slot, "from": before})
    else:
        put.append({"slot": slot, "from": before, **attachment.as_json()})
    return {**d, "att": {"put": put, "del": gone}}


def seen(content_hash: str) -> dict[str, Any]:
    """`d` of delete_draft, restore, withdraw, revoke, select, deselect and the like: the content that the actor saw."""
    return {"content_hash": content_hash}


def submission(content_hash: str, files: Mapping[str, Attachment]) -> dict[str, Any]:
    """`d` of submit: the content and the manifest of its files."""
    blobs = [{"slot": slot, "sha256": f.sha256, "size": f.size} for slot, f in sorted(files.items())]
    return {"content_hash": content_hash, "blobs": blobs}


def decision(content_hash: str, comment: str = "", reasons: tuple[str, ...] = ()) -> dict[str, Any]:
    """`d` of certify and reject: the content that the teacher saw, the comment, reason codes."""
    return {"content_hash": content_hash, "comment": comment, "reasons": list(reasons)}


def consent(kind: str, school_year: str, text_sha: str) -> dict[str, Any]:
    """`d` of give_consent: kind "outcome" or "diverse", the ROC year, SHA-256 of the text that was shown."""
    return {"kind": kind, "school_year": school_year, "text_sha": text_sha}


def report(types: tuple[str, ...], text: str) -> dict[str, Any]:
    """`d` of report_receipt: problem types (codes) and the description (SA §7-1 5-2)."""
    return {"types": list(types), "text": text}


def reply(text: str) -> dict[str, Any]:
    """`d` of process_report: what the school answers (SA §7-1 6)."""
    return {"reply": text}


def late(intent: str, reason: str) -> dict[str, Any]:
    """`d` of grant_late and refuse_late: the intent that came late, and why the school decides so."""
    return {"intent": intent, "reason": reason}


def resolution(field_key: str, devices: tuple[str, ...], before: Any, chosen: Any) -> dict[str, Any]:
    """`d` of resolve_conflict: the field, whose values are thereby settled, the value seen and the one chosen."""
    return {"field": field_key, "devices": list(devices), "from": before, "to": chosen}
