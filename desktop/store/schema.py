"""The tables of one account's database (sync.md 3.3).

base*: what the school holds, verbatim, written by pulling only. outbox: everything ever said, in order.
editor: what is being typed. work: what screens show, always computable from the three.
file_text: the words of a file, normalised, only for searching; computable from the file.
"""

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Column, Index, Integer, LargeBinary, MetaData, Table, Text, bindparam, func, select

TABLES = MetaData()

VERSION = 3


def among(column: Any) -> Any:
    """The column is one of `given(...)`: any number of them, and always the same statement."""
    listed = func.json_each(bindparam("among", type_=Text)).table_valued("value")
    return column.in_(select(listed.c.value))


def given(items: Iterable[Any]) -> dict[str, str]:
    return {"among": json.dumps(list(items))}


meta = Table("meta", TABLES, Column("k", Text, primary_key=True), Column("v", Text, nullable=False))


def _text(name: str, key: bool = False) -> Column[str]:
    return Column(name, Text, nullable=False, primary_key=key, server_default=None if key else "")


def _number(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default="0")


scope = Table(
    "scope",
    TABLES,
    _text("id", key=True),
    _number("gen"),
    _number("seq"),
    _number("nonce"),
    _number("stale"),
    _text("complete_at"),
    _text("digest_ok_at"),
)

base = Table(
    "base",
    TABLES,
    _text("id", key=True),
    _text("form"),
    _text("owner"),
    _text("parent"),
    _text("state"),
    _number("ver"),
    _number("seq"),
    _number("deleted"),
    _text("vals"),
    _text("files"),
    _text("srv"),
    _text("unknown"),
    _number("stale"),
)

base_scope = Table(
    "base_scope",
    TABLES,
    _text("scope", key=True),
    _text("id", key=True),
    _number("stale"),
    sqlite_with_rowid=False,
)

base_conflict = Table(
    "base_conflict",
    TABLES,
    _text("rec", key=True),
    _text("field", key=True),
    _text("device", key=True),
    _text("value"),
    _text("intent"),
)

editor = Table(
    "editor",
    TABLES,
    _text("rec", key=True),
    _text("field", key=True),
    _text("value"),
    _text("from_value"),
    _text("at"),
    _text("form"),
    _text("parent"),
)

# left: may have left this computer, never edited again. settled: no part of the working copy any more.
# replay: the base that the old timeline left us contains it already. archive: kept at the school, not executed.
outbox = Table(
    "outbox",
    TABLES,
    Column("n", Integer, primary_key=True, autoincrement=True),
    Column("id", Text, nullable=False, unique=True),
    _text("rec"),
    _text("action"),
    Column("body", LargeBinary, nullable=False),
    _text("body_sha"),
    _text("made_at"),
    _text("status"),
    _text("reason"),
    _text("sentence"),
    _text("receipt"),
    _text("recv_at"),
    _number("ver"),
    _number("ack_seq"),
    _number("ack_nonce"),
    _number("left"),
    _number("settled"),
    _number("replay"),
    _number("archive"),
    _number("dismissed"),
    sqlite_autoincrement=True,
)

work = Table(
    "work",
    TABLES,
    _text("id", key=True),
    _text("form"),
    _text("owner"),
    _text("parent"),
    _text("state"),
    _text("selection"),
    _number("deleted"),
    _text("title"),
    _text("year_term"),
    _text("search"),
    _text("updated"),
    _number("pending"),
    _number("conflict"),
    _text("problem"),
    _text("view"),
)

blob = Table(
    "blob", TABLES, _text("sha256", key=True), _number("size"), _text("mime"), _text("state"), _number("n")
)

rec_blob = Table(
    "rec_blob",
    TABLES,
    _text("rec", key=True),
    _text("slot", key=True),
    _text("sha256"),
    _text("name"),
    _number("size"),
    _text("mime"),
)

file_text = Table("file_text", TABLES, _text("sha256", key=True), _text("text"))

# what a person's own file was before it was made to fit: kept here, never sent. sha256: the file that was attached.
original = Table(
    "original",
    TABLES,
    _text("sha256", key=True),
    _text("source"),
    _text("name"),
    _number("size"),
    _text("mime"),
)

INDEXES = (
    Index("outbox_rec", outbox.c.rec, outbox.c.n),
    Index("outbox_status", outbox.c.status, outbox.c.n),
    Index("outbox_settled", outbox.c.settled, outbox.c.n),
    Index("base_scope_id", base_scope.c.id),
    Index("work_form", work.c.form, work.c.owner),
    Index("work_parent", work.c.parent),
    Index("rec_blob_sha256", rec_blob.c.sha256),
)
