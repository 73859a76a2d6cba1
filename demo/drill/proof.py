"""What stands at a school, as lines that can be compared and digested: is everything there that its twin has?"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import msgspec
from attrs import frozen
from sqlalchemy import Connection, select

from demo.drill.computer import Computer
from domain.intents import Action
from server.blobs.final import rehash
from server.db import tables
from server.services.office import Office, instant_text

Lines = Mapping[str, str]
"""Key of a thing -> everything that matters about it."""

R, H, C, I = tables.record, tables.history, tables.conflict, tables.intent  # noqa: E741 - the table of intents
_NAMED = select(tables.rec_blob.c.sha256).distinct()
_BESIDE = select(C.c.sha256).where(C.c.sha256 != "").distinct()
SECTIONS = {
    "records": "紀錄",
    "files": "檔案（重新計算指紋）",
    "history": "歷史版本",
    "marks": "準時收件的時刻",
    "certifications": "認證",
    "selections": "勾選",
    "conflicts": "並存的兩個版本",
    "acts": "已接受的動作",
}
CERTIFYING = (Action.CERTIFY.value, Action.REJECT.value, Action.REVOKE.value)
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.\d]*Z")
AFTERWARDS = "after the return"
ACCEPTED = ("applied", "merged", "noop")


@frozen
class Compared:
    """One kind of thing at the twin and at the school that came back."""

    count: int
    digest: str
    digest_back: str
    missing: tuple[str, ...]
    different: tuple[str, ...]
    extra: tuple[str, ...]

    @property
    def same(self) -> bool:
        return self.digest == self.digest_back and not (self.missing or self.different or self.extra)


def facts(office: Office, since: datetime) -> dict[str, Lines]:
    """Everything that must be there again, section by section; every file is read and hashed.

    What first arrived after `since` arrived when its copy happened to come, and of two computers that say the same
    whichever came first; that it did is what counts. Where two computers differ, the number of each version depends
    on who returned first, and who stays does not: what stands in the record and what beside it is compared.
    """
    found = office.database.read(lambda conn: _facts(conn, instant_text(since)[:19])).result()
    found["files"] = {sha: str(rehash(office.final, sha)) for sha in found["files"]}
    edge = instant_text(since)[:19]

    def settled(moment: re.Match[str]) -> str:
        return AFTERWARDS if moment[0][:19] >= edge else moment[0]

    return {
        name: {key: MOMENT.sub(settled, line) for key, line in lines.items()} for name, lines in found.items()
    }


def _facts(conn: Connection, edge: str) -> dict[str, Lines]:
    history = list(conn.execute(select(H)))
    beside = set(conn.scalars(select(C.c.rec)))
    return {
        "records": {row.id: _line(row, ("seq", *_of_then(row, edge))) for row in conn.execute(select(R))},
        "files": dict.fromkeys((*conn.scalars(_NAMED), *conn.scalars(_BESIDE)), ""),
        "history": dict(_told(row, edge, row.rec in beside) for row in history),
        "marks": {
            f"{row.rec} {row.intent if row.at[:19] < edge or row.rec in beside else row.ver}": row.at
            for row in history
            if row.intent
        },
        "certifications": {
            f"{row.rec} {row.ver}": _said(row.action, row.actor, row.content_hash, row.at)
            for row in history
            if row.action in CERTIFYING
        },
        "selections": {
            row.id: str(row.srv["selection"]) for row in conn.execute(select(R)) if "selection" in row.srv
        },
        "conflicts": {
            f"{row.rec} {row.field} {row.device}": _line(row, ()) for row in conn.execute(select(C))
        },
        "acts": {
            row.id: _said(row.actor, row.status if row.recv_at[:19] < edge else "", row.recv_at, row.body_sha)
            for row in conn.execute(select(I).where(I.c.status.in_(ACCEPTED)))
        },
    }


def copy_of(computer: Computer) -> Lines:
    """What the computer shows, record by record."""
    shown = [entry.record for entry in computer.store.records()]
    return {one.id: _said(one.form, one.owner, one.state, str(one.ver), one.content_hash) for one in shown}


def compared(twin: Mapping[str, Lines], back: Mapping[str, Lines]) -> dict[str, Compared]:
    return {name: _compared(twin[name], back[name]) for name in SECTIONS}


def digest(lines: Lines) -> str:
    return hashlib.sha256(msgspec.json.encode(sorted(lines.items()))).hexdigest()


def _compared(twin: Lines, back: Lines) -> Compared:
    return Compared(
        count=len(twin),
        digest=digest(twin),
        digest_back=digest(back),
        missing=_some(key for key in twin if key not in back),
        different=_some(key for key in twin if key in back and back[key] != twin[key]),
        extra=_some(key for key in back if key not in twin),
    )


def _some(keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(keys))


def _line(row: Any, without: tuple[str, ...]) -> str:
    kept = {name: value for name, value in row._mapping.items() if name not in without}
    return msgspec.json.encode(kept, order="sorted").decode()


def _told(row: Any, edge: str, beside: bool) -> tuple[str, str]:
    """A line of history under its number; where two computers differ, under its act, and whole if it came before."""
    if not beside or not row.intent:
        return f"{row.rec} {row.ver}", _line(row, ("seq", "srv", *_by_chance(row, edge))) + _school_said(row)
    if row.at[:19] >= edge:
        return f"{row.rec} {row.intent}", AFTERWARDS
    return f"{row.rec} {row.intent}", _line(row, ("seq", "srv", "ver")) + _school_said(row)


def _by_chance(row: Any, edge: str) -> tuple[str, ...]:
    """What depends on which computer of a person came first after the return, and when."""
    return ("intent", "device", *_of_then(row, edge)) if row.at[:19] >= edge else ()


def _of_then(row: Any, edge: str) -> tuple[str, ...]:
    """The sum over the content, where a moment after the return is part of it: the words themselves are compared."""
    moments = (value for value in row.values.values() if isinstance(value, str) and MOMENT.fullmatch(value))
    return ("content_hash",) if any(moment[:19] >= edge for moment in moments) else ()


def _school_said(row: Any) -> str:
    """What the school wrote beside a version, less how many files were on their way just then."""
    kept = {name: value for name, value in row.srv.items() if name != "blobs_pending"}
    return msgspec.json.encode(kept, order="sorted").decode()


def _said(*words: str) -> str:
    return "|".join(words)
