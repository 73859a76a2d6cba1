"""What a portfolio is made of: records with values and files, frozen.

A record is the same thing on the wire, in the client's store and in the school's; only the school
writes `state`, `ver`, `seq` and `srv`.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from attrs import evolve, field, frozen

from domain.canonical import digest

Value = str | bool | None
Values = Mapping[str, Value]


@frozen
class Attachment:
    """A file by its content: SHA-256 (hex), size in bytes, display name, MIME type."""

    sha256: str
    size: int
    name: str
    mime: str

    def as_json(self) -> dict[str, Any]:
        return {"sha256": self.sha256, "size": self.size, "name": self.name, "mime": self.mime}


@frozen(slots=False)
class Record:
    """One entry of one form.

    owner: account id of the student, "" for the school. parent: enrolment id of a course outcome, else "".
    values: only keys that hold something. files: slot key to attachment. srv: what only the school writes
    (submitted_at, decided_at, decided_by, comment, reasons, reviewed_hash, selection, blobs_pending, source,
    report, confirmed_rows, by, said_at, seen_on).
    unknown: what a newer program wrote and this one carries along untouched.
    """

    id: str
    form: str
    owner: str = ""
    parent: str = ""
    state: str = "draft"
    ver: int = 0
    seq: int = 0
    values: Values = field(factory=dict)
    files: Mapping[str, Attachment] = field(factory=dict)
    srv: Mapping[str, Any] = field(factory=dict)
    deleted: bool = False
    unknown: Mapping[str, Any] = field(factory=dict)

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 over form, parent, values and files: what a certificate pins; nothing the school writes."""
        files = [[slot, f.sha256, f.name] for slot, f in sorted(self.files.items())]
        return digest(
            {"form": self.form, "parent": self.parent, "values": clean(self.values), "files": files}
        )

    def told(self) -> dict[str, Any]:
        """All that the school says of it, save its place on the timeline and what this program does not know."""
        return {
            "form": self.form,
            "owner": self.owner,
            "parent": self.parent,
            "state": self.state,
            "ver": self.ver,
            "values": dict(self.values),
            "files": {slot: one.as_json() for slot, one in self.files.items()},
            "srv": dict(self.srv),
            "deleted": bool(self.deleted),
        }

    @property
    def selection(self) -> str:
        return str(self.srv.get("selection", "none"))

    def text(self, key: str) -> str:
        """The value as text, "" when absent."""
        value = self.values.get(key)
        return value if isinstance(value, str) else ""

    def with_srv(self, **changes: Any) -> "Record":
        """The same record with some of the school's fields set; None removes one."""
        srv = {k: v for k, v in {**self.srv, **changes}.items() if v is not None}
        return evolve(self, srv=srv)


@frozen
class Conflict:
    """A value that arrived second for a field. It waits beside the record until the owner decides.

    value: the text or flag, or the attachment as JSON when `field` is "files/<slot>".
    """

    record: str
    field: str
    device: str
    value: Any
    intent: str


def empty(value: Value) -> bool:
    """Absent, None and "" are the same: nothing was entered."""
    return value is None or value == ""


def clean(values: Values) -> dict[str, Value]:
    """The values without those that hold nothing."""
    return {key: value for key, value in values.items() if not empty(value)}
