"""The school's office: the parts that every service needs, opened together and closed together."""

import os
import secrets
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from attrs import frozen
from sqlalchemy import Connection, insert

from derive.resources import codelists, profile, profile_names
from domain.canonical import normal
from domain.codelists import CodeList
from domain.errors import BadInput
from domain.ids import uuid7
from server.blobs.final import Final, final
from server.blobs.incoming import Incoming
from server.db import rows, tables
from server.db.engine import Database
from server.db.migrating import migrate
from server.services.keys import Keys, load_keys, make_keys
from server.services.pulse import Pulse
from server.settings import Settings

Clock = Callable[[], datetime]
S3_OPTIONS = ("AWS_ENDPOINT", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION", "AWS_ALLOW_HTTP")


def utc_now() -> datetime:
    """The host's clock, which must be set by NTP: deadlines are judged by it."""
    return datetime.now(UTC)


def instant_text(moment: datetime) -> str:
    """An instant as the database keeps it: UTC, microseconds, sortable as text."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def new_id(now: datetime) -> str:
    """A fresh UUIDv7."""
    return uuid7(int(now.timestamp() * 1000), secrets.token_bytes(10))


@frozen
class Office:
    """Everything a service works with. profile: key of the kind of school; it never changes after init."""

    settings: Settings
    database: Database
    final: Final
    incoming: Incoming
    keys: Keys
    clock: Clock
    codes: Mapping[str, CodeList]
    server_id: str
    profile: str
    pulse: Pulse

    def close(self) -> None:
        self.database.close()


def init(settings: Settings, profile_name: str) -> None:
    """Make a school in the folder: keys, tables, server id, timeline. A school that is there is left alone."""
    if profile_name not in profile_names():
        raise BadInput(
            "profile", f"沒有「{profile_name}」這種學校類型。", f"可用的有：{'、'.join(profile_names())}。"
        )
    settings.folder.mkdir(parents=True, exist_ok=True)
    make_keys(settings.keys)
    database = Database(settings.database, 1)
    try:
        migrate(database.engine)
        database.write(lambda conn: _found(conn, profile_name)).result()
    finally:
        database.close()


def open_office(settings: Settings, clock: Clock = utc_now) -> Office:
    """Open the school in the folder, bringing its database up to date. BadInput when there is none."""
    if not (settings.keys / "signing").exists():
        raise BadInput("no_school", f"{settings.folder} 裡沒有學校資料。", "請先執行 licheng-school init。")
    database = Database(settings.database, settings.threads)
    migrate(database.engine)
    server_id, kind = database.read(
        lambda conn: (rows.meta(conn, "server_id"), rows.meta(conn, "profile"))
    ).result()
    return Office(
        settings=settings,
        database=database,
        final=final(settings.blobs, _s3_options(os.environ)),
        incoming=Incoming(settings.incoming),
        keys=load_keys(settings.keys),
        clock=clock,
        codes=codelists(),
        server_id=server_id,
        profile=profile(kind).key,
        pulse=Pulse(),
    )


def database_path(settings: Settings) -> Path | None:
    """The embedded database's file; None on PostgreSQL."""
    prefix = "sqlite:///"
    return Path(settings.database.removeprefix(prefix)) if settings.database.startswith(prefix) else None


def _found(conn: Connection, profile_name: str) -> None:
    if rows.meta(conn, "server_id"):
        return
    facts = {"server_id": secrets.token_hex(16), "profile": normal(profile_name)}
    conn.execute(insert(tables.meta), [{"key": key, "value": value} for key, value in facts.items()])
    feed = {"id": 1, "epoch": secrets.token_hex(8), "seq": 0, "last_recv": ""}
    conn.execute(insert(tables.school_feed).values(feed))


def _s3_options(environment: Mapping[str, str]) -> dict[str, str]:
    return {key.lower(): environment[key] for key in S3_OPTIONS if key in environment}
