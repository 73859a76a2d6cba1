"""Small facts by name (table `meta`): which school, which timeline, the newest acknowledgement, when we last heard."""

from collections.abc import Mapping

from sqlalchemy import Connection, bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert

from desktop.store.schema import among, given, meta
from sync.wire import Mark

_GET = select(meta.c.v).where(meta.c.k == bindparam("key"))
_SOME = select(meta.c.k, meta.c.v).where(among(meta.c.k))
_PUT = insert(meta)
_PUT = _PUT.on_conflict_do_update(index_elements=[meta.c.k], set_={"v": _PUT.excluded.v})
_DROP = delete(meta).where(among(meta.c.k))


def get(connection: Connection, key: str, default: str = "") -> str:
    found = connection.execute(_GET, {"key": key}).scalar()
    return default if found is None else str(found)


def some(connection: Connection, *keys: str) -> dict[str, str]:
    """Several in one look; "" for what is not known."""
    found = {row.k: str(row.v) for row in connection.execute(_SOME, given(keys))}
    return {key: found.get(key, "") for key in keys}


def put(connection: Connection, key: str, value: str) -> None:
    connection.execute(_PUT, {"k": key, "v": value})


def put_all(connection: Connection, values: Mapping[str, str]) -> None:
    connection.execute(_PUT, [{"k": key, "v": value} for key, value in values.items()])


def drop(connection: Connection, *keys: str) -> None:
    connection.execute(_DROP, given(keys))


def heard(connection: Connection, server_id: str, epoch: str, server_time: str, **also: str) -> None:
    """A sound answer came: the first one says which school and timeline this copy belongs to. also: other facts."""
    told = {"server_id": server_id, "epoch": epoch}
    known = some(connection, *told)
    first = {key: value for key, value in told.items() if value and not known[key]}
    put_all(connection, {**first, "last_server_time": server_time, **also})


def acknowledged(connection: Connection, seq: int, nonce: int) -> None:
    """The newest acknowledgement is part of where we stand: with it a restored school is found out."""
    known = mark(get(connection, "ack"))
    if known is None or seq >= known.seq:
        put(connection, "ack", f"{seq} {nonce}")


def mark(text: str) -> Mark | None:
    """The mark in the fact `ack`."""
    seq, _, nonce = text.partition(" ")
    return Mark(int(seq), int(nonce)) if seq else None
