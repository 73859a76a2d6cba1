"""Small facts by name (table `meta`): which school, which timeline, the newest acknowledgement, when we last heard."""

from sqlalchemy import Connection, bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert

from desktop.store.schema import meta
from sync.wire import Mark

_GET = select(meta.c.v).where(meta.c.k == bindparam("key"))
_PUT = insert(meta)
_PUT = _PUT.on_conflict_do_update(index_elements=[meta.c.k], set_={"v": _PUT.excluded.v})
_DROP = delete(meta).where(meta.c.k.in_(bindparam("keys", expanding=True)))


def get(connection: Connection, key: str, default: str = "") -> str:
    found = connection.execute(_GET, {"key": key}).scalar()
    return default if found is None else str(found)


def put(connection: Connection, key: str, value: str) -> None:
    connection.execute(_PUT, {"k": key, "v": value})


def drop(connection: Connection, *keys: str) -> None:
    connection.execute(_DROP, {"keys": list(keys)})


def heard(connection: Connection, server_id: str, epoch: str, server_time: str) -> None:
    """A sound answer came: the first one says which school and timeline this copy belongs to."""
    for key, value in (("server_id", server_id), ("epoch", epoch)):
        if value and not get(connection, key):
            put(connection, key, value)
    put(connection, "last_server_time", server_time)


def acknowledged(connection: Connection, seq: int, nonce: int) -> None:
    """The newest acknowledgement is part of where we stand: with it a restored school is found out."""
    known = ack(connection)
    if known is None or seq >= known.seq:
        put(connection, "ack", f"{seq} {nonce}")


def ack(connection: Connection) -> Mark | None:
    seq, _, nonce = get(connection, "ack").partition(" ")
    return Mark(int(seq), int(nonce)) if seq else None
