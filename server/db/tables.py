"""The tables of the school. One form or another makes no difference here: a record is a row with JSON in it.

`seq` everywhere is the school's one commit-ordered counter (docs/protocol.md). Instants are ISO text in UTC.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import JSONB

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Json = JSON().with_variant(JSONB(), "postgresql")


def _text(name: str, *, key: bool = False, null: bool = False) -> Column[str]:
    return Column(name, Text, primary_key=key, nullable=null)


def _number(name: str, *, key: bool = False) -> Column[int]:
    return Column(name, BigInteger, primary_key=key, nullable=False, autoincrement=False)


meta = Table("meta", metadata, _text("key", key=True), _text("value"))

school_feed = Table(
    "school_feed",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    _text("epoch"),
    _number("seq"),
    _text("last_recv"),
)

feed_tx = Table("feed_tx", metadata, _number("seq", key=True), _number("nonce"), _text("at"))

record = Table(
    "record",
    metadata,
    _text("id", key=True),
    _text("form"),
    _text("owner"),
    _text("parent"),
    _text("course"),
    _text("state"),
    _number("ver"),
    _number("seq"),
    Column("values", Json, nullable=False),
    Column("files", Json, nullable=False),
    Column("srv", Json, nullable=False),
    Column("unknown", Json, nullable=False),
    Column("deleted", Boolean, nullable=False),
    _text("content_hash"),
    Index("ix_record_owner_form", "owner", "form"),
    Index("ix_record_parent", "parent"),
    Index("ix_record_form", "form"),
)

history = Table(
    "history",
    metadata,
    _text("rec", key=True),
    _number("ver", key=True),
    _text("intent"),
    _text("action"),
    _text("actor"),
    _text("device"),
    _text("owner"),
    _text("at"),
    _number("seq"),
    _text("state"),
    Column("values", Json, nullable=False),
    Column("files", Json, nullable=False),
    Column("srv", Json, nullable=False),
    _text("content_hash"),
    Index("ix_history_owner_content_hash", "owner", "content_hash"),
    Index("ix_history_at", "at"),
)

intent = Table(
    "intent",
    metadata,
    _text("id", key=True),
    _text("actor"),
    _text("device"),
    _text("rec"),
    _text("action"),
    Column("body", LargeBinary, nullable=False),
    _text("body_sha"),
    _text("status"),
    _text("reason"),
    _text("sentence"),
    _text("recv_at"),
    _number("seq"),
    _number("ver"),
    _text("receipt"),
    Column("missing", Json, nullable=False),
    Column("waiting", Boolean, nullable=False),
    Index("ix_intent_rec", "rec"),
    Index("ix_intent_recv_at", "recv_at"),
    Index("ix_intent_actor", "actor"),
)

conflict = Table(
    "conflict",
    metadata,
    _text("rec", key=True),
    _text("field", key=True),
    _text("device", key=True),
    Column("value", Json, nullable=True),
    _text("sha256"),
    _text("intent"),
    Index("ix_conflict_sha256", "sha256"),
)

scope = Table("scope", metadata, _text("id", key=True), Column("gen", Integer, nullable=False))

scope_member = Table(
    "scope_member",
    metadata,
    _text("scope", key=True),
    _text("rec", key=True),
    _number("seq"),
    Column("present", Boolean, nullable=False),
    Index("ix_scope_member_scope_seq", "scope", "seq"),
    Index("ix_scope_member_rec", "rec"),
)

blob = Table(
    "blob",
    metadata,
    _text("sha256", key=True),
    _number("size"),
    _text("mime"),
    _text("verified_at"),
    _text("touched_at"),
)

condemned = Table("condemned", metadata, _text("sha256", key=True), _text("at"))
"""Files that nobody names any more, and since when; whoever sends or names one takes it off again."""

purged = Table(
    "purged",
    metadata,
    _text("id", key=True),
    _text("whose"),
    _text("left_on"),
    _text("at"),
    _text("actor"),
    _text("reason"),
    _number("records"),
    _number("acts"),
    _number("files"),
)
"""The log of what was removed at the end of its keeping."""

holder = Table("holder", metadata, _text("account", key=True), _text("sha256", key=True), _text("at"))
"""Who has sent every byte of a file. Nobody is told, or given, a file for knowing its hash."""

upload = Table(
    "upload", metadata, _text("account", key=True), _text("sha256", key=True), _number("size"), _text("at")
)

rec_blob = Table(
    "rec_blob",
    metadata,
    _text("rec", key=True),
    _number("ver", key=True),
    _text("slot", key=True),
    _text("sha256"),
    Index("ix_rec_blob_sha256", "sha256"),
)

account = Table(
    "account",
    metadata,
    _text("id", key=True),
    _text("name"),
    _text("role"),
    _text("email"),
    _text("password"),
    _text("otp_secret"),
    Column("active", Boolean, nullable=False),
)

session = Table(
    "session",
    metadata,
    _text("id", key=True),
    _text("account"),
    _text("device"),
    _text("refresh_sha"),
    _text("previous_sha"),
    _text("rotated_at"),
    _text("until"),
    UniqueConstraint("refresh_sha"),
    Index("ix_session_previous_sha", "previous_sha"),
    Index("ix_session_account", "account"),
)

access = Table(
    "access",
    metadata,
    _text("token_sha", key=True),
    _text("session"),
    _text("until"),
    Index("ix_access_session", "session"),
)

failed_login = Table(
    "failed_login",
    metadata,
    _text("account", key=True),
    Column("failures", Integer, nullable=False),
    _text("until"),
)

second_step = Table("second_step", metadata, _text("account", key=True), _text("pending"), _number("step"))
"""pending: the sealed secret that waits to be confirmed. step: the newest step of time whose digits were used."""

spare_code = Table("spare_code", metadata, _text("account", key=True), _text("code_sha", key=True))

email_change = Table(
    "email_change",
    metadata,
    _text("account", key=True),
    _text("email"),
    _text("code_sha"),
    _text("until"),
    Column("tries", Integer, nullable=False),
    Column("letters", Integer, nullable=False),
    _text("since"),
)
"""An address that waits for its code. letters: how many were sent since `since`."""

noted_code = Table("noted_code", metadata, _text("account", key=True), _text("code", key=True), _text("at"))
"""Codes that somebody told the school before his act could be sent, and when (domain/commitment.py)."""

uptime = Table("uptime", metadata, _text("id", key=True), _text("since"), _text("last"))
"""One row for each time that the school was started: from when to when it said that it was there."""

looked = Table(
    "looked",
    metadata,
    _text("id", key=True),
    _text("account"),
    _text("device"),
    _text("at"),
    _text("what"),
    Index("ix_looked_at", "at"),
)
"""Who of the office read the record of acts, when, and what was asked."""

course_teacher = Table(
    "course_teacher",
    metadata,
    _text("course", key=True),
    _text("account", key=True),
    Index("ix_course_teacher_account", "account"),
)
