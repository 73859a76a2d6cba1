"""Comparing a copy with the school: sums of records by bucket, and a list of files.

Pure. Both sides count what lies in their rows. A difference in a bucket is looked at record by record; nothing is
believed because it was said before.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from msgspec import Meta, Struct

from sync.wire import Count, Id

BUCKETS = 64
Bucket = Annotated[int, Meta(ge=0, lt=BUCKETS)]


class Check(Struct, frozen=True, forbid_unknown_fields=True):
    """What lies in these scopes? By scope: the buckets whose records are to be listed; none: only the sums."""

    proto: Count
    req: Id
    scopes: dict[str, list[Bucket]]


class CheckRow(Struct, frozen=True, array_like=True):
    """One record of a bucket: id, where it stands on the timeline, its sum; "" when it has left the scope."""

    id: str
    seq: int
    sum: str


class ScopeSums(Struct, frozen=True):
    """A scope as the school holds it: generation, how many records, the sum of each bucket, the listed ones."""

    gen: int
    count: int
    buckets: list[str]
    listed: list[CheckRow]


class CheckReply(Struct, frozen=True):
    """Only of scopes that the account may read."""

    server_id: str
    req: str
    epoch: str
    scopes: dict[str, ScopeSums]
    end: bool


class HeldFile(Struct, frozen=True, array_like=True):
    """A file that the account has sent in full and that lies there whole: SHA-256 and bytes."""

    sha256: str
    size: int


class FileList(Struct, frozen=True):
    server_id: str
    epoch: str
    files: list[HeldFile]
    end: bool


def sum_of(told: Mapping[str, Any]) -> str:
    """The sum of a record: of everything that the school says of it but its place on the timeline."""
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def bucket_of(record: str) -> int:
    """The first six bits of the SHA-256 of its id."""
    return hashlib.sha256(record.encode()).digest()[0] >> 2


def buckets_of(sums: Mapping[str, str]) -> list[str]:
    """The sum of each bucket over {record: sum}; "" for an empty one."""
    lines: dict[int, list[str]] = {}
    for record in sorted(sums):
        lines.setdefault(bucket_of(record), []).append(f"{record} {sums[record]}")
    return [_of_lines(lines.get(number, ())) for number in range(BUCKETS)]


def _of_lines(lines: Iterable[str]) -> str:
    text = "\n".join(lines)
    return hashlib.sha256(text.encode()).hexdigest()[:16] if text else ""
