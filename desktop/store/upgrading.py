"""After an upgrade of the program: rows that an earlier one could not read are read anew, in one transaction."""

import json

from sqlalchemy import Connection, select, update

from desktop.store import pulling, rows
from desktop.store.schema import base

UNREADABLE = "unreadable"
_ODD = select(base).where(base.c.state == UNREADABLE)


def read_anew(connection: Connection) -> set[str]:
    """The records that this program can read; their rows as if they had come just now. The others stay as they are."""
    found = set()
    for row in connection.execute(_ODD).all():
        raw = json.loads(row.unknown).get("row")
        shown = pulling.shown(raw) if isinstance(raw, dict) else None
        if shown is None or shown.record.state == UNREADABLE:
            continue
        connection.execute(update(base).where(base.c.id == row.id).values(rows.base_row(shown.record)))
        pulling.put_conflicts(connection, [shown])
        found.add(row.id)
    return found
