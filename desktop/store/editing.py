"""What is being typed, field by field, before it is said: it survives a crash and is offered again."""

from typing import Any

from sqlalchemy import Connection, bindparam, delete, select
from sqlalchemy.dialects.sqlite import insert

from desktop.store import rows
from desktop.store.schema import editor
from desktop.store.views import Edit

_PUT = insert(editor)
_PUT = _PUT.on_conflict_do_update(
    index_elements=["rec", "field"], set_={"value": _PUT.excluded.value, "at": _PUT.excluded.at}
)
_CLEAR = delete(editor).where(editor.c.rec == bindparam("record"))
_GET = select(editor).where(editor.c.rec == bindparam("record")).order_by(editor.c.field)
_ALL = select(editor.c.rec).distinct().order_by(editor.c.rec)


def put(connection: Connection, record: str, edit: Edit) -> None:
    """Keep the value; the value that the typing started from is the first one told."""
    row = {"value": rows.dump(edit.value), "from_value": rows.dump(edit.before), "at": edit.at}
    connection.execute(
        _PUT, {"rec": record, "field": edit.field, "form": edit.form, "parent": edit.parent, **row}
    )


def clear(connection: Connection, record: str) -> None:
    connection.execute(_CLEAR, {"record": record})


def of(connection: Connection, record: str) -> tuple[Edit, ...]:
    return tuple(rows.edit(row) for row in connection.execute(_GET, {"record": record}))


def records(connection: Connection) -> tuple[str, ...]:
    return tuple(connection.execute(_ALL).scalars())


def values(connection: Connection) -> list[Any]:
    """Every value being typed, for those who look for files in them."""
    return [rows.load(text) for text in connection.execute(select(editor.c.value)).scalars()]
